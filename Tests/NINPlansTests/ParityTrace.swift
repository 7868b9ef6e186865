import Foundation
import NINCheckpoints
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
      name: "imagenet-sgd",
      optimizer: .init(kind: .sgd, learningRate: 0.005, momentum: 0.9, weightDecay: 1e-3),
      smoothing: 0),
    ParityTrace(
      name: "grey-sgd",
      optimizer: .init(kind: .sgd, learningRate: 0.002, momentum: 0.9, weightDecay: 1e-3),
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
