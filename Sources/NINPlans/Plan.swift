import NINKernels
import NINModules
import NINTensors

/// A network bound to kernels and memory for up to `chunk` images at a time.
///
/// A batch runs in chunks: no layer mixes images, so gradients summed over chunks are the batch's
/// own, and activations stay in cache. A training step and a prediction are a call each:
///
///     let loss = try plan.step(images, labels: labels)   // parameters.gradients is complete
///     let logits = try inferencePlan.predict(images)
///
/// Not safe to share between threads; kernels bring their own.
public final class Plan {
  public let network: Network
  public let parameters: Parameters
  public let mode: PlanMode
  public let context: ExecutionContext
  /// The most images of one pass.
  public let chunk: Int
  /// What each step computes, in order.
  public let descriptions: [StepDescription]
  /// What dropout depends on, beside the number of the step.
  public let seed: UInt64
  /// Training steps taken.
  public internal(set) var stepsTaken = 0
  /// Whether inference has packed the weights.
  var isPrepared = false

  /// Nil at first; set it to have the time of every step added to it.
  public var times: StepTimes?

  /// All that a pass writes to.
  package let memory: FloatBuffer
  private let steps: [any Step]
  private let logitsGradient: UnsafeMutablePointer<Float>?

  /// `[chunk][height][width][channels]`: to be filled before each forward pass.
  package let input: UnsafeMutablePointer<Float>
  /// `[chunk][classes]` after a forward pass.
  package let logits: UnsafePointer<Float>
  /// `[chunk]` after `lossGradient`.
  let losses: UnsafeMutablePointer<Float>

  /// - Parameters:
  ///   - network: what to execute.
  ///   - parameters: of that network; the plan reads them and writes their gradients.
  ///   - chunk: the most images of one pass; nil leaves it to the network.
  ///   - mode: what the plan is for.
  ///   - math: the accuracy that may be given for speed.
  ///   - seed: what dropout depends on.
  ///   - other: a plan that never runs at the same time, whose memory is used where it suffices. A
  ///     plan for inference must be told to `prepareWeights` after the other has run.
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

  /// Images of one pass where nobody says: few enough that a chunk's activations stay near the
  /// cores, enough that every kernel is busy, and fewer where images are so large that the layers'
  /// outputs would take more than 256 MB.
  public static func usualChunk(for network: Network) -> Int {
    let bytes = network.layers.reduce(0) { $0 + $1.output.imageCount * 4 }
    return max(1, min(8, (256 << 20) / bytes))
  }

  /// Bytes of activations, gradients, packed weights and workspace.
  public var memoryBytes: Int { memory.count * 4 }

  /// Packs the weights for the kernels. `step` does it, and the first `predict`: only a plan for
  /// inference whose parameters change later must be told.
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

  /// Computes `logits` of the first `images` images of `input`.
  package func forward(images: Int, dropout: DropoutSeed) throws(KernelError) {
    precondition((1...chunk).contains(images), "\(images) images in a plan for \(chunk)")
    for index in steps.indices {
      try run(index, .forward) { step throws(KernelError) in
        try step.forward(images: images, dropout: dropout)
      }
    }
  }

  /// Softmax cross-entropy: `losses[n]` of each image, and in training the gradient of their sum
  /// divided by `batch`.
  /// - Parameter mixed: the labels of what the images were mixed with.
  package func lossGradient(
    images: Int, labels: UnsafePointer<Int32>, smoothing: Float = 0, mixed: MixedLabels? = nil,
    batch: Int, losses: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    try context.softmaxCrossEntropy(
      images: images, classes: network.classes, logits: logits, labels: labels,
      smoothing: smoothing, scale: 1 / Float(batch), loss: losses, gradient: logitsGradient)
    mixed?.shift(
      images: images, classes: network.classes, logits: logits, labels: labels,
      smoothing: smoothing, batch: batch, losses: losses, gradient: logitsGradient)
  }

  /// Adds the chunk's gradients. The same `dropout` as in the forward pass.
  package func backward(images: Int, dropout: DropoutSeed) throws(KernelError) {
    precondition(mode == .training, "a plan for inference has no backward pass")
    for index in steps.indices.reversed() {
      try run(index, .weightGradient) { step throws(KernelError) in
        try step.backwardWeights(images: images)
      }
      try run(index, .inputGradient) { step throws(KernelError) in
        try step.backward(images: images, dropout: dropout)
      }
    }
  }

  /// Completes `parameters.gradients`.
  package func endStep() throws(KernelError) {
    for index in steps.indices {
      try run(index, .packing) { step throws(KernelError) in try step.finish() }
    }
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
