import NINTensors

/// How parameters start.
public enum Initialization: String, CaseIterable, Codable, Sendable {
  /// PyTorch's default of `nn.Conv2d`: weights and biases uniform in `±1/√fanIn`
  /// (`kaiming_uniform_` with `a = √5`).
  case pytorch = "default"
  /// Weights normal with deviation `√(2/fanIn)`, biases 0 (`kaiming_normal_`, fan in, ReLU;
  /// He et al. 2015, arXiv:1502.01852).
  case kaiming
  /// As `kaiming`, except in the last layers, which have one output per class: weights are a tenth
  /// as large, weights from a class to itself are 1 larger, and biases are 1. So the ReLU of each
  /// class starts open.
  case living

  /// Fills the flat array `values`: a function of `seed` and each parameter's place alone.
  package func fill(
    _ values: UnsafeMutableBufferPointer<Float>, layout: ParameterLayout, seed: UInt64
  ) {
    precondition(values.count == layout.count, "\(values.count) values for \(layout.count)")
    let classes = layout.slots.last?.dimensions[0]
    let head = layout.slots.reversed().prefix { $0.dimensions[0] == classes }.count
    for (index, slot) in layout.slots.enumerated() {
      var stream = RandomStream(seed: seed, purpose: .initialization, index)
      for element in slot.range { values[element] = draw(slot, &stream) }
      if self == .living && index >= layout.slots.count - head { Self.open(slot, values) }
    }
  }

  /// Lets the outputs of classes begin near 1, above the bend of the ReLU.
  private static func open(_ slot: ParameterSlot, _ values: UnsafeMutableBufferPointer<Float>) {
    let classes = slot.dimensions[0]
    guard slot.isWeight else {
      for element in slot.range { values[element] = 1 }
      return
    }
    for element in slot.range { values[element] *= 0.1 }
    guard slot.fanIn == classes else { return }
    for index in 0..<classes { values[slot.range.lowerBound + index * (classes + 1)] += 1 }
  }

  private func draw(_ slot: ParameterSlot, _ stream: inout RandomStream) -> Float {
    let fanIn = Float(slot.fanIn)
    switch self {
    case .pytorch:
      let bound = 1 / fanIn.squareRoot()
      return stream.uniform(in: -bound..<bound)
    case .kaiming, .living: return slot.isWeight ? stream.normal() * (2 / fanIn).squareRoot() : 0
    }
  }
}
