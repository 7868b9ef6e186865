/// Byte images of one size with their classes, all in memory.
public final class LabelledImages: Sendable {
  /// What it is, for people: "CIFAR-10 train".
  public let name: String
  public let height: Int
  public let width: Int
  public let channels: Int
  public let classNames: [String]
  /// `[count][height][width][channels]`.
  public let pixels: [UInt8]
  /// In `0..<classNames.count`.
  public let labels: [Int32]

  public var count: Int { labels.count }

  /// Bytes of one image.
  public var imageBytes: Int { height * width * channels }

  /// - Throws: `DatasetError` when the arrays do not agree or a label names no class.
  public init(
    name: String, height: Int, width: Int, channels: Int, classNames: [String],
    pixels: [UInt8], labels: [Int32]
  ) throws(DatasetError) {
    guard pixels.count == labels.count * height * width * channels else {
      throw DatasetError("\(name): \(pixels.count) bytes for \(labels.count) images")
    }
    if let index = labels.firstIndex(where: { $0 < 0 || Int($0) >= classNames.count }) {
      throw DatasetError(
        "\(name): image \(index) has label \(labels[index]); there are \(classNames.count) classes")
    }
    self.name = name
    self.height = height
    self.width = width
    self.channels = channels
    self.classNames = classNames
    self.pixels = pixels
    self.labels = labels
  }

  /// The first `limit` images.
  public func prefix(_ limit: Int?) throws(DatasetError) -> LabelledImages {
    guard let limit, limit < count else { return self }
    return try subset(0..<limit)
  }

  /// The images `indices`, in that order.
  func subset(_ indices: some Collection<Int>) throws(DatasetError) -> LabelledImages {
    var chosen: [UInt8] = []
    chosen.reserveCapacity(indices.count * imageBytes)
    for index in indices { chosen += pixels[(index * imageBytes)..<((index + 1) * imageBytes)] }
    return try LabelledImages(
      name: name, height: height, width: width, channels: channels, classNames: classNames,
      pixels: chosen, labels: indices.map { labels[$0] })
  }
}

/// Sets of the same classes.
public struct Dataset: Sendable {
  public let name: String
  public let train: LabelledImages
  /// Images to choose the best model by, where the test set shall have no say.
  public let validation: LabelledImages?
  public let test: LabelledImages

  public init(
    name: String, train: LabelledImages, validation: LabelledImages? = nil, test: LabelledImages
  ) {
    self.name = name
    self.train = train
    self.validation = validation
    self.test = test
  }
}

/// Data that cannot be used. One line that names the file.
public struct DatasetError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) {
    self.description = description
  }
}
