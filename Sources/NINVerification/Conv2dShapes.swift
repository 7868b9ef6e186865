import NINTensors

/// The convolutions that are always verified, in addition to random ones.
enum Conv2dShapes {
  /// Every layer of the notebook's network and of the paper's CIFAR-10 network:
  /// side, in, out, kernel, stride, padding.
  static let layers: [(Int, Int, Int, Int, Int, Int)] = [
    (224, 3, 96, 11, 4, 0), (54, 96, 96, 1, 1, 0),
    (26, 96, 256, 5, 1, 2), (26, 256, 256, 1, 1, 0),
    (12, 256, 384, 3, 1, 1), (12, 384, 384, 1, 1, 0),
    (5, 384, 10, 3, 1, 1), (5, 10, 10, 1, 1, 0),
    (32, 3, 192, 5, 1, 2), (32, 192, 160, 1, 1, 0), (32, 160, 96, 1, 1, 0),
    (16, 96, 192, 5, 1, 2), (16, 192, 192, 1, 1, 0),
    (8, 192, 192, 3, 1, 1), (8, 192, 10, 1, 1, 0),
  ]

  /// Channels around every vector width: 1, W-1, W, W+1, 2W-1 for W = 4, 8, 16, 32.
  static let channels = [1, 3, 4, 5, 7, 8, 9, 10, 15, 16, 17, 31, 32, 33, 96]

  /// Height, width, kernel, stride, padding: one pixel, kernel = image, padding beyond half the
  /// kernel and beyond all of it, stride beyond the kernel, odd extents, extents around Winograd
  /// tiles.
  static let extents: [(Int, Int, Int, Int, Int)] = [
    (1, 1, 1, 1, 0), (6, 7, 1, 1, 0), (9, 8, 1, 1, 0), (5, 5, 5, 1, 0), (4, 6, 3, 1, 2),
    (3, 3, 3, 1, 3), (3, 2, 2, 1, 3),
    (7, 9, 2, 3, 0), (9, 5, 1, 2, 0), (11, 7, 3, 2, 1), (13, 11, 5, 2, 2), (17, 19, 11, 4, 0),
    (23, 19, 11, 4, 2), (8, 9, 4, 3, 1),
    (3, 4, 3, 1, 1), (5, 6, 3, 1, 1), (7, 8, 3, 1, 1), (9, 7, 3, 1, 1),
    (3, 5, 5, 1, 2), (4, 9, 5, 1, 2), (6, 7, 5, 1, 2), (8, 6, 5, 1, 2),
  ]

  static func layer(_ index: Int) throws(ShapeError) -> Conv2dGeometry {
    let (side, input, output, kernel, stride, padding) = layers[index]
    return try Conv2dGeometry(
      height: side, width: side, inputChannels: input, outputChannels: output,
      kernelHeight: kernel, kernelWidth: kernel, stride: stride, padding: padding)
  }

  /// The extents number `index`, with channels that also depend on `index`.
  static func edge(_ index: Int) throws(ShapeError) -> Conv2dGeometry {
    let (height, width, kernel, stride, padding) = extents[index % extents.count]
    return try Conv2dGeometry(
      height: height, width: width, inputChannels: channels[index % channels.count],
      outputChannels: channels[(index * 7 + 3) % channels.count], kernelHeight: kernel,
      kernelWidth: kernel, stride: stride, padding: padding)
  }

  /// A random shape: 1x1, or with a kernel that need not be square.
  static func random(
    _ stream: inout RandomStream, isPointwise: Bool
  ) throws(ShapeError) -> Conv2dGeometry {
    let most = isPointwise ? 1 : 6
    let kernel = (1 + stream.integer(below: most), 1 + stream.integer(below: most))
    let padding = isPointwise ? 0 : stream.integer(below: 4)
    return try Conv2dGeometry(
      height: max(1, kernel.0 - 2 * padding) + stream.integer(below: 14),
      width: max(1, kernel.1 - 2 * padding) + stream.integer(below: 14),
      inputChannels: 1 + stream.integer(below: 40), outputChannels: 1 + stream.integer(below: 40),
      kernelHeight: kernel.0, kernelWidth: kernel.1,
      stride: isPointwise ? 1 : 1 + stream.integer(below: 4), padding: padding)
  }
}
