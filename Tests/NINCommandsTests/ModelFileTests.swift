import Foundation
import Testing

/// Import and export of models.
@Suite struct ModelFileTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder.withRun()
  }

  @Test func exportWritesBesideTheModelOrWhereAsked() throws {
    let beside = try folder.nin.run(["export", "run"])
    #expect(beside.code == 0, "\(beside.error)")
    #expect(beside.output == "run/weights/best.onnx\n")
    let model = "run/weights/best.safetensors"
    let asked = try folder.nin.run(["export", model, "--format", "onnx", "--output", "m.onnx"])
    #expect(asked.code == 0, "\(asked.error)")
    #expect(try folder.data("m.onnx") == folder.data("run/weights/best.onnx"))
  }

  @Test func importedParametersAreTheExportedOnes() throws {
    let imported = try folder.nin.run([
      "import", "run/weights/best.safetensors", "--model", "nin-small", "--class-names",
      "a,b,c,d,e,f,g,h,i,ç", "--mean", "0.5,0.5,0.5", "--deviation", "1,1,1", "--output",
      "in.safetensors",
    ])
    #expect(imported.code == 0, "\(imported.error)")
    let (file, original) = (
      try folder.data("in.safetensors"), try folder.data("run/weights/best.safetensors")
    )
    #expect(Self.tensors(file) == Self.tensors(original))
    #expect(String(decoding: file, as: UTF8.self).contains("ç"))
    #expect(try folder.nin.run(["export", "in.safetensors"]).code == 0)
  }

  /// The tensors alone, as PyTorch saves them, and the layers in a file.
  @Test func aFileDescribesTheNetwork() throws {
    let json = try folder.nin.run(["summary", "--model", "nin-small", "--json"])
    #expect(json.code == 0, "\(json.error)")
    let mine = json.output.replacing("\"nin-small\"", with: "\"mine\"")
    try folder.write(Data(mine.utf8), to: "mine.json")
    let model = ["run/weights/best.safetensors", "--model", "mine.json"]
    let imported = try folder.nin.run(
      ["import"] + model + ["--class-names", "a,b,c,d,e,f,g,h,i,j", "--output", "in.safetensors"])
    #expect(imported.code == 0, "\(imported.error)")
    #expect(
      try Self.tensors(folder.data("in.safetensors"))
        == Self.tensors(folder.data("run/weights/best.safetensors")))
    let images = ["--dataset", "shapes", "--limit-test", "20"]
    let tested = try folder.nin.run(["eval"] + model + images)
    #expect(tested.output.hasPrefix("Model: \(model[0]) (mine)\n"), "\(tested.error)")
    let unnamed = try folder.nin.run(["import"] + model + ["--output", "unnamed.safetensors"])
    #expect(unnamed.code == 0, "\(unnamed.error)")
    let named = try folder.nin.run(["eval", "unnamed.safetensors"] + images)
    #expect(named.code == 0 && named.output.contains("  disc "), "\(named.error)")
    let few = try folder.nin.run(["import"] + model + ["--class-names", "a,b"])
    #expect(few.errorLines.first?.contains("mine: 2 classes, but the last layer gives") == true)
    let missing = try folder.nin.run(["import", model[0], "--model", "other.json"])
    #expect(missing.code == 64 && missing.error.contains("or a JSON file"), "\(missing.error)")
  }

  @Test func everyTensorThatDoesNotFitIsNamed() throws {
    let result = try folder.nin.run([
      "import", "run/weights/best.safetensors", "--model", "nin-small", "--classes", "4",
    ])
    #expect(result.code == 1)
    #expect(result.errorLines.count == 1)
    #expect(result.error.contains("  wrong shape: net.4.4.weight is [10, 64, 1, 1]"))
    #expect(result.error.contains("  wrong shape: net.4.4.bias is [10], the model wants [4]"))
    #expect(!folder.exists("run/weights/best.nin.safetensors"))
  }

  /// The bytes after the header.
  private static func tensors(_ file: Data) -> Data {
    let length = file.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    return Data(file.dropFirst(8 + length))
  }
}
