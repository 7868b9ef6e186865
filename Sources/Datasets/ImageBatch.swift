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

  init(capacity: Int, imageBytes: Int) {
    pixels = .allocate(capacity: max(capacity * imageBytes, 1))
    labels = .allocate(capacity: max(capacity, 1))
  }

  deinit {
    pixels.deallocate()
    labels.deallocate()
  }

  /// Copies the images `order` of `images` into the batch.
  func gather(_ order: ArraySlice<Int>, from images: LabelledImages, index: Int) {
    self.index = index
    count = order.count
    let bytes = images.imageBytes
    images.pixels.withUnsafeBufferPointer { from in
      for (place, image) in order.enumerated() {
        _ = pixels[(place * bytes)..<((place + 1) * bytes)]
          .update(fromContentsOf: from[(image * bytes)..<((image + 1) * bytes)])
        labels[place] = images.labels[image]
      }
    }
  }

  /// The labels from image `first` on.
  public func labels(from first: Int) -> UnsafePointer<Int32> {
    guard let base = labels.baseAddress else { preconditionFailure("a batch without memory") }
    return UnsafePointer(base + first)
  }
}
