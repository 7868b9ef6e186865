import NINKernels
import NINReference

/// Softmax cross-entropy to verify on a batch.
struct LossCase {
  let imageCount: Int
  let seed: UInt64

  /// Losses and gradients, for up to twenty classes.
  func check() -> Check {
    var inputs = Inputs(seed: seed, isExact: false)
    let classes = 1 + inputs.integer(below: 20)
    let logits = inputs.values(imageCount * classes).map { $0 * 20 }
    let labels = inputs.labels(imageCount, classes: classes)
    let smoothing = Float(inputs.integer(below: 3)) / 10
    let (losses, gradient) = ReferenceLoss.softmaxCrossEntropy(
      logits: logits, labels: labels, classes: classes, smoothing: smoothing, scale: 0.25)
    // Computed in double: one rounding, and a little for cancellation in the two formulas.
    let expectations = [
      Expectation(
        "loss", values: losses, tolerances: Tolerance.few(1, losses).map { $0 + 1e-12 }),
      Expectation(
        "dz", values: gradient, tolerances: Tolerance.few(1, gradient).map { $0 + 1e-14 }),
    ]
    let label = "\(imageCount)x\(classes), smoothing \(smoothing)"
    return Check(.loss, label, seed: seed, expectations) { context, outputs in
      try context.softmaxCrossEntropy(
        imageCount: imageCount, classes: classes, logits: logits, labels: labels,
        smoothing: smoothing,
        scale: 0.25, loss: outputs[0].start, gradient: outputs[1].start)
    }
  }
}
