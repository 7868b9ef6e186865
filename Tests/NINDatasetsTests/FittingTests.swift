import NINDatasets
import NINKernels
import NINPictures
import NINReference
import Testing

/// Sizes and offsets as torchvision's `Resize(side)` and `CenterCrop(side)` have them, pixels as the
/// reference's resize, which is Pillow's.
@Suite struct FittingTests {
  @Test(arguments: [
    // width, height, side, resized width, height, left, top
    (7, 5, 4, 5, 4, 0, 0), (5, 7, 4, 4, 5, 0, 0), (40, 30, 12, 16, 12, 2, 0),
    (31, 40, 12, 12, 15, 0, 2), (9, 3, 3, 9, 3, 3, 0), (8, 8, 8, 8, 8, 0, 0), (3, 3, 8, 8, 8, 0, 0),
  ])
  func aPictureIsResizedAndCut(
    _ width: Int, _ height: Int, _ side: Int, _ newWidth: Int, _ newHeight: Int, _ left: Int,
    _ top: Int
  ) throws {
    let picture = Picture(
      width: width, height: height, channels: 3, pixels: generatedBytes(width * height * 3))
    let fitted = try picture.fitted(
      side: side, channels: 3, context: ExecutionContext(threads: 1))
    let resized = ReferenceImages.resized(
      picture.pixels, height: height, width: width, channels: 3, outputHeight: newHeight,
      outputWidth: newWidth)
    let expected = (0..<(side * side * 3)).map { at in
      let (y, x, channel) = (at / 3 / side + top, at / 3 % side + left, at % 3)
      return resized[(y * newWidth + x) * 3 + channel]
    }
    #expect(fitted.pixels == expected)
  }

  @Test(arguments: [(40_000, 1), (1, 40_000), (2, 20_000)])
  func whatIsTooLongIsRefused(_ width: Int, _ height: Int) throws {
    let thread = Picture(
      width: width, height: height, channels: 1,
      pixels: Array(repeating: 0, count: width * height))
    let context = try ExecutionContext(threads: 1)
    #expect(throws: PictureShapeError.self) {
      try thread.fitted(side: 8, channels: 1, context: context)
    }
  }
}
