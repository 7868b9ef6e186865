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
  private static let recordBytes = 1 + 3 * side * side

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
    var pixels = [UInt8]()
    pixels.reserveCapacity(paths.count * recordsPerFile * 3 * side * side)
    for path in paths { append(try records(path), &labels, &pixels) }
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

  private static func append(_ data: Data, _ labels: inout [Int32], _ pixels: inout [UInt8]) {
    let plane = side * side
    data.withUnsafeBytes { bytes in
      for record in stride(from: 0, to: data.count, by: recordBytes) {
        labels.append(Int32(bytes[record]))
        for at in (record + 1)..<(record + 1 + plane) {
          pixels.append(bytes[at])
          pixels.append(bytes[at + plane])
          pixels.append(bytes[at + 2 * plane])
        }
      }
    }
  }
}
