/// How large the images of a set are before they are fitted to one size.
public struct ImageSizes: Hashable, Sendable, CustomStringConvertible {
  /// From the smallest width to the largest, in pixels.
  public let widths: ClosedRange<Int>
  /// From the smallest height to the largest, in pixels.
  public let heights: ClosedRange<Int>

  /// Widths and heights in pixels.
  public init(widths: ClosedRange<Int>, heights: ClosedRange<Int>) {
    self.widths = widths
    self.heights = heights
  }

  /// The ranges of all `sizes`; nil if there are none.
  init?(_ sizes: [(width: Int, height: Int)]) {
    guard let first = sizes.first else { return nil }
    func range(_ edges: [Int], _ first: Int) -> ClosedRange<Int> {
      (edges.min() ?? first)...(edges.max() ?? first)
    }
    widths = range(sizes.map(\.width), first.width)
    heights = range(sizes.map(\.height), first.height)
  }

  /// "32x32 pixels", "640 to 4032 by 480 to 3024 pixels".
  public var description: String {
    func text(_ range: ClosedRange<Int>) -> String {
      range.count == 1
        ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
    }
    let isOne = widths.count == 1 && heights.count == 1
    return "\(text(widths))\(isOne ? "x" : " by ")\(text(heights)) pixels"
  }
}
