import NINTensors

/// How large the numbers are that Winograd's algorithm adds up for each result: the algorithm run in
/// double on absolute values with the absolute values of its matrices. Rounding errors are a small
/// multiple of the unit roundoff times this, element by element.
public struct WinogradMagnitude {
  private let high: WinogradMatrices
  private let wide: WinogradMatrices
  private let geometry: Conv2dGeometry
  private let images: Int
  /// Side of the pixel blocks that a strided convolution is laid out in.
  private let block: Int

  /// - Parameters:
  ///   - tileHeight, tileWidth: outputs of a tile.
  public init(_ geometry: Conv2dGeometry, images: Int, tileHeight: Int, tileWidth: Int) {
    self.geometry = geometry
    self.images = images
    block = geometry.stride
    let taps = (geometry.kernelHeight + block - 1) / block
    high = WinogradMatrices(outputs: tileHeight, taps: taps)
    wide = WinogradMatrices(outputs: tileWidth, taps: taps)
  }

  /// Points of both transforms and taps: how many roundings a result passes beside its sum.
  public var transformRoundings: Int { 2 * (high.n + wide.n) + high.r + wide.r }

  /// Of `y`, for `x` and the weights.
  public func forward(x: [Float], weights: [Float]) -> [Double] {
    let g = geometry
    return correlation(
      inputs: forwardInputs(x), frequencies: frequencies(weights, rotated: false),
      channels: g.inputChannels * block * block, outputs: g.outputChannels,
      outHeight: g.outputHeight, outWidth: g.outputWidth)
  }

  /// Of `dx`, for `dy` and the weights; stride 1.
  public func backwardData(dy: [Float], weights: [Float]) -> [Double] {
    let g = geometry
    let inputs = transformedTiles(
      outHeight: g.height, outWidth: g.width, channels: g.outputChannels
    ) { n, h, w, k in
      let (p, q) = (h - (g.kernelHeight - 1 - g.padding), w - (g.kernelWidth - 1 - g.padding))
      guard (0..<g.outputHeight).contains(p), (0..<g.outputWidth).contains(q) else { return 0 }
      return Double(abs(dy[((n * g.outputHeight + p) * g.outputWidth + q) * g.outputChannels + k]))
    }
    return correlation(
      inputs: inputs, frequencies: frequencies(weights, rotated: true),
      channels: g.outputChannels, outputs: g.inputChannels, outHeight: g.height, outWidth: g.width)
  }

  /// Of `dw`, for `x` and `dy`.
  public func backwardWeights(x: [Float], dy: [Float]) -> [Double] {
    let g = geometry
    let channels = g.inputChannels * block * block
    let inputs = forwardInputs(x)
    let gradients = transformedGradients(dy)
    var dw = [Double](repeating: 0, count: g.weightCount)
    let tiles = inputs.count / (high.n * wide.n * channels)
    var sums = [Double](repeating: 0, count: high.n * wide.n * channels * g.outputChannels)
    for f in 0..<(high.n * wide.n) {
      for tile in 0..<tiles {
        for k in 0..<channels {
          accumulate(
            inputs[(f * tiles + tile) * channels + k], gradients,
            (f * tiles + tile) * g.outputChannels, &sums, (f * channels + k) * g.outputChannels,
            g.outputChannels)
        }
      }
    }
    for k in 0..<channels {
      for (r, s) in taps {
        guard let at = weightOffset(r, s, k) else { continue }
        for i in 0..<high.n {
          for j in 0..<wide.n {
            let factor = abs(high.weights[i][r] * wide.weights[j][s])
            accumulate(
              factor, sums, ((i * wide.n + j) * channels + k) * g.outputChannels, &dw, at,
              g.outputChannels)
          }
        }
      }
    }
    return dw
  }

  // MARK: Transforms

  private var taps: [(Int, Int)] {
    (0..<high.r).flatMap { r in (0..<wide.r).map { (r, $0) } }
  }

  /// Where the weights of block tap (r, s) and block channel k begin; nil where the kernel ends.
  private func weightOffset(_ r: Int, _ s: Int, _ k: Int) -> Int? {
    let g = geometry
    let place = k / g.inputChannels
    let (row, column) = (r * block + place / block, s * block + place % block)
    guard row < g.kernelHeight, column < g.kernelWidth else { return nil }
    return ((row * g.kernelWidth + column) * g.inputChannels + k % g.inputChannels)
      * g.outputChannels
  }

  private func forwardInputs(_ x: [Float]) -> [Double] {
    let g = geometry
    return transformedTiles(
      outHeight: g.outputHeight, outWidth: g.outputWidth,
      channels: g.inputChannels * block * block
    ) { n, h, w, k in
      let place = k / g.inputChannels
      let row = h * block + place / block - g.padding
      let column = w * block + place % block - g.padding
      guard (0..<g.height).contains(row), (0..<g.width).contains(column) else { return 0 }
      let at = ((n * g.height + row) * g.width + column) * g.inputChannels + k % g.inputChannels
      return Double(abs(x[at]))
    }
  }

