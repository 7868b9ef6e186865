import Kernels
import Pictures
import Testing

@testable import Inference

@Suite struct PictureTransformTests {
  private func transform(side: Int, channels: Int = 1) throws -> PictureTransform {
    PictureTransform(side: side, channels: channels, context: try ExecutionContext(threads: 1))
  }

  /// A picture whose pixels say where they are: 8 a row, 1 a column.
  private func picture(width: Int, height: Int) -> Picture {
    let pixels = (0..<(width * height)).map { UInt8($0 / width * 8 + $0 % width) }
    return Picture(width: width, height: height, channels: 1, pixels: pixels)
  }

  @Test func picturesOfTheSidePassAsTheyAre() throws {
    let picture = picture(width: 8, height: 8)
    let values = try transform(side: 8).apply(picture)
    #expect(values.map { UInt8(($0 * 255).rounded()) } == picture.pixels)
  }

  /// Offsets of torchvision's `CenterCrop`: `int(round(excess / 2))`, halves to the even number.
  @Test(arguments: [(8, 0), (9, 0), (10, 1), (11, 2), (12, 2), (13, 2), (15, 4)])
  func theCentreIsCutOut(_ extent: Int, _ offset: Int) throws {
    let wide = try transform(side: 8).apply(picture(width: extent, height: 8))
    #expect(Int((wide[0] * 255).rounded()) == offset)
    #expect(wide.count == 64)
    let tall = try transform(side: 8).apply(picture(width: 8, height: extent))
    #expect(Int((tall[0] * 255).rounded()) == offset * 8)
    #expect(tall.count == 64)
  }

  @Test func theShorterEdgeBecomesTheSide() throws {
    let red = Picture(
      width: 50, height: 20, channels: 3,
      pixels: (0..<1000).flatMap { _ in [UInt8(200), 10, 30] })
    let values = try transform(side: 7, channels: 3).apply(red)
    #expect(values.count == 7 * 7 * 3)
    #expect(Set(values) == Set([200, 10, 30].map { Float($0) / 255 }))
  }

  @Test(arguments: [(40_000, 1), (1, 40_000), (2, 20_000)])
  func whatIsTooLongIsRefused(_ width: Int, _ height: Int) throws {
    let thread = Picture(
      width: width, height: height, channels: 1,
      pixels: Array(repeating: 0, count: width * height))
    let transform = try transform(side: 8)
    #expect(throws: PictureShapeError.self) { try transform.apply(thread) }
  }
}
