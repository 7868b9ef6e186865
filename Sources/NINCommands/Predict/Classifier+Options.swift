import NINInference
import NINKernels

extension Classifier {
  /// Of the first operand, a model, as the options of the machine say.
  convenience init(_ arguments: ParsedArguments, environment: [String: String]) throws {
    try self.init(
      contentsOf: arguments.operands[0], chunk: arguments[TrainOptions.chunk],
      math: arguments[TrainOptions.math] ?? .fast,
      context: try ExecutionContext(
        arguments, isa: try ISA(arguments, environment: environment)))
  }
}
