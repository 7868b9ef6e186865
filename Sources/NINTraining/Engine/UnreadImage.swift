import NINDatasets

/// An unreadable image, as a message from one rank to the others.
struct UnreadImage: Hashable, Codable {
  /// The place of the image in its batch.
  let place: Int
  private let kind: Kind
  private let name: String
  private let reason: String

  private enum Kind: String, Codable {
    case missing, unreadable, malformed, picture
  }

  init(_ error: DatasetError, place: Int) {
    self.place = place
    switch error {
    case .missing(let path): (kind, name, reason) = (.missing, path, "")
    case .unreadable(let path): (kind, name, reason) = (.unreadable, path, "")
    case .malformed(let path, let why): (kind, name, reason) = (.malformed, path, why)
    case .picture(let picture, let why): (kind, name, reason) = (.picture, picture, why)
    default: (kind, name, reason) = (.picture, "an image", "\(error)")
    }
  }

  var error: DatasetError {
    switch kind {
    case .missing: .missing(path: name)
    case .unreadable: .unreadable(path: name)
    case .malformed: .malformed(path: name, reason: reason)
    case .picture: .picture(name: name, reason: reason)
    }
  }
}
