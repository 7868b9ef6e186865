import NINTensors
import Testing

@Suite struct Pool2dGeometryTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let extent: Int, kernel: Int, stride: Int, padding: Int, ceil: Bool, output: Int

    init(
      _ extent: Int, _ kernel: Int, _ stride: Int, padding: Int = 0, ceil: Bool, _ output: Int
    ) {
      (self.extent, self.kernel, self.stride) = (extent, kernel, stride)
      (self.padding, self.ceil, self.output) = (padding, ceil, output)
    }

    var testDescription: String {
      "\(extent) by \(kernel)/\(stride)+\(padding)\(ceil ? " ceil" : "")"
    }
  }

  /// Outputs of PyTorch 2.13's `nn.MaxPool2d`.
  @Test(arguments: [
    Case(54, 3, 2, ceil: false, 26), Case(26, 3, 2, ceil: false, 12),
    Case(12, 3, 2, ceil: false, 5), Case(5, 2, 2, ceil: false, 2), Case(32, 3, 2, ceil: true, 16),
    Case(16, 3, 2, ceil: true, 8), Case(8, 3, 2, ceil: true, 4), Case(5, 2, 2, ceil: true, 3),
    Case(3, 1, 3, ceil: true, 1), Case(4, 1, 3, ceil: true, 2), Case(5, 1, 3, ceil: true, 2),
    Case(6, 2, 4, ceil: true, 2), Case(7, 3, 3, ceil: true, 3), Case(8, 3, 3, ceil: true, 3),
    Case(3, 3, 1, ceil: true, 1), Case(3, 3, 2, ceil: true, 1), Case(4, 3, 2, ceil: true, 2),
    Case(9, 2, 5, ceil: true, 2), Case(7, 2, 5, ceil: true, 2), Case(8, 2, 5, ceil: true, 2),
    Case(15, 15, 15, ceil: true, 1), Case(31, 15, 15, ceil: true, 3),
    Case(32, 3, 2, padding: 1, ceil: false, 16), Case(32, 3, 2, padding: 1, ceil: true, 17),
    Case(7, 3, 2, padding: 1, ceil: true, 4), Case(8, 3, 2, padding: 1, ceil: true, 5),
    Case(5, 5, 3, padding: 2, ceil: true, 3), Case(6, 5, 3, padding: 2, ceil: true, 3),
    Case(1, 3, 1, padding: 1, ceil: false, 1), Case(1, 2, 2, padding: 1, ceil: true, 1),
    Case(2, 2, 2, padding: 1, ceil: true, 2), Case(3, 2, 2, padding: 1, ceil: true, 2),
    Case(4, 2, 3, padding: 1, ceil: true, 2), Case(112, 3, 2, padding: 1, ceil: false, 56),
    Case(9, 15, 4, padding: 7, ceil: true, 3),
  ])
  func outputIsAsLargeAsPyTorchs(_ pool: Case) throws {
    let tall = try Pool2dGeometry(
      height: pool.extent, width: 20, channels: 2, kernelSize: pool.kernel, stride: pool.stride,
      padding: pool.padding, ceilMode: pool.ceil)
    let wide = try Pool2dGeometry(
      height: 20, width: pool.extent, channels: 2, kernelSize: pool.kernel, stride: pool.stride,
      padding: pool.padding, ceilMode: pool.ceil)
    #expect(tall.outputHeight == pool.output)
    #expect(wide.outputWidth == pool.output)
    #expect(wide.outputShape(imageCount: 3).width == pool.output)
  }

  /// Height, width, channels, kernel, stride, padding.
  @Test(arguments: [
    ([0, 8, 1, 3, 2], "height must be between"), ([8, 0, 1, 3, 2], "width must be between"),
    ([8, 8, 0, 3, 2], "channels must be between"), ([8, 8, 1, 0, 2], "kernel size must be"),
    ([8, 8, 1, 3, 0], "stride must be between"), ([8, 8, 1, 3, -2], "stride must be between"),
    ([20, 20, 1, 16, 2], "kernel size must be at most 15"),
    ([2, 8, 1, 3, 2], "a window of 3 does not fit a 2x8 image"),
    ([8, 2, 1, 3, 2], "a window of 3 does not fit a 8x2 image"),
    ([1 << 20, 1 << 20, 1, 3, 2], "too large"),
    ([8, 8, 1, 3, 2, 2], "padding must be between 0 and half of the kernel size 3, not 2"),
    ([8, 8, 1, 3, 2, -1], "padding must be between"), ([1, 8, 1, 4, 2, 1], "does not fit a 1x8"),
  ])
  func impossibleOnesAreRefused(_ row: [Int], _ says: String) {
    let error = #expect(throws: ShapeError.self) {
      _ = try Pool2dGeometry(
        height: row[0], width: row[1], channels: row[2], kernelSize: row[3], stride: row[4],
        padding: row.count > 5 ? row[5] : 0)
    }
    #expect(error?.description.contains(says) == true)
  }
}
