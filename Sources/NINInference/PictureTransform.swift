import NINDatasets
import NINKernels
import NINPictures

/// Pictures of any size as what a network takes, by torchvision's `Resize(side)`, `CenterCrop(side)`,
/// `ToTensor` and `Normalize`, to the bit.
struct PictureTransform: Sendable {
  private let channels: Int
  private let side: Int
  let context: ExecutionContext
  private let normalize: ImageTransform

  /// - Throws: `KernelError` when there can be no such pictures.
  init(
    side: Int, channels: Int, mean: [Float]? = nil, deviation: [Float]? = nil,
    context: ExecutionContext
  ) throws(KernelError) {
    (self.side, self.channels, self.context) = (side, channels, context)
    normalize = try ImageTransform(
      height: side, width: side, channels: channels, outputHeight: side, outputWidth: side,
      mean: mean, deviation: deviation, context: context)
  }

  /// `[side][side][channels]`.
  /// - Throws: `PictureShapeError` when the picture is too long for its width; `KernelError`.
  func apply(_ picture: Picture) throws -> [Float] {
    let fitted = try picture.fitted(side: side, channels: channels, context: context)
    let scratch = UnsafeMutableRawPointer.allocate(
      byteCount: max(1, normalize.scratchBytes), alignment: 64)
    defer { scratch.deallocate() }
    var values = [Float](repeating: 0, count: side * side * channels)
    try normalize.apply(images: 1, x: fitted.pixels, y: &values, scratch: scratch)
    return values
  }
}
