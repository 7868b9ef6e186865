import Foundation
import NINKernels
import NINModules
import NINOptimizers
import NINPlans
import NINTraining

/// The whole network on one batch that lies ready as floats: training steps or inference.
final class NetworkBenchmark {
  private let options: Options
  private let network: Network
  private let plan: Plan
  private let optimizer: Optimizer
  private let images: FloatBuffer
  private let labels: [Int32]
  private let losses: FloatBuffer
  private let logits: FloatBuffer

  init(_ options: Options, mode: PlanMode, context: ExecutionContext) throws {
    PeakMemory.reset()
    self.options = options
    network = try Network(options.model)
    let parameters = try Parameters(network.parameters)
    if let weights = options.weights {
      try ModelFile.load(weights, into: parameters)
    } else {
      Initialization.kaiming.fill(
        parameters.values.elements, layout: parameters.layout, seed: 1)
    }
    // First of all, since a file is in memory twice for a moment.
    images = try Self.batch(options, network.input.imageCount)
    plan = try Plan(
      network, parameters: parameters, chunk: min(options.chunk, options.batch), mode: mode,
      math: options.math, context: context)
    let sgd = OptimizerConfiguration(
      kind: .sgd, learningRate: 1e-4, momentum: mode == .training ? 0.9 : 0)
    optimizer = try Optimizer(sgd, count: network.parameters.count, context: context)
    let classes = network.classes
    labels = (0..<options.batch).map { Int32($0 % classes) }
    losses = try FloatBuffer(count: plan.chunk)
    logits = try FloatBuffer(count: options.batch * network.classes)
  }

  private static func batch(_ options: Options, _ imageCount: Int) throws -> FloatBuffer {
    let count = options.batch * imageCount
    guard let path = options.images else { return try .random(count, in: 0..<1) }
    guard let data = FileManager.default.contents(atPath: path), data.count == 4 * count else {
      throw BenchmarkError("\(path): not \(options.batch) images of \(imageCount) float32")
    }
    let buffer = try FloatBuffer(count: count)
    _ = data.copyBytes(to: buffer.elements)
    return buffer
  }

  func run(_ roof: Roof) throws -> Report.Row {
    let isTraining = plan.mode == .training
    if !isTraining { try plan.prepareWeights() }
    let timing = try Timing(samples: options.samples) {
      try isTraining ? trainingStep() : forwardPass()
    }
    var row = Report.Row(isTraining ? "training step" : "inference", timing, images: options.batch)
    let forward = plan.descriptions.reduce(0) { $0 + $1.multiplyAdds }
    let first = plan.descriptions.first?.multiplyAdds ?? 0
    row.setWork(
      multiplyAdds: isTraining ? 3 * forward - first : forward, images: options.batch, roof: roof)
    row.peak_megabytes = PeakMemory.megabytes
    return row
  }

  /// The batch's logits as float32.
  func writeLogits(to path: String) throws {
    try plan.prepareWeights()
    try forwardPass()
    try Data(buffer: UnsafeBufferPointer(logits.elements)).write(to: URL(fileURLWithPath: path))
  }

  private func forwardPass() throws {
    try eachChunk { first, count, dropout in
      try plan.forward(images: count, dropout: dropout)
      (logits.pointer + first * network.classes)
        .update(from: plan.logits, count: count * network.classes)
    }
  }

  private func trainingStep() throws {
    try plan.prepareWeights()
    plan.beginStep()
    try eachChunk { first, count, dropout in
      try plan.forward(images: count, dropout: dropout)
      try labels[first...].withUnsafeBufferPointer { labels in
        guard let labels = labels.baseAddress else { return }
        try plan.lossGradient(
          images: count, labels: labels, batch: options.batch, losses: losses.pointer)
      }
      try plan.backward(images: count, dropout: dropout)
    }
    try plan.endStep()
    try optimizer.step(
      values: plan.parameters.values, gradients: plan.parameters.gradients,
      learningRate: optimizer.configuration.learningRate)
  }

  private func eachChunk(_ body: (Int, Int, DropoutSeed) throws -> Void) throws {
    let imageCount = network.input.imageCount
    for first in stride(from: 0, to: options.batch, by: plan.chunk) {
      let count = min(plan.chunk, options.batch - first)
      plan.input.update(from: images.pointer + first * imageCount, count: count * imageCount)
      try body(first, count, DropoutSeed(key: 1, firstImage: first))
    }
  }
}
