import NINDatasets

/// Something that a trainer noticed and the user should know.
public enum TrainingWarning: Hashable, Sendable {
  /// An image that could not be read and was left out; `total` so far.
  case imageSkipped(DatasetError, total: Int)
  /// For `steps` steps the loss has stood at ln(`classes`), and `living` of the class outputs have
  /// been other than zero for some image. If none has, no gradient passes the last ReLU any more and
  /// the run cannot recover; if all have, this is a plateau that usually ends by itself.
  case plateau(living: Int, classes: Int, steps: Int)
  /// Classes whose output is zero for every image of the measured set.
  case deadClasses([String], of: Int)
  /// A resumed run whose log lacks the lines of some epochs, which cannot be made again.
  case missingEpochs([Int], path: String)
}

extension TrainingWarning: CustomStringConvertible {
  /// What it means, in one line.
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
