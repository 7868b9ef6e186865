import Foundation
import NINCheckpoints
import Testing

@Suite struct SafetensorsFileTests {
  private let tensors = [
    SafetensorsFile.Tensor(
      name: "net.0.0.weight", shape: [2, 2],
      values: [1, -2.5, Float(bitPattern: 0x53A1), .infinity]),
    SafetensorsFile.Tensor(name: "a", shape: [], values: [7]),
    SafetensorsFile.Tensor(name: "empty", shape: [0, 3], values: []),
    SafetensorsFile.Tensor(name: "b\"\\\n\té😀", shape: [1], values: [0.1]),
  ]

  /// The output of `safetensors.numpy.save(tensors, metadata={"format": "pt"})` of safetensors
  /// 0.8.0 for Python for the same tensors.
  private let reference = """
    GAEAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJmb3JtYXQiOiJwdCJ9LCJhIjp7ImR0eXBlIjoiRjMyIiwic2hhcGUiOltd\
    LCJkYXRhX29mZnNldHMiOlswLDRdfSwiYlwiXFxcblx0w6nwn5iAIjp7ImR0eXBlIjoiRjMyIiwic2hhcGUiOlsxXSwi\
    ZGF0YV9vZmZzZXRzIjpbNCw4XX0sImVtcHR5Ijp7ImR0eXBlIjoiRjMyIiwic2hhcGUiOlswLDNdLCJkYXRhX29mZnNl\
    dHMiOls4LDhdfSwibmV0LjAuMC53ZWlnaHQiOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzIsMl0sImRhdGFfb2Zmc2V0\
    cyI6WzgsMjRdfX0gAADgQM3MzD0AAIA/AAAgwKFTAAAAAIB/
    """

  @Test func bytesAreTheReferenceWriters() throws {
    let file = SafetensorsFile(metadata: ["format": "pt"], tensors: tensors)
    #expect(file.encoded() == Data(base64Encoded: reference))
  }

  @Test func readsWhatTheReferenceWriterWrote() throws {
    let folder = try TemporaryFolder()
    try #require(Data(base64Encoded: reference))
      .write(to: URL(fileURLWithPath: folder.file("m.safetensors")))
    let file = try SafetensorsFile(contentsOf: folder.file("m.safetensors"))
    #expect(file.metadata == ["format": "pt"])
    #expect(file.tensors.count == tensors.count)
    for tensor in tensors {
      let read = try #require(file[tensor.name])
      #expect(read.shape == tensor.shape)
      #expect(read.values.map(\.bitPattern) == tensor.values.map(\.bitPattern))
    }
  }

  @Test func keepsEveryBitAndEveryName() throws {
    let folder = try TemporaryFolder()
    let odd: [Float] = [
      .nan, Float(bitPattern: 0x7f80_0001), -0.0, .leastNonzeroMagnitude, -.infinity,
    ]
    let names = ["\u{0}\u{1f}\u{7f}", "\r\u{8}\u{c}/", "", "😀", "ü\u{308}"]
    let written = SafetensorsFile(
      metadata: ["a\nb": "\"\\", "": "ü"],
      tensors: names.map { .init(name: $0, shape: [1, 5], values: odd) })
    try written.write(to: folder.file("odd"))
    let read = try SafetensorsFile(contentsOf: folder.file("odd"))
    #expect(read.metadata == written.metadata)
    #expect(read.tensors.count == names.count)
    for name in names {
      #expect(read[name]?.values.map(\.bitPattern) == odd.map(\.bitPattern))
    }
  }

  @Test(arguments: 0..<9)
  func tensorsBeginOnEightBytes(length: Int) {
    let name = String(repeating: "n", count: length)
    let bytes = SafetensorsFile(tensors: [.init(name: name, shape: [1], values: [1])]).encoded()
    #expect((bytes.count - 4) % 8 == 0)
  }
}
