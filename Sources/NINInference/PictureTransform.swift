import NINKernels
import NINModels
import NINPictures
import NINTensors

/// Turns pictures of any size into the input of a network, exactly as torchvision's `Resize(side)`,
/// `CenterCrop(side)`, `ToTensor` and `Normalize` do it, followed by the rest of the model's
/// preprocessing.
struct PictureTransform: Sendable {
  private let channels: Int
  private let side: Int
  let context: ExecutionContext
  private let preprocessor: Preprocessor

  /// - Throws: `KernelError` or `ShapeError` when the size or the channels are impossible.
  init(
    side: Int, channels: Int, _ preprocessing: Preprocessing, context: ExecutionContext
  ) throws {
    (self.side, self.channels, self.context) = (side, channels, context)
    preprocessor = try Preprocessor(
      height: side, width: side, channels: channels,
      output: ActivationShape(height: side, width: side, channels: channels), preprocessing,
      context: context)
  }

  /// `[side][side][channels]`.
  /// - Throws: `PictureShapeError` when the picture is too long and narrow; `KernelError`.
  func apply(_ picture: Picture) throws -> [Float] {
    let fitted = try picture.fitted(side: side, channels: channels, context: context)
    var values = [Float](repeating: 0, count: side * side * channels)
    try preprocessor.apply(imageCount: 1, x: fitted.pixels, y: &values)
    return values
  }
}
