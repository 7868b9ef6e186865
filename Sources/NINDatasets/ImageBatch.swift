import Dispatch
import Synchronization

/// A batch as the loader hands it over: bytes, not yet resized.
public final class ImageBatch: @unchecked Sendable {
  // Handed from the loader's thread to the trainer's and back; never used by both at once.

  /// `[count][height][width][channels]`, room for a full batch.
  public let pixels: UnsafeMutableBufferPointer<UInt8>
  /// `[count]`.
  public let labels: UnsafeMutableBufferPointer<Int32>
  public private(set) var count = 0
  /// Its place in the epoch.
  public private(set) var index = 0
  /// Which images of the set they are, `[count]`.
  public private(set) var images: [Int] = []
  /// What was left out because it could not be read.
  public private(set) var skipped: [DatasetError] = []
  /// Where that would have stood in the whole batch.
  public private(set) var skippedPlaces: [Int] = []
  /// How many images the whole batch would have, and where this part of it begins.
  public private(set) var wholeCount = 0
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

  /// Copies a part of the images `order` of `source` into the batch; those that cannot be read leave
  /// no gap.
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

  /// The labels from image `first` on.
  public func labels(from first: Int) -> UnsafePointer<Int32> {
    guard let base = labels.baseAddress else { preconditionFailure("a batch without memory") }
    return UnsafePointer(base + first)
  }
}
