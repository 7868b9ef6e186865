import NINInference

extension Operand {
  /// A model, as `ModelFile.path(of:)` accepts it.
  static func model(_ property: WritableKeyPath<Options, String> & Sendable) -> Operand {
    Operand(
      "model", property, .path("MODEL"),
      "The folder of a run, which means its best model, or a safetensors file.")
  }
}

extension Classifier {
  /// The classifier of `model`, as the options of the machine say.
  convenience init(_ model: String, _ machine: MachineOptions, _ console: Console) throws {
    try self.init(
      contentsOf: model, chunk: machine.chunk, math: machine.math,
      context: try machine.context(console))
  }
}
