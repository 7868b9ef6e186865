import Foundation

/// MNIST and the data sets that have the same four files.
enum IDXDataset {
  /// Every name that one of the files may have.
  static let files = ["train", "t10k"].flatMap { names("\($0)-images", 3) }

  static func load(
    _ root: String, name: String, title: String, classNames: [String]
  ) throws(DatasetError) -> Dataset {
    Dataset(
      name: name, train: try read(root, "train", name: "\(title) train", classNames),
      test: try read(root, "t10k", name: "\(title) test", classNames))
  }

  private static func read(
    _ root: String, _ split: String, name: String, _ classNames: [String]
  ) throws(DatasetError) -> LabelledImages {
    let (imagePath, labelPath) = (
      try path(root, "\(split)-images", 3), try path(root, "\(split)-labels", 1)
    )
    let images = try IDXFile(contentsOf: imagePath, dimensions: 3)
    let labels = try IDXFile(contentsOf: labelPath, dimensions: 1)
    let (height, width) = (images.dimensions[1], images.dimensions[2])
    guard (1...1024).contains(height), (1...1024).contains(width) else {
      throw .malformed(
        path: imagePath, reason: "images of \(width)x\(height) pixels cannot be used")
    }
    guard labels.bytes.count == images.dimensions[0], !labels.bytes.isEmpty else {
      throw .malformed(
        path: labelPath,
        reason: "\(labels.bytes.count) labels for \(images.dimensions[0]) images")
    }
    if let bad = labels.bytes.firstIndex(where: { $0 >= classNames.count }) {
      throw .malformed(
        path: labelPath,
        reason: "label \(labels.bytes[bad]), beyond \(classNames.count - 1): "
          + "another data set, or damaged")
    }
    return try LabelledImages(
      name: name, height: height, width: width, channels: 1, classNames: classNames,
      pixels: Array(images.bytes), labels: labels.bytes.map(Int32.init))
  }

  private static func path(
    _ root: String, _ stem: String, _ dimensions: Int
  ) throws(DatasetError) -> String {
    let candidates = names(stem, dimensions)
    guard
      let found = candidates.first(where: {
        FileManager.default.fileExists(atPath: "\(root)/\($0)")
      })
    else { throw DatasetError.missing(path: "\(root)/\(candidates[0])") }
    return "\(root)/\(found)"
  }

  // Some programs turn the dash into a dot when they unpack.
  private static func names(_ stem: String, _ dimensions: Int) -> [String] {
    ["-", "."].map { "\(stem)\($0)idx\(dimensions)-ubyte" }.flatMap { [$0, $0 + ".gz"] }
  }
}
