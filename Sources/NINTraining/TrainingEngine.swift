import NINDatasets
import NINKernels
import NINModules
import NINOptimizers
import NINPlans
import NINTensors

/// One network, its optimizer and the plan that trains it: knows steps, not epochs or files.
final class TrainingEngine {
  let network: Network
  let parameters: Parameters
  let optimizer: Optimizer
  let plan: Plan
  private let recipe: Recipe
  private let pipeline: InputPipeline
  private let losses: FloatBuffer

  init(_ recipe: Recipe, network: Network, images: any ImageSource, context: ExecutionContext)
    throws
  {
    self.recipe = recipe
    self.network = network
    parameters = try Parameters(network.parameters)
    optimizer = try Optimizer(
      recipe.optimizer, count: network.parameters.count, context: context)
    plan = try Plan(
      network, parameters: parameters, chunk: min(recipe.chunk, recipe.batchSize), mode: .training,
      math: recipe.math, context: context)
    pipeline = try InputPipeline(
      images, network: network, normalization: recipe.normalization, context: context)
    losses = try FloatBuffer(count: plan.chunk)
  }

  /// One optimizer step on `batch`, the step after `step` others.
  func step(_ batch: ImageBatch, step: Int, learningRate: Float) throws -> StepResult {
    let key = RandomStream(seed: recipe.seed, purpose: .dropout, step).key
    var statistics = BatchStatistics(classes: network.classes)
    try plan.prepareWeights()
    plan.beginStep()
    for first in stride(from: 0, to: batch.count, by: plan.chunk) {
      let count = min(plan.chunk, batch.count - first)
      let dropout = DropoutSeed(key: key, firstImage: first)
      try pipeline.fill(plan, from: batch, first: first, count: count)
      try plan.forward(images: count, dropout: dropout)
      try plan.lossGradient(
        images: count, labels: batch.labels(from: first), smoothing: recipe.labelSmoothing,
        batch: batch.count, losses: losses.pointer)
      statistics.add(
        images: batch.images[first..<(first + count)], logits: plan.logits,
        labels: batch.labels(from: first), losses: losses.pointer)
      try plan.backward(images: count, dropout: dropout)
    }
    try plan.endStep()
    var result = StepResult(loss: statistics.meanLoss, livingOutputs: statistics.livingOutputs)
    if result.loss.isFinite { try update(learningRate, &result) }
    return result
  }

  private func update(_ learningRate: Float, _ result: inout StepResult) throws(KernelError) {
    var scale: Float = 1
    if let clipping = recipe.clipping {
      let norm = try plan.context.norm(parameters.gradients)
      result.gradientNorm = norm
      scale = clipping.scale(norm: norm)
    }
    try optimizer.step(
      values: parameters.values, gradients: parameters.gradients, learningRate: learningRate,
      gradientScale: scale)
  }
}
