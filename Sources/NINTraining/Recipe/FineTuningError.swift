/// Why a training cannot start with the parameters of another.
public enum FineTuningError: Error, Hashable, Sendable {
  /// The file at `path` has the model `found` for images of `size`, but `expected` is needed.
  case otherModel(path: String, found: String, size: Int, expected: String)
  /// All of the model's `blocks` mlpconv layers are frozen.
  case nothingToTrain(model: String, blocks: Int)
}

extension FineTuningError: CustomStringConvertible {
  /// One line that names the file or the model.
  public var description: String {
    switch self {
    case .otherModel(let path, let found, let size, let expected):
      "\(path): a model \(found) for images of \(size)x\(size); only a model \(found) can begin "
        + "with its weights, not \(expected)"
    case .nothingToTrain(let model, let blocks):
      "with \(blocks) blocks frozen nothing is left to train: \(model) has no more"
    }
  }
}
