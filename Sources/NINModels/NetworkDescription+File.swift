import Foundation
import NINCheckpoints
import NINModules

extension NetworkDescription {
  /// Reads the description from a JSON file.
  /// - Throws: `CheckpointError`, naming the layer, when the file cannot be read or does not
  ///   describe a network.
  public init(contentsOf path: String) throws(CheckpointError) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CheckpointError(path: path, reason: "cannot be read")
    }
    do {
      self = try JSONDecoder().decode(NetworkDescription.self, from: data)
      _ = try network()
    } catch let error as DecodingError {
      throw CheckpointError(path: path, reason: "describes no network: \(error.cause)")
    } catch {
      throw CheckpointError(path: path, reason: "describes no network: \(error)")
    }
  }
}

extension DecodingError {
  /// The fault in terms of the JSON file.
  fileprivate var cause: String {
    switch self {
    case .keyNotFound(let key, let context):
      "\(Self.place(context))there is no '\(key.stringValue)'"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      "\(Self.place(context))'\(context.codingPath.last?.stringValue ?? "")' has another type"
    case .dataCorrupted(let context): "\(Self.place(context))\(context.debugDescription)"
    @unknown default: "\(self)"
    }
  }

  /// The path of the layer: "net.0.2: ".
  private static func place(_ context: Context) -> String {
    let numbers = context.codingPath.compactMap(\.intValue)
    return numbers.isEmpty ? "" : "net." + numbers.map(String.init).joined(separator: ".") + ": "
  }
}
