/// Images that are all in memory.
public final class LabelledImages: ImageSource {
  public let name: String
  public let height: Int
  public let width: Int
  public let channels: Int
  public let classNames: [String]
  /// `[count][height][width][channels]`.
  public let pixels: [UInt8]
  public let labels: [Int32]

  /// - Throws: `DatasetError` when the arrays do not agree or a label names no class.
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

  public func copy(
    _ index: Int, into buffer: UnsafeMutableBufferPointer<UInt8>
  ) throws(DatasetError) {
    pixels.withUnsafeBufferPointer { all in
      _ = buffer.update(fromContentsOf: all[(index * imageBytes)..<((index + 1) * imageBytes)])
    }
  }
}
