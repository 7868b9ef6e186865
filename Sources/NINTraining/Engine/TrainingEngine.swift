import NINCommunication
import NINDatasets
import NINKernels
import NINModels
import NINModules
import NINOptimizers
import NINPlans

/// A network, its optimizer and its plan for training. It executes steps; epochs and files are the
/// trainer's.
final class TrainingEngine {
  let network: Network
  let parameters: Parameters
  let optimizer: Optimizer
  let plan: Plan
  /// The moving average of the parameters; nil when the recipe has none.
  let average: WeightAverage?
  /// The parameters that are measured and saved: the average, or `parameters` without one.
  let model: Parameters
  let preprocessing: Preprocessing
  private let recipe: Recipe
  private let images: any ImageSource
  private let communicator: any Communicator
  private let sum: TreeSum
  private let pipeline: InputPipeline
  private let frozen: [Range<Int>]

  init(
    _ recipe: Recipe, network: Network, images: any ImageSource, preprocessing: Preprocessing,
    communicator: any Communicator, context: ExecutionContext
  ) throws {
    self.communicator = communicator
    self.preprocessing = preprocessing
    self.recipe = recipe
    self.network = network
    self.images = images
    parameters = try Parameters(network.parameters)
    sum = try TreeSum(parameters.gradients, communicator)
    frozen = try recipe.frozen?.ranges(of: network) ?? []
    optimizer = try Optimizer(
      recipe.optimizer, count: network.parameters.count,
      groups: Self.groups(recipe, network.parameters, frozen), context: context)
    model = recipe.averageDecay == nil ? parameters : try Parameters(network.parameters)
    average = recipe.averageDecay.map { [model] in WeightAverage(decay: $0, values: model.values) }
    plan = try Plan(
      network, parameters: parameters, chunk: min(recipe.chunk, recipe.batchSize), mode: .training,
      math: recipe.math, seed: recipe.seed, context: context)
    pipeline = try InputPipeline(
      images, network: network, preprocessing: preprocessing, context: context)
  }

  /// The parameter groups of the optimizer; nil to treat all parameters the same.
  private static func groups(
    _ recipe: Recipe, _ layout: ParameterLayout, _ frozen: [Range<Int>]
  ) -> [ParameterGroup]? {
    guard recipe.optimizer.factors != nil || !frozen.isEmpty else { return nil }
    let factors = recipe.optimizer.factors ?? ParameterFactors()
    return factors.groups(of: layout).filter { !frozen.contains($0.range) }
  }

  /// All values that steps change, by name, each in the layout of the network's parameters.
  var values: [String: UnsafeMutableBufferPointer<Float>] {
    Dictionary(
      [("parameters", parameters.values.elements)] + optimizer.state.map { ($0.name, $0.values) }
        + (average.map { [("average", $0.values.elements)] } ?? []),
      uniquingKeysWith: { first, _ in first })
  }

  /// Sets the number of steps taken. The parameters and moments must already be those after these
  /// steps.
  func resume(afterSteps steps: Int) {
    plan.resume(afterSteps: steps)
    optimizer.resume(afterSteps: steps)
  }

  /// Counts a step without images: none of its batch were readable.
  /// - Parameter steps: the number of steps before it.
  func skip(afterSteps steps: Int) {
    resume(afterSteps: steps + 1)
  }

  /// The part of `Initialization.lsuv` that needs data. It uses the first batch of the run.
  /// - Parameter names: the names of the tensors that may change; nil for all.
  func scaleByData(_ names: [String]?) throws {
    let loader = BatchLoader(
      images, batchSize: recipe.batchSize, shuffled: recipe.shuffle, seed: recipe.seed, epoch: 0)
    defer { loader.cancel() }
    guard let batch = loader.next(), batch.count > 0 else { return }
    let scaling = LayerSequentialVariance(
      network, parameters, chunk: plan.chunk, math: recipe.math, context: plan.context)
    try scaling.run(imageCount: batch.count, only: names) { [pipeline] places, memory in
      try pipeline.fill(memory, with: places, of: batch)
    }
  }

  /// Copies the parameters of the first rank to all ranks.
  /// - Throws: `CommunicationError`.
  func shareParameters() throws {
    guard communicator.size > 1 else { return }
    let values = UnsafeMutableRawBufferPointer(parameters.values.elements)
    values.copyBytes(from: try communicator.broadcast(Array(values)))
  }

  /// Sets the average to the parameters, when these have their first values.
  func beginAverage() {
    _ = average?.values.elements.update(fromContentsOf: parameters.values.elements)
  }

  /// One training step with optimizer on `batch` of `epoch`, from 0. When the loss is not finite,
  /// the parameters are not changed.
  func step(_ batch: SharedBatch, epoch: Int, learningRate: Float) throws -> StepResult {
    let variation = recipe.augmentation.map {
      BatchVariation($0, of: batch.own, seed: recipe.seed, epoch: epoch)
    }
    var result = try gradient(of: batch, variation)
    guard result.loss.isFinite else { return result }
    // Frozen parameters do not count for the norm, as in PyTorch, where they have no gradient.
    for range in frozen { parameters.gradients.elements[range].update(repeating: 0) }
    var scale: Float = 1
    if let clipping = recipe.clipping {
      let norm = try plan.context.norm(parameters.gradients)
      result.gradientNorm = norm
      scale = clipping.scale(norm: norm)
    }
    try optimizer.step(parameters, learningRate: learningRate, gradientScale: scale)
    average?.update(towards: parameters.values, step: optimizer.steps)
    return result
  }

  /// Computes the gradient of a batch, leaf by leaf, and its results.
  private func gradient(
    of batch: SharedBatch, _ variation: BatchVariation?
  ) throws -> StepResult {
    var outcome = StepOutcome(classes: network.classes)
    try plan.prepareWeights()
    try sum.run(leaves: batch.leaves.count) { leaf, progress in
      let images = batch.leaves[leaf]
      try plan.gradient(
        of: images, in: batch.count, labels: batch.labels(of: images),
        smoothing: recipe.labelSmoothing, mixed: variation?.mixedLabels, progress: progress
      ) { places, memory in
        try communicator.whileWaiting?()
        try pipeline.fill(memory, with: batch.inOwn(places), of: batch.own, variation)
      } observe: {
        outcome.add($0)
      }
    }
    plan.finishStep()
    return try outcome.joined(communicator)
  }
}
