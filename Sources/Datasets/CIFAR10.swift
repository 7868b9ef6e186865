import Foundation

/// CIFAR-10 in its official binary layout (https://www.cs.toronto.edu/~kriz/cifar.html, "Binary
/// version"): records of a label and 1024 red, green and blue bytes.
public enum CIFAR10 {
  public static let classNames = [
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
  ]
  static let trainFiles = (1...5).map { "data_batch_\($0).bin" }
  static let testFile = "test_batch.bin"
  static let recordsPerFile = 10_000
  private static let side = 32
  private static let plane = side * side
  private static let recordBytes = 1 + 3 * plane

  /// Reads the folder that holds the six files, or its `cifar-10-batches-bin`.
  /// - Throws: `DatasetError` naming the file that is missing, of the wrong size, or has a label
  ///   beyond 9.
  public static func load(_ folder: String) throws(DatasetError) -> Dataset {
    guard let root = locate(in: folder) else {
      throw DatasetError(
        "\(folder): no CIFAR-10 here; data_batch_1.bin … data_batch_5.bin and test_batch.bin of "
          + "the binary version are expected in it or in its cifar-10-batches-bin")
    }
    return Dataset(
      name: "cifar10",
      train: try read(trainFiles.map { "\(root)/\($0)" }, name: "CIFAR-10 train"),
      test: try read(["\(root)/\(testFile)"], name: "CIFAR-10 test"))
  }

  /// Folders where people keep it, in the order they are searched.
  public static func usualFolders(environment: [String: String]) -> [String] {
    let home = environment["HOME"] ?? "."
    return [environment["NIN_DATA"]].compactMap { $0 }
      + ["data", ".", "\(home)/.cache/nin", "\(home)/data", "\(home)/datasets"]
  }

  /// The folder itself or its `cifar-10-batches-bin`, whichever holds a file of the set.
  public static func locate(in folder: String) -> String? {
    [folder, "\(folder)/cifar-10-batches-bin"].first { candidate in
      (trainFiles + [testFile]).contains {
        FileManager.default.fileExists(atPath: "\(candidate)/\($0)")
      }
    }
  }

  private static func read(
    _ paths: [String], name: String
  ) throws(DatasetError) -> LabelledImages {
    var labels: [Int32] = []
    var pixels = [UInt8](repeating: 0, count: paths.count * recordsPerFile * 3 * plane)
    for (file, path) in paths.enumerated() {
      let data = try records(path)
      labels += stride(from: 0, to: data.count, by: recordBytes).map { Int32(data[$0]) }
      interleave(data, into: &pixels, from: file * recordsPerFile)
    }
    if let bad = labels.firstIndex(where: { $0 > 9 }) {
      throw DatasetError(
        "\(paths[bad / recordsPerFile]): record \(bad % recordsPerFile) has label \(labels[bad]), "
          + "beyond 9: not CIFAR-10, or damaged")
    }
    return try LabelledImages(
      name: name, height: side, width: side, channels: 3, classNames: classNames, pixels: pixels,
      labels: labels)
  }

  private static func records(_ path: String) throws(DatasetError) -> Data {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      let there = FileManager.default.fileExists(atPath: path)
      throw DatasetError("\(path): \(there ? "cannot be read" : "no such file")")
    }
    guard data.count == recordsPerFile * recordBytes else {
      throw DatasetError(
        "\(path): \(data.count) bytes, but \(recordsPerFile * recordBytes) expected: "
          + "the download is incomplete or not the binary version")
    }
    return data
  }

  /// Planes of red, green and blue into pixels, the first record to image `first`.
  private static func interleave(_ data: Data, into pixels: inout [UInt8], from first: Int) {
    data.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
      pixels.withUnsafeMutableBufferPointer { pixels in
        for record in 0..<recordsPerFile {
          let red = record * recordBytes + 1
          let image = (first + record) * 3 * plane
          for at in 0..<plane {
            pixels[image + 3 * at] = bytes[red + at]
            pixels[image + 3 * at + 1] = bytes[red + plane + at]
            pixels[image + 3 * at + 2] = bytes[red + 2 * plane + at]
          }
        }
      }
    }
  }
}
