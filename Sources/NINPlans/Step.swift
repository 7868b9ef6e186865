import NINKernels

/// The input of dropout's hash. Whether a unit is dropped depends only on seed, step, image and
/// layer.
package struct DropoutSeed: Hashable, Sendable {
  /// A hash of the run's seed and the step.
  package var key: UInt64
  /// The place of the chunk's first image in the batch.
  package var firstImage: Int

  /// For inference, in which dropout is inactive.
  package static let none = DropoutSeed(key: 0, firstImage: 0)

  package init(key: UInt64, firstImage: Int) {
    self.key = key
    self.firstImage = firstImage
  }
}

/// An operation with its kernel and its memory.
protocol Step: AnyObject {
  /// The place of its first parameter; nil if it has none.
  var firstParameter: Int? { get }
  /// Packs the weights; called after they have changed.
  func prepare() throws(KernelError)
  /// Clears sums; called before the first chunk of a batch.
  func begin()
  /// Computes the output.
  func forward(imageCount: Int, dropout: DropoutSeed) throws(KernelError)
  /// Adds the gradients of the weights. Called before `backward`, which may overwrite the input.
  func backwardWeights(imageCount: Int) throws(KernelError)
  /// Computes the gradient of the input.
  func backward(imageCount: Int, dropout: DropoutSeed) throws(KernelError)
  /// Completes the gradients of the weights; called after the last chunk of a batch.
  func finish() throws(KernelError)
}

extension Step {
  var firstParameter: Int? { nil }
  func prepare() throws(KernelError) {}
  func begin() {}
  func backwardWeights(imageCount: Int) throws(KernelError) {}
  func finish() throws(KernelError) {}
}

/// What a step needs to find its tensors.
struct Binding {
  let memory: FloatBuffer
  let tensors: TensorMemory
  /// Where the workspace starts, which all convolutions share.
  let workspace: Int
  let parameters: Parameters
  /// The maximum number of images of one pass.
  let chunk: Int
  let mode: PlanMode
  let context: ExecutionContext

  func values(_ edge: Edge) -> UnsafeMutablePointer<Float> { tensors.values(edge, in: memory) }

  /// Nil in inference.
  func gradient(_ edge: Edge) -> UnsafeMutablePointer<Float>? {
    mode == .training ? tensors.gradient(edge, in: memory) : nil
  }
}
