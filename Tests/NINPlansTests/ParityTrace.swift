import NINCheckpoints
import Foundation
import NINKernels
import NINModules
import NINOptimizers
import NINTensors
import Testing

/// Ten optimizer steps as PyTorch takes them, recorded by `Fixtures/record_parity.py`.
struct ParityTrace: Sendable, CustomTestStringConvertible {
  let name: String
  let optimizer: OptimizerConfiguration
  let smoothing: Float

  static let batch = 5
  static let classes = 5

  static let all = [
    ParityTrace(
      name: "notebook-sgd",
      optimizer: .init(kind: .sgd, learningRate: 0.01, momentum: 0.9, weightDecay: 1e-3),
      smoothing: 0),
    ParityTrace(
      name: "notebook-adam",
      optimizer: adam(.adam, weightDecay: 1e-3), smoothing: 0),
    ParityTrace(
      name: "paper-nesterov",
      optimizer: .init(
        kind: .sgd, learningRate: 0.02, momentum: 0.9, weightDecay: 1e-3, nesterov: true),
      smoothing: 0.1),
    ParityTrace(
      name: "paper-adamw",
      optimizer: adam(.adamw, weightDecay: 1e-2), smoothing: 0.1),
    ParityTrace(
      name: "connected-sgd",
      optimizer: .init(kind: .sgd, learningRate: 0.01, momentum: 0.9, weightDecay: 1e-3),
      smoothing: 0),
    ParityTrace(
      name: "notebook-adam-default",
      optimizer: .init(kind: .adam, learningRate: 1e-3, weightDecay: 1e-3), smoothing: 0),
    ParityTrace(
      name: "paper-adamw-default",
      optimizer: .init(kind: .adamw, learningRate: 1e-3, weightDecay: 1e-2), smoothing: 0.1),
  ]

  /// The math modes that can follow the trace; the recording script says why not all can. bf16
  /// cannot: it rounds more than fp32 does.
  var modes: [MathMode] { name.hasSuffix("-default") ? [.direct] : [.fast, .strict, .direct] }

  /// With a larger epsilon than usual; the recording script explains it.
  private static func adam(
    _ kind: OptimizerConfiguration.Kind, weightDecay: Float
  ) -> OptimizerConfiguration {
    var adam = OptimizerConfiguration(kind: kind, learningRate: 5e-4, weightDecay: weightDecay)
    adam.epsilon = 1e-3
    return adam
  }

  var testDescription: String { name }

  func network() throws -> Network {
    if name.hasPrefix("notebook") { return try Self.notebook() }
    return try Self.paper(isConnected: name.hasPrefix("connected"))
  }

  /// The notebook's network with fewer channels.
  private static func notebook() throws -> Network {
    let pool = Layer.maxPool2d(kernelSize: 3, stride: 2)
    return try Network(
      name: "notebook",
      layers: [
        .mlpconv(inputChannels: 3, channels: (12, 10, 8), kernelSize: 11, stride: 4), pool,
        .mlpconv(inputChannels: 8, channels: (17, 16, 12), kernelSize: 5, padding: 2), pool,
        .mlpconv(inputChannels: 12, channels: (16, 24, 16), kernelSize: 3, padding: 1), pool,
        .mlpconv(
          inputChannels: 16, channels: (classes, classes, classes), kernelSize: 3, padding: 1),
        .globalAveragePool2d, .flatten,
      ], input: ActivationShape(height: 83, width: 67, channels: 3), classes: classes)
  }

  /// The paper's network with fewer channels, no dropout and an end that is not rectified: a global
  /// average, or a fully connected layer.
  private static func paper(isConnected: Bool) throws -> Network {
    let head: [Layer] =
      isConnected
      ? [.flatten, .linear(inputFeatures: 4 * 5 * classes, outputFeatures: classes)]
      : [.globalAveragePool2d, .flatten]
    let pool = Layer.maxPool2d(kernelSize: 3, stride: 2, ceilMode: true)
    return try Network(
      name: "paper",
      layers: [
        .mlpconv(inputChannels: 3, channels: (24, 20, 16), kernelSize: 5, padding: 2), pool,
        .mlpconv(inputChannels: 16, channels: (32, 16, 16), kernelSize: 3, padding: 1), pool,
        .mlpconv(
          inputChannels: 16, channels: (16, 17, classes), kernelSize: 3, padding: 1,
          rectified: false),
      ] + head, input: ActivationShape(height: 17, width: 22, channels: 3), classes: classes)
  }
}

// MARK: Inputs of both sides

extension ParityTrace {
  /// Uniform in ±√(6/fan in) for weights, ±0.1 for biases, in PyTorch's layout.
  static func initialState(_ layout: ParameterLayout) -> StateDictionary {
    StateDictionary(
      layout.slots.enumerated().map { index, slot in
        let bound = slot.isWeight ? (6 / Float(slot.fanIn)).squareRoot() : 0.1
        var stream = RandomStream(seed: 1, purpose: .testing, index)
        let values = slot.range.map { _ in stream.uniform(in: -bound..<bound) }
        return .init(name: slot.name, dimensions: slot.dimensions, values: values)
      })
  }

  /// Pixels in ±1, NHWC, then labels from the same stream.
  static func batch(_ step: Int, _ shape: ActivationShape) -> (pixels: [Float], labels: [Int32]) {
    var stream = RandomStream(seed: 2, purpose: .testing, step)
    let pixels = (0..<(batch * shape.countPerImage)).map { _ in stream.uniform(in: -1..<1) }
    let labels = (0..<batch).map { _ in Int32(stream.integer(below: classes)) }
    return (pixels, labels)
  }
}

// MARK: Results of PyTorch

/// Losses and parameters after the steps, each with PyTorch's own float32 error.
struct RecordedResult {
  let losses: [Double]
  /// The largest of the ten losses.
  let lossNoise: Double
  private let file: SafetensorsFile

  init(_ trace: ParityTrace) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    file = try SafetensorsFile(
      contentsOf: folder.appendingPathComponent("Fixtures/\(trace.name).safetensors").path)
    let metadata = file.metadata
    func numbers(_ key: String) -> [Double] {
      (metadata[key] ?? "").split(separator: ",").compactMap { Double($0) }
    }
    losses = numbers("losses")
    lossNoise = numbers("loss_noise").max() ?? .nan
  }

  var tensorNames: [String] { file.tensors.map(\.name) }

  /// The values of a parameter, and the largest error of PyTorch's float32 in it.
  func parameter(_ name: String) -> (values: [Float], noise: Double)? {
    guard let tensor = file[name], let noise = file.metadata["noise \(name)"].flatMap(Double.init)
    else { return nil }
    return (tensor.values, noise)
  }
}
