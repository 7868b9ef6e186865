import Foundation

/// The binary version of CIFAR-10 and CIFAR-100 (https://www.cs.toronto.edu/~kriz/cifar.html). A
/// record has one or two labels and 1024 red, 1024 green and 1024 blue bytes. CIFAR-100 has a
/// coarse label and then a fine one.
struct CIFARFiles {
  let trainFiles: [String]
  let testFile: String
  let trainRecords: Int
  let labelBytes: Int
  /// Which label of a record is used.
  let label: Int
  let namesFile: String
  let classes: Int
  /// The class names when there is no file of names; nil if that file is required.
  let usualNames: [String]?

  static let cifar10 = CIFARFiles(
    trainFiles: (1...5).map { "data_batch_\($0).bin" }, testFile: "test_batch.bin",
    trainRecords: 10_000, labelBytes: 1, label: 0, namesFile: "batches.meta.txt", classes: 10,
    usualNames: [
      "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
    ])

  static let cifar100 = CIFARFiles(
    trainFiles: ["train.bin"], testFile: "test.bin", trainRecords: 50_000, labelBytes: 2, label: 1,
    namesFile: "fine_label_names.txt", classes: 100, usualNames: nil)

  static let cifar100Coarse = CIFARFiles(
    trainFiles: ["train.bin"], testFile: "test.bin", trainRecords: 50_000, labelBytes: 2, label: 0,
    namesFile: "coarse_label_names.txt", classes: 20, usualNames: nil)

  static let testRecords = 10_000
  static let side = 32

  private var plane: Int { Self.side * Self.side }
  private var recordBytes: Int { labelBytes + 3 * plane }

  var files: [String] { trainFiles + [testFile] }

  func load(_ root: String, name: String, title: String) throws(DatasetError) -> Dataset {
    let names = try classNames(root)
    return Dataset(
      name: name,
      train: try read(
        trainFiles.map { "\(root)/\($0)" }, records: trainRecords, name: "\(title) train", names),
      test: try read(
        ["\(root)/\(testFile)"], records: Self.testRecords, name: "\(title) test", names))
  }

  /// Reads one name per line. Such files usually end with a blank line.
  private func classNames(_ root: String) throws(DatasetError) -> [String] {
    let path = "\(root)/\(namesFile)"
    if let usualNames, !FileManager.default.fileExists(atPath: path) { return usualNames }
    let text = String(decoding: try contents(path), as: UTF8.self)
    let names = text.split(whereSeparator: \.isNewline)
      .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    guard names.count == classes else {
      throw .malformed(
        path: path, reason: "\(names.count) names, but \(classes) expected, one per line")
    }
    return names
  }

  private func read(
    _ paths: [String], records: Int, name: String, _ classNames: [String]
  ) throws(DatasetError) -> CIFARImages {
    var files: [RecordFile] = []
    var labels: [Int32] = []
    for path in paths {
      let file = try RecordFile(path, count: records, recordBytes: recordBytes)
      labels += try file.bytes(at: label).map(Int32.init)
      files.append(file)
    }
    if let bad = labels.firstIndex(where: { $0 >= classes }) {
      throw .malformed(
        path: paths[bad / records],
        reason: "record \(bad % records) has label \(labels[bad]), "
          + "beyond \(classes - 1): not \(name), or damaged")
    }
    return CIFARImages(
      name: name, files: files, labels: labels, labelBytes: labelBytes, classNames: classNames)
  }

  private func contents(_ path: String) throws(DatasetError) -> Data {
    do {
      return try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      let there = FileManager.default.fileExists(atPath: path)
      throw there ? .unreadable(path: path) : .missing(path: path)
    }
  }
}
