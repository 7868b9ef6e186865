import Dispatch
import Synchronization

/// A batch of images as bytes, not yet resized.
public final class ImageBatch: @unchecked Sendable {
  // The loader's thread and the trainer's thread pass it to each other and never use it at once.

  /// `[count][height][width][channels]`, with room for a full batch.
  public let pixels: UnsafeMutableBufferPointer<UInt8>
  /// `[count]`, with room for a full batch.
  public let labels: UnsafeMutableBufferPointer<Int32>
  /// The number of images that could be read.
  public private(set) var count = 0
  /// The number of the batch in its epoch, from 0.
  public private(set) var index = 0
  /// The number of each image in the set, `[count]`.
  public private(set) var images: [Int] = []
  /// Why images were left out, one error per image.
  public private(set) var skipped: [DatasetError] = []
  /// The places that these images would have in the whole batch.
  public private(set) var skippedPlaces: [Int] = []
  /// The number of images of the whole batch.
  public private(set) var wholeCount = 0
  /// The place of its first image in the whole batch.
  public private(set) var firstPlace = 0

  private let imageBytes: Int
  private let failures = Mutex<[Int: DatasetError]>([:])

  init(capacity: Int, imageBytes: Int) {
    self.imageBytes = imageBytes
    pixels = .allocate(capacity: max(capacity * imageBytes, 1))
    labels = .allocate(capacity: max(capacity, 1))
  }

  deinit {
    pixels.deallocate()
    labels.deallocate()
  }

  /// Copies a part of the images `order` of `source` into the batch. Images that cannot be read
  /// leave no gap.
  func gather(
    _ part: Range<Int>, of order: ArraySlice<Int>, from source: any ImageSource, index: Int
  ) {
    failures.withLock { $0 = [:] }
    (wholeCount, firstPlace) = (order.count, part.lowerBound)
    let order = Array(order.dropFirst(part.lowerBound).prefix(part.count))
    @Sendable func fill(_ place: Int) {
      do throws(DatasetError) {
        try source.copy(order[place], into: slot(place))
      } catch {
        failures.withLock { $0[place] = error }
      }
    }
    if source.isDecoded {
      DispatchQueue.concurrentPerform(iterations: order.count, execute: fill)
    } else {
      for place in order.indices { fill(place) }
    }
    self.index = index
    close(order, source.labels, failures.withLock { $0 })
  }

  private func close(_ order: [Int], _ all: [Int32], _ failures: [Int: DatasetError]) {
    let failed = failures.sorted { $0.key < $1.key }
    (skipped, skippedPlaces) = (failed.map(\.value), failed.map { $0.key + firstPlace })
    images = []
    for place in order.indices where failures[place] == nil {
      if images.count < place { _ = slot(images.count).update(fromContentsOf: slot(place)) }
      labels[images.count] = all[order[place]]
      images.append(order[place])
    }
    count = images.count
  }

  private func slot(_ place: Int) -> UnsafeMutableBufferPointer<UInt8> {
    .init(rebasing: pixels[(place * imageBytes)..<((place + 1) * imageBytes)])
  }

  /// The labels of the images from `first` on.
  public func labels(from first: Int) -> UnsafePointer<Int32> {
    guard let base = labels.baseAddress else { preconditionFailure("a batch without memory") }
    return UnsafePointer(base + first)
  }
}
