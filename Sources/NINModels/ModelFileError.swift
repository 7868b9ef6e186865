import NINTensors

/// Why a file or folder is not a model that can be used.
public enum ModelFileError: Error, Hashable, Sendable {
  /// A folder without a trained model.
  case noModel(folder: String)
  /// A file of tensors that does not say of which model they are.
  case undescribed(path: String)
  /// A file that describes a model that there cannot be.
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
