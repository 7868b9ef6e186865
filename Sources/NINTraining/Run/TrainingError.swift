/// Why training cannot start or go on. What to do about it is for the caller to say.
public enum TrainingError: Error, Hashable, Sendable {
  /// A file with the options of a run that cannot be read.
  case unreadable(path: String)
  /// A file that does not hold the options of a run.
  case malformedRecipe(path: String, reason: String)
  /// A file that does not say how the pictures of a run were split.
  case malformedSplit(path: String)
  /// A number of a recipe that is not allowed, by its name in the file.
  case impossibleValue(name: String, value: String, expected: String)
  /// The same, of a recipe in a file.
  indirect case impossibleRecipe(path: String, TrainingError)
  /// A folder that no run has written.
  case notARun(folder: String)
  /// A folder where a run is already, so that no other can begin there.
  case occupied(folder: String)
  /// A folder that cannot be made, opened or written, and why.
  case unusableFolder(path: String, reason: String)
  /// Another trainer has the folder.
  case inUse(folder: String)
  /// Images, or a file of weights, of another number of channels than the model's.
  case channels(of: String, found: Int, expected: Int)
  /// More ranks than the batch has parts.
  case tooManyRanks(Int, shards: Int)
  /// The numbers are no longer finite. The checkpoint in `folder` is from before that.
  case diverged(Divergence, epoch: Int, step: Int, folder: String)

  /// What is no longer a finite number.
  public enum Divergence: Hashable, Sendable {
    case loss, validationLoss, testLoss, parameter
  }
}

extension TrainingError: CustomStringConvertible {
  /// One line that names the file, the folder or the value.
  public var description: String {
    switch self {
    case .unreadable(let path): "\(path): cannot be read"
    case .malformedRecipe(let path, let reason): "\(path): not the options of a run: \(reason)"
    case .malformedSplit(let path): "\(path): does not say how the pictures were split"
    case .impossibleValue(let name, let value, let expected):
      "\(name) is \(value); \(expected) is expected"
    case .impossibleRecipe(let path, let error): "\(path): impossible options: \(error)"
    case .notARun(let folder): "\(folder): not a run folder (it has no state.safetensors)"
    case .occupied(let folder): "\(folder): holds a run already"
    case .unusableFolder(let path, let reason): "\(path): cannot be a run folder: \(reason)"
    case .inUse(let folder): "\(folder): this run is being trained already"
    case .channels(let name, let found, let expected):
      "\(name): \(found) channels, but the model takes \(expected)"
    case .tooManyRanks(let ranks, let shards):
      "\(ranks) ranks cannot share a batch that is cut into \(shards) shard\(shards == 1 ? "" : "s")"
    case .diverged(let what, let epoch, let step, let folder):
      "epoch \(epoch), step \(step): \(what.subject) is no longer a finite number; the last "
        + "checkpoint in \(folder) is from before that"
    }
  }
}

extension TrainingError.Divergence {
  fileprivate var subject: String {
    switch self {
    case .loss: "the loss"
    case .validationLoss: "the loss on the validation set"
    case .testLoss: "the loss on the test set"
    case .parameter: "a parameter"
    }
  }
}
