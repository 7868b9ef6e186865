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
}
