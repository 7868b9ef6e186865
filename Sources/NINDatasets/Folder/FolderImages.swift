import Foundation
import NINKernels
import NINPictures
import Synchronization

/// Pictures in files. They are decoded when they are needed, and kept if all of them fit in memory.
final class FolderImages: ImageSource, @unchecked Sendable {
  // An image is written to `memory` before it is marked in `kept`, and never again.

  /// The most bytes of decoded pictures that are kept.
  static let mostBytes = 1 << 30

  let name: String
  let height: Int
  let width: Int
  let channels: Int
  let classNames: [String]
  let labels: [Int32]
  let isDecoded = true

  private let files: [String]
  private let context: ExecutionContext
  private let memory: UnsafeMutablePointer<UInt8>?
  private let kept: Mutex<[Bool]>

  /// - Parameters:
  ///   - folder: the folder that holds the classes.
  ///   - files: the pictures, with paths relative to `folder`.
  ///   - classNames: in the order of the labels.
  ///   - most: the side that pictures are fitted to; smaller squares of one size stay as they are.
  ///   - channels: what pictures are converted to.
  init(
    folder: String, files: [LabelledFile], classNames: [String], most: Int, channels: Int
  ) throws(DatasetError) {
    name = folder
    self.classNames = classNames
    self.channels = channels
    self.files = files.map { "\(folder)/\($0.path)" }
    labels = files.map { Int32($0.label) }
    let side = Self.commonSide(self.files).map { min($0, most) } ?? most
    (height, width) = (side, side)
    do {
      context = try ExecutionContext(threads: 1)
    } catch {
      throw .picture(name: name, reason: "\(error)")
    }
    kept = Mutex(Array(repeating: false, count: files.count))
    let (bytes, overflow) = files.count.multipliedReportingOverflow(by: side * side * channels)
    let fits = !overflow && bytes <= Self.mostBytes && bytes > 0
    memory = fits ? .allocate(capacity: bytes) : nil
  }

  deinit { memory?.deallocate() }

  /// The side of all pictures if they are squares of one size, else nil.
  private static func commonSide(_ files: [String]) -> Int? {
    var side: Int?
    for path in files {
      guard let size = try? Picture.size(ofFile: path) else { continue }
      guard size.width == size.height, side == nil || side == size.width else { return nil }
      side = size.width
    }
    return side
  }

  /// Read from the headers of all files at each call.
  var sizes: ImageSizes {
    ImageSizes(files.compactMap { try? Picture.size(ofFile: $0) })
      ?? ImageSizes(widths: width...width, heights: height...height)
  }

  func title(of index: Int) -> String {
    files[index].split(separator: "/").suffix(2).joined(separator: "/")
  }

  func copy(
    _ index: Int, into pixels: UnsafeMutableBufferPointer<UInt8>
  ) throws(DatasetError) {
    guard let memory else { return try decode(index, into: pixels) }
    let place = UnsafeMutableBufferPointer(start: memory + index * imageBytes, count: imageBytes)
    if kept.withLock({ $0[index] }) {
      _ = pixels.update(fromContentsOf: place)
      return
    }
    try decode(index, into: pixels)
    kept.withLock { kept in
      guard !kept[index] else { return }
      _ = place.update(fromContentsOf: pixels)
      kept[index] = true
    }
  }

  private func decode(
    _ index: Int, into pixels: UnsafeMutableBufferPointer<UInt8>
  ) throws(DatasetError) {
    do {
      let picture = try Picture(contentsOf: files[index])
      let fitted = try picture.fitted(side: width, channels: channels, context: context)
      _ = pixels.update(fromContentsOf: fitted.pixels)
    } catch let error as PictureError {
      throw .picture(name: error.name, reason: error.reason)
    } catch {
      throw .picture(name: files[index], reason: "\(error)")
    }
  }
}
