import NINCommunication
import NINDatasets
import NINKernels
import NINModels
import NINModules
import NINOptimizers
import NINPlans

/// One network, its optimizer and the plan that trains it: knows steps, not epochs or files.
final class TrainingEngine {
  let network: Network
  let parameters: Parameters
  let optimizer: Optimizer
  let plan: Plan
  /// The moving average of the parameters, where the recipe has one.
  let average: WeightAverage?
  /// What is measured and saved: the average, or else the parameters themselves.
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

  /// What the optimizer moves, and how; nil for all parameters alike.
  private static func groups(
    _ recipe: Recipe, _ layout: ParameterLayout, _ frozen: [Range<Int>]
  ) -> [ParameterGroup]? {
    guard recipe.optimizer.factors != nil || !frozen.isEmpty else { return nil }
    let factors = recipe.optimizer.factors ?? ParameterFactors()
    return factors.groups(of: layout).filter { !frozen.contains($0.range) }
  }

  /// All that steps change, by name, each in the layout of the network's parameters.
  var values: [String: UnsafeMutableBufferPointer<Float>] {
    Dictionary(
      [("parameters", parameters.values.elements)] + optimizer.state.map { ($0.name, $0.values) }
        + (average.map { [("average", $0.values.elements)] } ?? []),
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

  /// The part of `Initialization.lsuv` that needs data, with the first batch of the run.
  /// - Parameter names: of the tensors that it concerns; nil for all.
  func scaleByData(_ names: [String]?) throws {
    let loader = BatchLoader(
      images, batchSize: recipe.batchSize, shuffled: recipe.shuffle, seed: recipe.seed, epoch: 0)
    defer { loader.cancel() }
    guard let batch = loader.next(), batch.count > 0 else { return }
    let scaling = LayerSequentialVariance(
      network, parameters, chunk: plan.chunk, math: recipe.math, context: plan.context)
    try scaling.run(images: batch.count, only: names) { [pipeline] places, memory in
      try pipeline.fill(memory, with: places, of: batch)
    }
  }

  /// Gives all ranks the parameters of the first one.
  /// - Throws: `CommunicationError`.
  func shareParameters() throws {
    guard communicator.size > 1 else { return }
    let values = UnsafeMutableRawBufferPointer(parameters.values.elements)
    values.copyBytes(from: try communicator.broadcast(Array(values)))
  }

  /// Lets the average begin at the parameters, whose first values have just been set.
  func beginAverage() {
    _ = average?.values.elements.update(fromContentsOf: parameters.values.elements)
  }

  /// One optimizer step on `batch` of `epoch`, which counts from 0; none when its loss is not a
  /// number.
  func step(_ batch: SharedBatch, epoch: Int, learningRate: Float) throws -> StepResult {
    let variation = recipe.augmentation.map {
      BatchVariation($0, of: batch.own, seed: recipe.seed, epoch: epoch)
    }
    var result = try gradient(of: batch, variation)
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
    average?.update(towards: parameters.values, step: optimizer.steps)
    return result
  }

  /// The gradient of a batch, leaf by leaf, and what its images say.
  private func gradient(
    of batch: SharedBatch, _ variation: BatchVariation?
  ) throws -> StepResult {
    var outcome = StepOutcome(classes: network.classes)
    try plan.prepareWeights()
    try sum.run(leaves: batch.leaves.count) { leaf in
      let images = batch.leaves[leaf]
      try plan.gradient(
        of: images, in: batch.count, labels: batch.labels(of: images),
        smoothing: recipe.labelSmoothing, mixed: variation?.mixedLabels
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
