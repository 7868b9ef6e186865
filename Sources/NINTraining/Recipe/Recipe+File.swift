import Foundation

extension Recipe {
  /// A recipe that a run has written into its `options.json`, by hand or not.
  /// - Parameter path: the file, or the folder of the run.
  /// - Throws: `TrainingError` when there is no such file, when it has a name that no option has,
  ///   lacks one or has an impossible value.
  public init(contentsOf path: String) throws(TrainingError) {
    var isFolder: ObjCBool = false
    let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    let path = isThere && isFolder.boolValue ? RunFolder.optionsPath(in: path) : path
    guard let data = FileManager.default.contents(atPath: path) else {
      throw TrainingError("\(path): cannot be read")
    }
    do {
      self = try JSONDecoder().decode(Recipe.self, from: data)
      try validate()
      let known = try JSONSerialization.jsonObject(with: JSONEncoder().encode(self))
      let given = try JSONSerialization.jsonObject(with: data)
      if let name = Self.stranger(in: given, to: known) {
        throw TrainingError("there is no option '\(name)'")
      }
    } catch let error as DecodingError {
      throw TrainingError("\(path): not the options of a run: \(error.cause)")
    } catch {
      throw TrainingError("\(path): impossible options: \(error)")
    }
  }

  /// The first name in `given` that is not in `known`, "outer.inner". Nothing (null) may have any.
  private static func stranger(in given: Any, to known: Any) -> String? {
    guard let given = given as? [String: Any] else { return nil }
    let known = known as? [String: Any] ?? [:]
    for (name, value) in given.sorted(by: { $0.key < $1.key }) where !(value is NSNull) {
      guard let counterpart = known[name] else { return name }
      if let inner = stranger(in: value, to: counterpart) { return "\(name).\(inner)" }
    }
    return nil
  }
}

extension DecodingError {
  /// In the words of who wrote the file.
  fileprivate var cause: String {
    func name(_ path: [any CodingKey]) -> String { path.map(\.stringValue).joined(separator: ".") }
    return switch self {
    case .keyNotFound(let key, let context): "it lacks '\(name(context.codingPath + [key]))'"
    case .typeMismatch(_, let context), .valueNotFound(_, let context),
      .dataCorrupted(let context):
      context.codingPath.isEmpty
        ? "it is no JSON" : "'\(name(context.codingPath))' has an impossible value"
    @unknown default: "\(self)"
    }
  }
}
