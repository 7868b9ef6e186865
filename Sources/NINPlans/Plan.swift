import NINKernels
import NINModules
import NINTensors

/// A network bound to kernels and memory for up to `chunk` images at a time.
///
/// A batch runs in chunks: no layer mixes images, so gradients summed over chunks are the batch's
/// own, and activations stay in cache. One training step:
///
///     try plan.prepareWeights()
///     plan.beginStep()
///     for chunk in batch {
///       …fill plan.input…
///       try plan.forward(images: n, dropout: seed)
///       try plan.lossGradient(images: n, labels: labels, batch: batch.count, losses: losses)
///       try plan.backward(images: n, dropout: seed)
///     }
///     try plan.endStep()      // parameters.gradients is complete
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

  /// Nil at first; set it to have the time of every step added to it.
  public var times: StepTimes?

  private let memory: FloatBuffer
  private let steps: [any Step]
  private let output: Edge
  private let logitsGradient: UnsafeMutablePointer<Float>?

  /// `[chunk][height][width][channels]`: the caller fills it before each forward pass.
  public let input: UnsafeMutablePointer<Float>
  /// `[chunk][classes]` after a forward pass.
  public let logits: UnsafePointer<Float>

  /// - Throws: `ShapeError` when the layers do not fit together, `KernelError` when a shape is too
  ///   large or there is no memory.
  public init(
    _ network: Network, parameters: Parameters, chunk: Int, mode: PlanMode,
    math: MathMode = .fast, context: ExecutionContext
  ) throws {
    let lowering = try Lowering(network)
    let builder = try PlanBuilder(
      lowering, parameters: parameters, chunk: chunk, mode: mode, math: math, context: context)
    self.network = network
    self.parameters = parameters
    self.mode = mode
    self.context = context
    self.chunk = chunk
    memory = builder.binding.memory
    steps = builder.steps
    descriptions = builder.descriptions
    output = lowering.output
    input = builder.binding.values(lowering.input)
    logits = UnsafePointer(builder.binding.values(lowering.output))
    logitsGradient = builder.binding.gradient(lowering.output)
  }

  /// Bytes of activations, gradients, packed weights and workspace.
  public var memoryBytes: Int { memory.count * 4 }

  /// Packs the weights for the kernels; once after they changed.
  public func prepareWeights() throws(KernelError) {
    for index in steps.indices {
      try run(index, .packing) { step throws(KernelError) in try step.prepare() }
    }
  }

  /// Clears the gradients.
  public func beginStep() {
    parameters.gradients.clear()
    for step in steps { step.begin() }
  }

  /// Computes `logits` of the first `images` images of `input`.
  public func forward(images: Int, dropout: DropoutSeed) throws(KernelError) {
    precondition((1...chunk).contains(images), "\(images) images in a plan for \(chunk)")
    for index in steps.indices {
      try run(index, .forward) { step throws(KernelError) in
        try step.forward(images: images, dropout: dropout)
      }
    }
  }

  /// Softmax cross-entropy: `losses[n]` of each image, and in training the gradient of their sum
  /// divided by `batch`.
  public func lossGradient(
    images: Int, labels: UnsafePointer<Int32>, smoothing: Float = 0, batch: Int,
    losses: UnsafeMutablePointer<Float>
  ) throws(KernelError) {
    let classes = output.shape.imageCount
    try context.softmaxCrossEntropy(
      images: images, classes: classes, logits: logits, labels: labels, smoothing: smoothing,
      scale: 1 / Float(batch), loss: losses, gradient: logitsGradient)
    if let logitsGradient, output.rectified {
      try context.reluBackward(
        count: images * classes, dy: logitsGradient, y: logits, dx: logitsGradient)
    }
  }

  /// Adds the chunk's gradients. The same `dropout` as in the forward pass.
  public func backward(images: Int, dropout: DropoutSeed) throws(KernelError) {
    precondition(mode == .training, "a plan for inference has no backward pass")
    for index in steps.indices.reversed() {
      try run(index, .backward) { step throws(KernelError) in
        try step.backward(images: images, dropout: dropout)
      }
    }
  }

  /// Completes `parameters.gradients`.
  public func endStep() throws(KernelError) {
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
