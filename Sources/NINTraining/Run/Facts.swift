import Foundation
import NINCheckpoints
import NINCommunication
import NINDatasets

extension Fact {
  /// What ranks that train together must have alike: every value of the recipe but the folder of the
  /// images, which each host may have elsewhere.
  /// - Throws: what the encoder throws.
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

  /// What they must have alike of the images: names, numbers, sizes, classes, and in what order.
  public static func all(of dataset: Dataset) -> [Fact] {
    [Fact("data set", dataset.name)] + all(of: dataset.train, "training images")
      + (dataset.validation.map { all(of: $0, "validation images") } ?? [])
      + all(of: dataset.test, "test images")
  }

  public static func all(of images: any ImageSource, _ name: String) -> [Fact] {
    var titles = Fingerprint()
    for index in 0..<images.count {
      // Each host may have them in another folder: class and file count.
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
  /// The same images, wherever they are.
  fileprivate var withoutFolder: DatasetSource {
    if case .pictures = self { return .pictures(folder: name) }
    return published.map { DatasetSource($0.set) } ?? self
  }
}
