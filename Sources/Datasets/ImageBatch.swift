/// A batch as the loader hands it over: bytes, not yet resized.
public final class ImageBatch: @unchecked Sendable {
  // Handed from the loader's thread to the trainer's and back; never used by both at once.

  /// `[count][height][width][channels]`, room for a full batch.
  public private(set) var pixels: [UInt8]
  public private(set) var labels: [Int32]
  public private(set) var count = 0
  /// Its place in the epoch.
  public private(set) var index = 0

  init(capacity: Int, imageBytes: Int) {
    pixels = [UInt8](repeating: 0, count: capacity * imageBytes)
    labels = [Int32](repeating: 0, count: capacity)
  }

  /// Copies the images `order` of `images` into the batch.
  func gather(_ order: ArraySlice<Int>, from images: LabelledImages, index: Int) {
    self.index = index
    count = order.count
    let bytes = images.imageBytes
    pixels.withUnsafeMutableBytes { to in
      images.pixels.withUnsafeBytes { from in
        for (place, image) in order.enumerated() {
          to[(place * bytes)..<((place + 1) * bytes)]
            .copyBytes(from: from[(image * bytes)..<((image + 1) * bytes)])
        }
      }
    }
    for (place, image) in order.enumerated() { labels[place] = images.labels[image] }
  }
}
