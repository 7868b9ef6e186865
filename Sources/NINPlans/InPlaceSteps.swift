import NINKernels
import NINTensors

/// A ReLU that is not part of a convolution step. Its gradient is already masked by the next step.
final class ReLUStep: Step {
  private let context: ExecutionContext
  private let count: Int
  private let x: UnsafeMutablePointer<Float>

  init(_ operation: PlanOperation, binding: Binding) {
    context = binding.context
    count = operation.input.shape.countPerImage
    x = binding.values(operation.input)
  }

  func forward(imageCount: Int, dropout: DropoutSeed) throws(KernelError) {
    try context.relu(count: imageCount * count, x: x, y: x)
  }

  func backward(imageCount: Int, dropout: DropoutSeed) throws(KernelError) {}
}

/// Dropout. The backward pass applies the same mask to the gradient. Inference does nothing.
final class DropoutStep: Step {
  private let context: ExecutionContext
  private let probability: Float
  private let layer: Int
  private let count: Int
  private let x: UnsafeMutablePointer<Float>
  private let dx: UnsafeMutablePointer<Float>?

  init(_ operation: PlanOperation, probability: Float, layer: Int, binding: Binding) {
    context = binding.context
    self.probability = probability
    self.layer = layer
    count = operation.input.shape.countPerImage
    x = binding.values(operation.input)
    dx = binding.gradient(operation.input)
  }

  func forward(imageCount: Int, dropout: DropoutSeed) throws(KernelError) {
    if dx != nil { try drop(x, imageCount: imageCount, dropout) }
  }

  func backward(imageCount: Int, dropout: DropoutSeed) throws(KernelError) {
    if let dx { try drop(dx, imageCount: imageCount, dropout) }
  }

  private func drop(
    _ values: UnsafeMutablePointer<Float>, imageCount: Int, _ seed: DropoutSeed
  ) throws(KernelError) {
    let stream = RandomStream(seed: seed.key, purpose: .dropout, layer)
    try context.dropout(
      count: imageCount * count, key: stream.key,
      first: UInt32(truncatingIfNeeded: seed.firstImage * count), probability: probability,
      x: values, y: values)
  }
}

/// Masks the gradient of logits that are the output of a ReLU: it is zero where they are not
/// positive.
final class RectifiedLogitsStep: Step {
  private let context: ExecutionContext
  private let count: Int
  private let x: UnsafeMutablePointer<Float>
  private let dx: UnsafeMutablePointer<Float>?

  init(_ operation: PlanOperation, binding: Binding) {
    context = binding.context
    count = operation.input.shape.countPerImage
    x = binding.values(operation.input)
    dx = binding.gradient(operation.input)
  }

  func forward(imageCount: Int, dropout: DropoutSeed) throws(KernelError) {}

  func backward(imageCount: Int, dropout: DropoutSeed) throws(KernelError) {
    guard let dx else { return }
    try context.reluBackward(count: imageCount * count, dy: dx, y: x, dx: dx)
  }
}
