/// The cropped digits of Street View House Numbers (http://ufldl.stanford.edu/housenumbers; Netzer
/// et al. 2011) in the published MAT-files: `X`, bytes `[32][32][3][count]` whose first index
/// changes fastest, and `y`, labels from 1 to 10, where 10 means the digit 0.
struct SVHNFiles {
  let trainFiles: [String]
  static let extraFile = "extra_32x32.mat"
  static let testFile = "test_32x32.mat"
  static let side = 32

  static let svhn = SVHNFiles(trainFiles: ["train_32x32.mat"])
  /// With the extra, easier digits, as in the paper's section 4.4.
  static let withExtra = SVHNFiles(trainFiles: ["train_32x32.mat", extraFile])

  var files: [String] { trainFiles + [Self.testFile] }

  func load(
    _ root: String, name: String, title: String, classNames: [String]
  ) throws(DatasetError) -> Dataset {
    Dataset(
      name: name,
      train: try Self.read(
        trainFiles.map { "\(root)/\($0)" }, name: "\(title) train", classNames),
      test: try Self.read(["\(root)/\(Self.testFile)"], name: "\(title) test", classNames))
  }

  /// More images than any of the files holds.
  private static let mostImages = 1_000_000

  private static func read(
    _ paths: [String], name: String, _ classNames: [String]
  ) throws(DatasetError) -> LabelledImages {
    var pixels: [UInt8] = []
    var labels: [Int32] = []
    for path in paths {
      let former = labels.count
      try MATFile(contentsOf: path).forEachArray { (array) throws(DatasetError) in
        switch array.name {
        case "X": try append(array, path, to: &pixels)
        case "y": labels += try Self.labels(array, path)
        default: break
        }
      }
      guard labels.count > former, pixels.count == labels.count * side * side * 3 else {
        throw DatasetError.malformed(
          path: path, reason: "lacks X or y, or there are not as many labels as images")
      }
    }
    return try LabelledImages(
      name: name, height: side, width: side, channels: 3, classNames: classNames, pixels: pixels,
      labels: labels)
  }

  private static func labels(_ array: MATArray, _ path: String) throws(DatasetError) -> [Int32] {
    let labels = try array.integers()
    if let index = labels.firstIndex(where: { !(1...10).contains($0) }) {
      throw .malformed(
        path: path, reason: "image \(index) has label \(labels[index]), not one of 1 to 10")
    }
    return labels.map { $0 % 10 }
  }

  private static func append(
    _ array: MATArray, _ path: String, to pixels: inout [UInt8]
  ) throws(DatasetError) {
    guard array.type == .uint8, array.dimensions.count == 4, array.dimensions[3] <= mostImages,
      Array(array.dimensions.prefix(3)) == [side, side, 3]
    else {
      let shape = array.dimensions.map(String.init).joined(separator: "x")
      throw .malformed(
        path: path, reason: "X is \(shape), not bytes of 32x32x3 and a number of images")
    }
    for _ in 0..<array.dimensions[3] {
      append(planes: try array.read(side * side * 3), to: &pixels)
    }
    try array.close()
  }

  /// Turns planes, which are stored column by column, into rows of pixels.
  private static func append(planes: [UInt8], to pixels: inout [UInt8]) {
    for y in 0..<side {
      for x in 0..<side {
        for channel in 0..<3 { pixels.append(planes[(channel * side + x) * side + y]) }
      }
    }
  }
}
