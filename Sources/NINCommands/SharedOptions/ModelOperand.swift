import NINInference

extension Operand {
  /// A model: everything that `ModelFile.path(of:)` accepts.
  static func model(_ property: WritableKeyPath<Options, String> & Sendable) -> Operand {
    Operand(
      "model", property, .path("MODEL"),
      "The folder of a run, which means its best model, a safetensors file, or cifar10: the model "
        + "that comes with nin.")
  }
}

extension Classifier {
  /// The classifier of `model`, on the instruction set and the threads of `machine`.
  convenience init(_ model: String, _ machine: MachineOptions, _ console: Console) throws {
    try self.init(
      contentsOf: model, chunk: machine.chunk, math: machine.math,
      context: try machine.context(console))
  }
}
