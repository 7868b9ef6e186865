import NINDatasets

extension ImageSource {
  /// All images, one after another.
  var pixels: [UInt8] {
    (0..<count).flatMap { index in
      [UInt8](unsafeUninitializedCapacity: imageBytes) { buffer, initialized in
        buffer.initialize(repeating: 0)
        initialized = (try? copy(index, into: buffer)) == nil ? 0 : imageBytes
      }
    }
  }
}
