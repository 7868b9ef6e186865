import Foundation
import NINCheckpoints
import NINCommunication
import NINDatasets

extension Fact {
  /// The facts of a recipe that must be equal on all ranks of a training: all values except the
  /// folder of the images, which may differ between hosts.
  /// - Throws: the errors of the encoder.
  public static func all(of recipe: Recipe) throws -> [Fact] {
    var recipe = recipe
    recipe.dataset = recipe.dataset.withoutFolder
    let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(recipe))
    return facts(of: object, name: "recipe").sorted { $0.name < $1.name }
  }

  private static func facts(of value: Any, name: String) -> [Fact] {
    guard let object = value as? [String: Any] else { return [Fact(name, "\(value)")] }
    return object.flatMap { facts(of: $1, name: "\(name).\($0)") }
  }

  /// The facts of a data set that must be equal on all ranks: names, numbers, sizes, classes and
  /// order.
  public static func all(of dataset: Dataset) -> [Fact] {
    [Fact("data set", dataset.name)] + all(of: dataset.train, "training images")
      + (dataset.validation.map { all(of: $0, "validation images") } ?? [])
      + all(of: dataset.test, "test images")
  }

  /// The facts of a set of images that must be equal on all ranks.
  public static func all(of images: any ImageSource, _ name: String) -> [Fact] {
    var titles = Fingerprint()
    for index in 0..<images.count {
      // The folder may differ between hosts, so only the class and the file are used.
      titles.add(images.title(of: index).split(separator: "/").suffix(2).joined(separator: "/"))
    }
    var labels = Fingerprint()
    for label in images.labels { labels.add(UInt32(bitPattern: label)) }
    return [
      Fact("number of \(name)", "\(images.count)"),
      Fact("classes of the \(name)", images.classNames.joined(separator: ", ")),
      Fact("size of the \(name)", "\(images.width)x\(images.height)x\(images.channels)"),
      Fact("checksum of the names of the \(name)", titles.hexadecimal),
      Fact("checksum of the labels of the \(name)", labels.hexadecimal),
    ]
  }
}

extension DatasetSource {
  /// The same images without their folder.
  fileprivate var withoutFolder: DatasetSource {
    if case .pictures = self { return .pictures(folder: name) }
    return published.map { DatasetSource($0.set) } ?? self
  }
}
