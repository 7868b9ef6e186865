import NINTensors
import Testing

@Suite struct Conv2dGeometryTests {
  /// Extent, kernel, stride, padding; then the output extent of PyTorch 2.13's `nn.Conv2d`.
  @Test(arguments: [
    [224, 11, 4, 0, 54], [26, 5, 1, 2, 26], [12, 3, 1, 1, 12], [5, 3, 1, 1, 5], [32, 5, 1, 2, 32],
    [1, 1, 1, 0, 1], [1, 3, 1, 1, 1], [7, 3, 2, 0, 3], [8, 3, 2, 0, 3], [7, 2, 3, 1, 3],
    [5, 5, 9, 0, 1], [4, 6, 1, 1, 1], [10, 1, 3, 2, 5],
  ])
  func outputIsAsLargeAsPyTorchs(_ row: [Int]) throws {
    let tall = try Conv2dGeometry(
      height: row[0], width: 64, inputChannels: 2, outputChannels: 3, kernelHeight: row[1],
      kernelWidth: 1, stride: row[2], padding: row[3])
    let wide = try Conv2dGeometry(
      height: 64, width: row[0], inputChannels: 2, outputChannels: 3, kernelHeight: 1,
      kernelWidth: row[1], stride: row[2], padding: row[3])
    #expect(tall.outputHeight == row[4])
    #expect(wide.outputWidth == row[4])
    #expect(wide.outputShape(imageCount: 5).width == row[4])
    #expect(wide.outputShape(imageCount: 5).channels == 3)
  }

  @Test func countsAreThoseOfTheFirstLayer() throws {
    let first = try Conv2dGeometry(
      height: 224, width: 224, inputChannels: 3, outputChannels: 96, kernelHeight: 11,
      kernelWidth: 11, stride: 4)
    #expect(first.fanIn == 363)
    #expect(first.weightCount == 34_848)
    #expect(first.multiplyAdds == 101_616_768)
    #expect(first.inputShape(imageCount: 2).count == 2 * 3 * 224 * 224)
  }

  struct Impossible: Sendable, CustomTestStringConvertible {
    var height = 8, width = 8, input = 3, output = 4, kernel = (3, 3), stride = 1, padding = 0
    let says: String
    var testDescription: String { says }
  }

  @Test(arguments: [
    Impossible(height: 0, says: "height must be between"),
    Impossible(width: -1, says: "width must be between"),
    Impossible(input: 0, says: "input channels must be between"),
    Impossible(output: 0, says: "output channels must be between"),
    Impossible(kernel: (0, 3), says: "kernel height must be between"),
    Impossible(kernel: (3, 0), says: "kernel width must be between"),
    Impossible(stride: 0, says: "stride must be between"),
    Impossible(padding: -1, says: "padding must be between"),
    Impossible(padding: .max, says: "padding must be between"),
    Impossible(height: .max, says: "height must be between"),
    Impossible(kernel: (9, 3), says: "a 9x3 kernel does not fit a 8x8 image"),
    Impossible(kernel: (3, 11), padding: 1, says: "with padding 1"),
    Impossible(input: 1 << 20, output: 1 << 20, says: "too large"),
    Impossible(height: 1 << 20, width: 1 << 20, says: "too large"),
    Impossible(height: 1 << 14, width: 1 << 14, output: 1 << 4, says: "too large"),
  ])
  func impossibleOnesAreRefused(_ wanted: Impossible) {
    let error = #expect(throws: ShapeError.self) {
      _ = try Conv2dGeometry(
        height: wanted.height, width: wanted.width, inputChannels: wanted.input,
        outputChannels: wanted.output, kernelHeight: wanted.kernel.0,
        kernelWidth: wanted.kernel.1, stride: wanted.stride, padding: wanted.padding)
    }
    #expect(error?.description.contains(wanted.says) == true)
  }
}
