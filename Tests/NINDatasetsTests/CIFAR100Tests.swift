import Foundation
import NINDatasets
import Testing

/// A folder with CIFAR-100's files, sparse: every record is class 0 and black unless changed.
@Suite(.serialized) struct CIFAR100Tests {
  private func folder() throws -> CIFARFolder {
    let folder = try CIFARFolder(files: ["train.bin": 50_000 * 3074, "test.bin": 10_000 * 3074])
    try names(100, in: folder)
    return folder
  }

  private func names(
    _ count: Int, in folder: CIFARFolder, file: String = "fine_label_names.txt"
  ) throws {
    let text = (0..<count).map { "class \($0)\n" }.joined() + "\n"
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder.path)/\(file)"))
  }

  @Test func theCoarseLabelCountsWhereItIsAskedFor() throws {
    let folder = try folder()
    try names(20, in: folder, file: "coarse_label_names.txt")
    try folder.write([19, 99], at: 7 * 3074, of: "test.bin")
    let data = try PublishedDataset.cifar100Coarse.load(folder.path)
    #expect(data.test.labels[7] == 19 && data.test.labels.count { $0 != 0 } == 1)
    #expect(data.test.classNames == (0..<20).map { "class \($0)" })
    try folder.write([20, 99], at: 7 * 3074, of: "test.bin")
    let error = #expect(throws: DatasetError.self) {
      try PublishedDataset.cifar100Coarse.load(folder.path)
    }
    #expect(error?.description.contains("record 7 has label 20, beyond 19") == true)
  }

  @Test func theFineLabelCounts() throws {
    let folder = try folder()
    let planes = generatedBytes(3072)
    try folder.write([19, 99] + planes, at: 41_234 * 3074, of: "train.bin")
    let data = try PublishedDataset.cifar100.load(folder.path)
    #expect(data.train.count == 50_000 && data.test.count == 10_000)
    #expect(data.train.labels[41_234] == 99 && data.train.labels.count { $0 != 0 } == 1)
    #expect(data.train.classNames == (0..<100).map { "class \($0)" })
    let pixels = data.train.pixels[(41_234 * 3072)..<(41_235 * 3072)]
    #expect(Array(pixels.prefix(3)) == [planes[0], planes[1024], planes[2048]])
  }

  @Test func refusesWrongNamesAndLabels() throws {
    let folder = try folder()
    try folder.write([0, 100], at: 0, of: "test.bin")
    try expectComplaint(folder, "test.bin: record 0 has label 100, beyond 99")
    try names(99, in: folder)
    try expectComplaint(folder, "fine_label_names.txt: 99 names, but 100 expected")
    try FileManager.default.removeItem(atPath: folder.path + "/fine_label_names.txt")
    try expectComplaint(folder, "fine_label_names.txt: no such file")
  }

  private func expectComplaint(_ folder: CIFARFolder, _ complaint: String) throws {
    let error = #expect(throws: DatasetError.self) {
      try PublishedDataset.cifar100.load(folder.path)
    }
    #expect(error?.description.hasPrefix("\(folder.path)/\(complaint)") == true)
  }
}
