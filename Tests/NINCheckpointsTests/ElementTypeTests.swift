import Foundation
import NINCheckpoints
import Testing

@Suite struct ElementTypeTests {
  /// The output of Python's `safetensors.torch.save` for one tensor as `half()`, as `bfloat16()`
  /// and, with more digits, as `double()`.
  private let reference = """
    uAAAAAAAAAB7ImRvdWJsZSI6eyJkdHlwZSI6IkY2NCIsInNoYXBlIjpbMTFdLCJkYXRhX29mZnNldHMiOlswLDg4XX0sImJy\
    YWluIjp7ImR0eXBlIjoiQkYxNiIsInNoYXBlIjpbMTFdLCJkYXRhX29mZnNldHMiOls4OCwxMTBdfSwiaGFsZiI6eyJkdHlw\
    ZSI6IkYxNiIsInNoYXBlIjpbMTFdLCJkYXRhX29mZnNldHMiOlsxMTAsMTMyXX19MLhEAAAA8D/oo93///8DwIkAAAAA/O9A\
    TtAXXGr7Dz9am6AvuERwPqZkX3A6k3q++oJLpJmZuT+V1iboCy4RPgAAAAAAAPB/AAAAAAAA8P8AAABAWT4pRoA/IMCAR4A4\
    gDPXs809AICAf4D/SnEAPADB/3v/AwEAAoBmLgCAAHwA/AB8
    """

  /// The result of PyTorch's `float()` for them, in bits.
  private static let expected: [(String, [UInt32])] = [
    (
      "half",
      [
        0x3F80_0000, 0xC020_0000, 0x477F_E000, 0x387F_C000, 0x3380_0000, 0xB400_0000, 0x3DCC_C000,
        0x8000_0000, 0x7F80_0000, 0xFF80_0000, 0x7F80_0000,
      ]
    ),
    (
      "brain",
      [
        0x3F80_0000, 0xC020_0000, 0x4780_0000, 0x3880_0000, 0x3380_0000, 0xB3D7_0000, 0x3DCD_0000,
        0x8000_0000, 0x7F80_0000, 0xFF80_0000, 0x714A_0000,
      ]
    ),
    (
      "double",
      [
        0x3F80_0000, 0xC020_0000, 0x477F_E000, 0x387F_DB53, 0x3382_25C1, 0xB3D4_99D4, 0x3DCC_CCCD,
        0x3089_705F, 0x7F80_0000, 0xFF80_0000, 0x7149_F2CA,
      ]
    ),
  ]

  @Test(arguments: expected)
  func othersBecomeSingle(_ name: String, _ bits: [UInt32]) throws {
    let folder = try TemporaryFolder()
    try #require(Data(base64Encoded: reference))
      .write(to: URL(fileURLWithPath: folder.file("m.safetensors")))
    let tensor = try #require(try SafetensorsFile(contentsOf: folder.file("m.safetensors"))[name])
    #expect(tensor.shape == [11])
    #expect(tensor.values.map(\.bitPattern) == bits)
  }

  @Test(arguments: [
    ([0x50, 0x4B, 3, 4, 0, 0, 8, 8], true), ([0x80, 2, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46], true),
    ([0x80, 2, 0, 0, 0, 0, 0, 0], false), ([0x50, 0x4B, 3], false),
  ])
  func picklesAreNamedForWhatTheyAre(_ start: [UInt8], _ isPickle: Bool) throws {
    let folder = try TemporaryFolder()
    try Data(start).write(to: URL(fileURLWithPath: folder.file("m.pth")))
    #expect(PickleFile.isOne(folder.file("m.pth")) == isPickle)
    let error = #expect(throws: CheckpointError.self) {
      try SafetensorsFile(contentsOf: folder.file("m.pth"))
    }
    #expect(error?.reason.contains("pickle") == isPickle)
  }
}
