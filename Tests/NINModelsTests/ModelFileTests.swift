import Foundation
import NINCheckpoints
import NINModels
import NINModules
import NINPlans
import Testing

@Suite final class ModelFileTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent(UUID().uuidString).path

  init() throws {
    try FileManager.default.createDirectory(
      atPath: folder + "/weights", withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func save(to path: String) throws -> (ModelDescription, Parameters) {
    let description = ModelDescription(
      model: .ninSmall, size: 32, channels: 3, classNames: ["cat", "dög"],
      preprocessing: Preprocessing(
        normalization: Normalization(mean: [0.1, 0.2, 0.3], deviation: [1, 2, 3])))
    let parameters = try Parameters(
      description.network(), initialization: .kaiming, seed: 4)
    try ModelFile.save(parameters, description, to: path)
    return (description, parameters)
  }

  @Test func whatIsSavedIsLoaded() throws {
    let path = folder + "/model.safetensors"
    let (description, parameters) = try save(to: path)
    let (read, loaded) = try ModelFile.load(path)
    #expect(read == description)
    #expect(Array(loaded.values.elements) == Array(parameters.values.elements))
  }

  @Test func aRunsFolderMeansItsBestModel() throws {
    #expect(throws: ModelFileError.noModel(folder: folder)) {
      try ModelFile.path(of: self.folder)
    }
    _ = try save(to: ModelFile.last(in: folder))
    #expect(try ModelFile.path(of: folder) == ModelFile.last(in: folder))
    _ = try save(to: ModelFile.best(in: folder))
    #expect(try ModelFile.path(of: folder) == ModelFile.best(in: folder))
    #expect(try ModelFile.path(of: "anything else") == "anything else")
  }

  /// The tensors of a whitening are not parameters.
  @Test func aWhiteningIsPartOfTheModel() throws {
    let path = folder + "/whitened.safetensors"
    let count = 8 * 8 * 3
    let whitening = try #require(
      Whitening(
        mean: (0..<count).map { Float($0) },
        matrix: (0..<(count * count)).map { Float($0 % 89) / 8 }))
    let description = ModelDescription(
      model: .ninSmall, size: 8, channels: 3, classNames: ["cat", "dog"],
      preprocessing: Preprocessing(contrast: ContrastNormalization(), whitening: whitening))
    let parameters = try Parameters(description.network(), initialization: .kaiming, seed: 4)
    try ModelFile.save(parameters, description, to: path)
    let (read, loaded) = try ModelFile.load(path)
    #expect(read == description && read.preprocessing == description.preprocessing)
    #expect(Array(loaded.values.elements) == Array(parameters.values.elements))
    let names = Set(try ModelFile.state(path).entries.map(\.name))
    #expect(names == Set(loaded.layout.slots.map(\.name)))
  }

  @Test(arguments: [[3], [3, 3], [2, 9]])
  func aDamagedWhiteningIsRefused(_ shape: [Int]) throws {
    let path = folder + "/damaged.safetensors"
    let (description, parameters) = try save(to: path)
    let tensors = parameters.stateDictionary.entries.map {
      SafetensorsFile.Tensor(name: $0.name, shape: $0.dimensions, values: $0.values)
    }
    let matrix = SafetensorsFile.Tensor(
      name: "preprocessing.whitening.matrix", shape: shape,
      values: Array(repeating: 1, count: shape.reduce(1, *)))
    let mean = SafetensorsFile.Tensor(
      name: "preprocessing.whitening.mean", shape: [3], values: [1, 2, 3])
    try SafetensorsFile(
      metadata: ["nin": try description.json(.sorted)], tensors: tensors + [mean, matrix]
    ).write(to: path)
    #expect(throws: ModelFileError.self) { try ModelFile.load(path) }
  }

  @Test func impossibleNormalizationsAreRefused() throws {
    for normalization in [
      Normalization(mean: [0], deviation: [1]),
      Normalization(mean: [0, 0, 0], deviation: [1, 1, 0]),
      Normalization(mean: [0, .infinity, 0], deviation: [1, 1, 1]),
    ] {
      let description = ModelDescription(
        model: .ninSmall, size: 32, channels: 3, classNames: ["a", "b"],
        preprocessing: Preprocessing(normalization: normalization))
      #expect(throws: (any Error).self) { try description.network() }
    }
  }

  private static let own = NetworkDescription(
    name: "mine", size: 12, channels: 3,
    layers: [
      .mlpconv(inputChannels: 3, channels: (8, 7, 6), kernelSize: 3, padding: 1),
      .averagePool2d(kernelSize: 2, stride: 2),
      .averagePool2d(kernelSize: 3, stride: 2, padding: 1, countsPadding: false),
      .maxPool2d(kernelSize: 2, stride: 1, padding: 1, ceilMode: true),
      .mlpconv(inputChannels: 6, channels: (9, 8, 2), kernelSize: 3, padding: 1),
      .globalAveragePool2d, .flatten,
    ])

  @Test func aNetworkOfOnesOwnIsRebuiltFromItsFile() throws {
    let path = folder + "/own.safetensors"
    let description = ModelDescription(
      network: .own(Self.own), size: 12, channels: 3, classNames: ["a", "b"])
    let parameters = try Parameters(description.network(), initialization: .kaiming, seed: 4)
    try ModelFile.save(parameters, description, to: path)
    let (read, loaded) = try ModelFile.load(path)
    #expect(read == description)
    #expect(try NetworkDescription(read.network()) == Self.own)
    #expect(Array(loaded.values.elements) == Array(parameters.values.elements))
  }

  @Test func filesThatOnlyNameAModelAreRead() throws {
    let json = #"{"model":"nin-small","size":32,"channels":3,"classNames":["a","b"]}"#
    let read = try JSONDecoder().decode(ModelDescription.self, from: Data(json.utf8))
    #expect(
      read == ModelDescription(model: .ninSmall, size: 32, channels: 3, classNames: ["a", "b"]))
    let again = try JSONDecoder().decode(
      ModelDescription.self, from: JSONEncoder().encode(read))
    #expect(again == read)
    let unknown = json.replacingOccurrences(of: "nin-small", with: "mine")
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(ModelDescription.self, from: Data(unknown.utf8))
    }
  }

  @Test(
    arguments: [
      (#"{"type": "Conv3d"}"#, "net.0: there is no layer of type 'Conv3d'"),
      (#"{"type": "MaxPool2d"}"#, "net.0: there is no 'kernel_size'"),
      (#"{"type": "MaxPool2d", "kernal_size": 3}"#, "net.0: 'kernal_size' is not one of type, "),
      (#"{"type": "MaxPool2d", "kernel_size": "3"}"#, "net.0: 'kernel_size' has another type"),
      (
        #"{"type": "Sequential", "layers": [{"type": "ReLU"}, {"type": "Dropout", "p": 1}]}"#,
        "net.0.1: dropout: the probability must be in [0, 1), not 1"
      ),
      (
        #"{"type": "Conv2d", "in_channels": 4, "out_channels": 2, "kernel_size": 1}"#,
        "net.0: convolution: 4 channels expected, 3 given"
      ),
    ])
  func whatDescribesNoNetworkNamesItsLayer(layer: String, says: String) throws {
    let path = folder + "/mine.json"
    let json = #"{"name": "mine", "size": 8, "channels": 3, "layers": [\#(layer)]}"#
    try Data(json.utf8).write(to: URL(fileURLWithPath: path))
    let error = #expect(throws: CheckpointError.self) {
      try NetworkDescription(contentsOf: path)
    }
    #expect(error?.description.contains("\(path): describes no network: \(says)") == true)
  }
}
