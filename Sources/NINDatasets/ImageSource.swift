import NINPictures

/// Byte images of one size with their classes. They are in memory or are read when needed.
public protocol ImageSource: Sendable {
  /// What it is called, for people: "CIFAR-10 train".
  var name: String { get }
  /// Of each image, in pixels.
  var height: Int { get }
  /// Of each image, in pixels.
  var width: Int { get }
  /// Of each image: 1 (grey) or 3 (red, green, blue).
  var channels: Int { get }
  /// The names of the classes, in the order of the labels.
  var classNames: [String] { get }
  /// One per image, each in `0..<classNames.count`.
  var labels: [Int32] { get }
  /// How large the images were before they were fitted to one size.
  var sizes: ImageSizes { get }
  /// Whether `copy` decodes a file, so that several threads should share the work.
  var isDecoded: Bool { get }

  /// What image `index` is called, for people: its file if it has one.
  func title(of index: Int) -> String

  /// Copies image `index` as `[height][width][channels]`. Safe to call from several threads.
  /// - Throws: `DatasetError` when it cannot be read, naming its file.
  func copy(
    _ index: Int, into pixels: UnsafeMutableBufferPointer<UInt8>
  ) throws(DatasetError)
}

extension ImageSource {
  /// False.
  public var isDecoded: Bool { false }

  /// The one size of all images.
  public var sizes: ImageSizes { ImageSizes(widths: width...width, heights: height...height) }

  /// "image 7".
  public func title(of index: Int) -> String { "image \(index)" }

  /// The number of images.
  public var count: Int { labels.count }

  /// Bytes of one image.
  public var imageBytes: Int { height * width * channels }

  /// Image `index` as a picture.
  /// - Throws: `DatasetError` when it cannot be read, naming its file.
  public func picture(_ index: Int) throws(DatasetError) -> Picture {
    var pixels = [UInt8](repeating: 0, count: imageBytes)
    var failure: DatasetError?
    pixels.withUnsafeMutableBufferPointer { buffer in
      do throws(DatasetError) { try copy(index, into: buffer) } catch { failure = error }
    }
    if let failure { throw failure }
    return Picture(width: width, height: height, channels: channels, pixels: pixels)
  }

  /// The first `limit` images; nil for all.
  public func prefix(_ limit: Int?) -> any ImageSource {
    guard let limit, limit < count else { return self }
    return ImageSubset(self, Array(0..<limit))
  }
}

/// Some images of another source, in any order.
public struct ImageSubset: ImageSource {
  private let base: any ImageSource
  private let indices: [Int]
  /// One per image.
  public let labels: [Int32]

  /// The images `indices` of `base`, in this order.
  public init(_ base: any ImageSource, _ indices: [Int]) {
    self.base = base
    self.indices = indices
    let all = base.labels
    labels = indices.map { all[$0] }
  }

  /// That of the other source.
  public var name: String { base.name }
  /// That of the other source.
  public var height: Int { base.height }
  /// That of the other source.
  public var width: Int { base.width }
  /// Those of the other source.
  public var channels: Int { base.channels }
  /// Those of the other source.
  public var classNames: [String] { base.classNames }
  /// As for the other source.
  public var isDecoded: Bool { base.isDecoded }
  /// Those of all images of the other source.
  public var sizes: ImageSizes { base.sizes }

  /// What the other source calls the image.
  public func title(of index: Int) -> String { base.title(of: indices[index]) }

  /// Copies image `index` as `[height][width][channels]`.
  /// - Throws: `DatasetError` when it cannot be read, naming its file.
  public func copy(
    _ index: Int, into pixels: UnsafeMutableBufferPointer<UInt8>
  ) throws(DatasetError) {
    try base.copy(indices[index], into: pixels)
  }
}
