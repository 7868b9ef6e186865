import NINPictures

/// Byte images of one size with their classes, in memory or read when they are asked for.
public protocol ImageSource: Sendable {
  /// What it is, for people: "CIFAR-10 train".
  var name: String { get }
  var height: Int { get }
  var width: Int { get }
  var channels: Int { get }
  var classNames: [String] { get }
  /// In `0..<classNames.count`, one per image.
  var labels: [Int32] { get }
  /// How large the images are before they are fitted.
  var sizes: ImageSizes { get }
  /// Whether a copy is so much work that several threads should share it.
  var isDecoded: Bool { get }

  /// What image `index` is called, for people: its file where it has one.
  func title(of index: Int) -> String

  /// Copies image `index` as `[height][width][channels]`. Safe to call from several threads.
  /// - Throws: `DatasetError` when it cannot be read, naming its file.
  func copy(
    _ index: Int, into pixels: UnsafeMutableBufferPointer<UInt8>
  ) throws(DatasetError)
}

extension ImageSource {
  public var isDecoded: Bool { false }

  public var sizes: ImageSizes { ImageSizes(widths: width...width, heights: height...height) }

  public func title(of index: Int) -> String { "image \(index)" }

  public var count: Int { labels.count }

  /// Bytes of one image.
  public var imageBytes: Int { height * width * channels }

  /// Image `index`, to look at.
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

  /// The first `limit` images.
  public func prefix(_ limit: Int?) -> any ImageSource {
    guard let limit, limit < count else { return self }
    return ImageSubset(self, Array(0..<limit))
  }
}

/// Some images of another source, in an order of their own.
public struct ImageSubset: ImageSource {
  private let base: any ImageSource
  private let indices: [Int]
  public let labels: [Int32]

  public init(_ base: any ImageSource, _ indices: [Int]) {
    self.base = base
    self.indices = indices
    let all = base.labels
    labels = indices.map { all[$0] }
  }

  public var name: String { base.name }
  public var height: Int { base.height }
  public var width: Int { base.width }
  public var channels: Int { base.channels }
  public var classNames: [String] { base.classNames }
  public var isDecoded: Bool { base.isDecoded }
  public var sizes: ImageSizes { base.sizes }

  public func title(of index: Int) -> String { base.title(of: indices[index]) }

  public func copy(
    _ index: Int, into pixels: UnsafeMutableBufferPointer<UInt8>
  ) throws(DatasetError) {
    try base.copy(indices[index], into: pixels)
  }
}
