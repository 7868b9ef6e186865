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
        0x3F800000, 0xC0200000, 0x477FE000, 0x387FC000, 0x33800000, 0xB4000000, 0x3DCCC000,
        0x80000000, 0x7F800000, 0xFF800000, 0x7F800000,
      ]
    ),
    (
      "brain",
      [
        0x3F800000, 0xC0200000, 0x47800000, 0x38800000, 0x33800000, 0xB3D70000, 0x3DCD0000,
        0x80000000, 0x7F800000, 0xFF800000, 0x714A0000,
      ]
    ),
    (
      "double",
      [
        0x3F800000, 0xC0200000, 0x477FE000, 0x387FDB53, 0x338225C1, 0xB3D499D4, 0x3DCCCCCD,
        0x3089705F, 0x7F800000, 0xFF800000, 0x7149F2CA,
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
