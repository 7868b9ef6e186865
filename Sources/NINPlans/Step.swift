import NINKernels

/// What dropout hashes, so that a unit's fate depends on seed, step, image and layer alone.
package struct DropoutSeed: Hashable, Sendable {
  /// Of the run's seed and the step.
  package var key: UInt64
  /// Where in the batch the chunk's first image stands.
  package var firstImage: Int

  /// For inference, which drops nothing.
  package static let none = DropoutSeed(key: 0, firstImage: 0)

  package init(key: UInt64, firstImage: Int) {
    self.key = key
    self.firstImage = firstImage
  }
}

/// An operation bound to its kernel and its memory.
protocol Step: AnyObject {
  /// After the weights changed.
  func prepare() throws(KernelError)
  /// Before the first chunk of a batch.
  func begin()
  func forward(images: Int, dropout: DropoutSeed) throws(KernelError)
  /// Adds the gradients of the weights. Comes before `backward`, whose result may take the memory of
  /// the input.
  func backwardWeights(images: Int) throws(KernelError)
  /// The gradient of the input.
  func backward(images: Int, dropout: DropoutSeed) throws(KernelError)
  /// After the last chunk of a batch.
  func finish() throws(KernelError)
}

extension Step {
  func prepare() throws(KernelError) {}
  func begin() {}
  func backwardWeights(images: Int) throws(KernelError) {}
  func finish() throws(KernelError) {}
}

/// What a step needs to find its memory.
struct Binding {
  let memory: FloatBuffer
  let tensors: TensorMemory
  /// Where the scratch memory of the convolutions begins, which they share.
  let workspace: Int
  let parameters: Parameters
  /// The most images of one pass.
  let chunk: Int
  let mode: PlanMode
  let context: ExecutionContext

  func values(_ edge: Edge) -> UnsafeMutablePointer<Float> { tensors.values(edge, in: memory) }

  /// Nil in inference.
  func gradient(_ edge: Edge) -> UnsafeMutablePointer<Float>? {
    mode == .training ? tensors.gradient(edge, in: memory) : nil
  }
}
