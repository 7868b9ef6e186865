import Datasets

/// Where images come from.
public enum DatasetSource: Hashable, Codable, Sendable {
  /// CIFAR-10 in `folder`, or in the first of the usual folders that has it.
  case cifar10(folder: String?)
  /// The built-in drawn shapes.
  case shapes

  public var name: String {
    switch self {
    case .cifar10: "cifar10"
    case .shapes: "shapes"
    }
  }

  /// The images, as many as the limits allow.
  /// - Throws: `DatasetError` naming what is missing and where it was looked for.
  public func load(
    environment: [String: String], limitTrain: Int? = nil, limitTest: Int? = nil
  ) throws(DatasetError) -> Dataset {
    switch self {
    case .shapes:
      return try DrawnShapes.load(
        trainCount: min(limitTrain ?? .max, DrawnShapes.trainCount),
        testCount: min(limitTest ?? .max, DrawnShapes.testCount))
    case .cifar10(let folder):
      let folder = if let folder { folder } else { try Self.found(environment) }
      let all = try CIFAR10.load(folder)
      return Dataset(
        name: all.name, train: try all.train.prefix(limitTrain),
        test: try all.test.prefix(limitTest))
    }
  }

  private static func found(_ environment: [String: String]) throws(DatasetError) -> String {
    let folders = CIFAR10.usualFolders(environment: environment)
    guard let folder = folders.first(where: { CIFAR10.locate(in: $0) != nil }) else {
      throw DatasetError(
        "CIFAR-10 not found in \(folders.joined(separator: ", ")): name its folder with "
          + "--data-dir, or train on the built-in images with --dataset shapes")
    }
    return folder
  }
}
