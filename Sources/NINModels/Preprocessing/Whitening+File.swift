import NINCheckpoints

extension Whitening {
  /// The beginning of the names of tensors that are not parameters.
  static let prefix = "preprocessing."
  private static let meanName = prefix + "whitening.mean"
  private static let matrixName = prefix + "whitening.matrix"

  /// The tensors in a file: the mean `[count]` and the matrix `[count, count]`.
  package var tensors: [SafetensorsFile.Tensor] {
    [
      .init(name: Self.meanName, shape: [mean.count], values: mean),
      .init(name: Self.matrixName, shape: [mean.count, mean.count], values: matrix),
    ]
  }

  /// The whitening in the file at `path`, a model or the state of a run; nil when there is none.
  /// - Throws: `CheckpointError` when it is damaged.
  package init?(contentsOf path: String) throws(CheckpointError) {
    try self.init(in: try ModelFile.contents(path), path)
  }

  /// The whitening in a file; nil when there is none.
  /// - Throws: `CheckpointError` when it is damaged.
  package init?(in file: SafetensorsFile, _ path: String) throws(CheckpointError) {
    let (mean, matrix) = (file[Self.meanName], file[Self.matrixName])
    guard mean != nil || matrix != nil else { return nil }
    guard let mean, let matrix, matrix.values.count == mean.values.count * mean.values.count,
      let whitening = Whitening(mean: mean.values, matrix: matrix.values)
    else { throw CheckpointError(path: path, reason: "has an impossible whitening") }
    self = whitening
  }
}
