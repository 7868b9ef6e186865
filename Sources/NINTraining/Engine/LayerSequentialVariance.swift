import NINKernels
import NINModules
import NINPlans
import NINTensors

/// The part of `Initialization.lsuv` that needs data. Layer by layer, it scales the weights so that
/// the layer's outputs for a batch have unit variance (Mishkin and Matas 2016, arXiv:1511.06422),
/// and sets the biases so that each channel has mean 0 (Krähenbühl et al. 2016, arXiv:1511.06856,
/// section 3.1). The outputs of the classes get mean 1 and a hundredth of the variance instead, so
/// that a last ReLU zeroes none of them, neither at the start nor after the first steps.
///
/// A layer's outputs are linear in its weights, so one pass per layer is exact. Sums are in double
/// and in the order of the images, so the result does not depend on the number of threads.
struct LayerSequentialVariance {
  static let headMean = 1.0
  static let headDeviation = 0.1

  private let network: Network
  private let parameters: Parameters
  private let chunk: Int
  private let math: MathMode
  private let context: ExecutionContext

  init(
    _ network: Network, _ parameters: Parameters, chunk: Int, math: MathMode,
    context: ExecutionContext
  ) {
    (self.network, self.parameters, self.context) = (network, parameters, context)
    (self.chunk, self.math) = (chunk, math)
  }

  /// Scales the parameters, layer by layer in the order of execution.
  /// - Parameters:
  ///   - imageCount: the number of images of the batch.
  ///   - names: the names of the tensors that may change; nil for all.
  ///   - fill: writes images of the batch.
  /// - Throws: `KernelError`, and the errors of `fill`.
  func run(imageCount: Int, only names: [String]?, fill: Plan.Fill) throws {
    for layer in network.layers {
      let slots = parameters.layout.slots.filter { $0.name.hasPrefix(layer.path + ".") }
      guard slots.count == 2, names?.contains(slots[0].name) ?? true else { continue }
      let moments = try moments(of: layer, imageCount: imageCount, fill: fill)
      let variance = moments.map(\.variance).reduce(0, +) / Double(moments.count)
      // With equal outputs for all images, no scale can be found.
      guard variance > 0, variance.isFinite else { continue }
      let isHead = slots[0].isHead
      let scale = (isHead ? Self.headDeviation : 1) / variance.squareRoot()
      let target = isHead ? Self.headMean : 0
      let values = parameters.values.elements
      for element in slots[0].range { values[element] = Float(Double(values[element]) * scale) }
      for (channel, element) in slots[1].range.enumerated() {
        values[element] = Float(
          (Double(values[element]) - moments[channel].mean) * scale + target)
      }
    }
  }

  private struct Moments {
    var sum = 0.0
    var squares = 0.0
    var count = 0

    var mean: Double { sum / Double(count) }
    var variance: Double { max(squares / Double(count) - mean * mean, 0) }

    mutating func add(_ value: Float) {
      sum += Double(value)
      squares += Double(value) * Double(value)
      count += 1
    }
  }

  /// The moments of each output channel of `layer`, before its ReLU.
  private func moments(
    of layer: NetworkLayer, imageCount: Int, fill: Plan.Fill
  ) throws -> [Moments] {
    let channels = layer.output.channels
    let plan = try Plan(
      try network.upTo(layer), parameters: parameters, chunk: chunk, mode: .inference, math: math,
      context: context)
    var moments = [Moments](repeating: Moments(), count: channels)
    try plan.predict(batchSize: imageCount, fill: fill) { range, outputs in
      for index in 0..<(range.count * layer.output.countPerImage) {
        moments[index % channels].add(outputs[index])
      }
    }
    return moments
  }
}

extension Network {
  /// The layers up to and including `last`, with the same names.
  /// - Throws: `ShapeError`; never for a layer of this network.
  fileprivate func upTo(_ last: NetworkLayer) throws(ShapeError) -> Network {
    let path = last.path.split(separator: ".").dropFirst().compactMap { Int($0) }
    return try Network(
      name: name, layers: Self.prefix(tree, path[...]), input: input,
      classes: last.output.countPerImage)
  }

  private static func prefix(_ layers: [Layer], _ path: ArraySlice<Int>) -> [Layer] {
    guard let index = path.first else { return layers }
    var prefix = Array(layers[...index])
    if case .sequential(let inner) = prefix[index] {
      prefix[index] = .sequential(Self.prefix(inner, path.dropFirst()))
    }
    return prefix
  }
}
