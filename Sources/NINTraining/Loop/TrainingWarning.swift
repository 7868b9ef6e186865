import NINDatasets

/// A warning of a training.
public enum TrainingWarning: Hashable, Sendable {
  /// An unreadable image was skipped; `total` images so far.
  case imageSkipped(DatasetError, total: Int)
  /// The loss has been ln(`classes`) for `steps` steps, and `living` class outputs have not been
  /// zero for every image. If `living` is 0, no gradient passes the last ReLU, and the run cannot
  /// recover. If it is `classes`, this is a plateau that usually ends by itself.
  case plateau(living: Int, classes: Int, steps: Int)
  /// Classes whose output is zero for every image of the measured set.
  case deadClasses([String], of: Int)
  /// The log of a resumed run lacks the lines of some epochs, which cannot be restored.
  case missingEpochs([Int], path: String)
}

extension TrainingWarning: CustomStringConvertible {
  /// The warning in one line.
  public var description: String {
    switch self {
    case .imageSkipped(let error, let total): "\(error); skipped, \(total) so far"
    case .plateau(0, _, let steps):
      "no class output has responded to any image for \(steps) steps: the ReLU after the last "
        + "convolution passes no gradient any more, and the run cannot recover"
    case .plateau(let living, let classes, let steps) where living < classes:
      "the loss has been ln \(classes) for \(steps) steps, and only \(living) of \(classes) class "
        + "outputs have responded: the others are dead, and their classes cannot be predicted "
        + "unless they recover"
    case .plateau(_, let classes, let steps):
      "the loss has been ln \(classes) for \(steps) steps, but all class outputs respond: this is "
        + "a plateau, which usually ends by itself"
    case .deadClasses(let names, let classes):
      "the model cannot predict \(names.joined(separator: ", ")): \(names.count) of \(classes) "
        + "class outputs are zero for every image it was measured on"
    case .missingEpochs(let epochs, let path):
      "\(path) lacks the lines of epochs \(epochs.map(String.init).joined(separator: ", "))"
    }
  }
}
