import NINKernels
import NINModules
import NINTensors

/// A network with its kernels and the memory for up to `chunk` images at a time.
///
/// A batch runs in chunks, so that activations stay in cache. No layer mixes images, so the sum of
/// the chunks' gradients is the gradient of the batch. A training step and a prediction are one
/// call each:
///
///     let loss = try plan.step(images, labels: labels)   // parameters.gradients is complete
///     let logits = try inferencePlan.predict(images)
///
/// A plan must not be used by two threads at once; its kernels use the threads of the context.
public final class Plan {
  /// The network that the plan executes.
  public let network: Network
  /// Its parameters and their gradients.
  public let parameters: Parameters
  /// Training or inference.
  public let mode: PlanMode
  /// The instruction set and the threads.
  public let context: ExecutionContext
  /// The maximum number of images of one pass.
  public let chunk: Int
  /// A description of each step, in the order of execution.
  public let descriptions: [StepDescription]
  /// The seed of dropout.
  public let seed: UInt64
  /// The number of training steps taken.
  public internal(set) var stepsTaken = 0
  /// Whether inference has packed the weights.
  var isPrepared = false

  /// Set it to a value to add the time of every step to it. Nil, the default, measures nothing.
  public var times: StepTimes?

  /// All memory that a pass writes to.
  package let memory: FloatBuffer
  private let steps: [any Step]
  private let logitsGradient: UnsafeMutablePointer<Float>?

  /// `[chunk][height][width][channels]`; must be filled before each forward pass.
  package let input: UnsafeMutablePointer<Float>
  /// `[chunk][classes]` after a forward pass.
  package let logits: UnsafePointer<Float>
  /// `[chunk]` after `lossGradient`.
  let losses: UnsafeMutablePointer<Float>

  /// - Parameters:
  ///   - network: the network to execute.
  ///   - parameters: its parameters; the plan reads them and writes their gradients.
  ///   - chunk: the maximum number of images of one pass; nil for `usualChunk`.
  ///   - mode: training or inference.
  ///   - math: how much accuracy may be given up for speed.
  ///   - seed: the seed of dropout.
  ///   - other: a plan that never runs at the same time; its memory is used if it is large enough.
  ///     A plan for inference then needs `prepareWeights` after the other has run.
  ///   - context: the instruction set and the threads.
  /// - Throws: `ShapeError` when the layers do not fit together, `KernelError` when a shape is too
  ///   large or there is no memory.
  public init(
    _ network: Network, parameters: Parameters, chunk: Int? = nil, mode: PlanMode,
    math: MathMode = .fast, seed: UInt64 = 1, sharingMemoryOf other: Plan? = nil,
    context: ExecutionContext
  ) throws {
    let lowering = try Lowering(network)
    let chunk = chunk ?? Self.usualChunk(for: network)
    let builder = try PlanBuilder(
      lowering, parameters: parameters, chunk: chunk, mode: mode, math: math, context: context,
      arena: other?.memory)
    self.network = network
    self.parameters = parameters
    self.mode = mode
    self.context = context
    self.chunk = chunk
    self.seed = seed
    memory = builder.binding.memory
    steps = builder.steps
    descriptions = builder.descriptions
    input = builder.binding.values(lowering.input)
    logits = UnsafePointer(builder.binding.values(lowering.output))
    logitsGradient = builder.binding.gradient(lowering.output)
    losses = builder.losses
  }

  /// The default number of images of one pass: few enough for activations to stay in cache, enough
  /// to keep the kernels busy, and fewer for images so large that the outputs of all layers would
  /// take more than 256 MB.
  public static func usualChunk(for network: Network) -> Int {
    let bytes = network.layers.reduce(0) { $0 + $1.output.countPerImage * 4 }
    return max(1, min(8, (256 << 20) / bytes))
  }

  /// The bytes of activations, gradients, packed weights and workspace.
  public var memoryBytes: Int { memory.count * 4 }

  /// Packs the weights for the kernels. `step` and the first `predict` do it automatically. Call it
  /// when the parameters of a plan for inference have changed after that.
  /// - Throws: `KernelError`.
  public func prepareWeights() throws(KernelError) {
    for index in steps.indices {
      try run(index, .packing) { step throws(KernelError) in try step.prepare() }
    }
    isPrepared = true
  }

  /// Clears the gradients.
  package func beginStep() {
    parameters.gradients.clear()
    for step in steps { step.begin() }
  }

  /// Computes `logits` of the first `imageCount` images of `input`.
  package func forward(imageCount: Int, dropout: DropoutSeed) throws(KernelError) {
    precondition((1...chunk).contains(imageCount), "\(imageCount) images in a plan for \(chunk)")
    for index in steps.indices {
      try run(index, .forward) { step throws(KernelError) in
        try step.forward(imageCount: imageCount, dropout: dropout)
      }
    }
  }

  /// Softmax cross-entropy: computes the loss of each image and, in training, the gradient of their
  /// sum divided by `batchSize`.
  /// - Parameters:
  ///   - imageCount: the number of images of the chunk.
  ///   - labels: `[images]`.
  ///   - smoothing: the label smoothing.
  ///   - mixed: the labels that the images' own labels are mixed with; nil for none.
  ///   - batchSize: the number of images of the whole batch.
  ///   - losses: receives the losses, `[images]`.
  package func lossGradient(
    imageCount: Int, labels: UnsafePointer<Int32>, smoothing: Float = 0, mixed: MixedLabels? = nil,
    batchSize: Int, losses: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try context.softmaxCrossEntropy(
      imageCount: imageCount, classes: network.classes, logits: logits, labels: labels,
      smoothing: smoothing, scale: 1 / Float(batchSize), loss: losses, gradient: logitsGradient)
    mixed?.shift(
      imageCount: imageCount, classes: network.classes, logits: logits, labels: labels,
      smoothing: smoothing, batchSize: batchSize, losses: losses, gradient: logitsGradient)
  }

  /// Told, during the last backward pass of a batch, that `parameters.gradients` is complete from
  /// place `complete` on.
  package typealias Progress = (_ complete: Int) throws -> Void

  /// Adds the gradients of the chunk. `dropout` must be the same as in the forward pass.
  /// - Parameter progress: nil, or, for the last chunk of a batch, called after each part of the
  ///   work; `endStep` is then not needed.
  package func backward(
    imageCount: Int, dropout: DropoutSeed, progress: Progress? = nil
  ) throws {
    precondition(mode == .training, "a plan for inference has no backward pass")
    var complete = parameters.layout.count
    for index in steps.indices.reversed() {
      try run(index, .weightGradient) { step throws(KernelError) in
        try step.backwardWeights(imageCount: imageCount)
      }
      if let progress {
        try finish(index)
        // Parameters are in the order of the network.
        complete = steps[index].firstParameter ?? complete
        try progress(complete)
      }
      try run(index, .inputGradient) { step throws(KernelError) in
        try step.backward(imageCount: imageCount, dropout: dropout)
      }
      try progress?(complete)
    }
  }

  /// Completes `parameters.gradients`.
  package func endStep() throws(KernelError) {
    for index in steps.indices { try finish(index) }
  }

  private func finish(_ index: Int) throws(KernelError) {
    try run(index, .packing) { step throws(KernelError) in try step.finish() }
  }

  private func run(
    _ index: Int, _ pass: StepTimes.Pass, _ body: (any Step) throws(KernelError) -> Void
  ) throws(KernelError) {
    guard times != nil else { return try body(steps[index]) }
    let start = ContinuousClock.now
    try body(steps[index])
    times?.add(ContinuousClock.now - start, to: index, pass)
  }
}
