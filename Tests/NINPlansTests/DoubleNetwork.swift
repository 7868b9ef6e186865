import Foundation
import NINModules
import NINReference
import NINTensors

/// The mean loss of a network in double, by the definition of each layer, for central differences.
/// It shares no code with plans or kernels.
struct DoubleNetwork {
  let network: Network
  let pixels: [Double]
  let labels: [Int32]
  let smoothing: Double
  let dropoutKey: UInt64

  func loss(_ parameters: [Double]) -> Double {
    var values = pixels
    var dropouts = 0
    for layer in network.layers {
      switch layer.layer {
      case .conv2d(let conv): values = convolve(values, conv, layer, parameters)
      case .linear: values = multiply(values, layer, parameters)
      case .relu: values = values.map { max($0, 0) }
      case .maxPool2d(let window):
        values = pool(values, layer, window) { inside, _ in inside.max() ?? .nan }
      case .averagePool2d(let window):
        values = pool(values, layer, window) { inside, padded in
          inside.reduce(0, +) / Double(window.countsPadding ? padded : inside.count)
        }
      case .globalAveragePool2d: values = globalAverage(values, layer.input)
      case .dropout(let probability):
        values = drop(values, probability, number: dropouts)
        dropouts += 1
      case .flatten, .sequential: break
      }
    }
    return crossEntropy(values)
  }

  private func convolve(
    _ x: [Double], _ conv: Conv2d, _ layer: NetworkLayer, _ parameters: [Double]
  ) -> [Double] {
    let (input, output, k) = (layer.input, layer.output, conv.kernelSize)
    let slots = network.parameters.slots.filter { $0.name.hasPrefix(layer.path + ".") }
    let (weight, bias) = (slots[0].range.lowerBound, slots[1].range.lowerBound)
    var y: [Double] = []
    forEachOutput(output) { n, p, q, o in
      var sum = parameters[bias + o]
      for r in 0..<k {
        for s in 0..<k {
          let (h, w) = (
            p * conv.stride + r - conv.padding, q * conv.stride + s - conv.padding
          )
          guard (0..<input.height).contains(h), (0..<input.width).contains(w) else { continue }
          for c in 0..<input.channels {
            let tap = ((r * k + s) * input.channels + c) * output.channels + o
            sum +=
              x[((n * input.height + h) * input.width + w) * input.channels + c]
              * parameters[weight + tap]
          }
        }
      }
      y.append(sum)
    }
    return y
  }

  /// Features have the order of the image in memory, and so have the rows of the stored weights.
  private func multiply(
    _ x: [Double], _ layer: NetworkLayer, _ parameters: [Double]
  ) -> [Double] {
    let (inputs, outputs) = (layer.input.countPerImage, layer.output.countPerImage)
    let slots = network.parameters.slots.filter { $0.name.hasPrefix(layer.path + ".") }
    let (weight, bias) = (slots[0].range.lowerBound, slots[1].range.lowerBound)
    return (0..<(labels.count * outputs)).map { index in
      let (n, o) = (index / outputs, index % outputs)
      return (0..<inputs).reduce(parameters[bias + o]) {
        $0 + x[n * inputs + $1] * parameters[weight + $1 * outputs + o]
      }
    }
  }

  /// - Parameter fold: of the pixels of a window inside the image, and their number with padding.
  private func pool(
    _ x: [Double], _ layer: NetworkLayer, _ pool: Pool2d, _ fold: ([Double], Int) -> Double
  ) -> [Double] {
    let (input, k, padding) = (layer.input, pool.kernelSize, pool.padding)
    var y: [Double] = []
    forEachOutput(layer.output) { n, p, q, c in
      let (top, left) = (p * pool.stride - padding, q * pool.stride - padding)
      let rows = top..<min(top + k, input.height + padding)
      let columns = left..<min(left + k, input.width + padding)
      var inside: [Double] = []
      for h in rows.clamped(to: 0..<input.height) {
        for w in columns.clamped(to: 0..<input.width) {
          inside.append(x[((n * input.height + h) * input.width + w) * input.channels + c])
        }
      }
      y.append(fold(inside, rows.count * columns.count))
    }
    return y
  }

  private func globalAverage(_ x: [Double], _ shape: ActivationShape) -> [Double] {
    let positions = shape.height * shape.width
    var y = [Double](repeating: 0, count: labels.count * shape.channels)
    for index in x.indices {
      let image = index / shape.countPerImage
      y[image * shape.channels + index % shape.channels] += x[index] / Double(positions)
    }
    return y
  }

  /// Each dropout of these networks follows one convolution more than the dropout before it, so the
  /// plan's number of a dropout, the operations before it, is known.
  private func drop(_ x: [Double], _ probability: Float, number: Int) -> [Double] {
    let stream = RandomStream(seed: dropoutKey, purpose: .dropout, 2 * number + 1)
    let factors = ReferenceElementwise.dropout(
      [Float](repeating: 1, count: x.count), key: stream.key, first: 0,
      probability: probability)
    return zip(x, factors).map { $0 * $1 }
  }

  private func crossEntropy(_ logits: [Double]) -> Double {
    let classes = network.classes
    var sum = 0.0
    for (n, label) in labels.enumerated() {
      let z = logits[(n * classes)..<((n + 1) * classes)]
      let logSum = log(z.reduce(0) { $0 + exp($1) })
      for (c, value) in z.enumerated() {
        let target = smoothing / Double(classes) + (c == Int(label) ? 1 - smoothing : 0)
        sum += target * (logSum - value)
      }
    }
    return sum / Double(labels.count)
  }

  private func forEachOutput(_ shape: ActivationShape, _ body: (Int, Int, Int, Int) -> Void) {
    for n in labels.indices {
      for p in 0..<shape.height {
        for q in 0..<shape.width {
          for c in 0..<shape.channels { body(n, p, q, c) }
        }
      }
    }
  }
}
