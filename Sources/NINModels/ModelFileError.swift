import NINTensors

/// Why a file or folder cannot be used as a model.
public enum ModelFileError: Error, Hashable, Sendable {
  /// The folder has no trained model.
  case noModel(folder: String)
  /// The file has no description of its model.
  case undescribed(path: String)
  /// The file describes an impossible model.
  case impossible(path: String, reason: String)
}

extension ModelFileError: CustomStringConvertible {
  /// One line that names the file or folder.
  public var description: String {
    switch self {
    case .noModel(let folder): "\(folder): a folder without a trained model"
    case .undescribed(let path): "\(path): does not say which model it holds"
    case .impossible(let path, let reason): "\(path): describes an impossible model: \(reason)"
    }
  }
}
