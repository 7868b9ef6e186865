import NINTensors

/// The built-in data set: drawings of ten figures, 32x32 pixels, in colour.
///
/// The figure is the class. Everything else varies from image to image: place, size, angle,
/// colours, a gradient and stripes in the background, specks and noise. So no single pixel tells
/// the class. Each image is a function of the seed, the part and its number.
public enum DrawnShapes {
  static let side = 32

  /// The usual number of images to train on.
  public static let trainCount = 10_000
  /// The usual number of images to test on.
  public static let testCount = 2_000

  /// The names of the figures, in the order of the labels.
  public static var classNames: [String] { ShapeOutline.allCases.map(\.name) }

  /// Draws the data set. The classes take turns.
  /// - Parameters:
  ///   - seed: the seed of all drawings; the data set has seed 1.
  ///   - trainCount: the number of images to train on.
  ///   - testCount: the number of images to test on.
  /// - Throws: never.
  public static func load(
    seed: UInt64 = 1, trainCount: Int = trainCount, testCount: Int = testCount
  ) throws(DatasetError) -> Dataset {
    var dataset = Dataset(
      name: "shapes",
      train: try draw(trainCount, split: 0, seed: seed, name: "drawn shapes train"),
      test: try draw(testCount, split: 1, seed: seed, name: "drawn shapes test"))
    if seed == 1 { dataset.source = .shapes }
    return dataset
  }

  private static func draw(
    _ count: Int, split: Int, seed: UInt64, name: String
  ) throws(DatasetError) -> LabelledImages {
    let outlines = ShapeOutline.allCases
    var pixels = [UInt8](repeating: 0, count: count * side * side * 3)
    pixels.withUnsafeMutableBufferPointer { buffer in
      for index in 0..<count {
        let image = UnsafeMutableBufferPointer(
          rebasing: buffer[(index * side * side * 3)..<((index + 1) * side * side * 3)])
        var stream = RandomStream(seed: seed, purpose: .drawing, split, index)
        ShapePicture(outlines[index % outlines.count], &stream).draw(into: image, &stream)
      }
    }
    return try LabelledImages(
      name: name, height: side, width: side, channels: 3, classNames: classNames, pixels: pixels,
      labels: (0..<count).map { Int32($0 % outlines.count) })
  }
}
