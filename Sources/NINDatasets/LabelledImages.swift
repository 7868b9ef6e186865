/// Images that are all in memory.
public final class LabelledImages: ImageSource {
  /// What the set is called, for people.
  public let name: String
  /// Of each image, in pixels.
  public let height: Int
  /// Of each image, in pixels.
  public let width: Int
  /// Of each image: 1 (grey) or 3 (red, green, blue).
  public let channels: Int
  /// The names of the classes, in the order of the labels.
  public let classNames: [String]
  /// `[count][height][width][channels]`.
  public let pixels: [UInt8]
  /// One per image, each in `0..<classNames.count`.
  public let labels: [Int32]

  /// A set with these images; each property explains its own value.
  /// - Throws: `DatasetError` when the arrays do not fit together, or a label names no class.
  public init(
    name: String, height: Int, width: Int, channels: Int, classNames: [String],
    pixels: [UInt8], labels: [Int32]
  ) throws(DatasetError) {
    guard pixels.count == labels.count * height * width * channels else {
      throw .inconsistent(
        set: name, reason: "\(pixels.count) bytes for \(labels.count) images")
    }
    if let index = labels.firstIndex(where: { $0 < 0 || Int($0) >= classNames.count }) {
      throw .inconsistent(
        set: name,
        reason: "image \(index) has label \(labels[index]), beyond \(classNames.count - 1)")
    }
    self.name = name
    self.height = height
    self.width = width
    self.channels = channels
    self.classNames = classNames
    self.pixels = pixels
    self.labels = labels
  }

  /// Copies image `index` as `[height][width][channels]`.
  public func copy(
    _ index: Int, into buffer: UnsafeMutableBufferPointer<UInt8>
  ) throws(DatasetError) {
    pixels.withUnsafeBufferPointer { all in
      _ = buffer.update(fromContentsOf: all[(index * imageBytes)..<((index + 1) * imageBytes)])
    }
  }
}
