import Foundation

extension Recipe {
  /// Reads a recipe from a file like a run's `options.json`, which may have been edited.
  /// - Parameter path: the file, or the folder of the run.
  /// - Throws: `TrainingError` when the file is missing, has an unknown option, lacks an option or
  ///   has an impossible value.
  public init(contentsOf path: String) throws(TrainingError) {
    var isFolder: ObjCBool = false
    let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    let path = isThere && isFolder.boolValue ? RunFolder.optionsPath(in: path) : path
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .unreadable(path: path)
    }
    do {
      self = try JSONDecoder().decode(Recipe.self, from: data)
      try validate()
      let known = try JSONSerialization.jsonObject(with: JSONEncoder().encode(self))
      let given = try JSONSerialization.jsonObject(with: data)
      guard let name = Self.unknownName(in: given, known: known) else { return }
      throw TrainingError.malformedRecipe(path: path, reason: "there is no option '\(name)'")
    } catch let error as DecodingError {
      throw .malformedRecipe(path: path, reason: error.cause)
    } catch let error as TrainingError {
      if case .impossibleValue = error { throw .impossibleRecipe(path: path, error) }
      throw error
    } catch {
      throw .malformedRecipe(path: path, reason: "\(error)")
    }
  }

  /// The first name in `given` that is not in `known`, as "outer.inner". Names with the value null
  /// are ignored.
  private static func unknownName(in given: Any, known: Any) -> String? {
    guard let given = given as? [String: Any] else { return nil }
    let known = known as? [String: Any] ?? [:]
    for (name, value) in given.sorted(by: { $0.key < $1.key }) where !(value is NSNull) {
      guard let counterpart = known[name] else { return name }
      if let inner = unknownName(in: value, known: counterpart) { return "\(name).\(inner)" }
    }
    return nil
  }
}

extension DecodingError {
  /// The fault in terms of the JSON file.
  fileprivate var cause: String {
    func name(_ path: [any CodingKey]) -> String { path.map(\.stringValue).joined(separator: ".") }
    return switch self {
    case .keyNotFound(let key, let context): "it lacks '\(name(context.codingPath + [key]))'"
    case .typeMismatch(_, let context), .valueNotFound(_, let context),
      .dataCorrupted(let context):
      context.codingPath.isEmpty
        ? "it is not JSON" : "'\(name(context.codingPath))' has an impossible value"
    @unknown default: "\(self)"
    }
  }
}
