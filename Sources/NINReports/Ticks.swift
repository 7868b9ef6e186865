import Foundation

/// Round numbers along an axis.
struct Ticks {
  let values: [Double]
  /// The digits after the decimal point that are needed to tell them apart.
  let digits: Int

  /// About `count` multiples of 1, 2 or 5 times a power of ten. The first and the last one enclose
  /// `range`.
  /// - Parameter areWhole: whether only whole numbers make sense.
  init(_ range: ClosedRange<Double>, count: Int, areWhole: Bool = false) {
    let width = max(range.upperBound - range.lowerBound, abs(range.upperBound) * 1e-6, 1e-9)
    let rough = areWhole ? max(1, width / Double(count)) : width / Double(count)
    let power = pow(10, floor(log10(rough)))
    let step = power * ([1, 2, 5].first { $0 * power >= rough * 0.999 } ?? 10)
    let first = (range.lowerBound / step + 1e-6).rounded(.down)
    let last = max(first + 1, (range.upperBound / step - 1e-6).rounded(.up))
    values = stride(from: first, through: last, by: 1).map { $0 * step }
    digits = max(0, Int(-floor(log10(step) + 1e-9)))
  }

  var range: ClosedRange<Double> { (values.first ?? 0)...(values.last ?? 1) }
}
