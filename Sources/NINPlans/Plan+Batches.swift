import NINKernels
import NINTensors

extension Plan {
  /// A training step up to the optimizer: forward pass, loss and backward pass of a batch of any
  /// size. `parameters.gradients` is then the gradient of the mean loss.
  ///
  /// Dropout depends on the plan's seed and the number of earlier steps.
  /// - Parameters:
  ///   - images: `[batch][height][width][channels]`.
  ///   - labels: `[batch]`, each in `0..<classes`.
  ///   - smoothing: the label smoothing, in `0..<1` (PyTorch's `label_smoothing`).
  /// - Returns: the mean loss: softmax cross-entropy.
  /// - Throws: `ShapeError` when the number of images is not the number of labels; `KernelError`
  ///   when a label is not below the number of classes.
  @discardableResult
  public func step(
    _ images: [Float], labels: [Int32], smoothing: Float = 0
  ) throws -> Double {
    guard images.count == labels.count * network.input.countPerImage, !labels.isEmpty else {
      throw ShapeError("\(images.count) floats for \(labels.count) images of \(network.input)")
    }
    var sum = 0.0
    try step(batchSize: labels.count, labels: labels, smoothing: smoothing) { range, input in
      copy(images, range, to: input)
    } observe: { result in
      for loss in UnsafeBufferPointer(start: result.losses, count: result.images.count) {
        sum += Double(loss)
      }
    }
    return sum / Double(labels.count)
  }

  /// Computes the logits, the outputs before the softmax, of any number of images. Dropout is
  /// inactive.
  /// - Parameter images: `[images][height][width][channels]`.
  /// - Returns: `[images][classes]`.
  /// - Throws: `ShapeError` when the number of floats is not that of whole images.
  public func predict(_ images: [Float]) throws -> [Float] {
    let count = images.count / network.input.countPerImage
    guard images.count == count * network.input.countPerImage else {
      throw ShapeError("\(images.count) floats are no whole images of \(network.input)")
    }
    var logits: [Float] = []
    logits.reserveCapacity(count * network.classes)
    try predict(batchSize: count) { range, input in
      copy(images, range, to: input)
    } observe: { range, chunk in
      logits += UnsafeBufferPointer(start: chunk, count: range.count * network.classes)
    }
    return logits
  }

  /// Sets the number of training steps taken, for a run that is resumed.
  public func resume(afterSteps steps: Int) {
    stepsTaken = steps
  }

  private func copy(
    _ images: [Float], _ range: Range<Int>, to input: UnsafeMutablePointer<Float>
  ) {
    let count = network.input.countPerImage
    images.withUnsafeBufferPointer { all in
      _ = UnsafeMutableBufferPointer(start: input, count: range.count * count).update(
        fromContentsOf: all[(range.lowerBound * count)..<(range.upperBound * count)])
    }
  }
}