  /// `|Bᵀ||d||B|` as [point][tile][channel].
  private func transformedTiles(
    outHeight: Int, outWidth: Int, channels: Int,
    _ source: (_ image: Int, _ row: Int, _ column: Int, _ channel: Int) -> Double
  ) -> [Double] {
    let (down, across) = tiles(outHeight, outWidth)
    let count = images * down * across
    var result = [Double](repeating: 0, count: high.n * wide.n * count * channels)
    for tile in 0..<count {
      let (n, top, left) = (
        tile / (down * across), tile / across % down * high.m, tile % across * wide.m
      )
      for k in 0..<channels {
        let d = (0..<high.n).map { i in (0..<wide.n).map { source(n, top + i, left + $0, k) } }
        let v = Self.sandwich(high.inputs, d, wide.inputs)
        for i in 0..<high.n {
          for j in 0..<wide.n { result[((i * wide.n + j) * count + tile) * channels + k] = v[i][j] }
        }
      }
    }
    return result
  }

  /// `|A||dy||Aᵀ|` as [point][tile][channel].
  private func transformedGradients(_ dy: [Float]) -> [Double] {
    let g = geometry
    let (down, across) = tiles(g.outputHeight, g.outputWidth)
    let count = images * down * across
    var result = [Double](repeating: 0, count: high.n * wide.n * count * g.outputChannels)
    for tile in 0..<count {
      let (n, top, left) = (
        tile / (down * across), tile / across % down * high.m, tile % across * wide.m
      )
      for o in 0..<g.outputChannels {
        for a in 0..<min(high.m, g.outputHeight - top) {
          for b in 0..<min(wide.m, g.outputWidth - left) {
            let at = (n * g.outputHeight + top + a) * g.outputWidth + left + b
            let value = Double(abs(dy[at * g.outputChannels + o]))
            for i in 0..<high.n {
              for j in 0..<wide.n {
                result[((i * wide.n + j) * count + tile) * g.outputChannels + o] +=
                  abs(high.outputs[a][i] * wide.outputs[b][j]) * value
              }
            }
          }
        }
      }
    }
    return result
  }

  /// `|G||w||Gᵀ|` as [point][channel][output].
  private func frequencies(_ weights: [Float], rotated: Bool) -> [Double] {
    let g = geometry
    let channels = rotated ? g.outputChannels : g.inputChannels * block * block
    let outputs = rotated ? g.inputChannels : g.outputChannels
    var result = [Double](repeating: 0, count: high.n * wide.n * channels * outputs)
    for (r, s) in taps {
      for k in 0..<channels {
        for o in 0..<outputs {
          let at =
            rotated
            ? weightOffset(high.r - 1 - r, wide.r - 1 - s, o).map { $0 + k }
            : weightOffset(r, s, k).map { $0 + o }
          guard let at else { continue }
          let value = Double(abs(weights[at]))
          for i in 0..<high.n {
            for j in 0..<wide.n {
              result[((i * wide.n + j) * channels + k) * outputs + o] +=
                abs(high.weights[i][r] * wide.weights[j][s]) * value
            }
          }
        }
      }
    }
    return result
  }

  // MARK: Products

  /// `|Aᵀ|[Σ frequencies ⊙ inputs]|A|` as NHWC.
  private func correlation(
    inputs: [Double], frequencies: [Double], channels: Int, outputs: Int, outHeight: Int,
    outWidth: Int
  ) -> [Double] {
    let (down, across) = tiles(outHeight, outWidth)
    let count = images * down * across
    var y = [Double](repeating: 0, count: images * outHeight * outWidth * outputs)
    var products = [Double](repeating: 0, count: outputs)
    for f in 0..<(high.n * wide.n) {
      for tile in 0..<count {
        for o in 0..<outputs { products[o] = 0 }
        for k in 0..<channels {
          accumulate(
            inputs[(f * count + tile) * channels + k], frequencies, (f * channels + k) * outputs,
            &products, 0, outputs)
        }
        let (n, top, left) = (
          tile / (down * across), tile / across % down * high.m, tile % across * wide.m
        )
        for a in 0..<min(high.m, outHeight - top) {
          for b in 0..<min(wide.m, outWidth - left) {
            let factor = abs(high.outputs[a][f / wide.n] * wide.outputs[b][f % wide.n])
            let at = ((n * outHeight + top + a) * outWidth + left + b) * outputs
            accumulate(factor, products, 0, &y, at, outputs)
          }
        }
      }
    }
    return y
  }

  private func tiles(_ outHeight: Int, _ outWidth: Int) -> (Int, Int) {
    ((outHeight + high.m - 1) / high.m, (outWidth + wide.m - 1) / wide.m)
  }

  /// `|left||middle||rightᵀ|`.
  private static func sandwich(
    _ left: [[Double]], _ middle: [[Double]], _ right: [[Double]]
  ) -> [[Double]] {
    let rows = left.map { coefficients in
      (0..<right.count).map { column in
        zip(coefficients, middle).reduce(0) { $0 + abs($1.0) * $1.1[column] }
      }
    }
    return rows.map { row in
      right.map { coefficients in zip(coefficients, row).reduce(0) { $0 + abs($1.0) * $1.1 } }
    }
  }

  /// `to[at...] += a · b[from...]`.
  private func accumulate(
    _ a: Double, _ b: [Double], _ from: Int, _ to: inout [Double], _ at: Int, _ count: Int
  ) {
    guard a != 0 else { return }
    b.withUnsafeBufferPointer { b in
      to.withUnsafeMutableBufferPointer { to in
        for i in 0..<count { to[at + i] += a * b[from + i] }
      }
    }
  }
}
