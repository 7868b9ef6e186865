import NINKernels
import NINReference

/// An elementwise operation to verify on `count` elements.
struct ElementwiseCase {
  let count: Int
  let seed: UInt64

  func relu() -> Check {
    var inputs = Inputs(seed: seed, isExact: false)
    let (x, dy) = (inputs.values(count), inputs.values(count))
    let y = ReferenceElementwise.relu(x)
    let dx = ReferenceElementwise.masked(dy.map(Double.init), by: x)
    let expectations = [
      Expectation("y", values: y.map(Double.init), tolerances: Tolerance.exact(count)),
      Expectation("dx", values: dx, tolerances: Tolerance.exact(count)),
    ]
    return Check(.relu, "\(count) elements", seed: seed, expectations) { context, outputs in
      try context.relu(count: count, x: x, y: outputs[0].start)
      try context.reluBackward(count: count, dy: dy, y: outputs[0].start, dx: outputs[1].start)
    }
  }

  func dropout() -> Check {
    var inputs = Inputs(seed: seed, isExact: false)
    let x = inputs.values(count)
    let probability = Float(inputs.integer(below: 10)) / 10
    let first = UInt32(truncatingIfNeeded: inputs.integer(below: 1 << 33))
    let key = seed &* 0x9E37_79B9_7F4A_7C15
    let y = ReferenceElementwise.dropout(x, key: key, first: first, probability: probability)
    let expectation = Expectation("y", values: y, tolerances: Tolerance.few(4, y))
    let label = "\(count) elements from \(first), p = \(probability)"
    return Check(.dropout, label, seed: seed, [expectation]) { context, outputs in
      try context.dropout(
        count: count, key: key, first: first, probability: probability, x: x,
        y: outputs[0].start)
    }
  }

  /// In double on both sides, then as a float.
  func sumOfSquares() -> Check {
    var inputs = Inputs(seed: seed, isExact: false)
    let x = inputs.values(count)
    let sum = x.reduce(0) { $0 + Double($1) * Double($1) }
    let expectation = Expectation("sum", values: [sum], tolerances: Tolerance.few(2, [sum]))
    return Check(
      .sumOfSquares, "\(count) elements", seed: seed, [expectation]
    ) { context, outputs in
      outputs[0][0] = Float(try context.sumOfSquares(count: count, gradient: x))
    }
  }

  /// `count` images of a few classes.
  func loss() -> Check {
    var inputs = Inputs(seed: seed, isExact: false)
    let classes = 1 + inputs.integer(below: 20)
    let logits = inputs.values(count * classes).map { $0 * 20 }
    let labels = inputs.labels(count, classes: classes)
    let smoothing = Float(inputs.integer(below: 3)) / 10
    let (losses, gradient) = ReferenceLoss.softmaxCrossEntropy(
      logits: logits, labels: labels, classes: classes, smoothing: smoothing, scale: 0.25)
    // Computed in double: one rounding, and what cancels between the two formulas.
    let expectations = [
      Expectation(
        "loss", values: losses, tolerances: Tolerance.few(1, losses).map { $0 + 1e-12 }),
      Expectation(
        "dz", values: gradient, tolerances: Tolerance.few(1, gradient).map { $0 + 1e-14 }),
    ]
    let label = "\(count)x\(classes), smoothing \(smoothing)"
    return Check(.loss, label, seed: seed, expectations) { context, outputs in
      try context.softmaxCrossEntropy(
        images: count, classes: classes, logits: logits, labels: labels, smoothing: smoothing,
        scale: 0.25, loss: outputs[0].start, gradient: outputs[1].start)
    }
  }
}
