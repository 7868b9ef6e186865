import NINDatasets
import NINKernels
import NINModules
import NINPlans
import Testing

@testable import NINTraining

/// A network that is initialized with `lsuv`, before its first step.
@Suite struct LayerSequentialVarianceTests {
  private func begun(_ small: SmallRun, _ name: String, threads: Int = 2) throws -> Trainer {
    small.recipe.initialization = .lsuv
    small.recipe.batchSize = 48
    small.recipe.shuffle = false
    return try small.trainer(name, threads: threads)
  }

  /// For the images of the first batch, each layer's outputs have mean 0 per channel and variance 1
  /// over all channels; those of the last layer have mean 1 and variance 0.01. Sums of some ten
  /// thousand floats are accurate to a few parts in ten thousand.
  @Test func everyLayerGivesUnitVariance() throws {
    let small = try SmallRun()
    let trainer = try begun(small, "run")
    let layers = trainer.network.layers
    let pixels = try pixels(small, trainer)
    for index in layers.indices where layers[index].layer.typeName == "Conv2d" {
      // A flat list of layers has other names, but the parameters keep their order.
      let network = try Network(
        name: "prefix", layers: layers[...index].map(\.layer), input: trainer.network.input,
        classes: layers[index].output.countPerImage)
      let parameters = try Parameters(network.parameters)
      for (slot, whole) in zip(network.parameters.slots, trainer.network.parameters.slots) {
        for (to, from) in zip(slot.range, whole.range) {
          parameters.values.pointer[to] = trainer.parameters.values.pointer[from]
        }
      }
      let plan = try Plan(
        network, parameters: parameters, chunk: 8, mode: .inference, context: ExecutionContext())
      let outputs = try plan.predict(pixels)
      let channels = layers[index].output.channels
      let isLast = layers[index].path == "net.4.4"
      let mean = isLast ? LayerSequentialVariance.headMean : 0
      var (sum, squares) = ([Double](repeating: 0, count: channels), 0.0)
      for (place, value) in outputs.enumerated() {
        sum[place % channels] += Double(value)
        squares += (Double(value) - mean) * (Double(value) - mean)
      }
      let count = Double(outputs.count)
      #expect(abs(squares / count / (isLast ? 0.01 : 1) - 1) < 1e-3, "layer \(index)")
      #expect(sum.allSatisfy { abs($0 / count * Double(channels) - mean) < 1e-3 })
    }
  }

  private func pixels(_ small: SmallRun, _ trainer: Trainer) throws -> [Float] {
    let input = try InputPipeline(
      small.dataset.train, network: trainer.network,
      preprocessing: .init(normalization: small.recipe.normalization),
      context: ExecutionContext())
    let loader = BatchLoader(
      small.dataset.train, batchSize: 48, shuffled: false, seed: 1, epoch: 0)
    defer { loader.cancel() }
    let batch = try #require(loader.next())
    var pixels = [Float](repeating: .nan, count: 48 * trainer.network.input.countPerImage)
    try pixels.withUnsafeMutableBufferPointer {
      try input.fill(try #require($0.baseAddress), with: 0..<48, of: batch)
    }
    return pixels
  }

  @Test func threadsChangeNoBit() throws {
    let small = try SmallRun()
    let runs = try [1, 2, 3].map { try begun(small, "run-\($0)", threads: $0) }
    let bits = runs.map { $0.parameters.values.elements.map(\.bitPattern) }
    #expect(bits[0] == bits[1] && bits[1] == bits[2])
  }

  /// With a ReLU after the class outputs, where other initializations may give dead outputs.
  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func everyOutputBeginsAlive(_ seed: UInt64) throws {
    let small = try SmallRun()
    small.recipe.model = .ninCIFAR10
    small.recipe.seed = seed
    small.recipe.maximumSteps = 1
    let trainer = try begun(small, "run")
    _ = try trainer.run(events: {
      if case .step(let metrics, _, _, _) = $0 { #expect(metrics.livingOutputs == 10) }
    })
  }
}
