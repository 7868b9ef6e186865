import NINTensors

/// 2-d convolution and its gradients by the definition, in double. Activations NHWC, weights HWIO.
public struct ReferenceConv2d {
  private let geometry: Conv2dGeometry
  private let imageCount: Int

  /// - Parameters:
  ///   - geometry: the shape of one image, of the filters and of the output.
  ///   - imageCount: how many there are.
  public init(_ geometry: Conv2dGeometry, imageCount: Int) {
    self.geometry = geometry
    self.imageCount = imageCount
  }

  /// `y[n][p][q][o] = bias[o] + Σ x[n][p·stride+r-padding][q·stride+s-padding][c] · w[r][s][c][o]`.
  public func forward(x: [Float], weights: [Float], bias: [Float]) -> ReferenceSum {
    let g = geometry
    var y = ReferenceSum(count: g.outputShape(imageCount: imageCount).count, terms: g.fanIn + 1)
    let w = weights.map(Double.init)
    for output in 0..<(imageCount * g.outputHeight * g.outputWidth) {
      for o in 0..<g.outputChannels {
        y.values[output * g.outputChannels + o] = Double(bias[o])
        y.magnitudes[output * g.outputChannels + o] = abs(Double(bias[o]))
      }
    }
    forEachTap { output, input, tap in
      for c in 0..<g.inputChannels {
        y.add(
          Double(x[input * g.inputChannels + c]), times: w,
          at: (tap * g.inputChannels + c) * g.outputChannels, to: output * g.outputChannels,
          count: g.outputChannels)
      }
    }
    return y
  }

  /// `dx[n][h][w][c] = Σ dy[n][p][q][o] · w[r][s][c][o]` over all outputs that read the input.
  public func backwardData(dy: [Float], weights: [Float]) -> ReferenceSum {
    let g = geometry
    let terms = g.kernelHeight * g.kernelWidth * g.outputChannels
    var dx = ReferenceSum(count: g.inputShape(imageCount: imageCount).count, terms: terms)
    let transposed = transpose(weights)
    forEachTap { output, input, tap in
      for o in 0..<g.outputChannels {
        dx.add(
          Double(dy[output * g.outputChannels + o]), times: transposed,
          at: (tap * g.outputChannels + o) * g.inputChannels, to: input * g.inputChannels,
          count: g.inputChannels)
      }
    }
    return dx
  }

  /// `dw[r][s][c][o] = Σ x[…][c] · dy[…][o]` over all images and outputs.
  public func backwardWeights(x: [Float], dy: [Float]) -> ReferenceSum {
    let g = geometry
    let terms = imageCount * g.outputHeight * g.outputWidth
    var dw = ReferenceSum(count: g.weightCount, terms: terms)
    let gradient = dy.map(Double.init)
    forEachTap { output, input, tap in
      for c in 0..<g.inputChannels {
        dw.add(
          Double(x[input * g.inputChannels + c]), times: gradient, at: output * g.outputChannels,
          to: (tap * g.inputChannels + c) * g.outputChannels, count: g.outputChannels)
      }
    }
    return dw
  }

  /// `db[o] = Σ dy[n][p][q][o]`.
  public func backwardBias(dy: [Float]) -> ReferenceSum {
    let outputs = imageCount * geometry.outputHeight * geometry.outputWidth
    var db = ReferenceSum(count: geometry.outputChannels, terms: outputs)
    let gradient = dy.map(Double.init)
    for output in 0..<outputs {
      db.add(
        1, times: gradient, at: output * geometry.outputChannels, to: 0,
        count: geometry.outputChannels)
    }
    return db
  }

  /// Calls `body` for each output pixel and each kernel tap whose input pixel lies inside the
  /// image. Pixels are numbered over all images.
  private func forEachTap(_ body: (_ output: Int, _ input: Int, _ tap: Int) -> Void) {
    let g = geometry
    for n in 0..<imageCount {
      for p in 0..<g.outputHeight {
        for q in 0..<g.outputWidth {
          for r in 0..<g.kernelHeight {
            for s in 0..<g.kernelWidth {
              let h = p * g.stride + r - g.padding
              let w = q * g.stride + s - g.padding
              guard (0..<g.height).contains(h), (0..<g.width).contains(w) else { continue }
              body(
                (n * g.outputHeight + p) * g.outputWidth + q, (n * g.height + h) * g.width + w,
                r * g.kernelWidth + s)
            }
          }
        }
      }
    }
  }

  /// `w[r][s][c][o]` → `[r][s][o][c]`, in double.
  private func transpose(_ weights: [Float]) -> [Double] {
    let (input, output) = (geometry.inputChannels, geometry.outputChannels)
    var result = [Double](repeating: 0, count: weights.count)
    for tap in 0..<(geometry.kernelHeight * geometry.kernelWidth) {
      for c in 0..<input {
        for o in 0..<output {
          result[(tap * output + o) * input + c] = Double(weights[(tap * input + c) * output + o])
        }
      }
    }
    return result
  }
}

extension ReferenceSum {
  /// `values[to + i] += a · b[at + i]`, and the magnitudes with it.
  fileprivate mutating func add(_ a: Double, times b: [Double], at: Int, to: Int, count: Int) {
    guard a != 0 || !a.isFinite else { return }
    b.withUnsafeBufferPointer { b in
      values.withUnsafeMutableBufferPointer { values in
        magnitudes.withUnsafeMutableBufferPointer { magnitudes in
          for i in 0..<count {
            let product = a * b[at + i]
            values[to + i] += product
            magnitudes[to + i] += abs(product)
          }
        }
      }
    }
  }
}
