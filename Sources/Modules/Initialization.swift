import Tensors

/// How parameters start.
public enum Initialization: String, CaseIterable, Codable, Sendable {
  /// PyTorch's default of `nn.Conv2d`: weights and biases uniform in `±1/√fanIn`
  /// (`kaiming_uniform_` with `a = √5`).
  case pytorch = "default"
  /// Weights normal with deviation `√(2/fanIn)`, biases 0 (`kaiming_normal_`, fan in, ReLU;
  /// He et al. 2015, arXiv:1502.01852).
  case kaiming

  /// Fills the flat array `values`: a function of `seed` and each parameter's place alone.
  public func fill(
    _ values: UnsafeMutableBufferPointer<Float>, layout: ParameterLayout, seed: UInt64
  ) {
    precondition(values.count == layout.count, "\(values.count) values for \(layout.count)")
    for (index, slot) in layout.slots.enumerated() {
      var stream = RandomStream(seed: seed, purpose: .initialization, index)
      for element in slot.range { values[element] = draw(slot, &stream) }
    }
  }

  private func draw(_ slot: ParameterSlot, _ stream: inout RandomStream) -> Float {
    let fanIn = Float(slot.fanIn)
    switch self {
    case .pytorch:
      let bound = 1 / fanIn.squareRoot()
      return stream.uniform(in: -bound..<bound)
    case .kaiming: return slot.isWeight ? stream.normal() * (2 / fanIn).squareRoot() : 0
    }
  }
}
