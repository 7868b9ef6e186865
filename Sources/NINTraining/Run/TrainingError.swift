/// Why a training cannot start or continue. The caller decides what to advise the user.
public enum TrainingError: Error, Hashable, Sendable {
  /// The file with the options of a run cannot be read.
  case unreadable(path: String)
  /// The file is not the options of a run.
  case malformedRecipe(path: String, reason: String)
  /// The file is not the split of a folder of pictures.
  case malformedSplit(path: String)
  /// A number of a recipe, by its name in the file, is not allowed.
  case impossibleValue(name: String, value: String, expected: String)
  /// A number of a recipe in a file is not allowed.
  indirect case impossibleRecipe(path: String, TrainingError)
  /// The folder is not that of a run.
  case notARun(folder: String)
  /// The folder already has a run, so no other can start in it.
  case occupied(folder: String)
  /// The folder cannot be created, opened or written.
  case unusableFolder(path: String, reason: String)
  /// Another trainer uses the folder.
  case inUse(folder: String)
  /// The images or the weights have another number of channels than the model.
  case channels(of: String, found: Int, expected: Int)
  /// There are more ranks than parts of a batch.
  case tooManyRanks(Int, shards: Int)
  /// The numbers are no longer finite. The checkpoint in `folder` is from before that.
  case diverged(Divergence, epoch: Int, step: Int, folder: String)

  /// What is no longer a finite number.
  public enum Divergence: Hashable, Sendable {
    /// The loss of a training step.
    case loss
    /// The loss on the validation set.
    case validationLoss
    /// The loss on the test set.
    case testLoss
    /// A parameter.
    case parameter
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
