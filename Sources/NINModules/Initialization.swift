import NINTensors

/// The distribution of the first values of the parameters.
public enum Initialization: String, CaseIterable, Codable, Sendable {
  /// PyTorch's default of `nn.Conv2d` and `nn.Linear`: weights and biases uniform in `±1/√fanIn`
  /// (`kaiming_uniform_` with `a = √5`).
  case pytorch = "default"
  /// Weights normal with deviation `√(2/fanIn)`, biases 0 (`kaiming_normal_`, fan in, ReLU;
  /// He et al. 2015, arXiv:1502.01852).
  case kaiming
  /// As `kaiming`, except in the last layers, those that depend on the number of classes: their
  /// weights are a tenth as large, their weights from a class to itself are 1 larger, and their
  /// biases are 1. The outputs of all classes then start above 0 and receive a gradient.
  case living
  /// Weights normal with given deviations, biases 0, as in the paper's training (cuda-convnet's
  /// `initW`).
  case normal
  /// Weights orthonormal, biases 0; then each layer's weights are scaled so that its outputs have
  /// unit variance (layer-sequential unit variance; Mishkin and Matas 2016, arXiv:1511.06422).
  /// The scaling needs data: a training does it. This target does the rest.
  case lsuv

  /// The default deviation of `normal`: cuda-convnet's for CIFAR-10.
  public static let usualDeviation: Float = 0.05

  /// Fills the flat array `values`. Each value depends only on `seed` and its parameter's place.
  /// - Parameter deviations: the deviations of `normal`: one per layer, or one for all layers.
  package func fill(
    _ values: UnsafeMutableBufferPointer<Float>, layout: ParameterLayout, seed: UInt64,
    deviations: [Float] = [usualDeviation]
  ) {
    precondition(values.count == layout.count, "\(values.count) values for \(layout.count)")
    for (index, slot) in layout.slots.enumerated() {
      var stream = RandomStream(seed: seed, purpose: .initialization, index)
      // Each layer has two tensors: weight and bias.
      let deviation = deviations.count == 1 ? deviations[0] : deviations[index / 2]
      for element in slot.range { values[element] = draw(slot, deviation, &stream) }
      let part = UnsafeMutableBufferPointer(rebasing: values[slot.range])
      switch self {
      case .living where slot.isHead:
        // The weight of the layer before it is two tensors back.
        Self.open(slot, part, followsHead: index >= 2 && layout.slots[index - 2].isHead)
      case .lsuv where slot.isWeight: OrthonormalMatrix.replace(part, columns: slot.dimensions[0])
      default: break
      }
    }
  }

  /// Makes the outputs of the classes start near 1, where the ReLU passes them.
  /// - Parameter followsHead: whether the inputs of the layer are the classes already.
  private static func open(
    _ slot: ParameterSlot, _ values: UnsafeMutableBufferPointer<Float>, followsHead: Bool
  ) {
    let classes = slot.dimensions[0]
    guard slot.isWeight else {
      values.update(repeating: 1)
      return
    }
    for element in values.indices { values[element] *= 0.1 }
    guard followsHead, slot.fanIn == classes else { return }
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
