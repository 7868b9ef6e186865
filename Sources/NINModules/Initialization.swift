import NINTensors

/// How parameters start.
public enum Initialization: String, CaseIterable, Codable, Sendable {
  /// PyTorch's default of `nn.Conv2d` and `nn.Linear`: weights and biases uniform in `±1/√fanIn`
  /// (`kaiming_uniform_` with `a = √5`).
  case pytorch = "default"
  /// Weights normal with deviation `√(2/fanIn)`, biases 0 (`kaiming_normal_`, fan in, ReLU;
  /// He et al. 2015, arXiv:1502.01852).
  case kaiming
  /// As `kaiming`, except in the last layers, those that depend on the number of classes: weights
  /// are a tenth as large, weights from a class to itself are 1 larger, and biases are 1. So the
  /// ReLU of each class starts open.
  case living
  /// Weights normal with deviations of one's own, biases 0, as the paper trains (cuda-convnet's
  /// `initW`).
  case normal
  /// Weights orthonormal, biases 0; then scaled by data, layer by layer, until the outputs of each
  /// have unit variance (layer-sequential unit variance; Mishkin and Matas 2016, arXiv:1511.06422).
  /// What is done here is the part without data.
  case lsuv

  /// The deviation of `normal` where nobody says: cuda-convnet's for CIFAR-10.
  public static let usualDeviation: Float = 0.05

  /// Fills the flat array `values`: a function of `seed` and each parameter's place alone.
  /// - Parameter deviations: of `normal`, one per layer, or one for all of them.
  package func fill(
    _ values: UnsafeMutableBufferPointer<Float>, layout: ParameterLayout, seed: UInt64,
    deviations: [Float] = [usualDeviation]
  ) {
    precondition(values.count == layout.count, "\(values.count) values for \(layout.count)")
    for (index, slot) in layout.slots.enumerated() {
      var stream = RandomStream(seed: seed, purpose: .initialization, index)
      // A layer has two tensors.
      let deviation = deviations.count == 1 ? deviations[0] : deviations[index / 2]
      for element in slot.range { values[element] = draw(slot, deviation, &stream) }
      let part = UnsafeMutableBufferPointer(rebasing: values[slot.range])
      switch self {
      case .living where slot.isHead: Self.open(slot, part)
      case .lsuv where slot.isWeight: OrthonormalMatrix.replace(part, columns: slot.dimensions[0])
      default: break
      }
    }
  }

  /// Lets the outputs of classes begin near 1, above the bend of the ReLU.
  private static func open(_ slot: ParameterSlot, _ values: UnsafeMutableBufferPointer<Float>) {
    let classes = slot.dimensions[0]
    guard slot.isWeight else {
      values.update(repeating: 1)
      return
    }
    for element in values.indices { values[element] *= 0.1 }
    guard slot.fanIn == classes else { return }
    for index in 0..<classes { values[index * (classes + 1)] += 1 }
  }

  private func draw(
    _ slot: ParameterSlot, _ deviation: Float, _ stream: inout RandomStream
  ) -> Float {
    let fanIn = Float(slot.fanIn)
    switch self {
    case .pytorch:
      let bound = 1 / fanIn.squareRoot()
      return stream.uniform(in: -bound..<bound)
    case .kaiming, .living: return slot.isWeight ? stream.normal() * (2 / fanIn).squareRoot() : 0
    case .normal: return slot.isWeight ? stream.normal() * deviation : 0
    case .lsuv: return slot.isWeight ? stream.normal() : 0
    }
  }
}
