import NINKernels
import NINReference
import NINTensors

/// A resize and the conversion of bytes to floats, which must be exact.
struct ImagesCase {
  /// Height, width, channels, output height and output width: the notebook's sizes, equal sizes,
  /// shrinking ones and odd ones.
  static let fixed: [(Int, Int, Int, Int, Int)] = [
    (32, 32, 3, 224, 224), (32, 32, 3, 32, 32), (28, 28, 1, 32, 32), (64, 48, 3, 32, 32),
    (7, 5, 3, 13, 11), (5, 7, 4, 1, 1), (1, 1, 3, 9, 2), (33, 17, 3, 33, 8), (17, 33, 1, 8, 33),
  ]

  let index: Int
  let seed: UInt64

  func check() throws -> Check {
    var inputs = Inputs(seed: seed, isExact: true)
    var (height, width, channels, outHeight, outWidth) = Self.fixed[index % Self.fixed.count]
    if index >= Self.fixed.count {
      (height, width) = (1 + inputs.integer(below: 40), 1 + inputs.integer(below: 40))
      (outHeight, outWidth) = (1 + inputs.integer(below: 60), 1 + inputs.integer(below: 60))
      channels = 1 + inputs.integer(below: 4)
    }
    let imageCount = 1 + index % 3
    let bytes = height * width * channels
    let x = inputs.bytes(imageCount * bytes)
    let resized = (0..<imageCount).flatMap { image in
      ReferenceImages.resized(
        Array(x[(image * bytes)..<((image + 1) * bytes)]), height: height, width: width,
        channels: channels, outputHeight: outHeight, outputWidth: outWidth)
    }
    let y = resized.map { Double(Float($0) / 255) }
    let expectation = Expectation("y", values: y, tolerances: Tolerance.exact(y.count))
    let label = "\(imageCount)x\(height)x\(width)x\(channels) -> \(outHeight)x\(outWidth)"
    return Check(.images, label, seed: seed, [expectation]) { context, outputs in
      let transform = try ImageTransform(
        height: height, width: width, channels: channels, outputHeight: outHeight,
        outputWidth: outWidth, context: context)
      let scratch = UnsafeMutableRawPointer.allocate(
        byteCount: max(transform.scratchBytes, 1), alignment: 1)
      defer { scratch.deallocate() }
      try transform.apply(imageCount: imageCount, x: x, y: outputs[0].start, scratch: scratch)
    }
  }
}
