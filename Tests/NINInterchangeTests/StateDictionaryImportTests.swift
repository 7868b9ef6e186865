import Foundation
import NINCheckpoints
import NINModels
import NINModules
import NINPlans
import Testing

@testable import NINInterchange

@Suite struct StateDictionaryImportTests {
  private let model = ModelDescription(
    model: .ninSmall, size: 32, channels: 3, classNames: ["a", "b", "c"])

  /// Parameters of the model, all different, and a file of them with other names.
  private func file(_ rename: (String) -> String) throws -> (path: String, parameters: Parameters) {
    let parameters = try Parameters(model.network().parameters)
    for slot in parameters.layout.slots {
      for index in slot.range { parameters.values.elements[index] = Float(index) }
    }
    let tensors = parameters.stateDictionary.entries.map {
      SafetensorsFile.Tensor(name: rename($0.name), shape: $0.dimensions, values: $0.values)
    }
    let path = NSTemporaryDirectory() + "nin-import-\(UUID().uuidString).safetensors"
    try SafetensorsFile(tensors: tensors).write(to: path)
    return (path, parameters)
  }

  private func expectSame(
    _ rename: (String) -> String, _ keyMap: KeyMap? = nil
  ) throws {
    let (path, parameters) = try file(rename)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let source = try StateDictionaryImport(contentsOf: path, keyMap: keyMap)
    #expect(try source.classes(of: .ninSmall) == 3 && source.channels(of: .ninSmall) == 3)
    let read = try source.parameters(model)
    #expect(read.values.elements.elementsEqual(parameters.values.elements))
  }

  @Test(arguments: ["", "module.", "model.", "_orig_mod.module.", "state.net."])
  func prefixesAreSeenThrough(_ prefix: String) throws {
    try expectSame { prefix + $0 }
    try expectSame { prefix + $0.dropFirst("net.".count) }
  }

  /// `nn.Sequential` numbers its layers; torchvision's networks have "features" and "classifier".
  @Test func aKeyMapGivesAnyNames() throws {
    let map = KeyMap(["features": "net.0", "head.0": "net.2", "head.1": "net.4"])
    try expectSame(
      {
        $0.replacing("net.0", with: "features").replacing("net.2", with: "head.0")
          .replacing("net.4", with: "head.1")
      }, map)
  }

  @Test func theLongestNameCountsAndNullLeavesOut() throws {
    let state = StateDictionary(
      ["a.b.weight", "a.bias", "ab", "x.y"].map { .init(name: $0, dimensions: [], values: [0]) })
    let map = KeyMap(["a": "one", "a.b": "two", "x": nil])
    #expect(try map.applied(to: state).entries.map(\.name) == ["two.weight", "one.bias", "ab"])
    let error = #expect(throws: KeyMapError.self) {
      try KeyMap(["b": "one"]).applied(to: state)
    }
    #expect(error?.description.contains("'b'") == true)
  }

  @Test(arguments: ["", "[]", "{\"a\": 1}", "no JSON"])
  func whatIsNoKeyMapIsNamed(_ text: String) throws {
    let path = NSTemporaryDirectory() + "nin-map-\(UUID().uuidString).json"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let error = #expect(throws: KeyMapError.self) { try KeyMap(contentsOf: path) }
    #expect(error?.path == path)
  }
}
