import NINDatasets
import NINKernels
import NINModules
import NINOptimizers
import NINPlans

/// One network, its optimizer and the plan that trains it: knows steps, not epochs or files.
final class TrainingEngine {
  let network: Network
  let parameters: Parameters
  let optimizer: Optimizer
  let plan: Plan
  private let recipe: Recipe
  private let pipeline: InputPipeline
  private let frozen: [Range<Int>]

  init(_ recipe: Recipe, network: Network, images: any ImageSource, context: ExecutionContext)
    throws
  {
    self.recipe = recipe
    self.network = network
    parameters = try Parameters(network.parameters)
    let frozen = try recipe.frozen?.ranges(of: network, head: recipe.head(of: network)) ?? []
    self.frozen = frozen
    let trained = network.parameters.slots.map(\.range).filter { !frozen.contains($0) }
    optimizer = try Optimizer(
      recipe.optimizer, count: network.parameters.count,
      groups: frozen.isEmpty ? nil : trained.map { ParameterGroup($0) }, context: context)
    plan = try Plan(
      network, parameters: parameters, chunk: min(recipe.chunk, recipe.batchSize), mode: .training,
      math: recipe.math, seed: recipe.seed, context: context)
    pipeline = try InputPipeline(
      images, network: network, normalization: recipe.normalization, context: context)
  }

  /// All that steps change, by name, each in the layout of the network's parameters.
  var values: [String: UnsafeMutableBufferPointer<Float>] {
    Dictionary(
      [("parameters", parameters.values.elements)] + optimizer.state.map { ($0.name, $0.values) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Declares that `steps` steps were taken; parameters and moments are already theirs.
  func resume(afterSteps steps: Int) {
    plan.resume(afterSteps: steps)
    optimizer.resume(afterSteps: steps)
  }

  /// Counts a step that has no images: none of its batch could be read.
  /// - Parameter steps: those before it.
  func skip(afterSteps steps: Int) {
    resume(afterSteps: steps + 1)
  }

  /// One optimizer step on `batch`; none when its loss is not a number.
  func step(_ batch: ImageBatch, learningRate: Float) throws -> StepResult {
    var result = try plan.step(batch, through: pipeline, smoothing: recipe.labelSmoothing)
    guard result.loss.isFinite else { return result }
    // What is frozen has no say in the norm either, as in PyTorch, where it has no gradient.
    for range in frozen { parameters.gradients.elements[range].update(repeating: 0) }
    var scale: Float = 1
    if let clipping = recipe.clipping {
      let norm = try plan.context.norm(parameters.gradients)
      result.gradientNorm = norm
      scale = clipping.scale(norm: norm)
    }
    try optimizer.step(parameters, learningRate: learningRate, gradientScale: scale)
    return result
  }
}
