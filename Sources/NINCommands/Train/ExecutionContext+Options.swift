import NINKernels
import NINTraining

extension ExecutionContext {
  /// On `isa`, with the threads that `--threads` asks for.
  /// - Throws: `KernelError` when the instruction set is not available here.
  init(_ arguments: ParsedArguments, isa: ISA) throws(KernelError) {
    try self.init(isa: isa, threads: arguments[TrainOptions.threads] ?? Self.defaultThreads)
  }
}

extension ISA {
  /// What `--isa` asks for, else the variable `NIN_ISA`, else the best.
  /// - Throws: `TrainingError` when the variable names none.
  init(_ arguments: ParsedArguments, environment: [String: String]) throws(TrainingError) {
    self = try Self(named: arguments, environment: environment) ?? .best
  }

  /// Nil when neither `--isa` nor `NIN_ISA` names one.
  /// - Throws: `TrainingError` when the variable names none that exists.
  init?(named arguments: ParsedArguments, environment: [String: String]) throws(TrainingError) {
    if let isa = arguments[TrainOptions.isa] {
      self = isa
      return
    }
    guard let name = environment["NIN_ISA"], !name.isEmpty else { return nil }
    guard let isa = ISA(rawValue: name) else {
      let names = ISA.allCases.map(\.rawValue).joined(separator: ", ")
      throw TrainingError("NIN_ISA: no instruction set is named '\(name)'; it may be \(names)")
    }
    self = isa
  }
}
