/// The allowed values of a number: an interval with or without its ends.
public struct Limits<Value: Comparable & Sendable>: Hashable, Sendable, CustomStringConvertible
where Value: Hashable {
  private let lowest: Value
  private let highest: Value
  private let excludesLowest: Bool
  private let excludesHighest: Bool
  /// The interval as it follows "a number": "from 1 to 1024", "above 0".
  public let description: String

  private init(
    _ lowest: Value, _ highest: Value, excludesLowest: Bool = false, excludesHighest: Bool = false,
    _ description: String
  ) {
    self.lowest = lowest
    self.highest = highest
    self.excludesLowest = excludesLowest
    self.excludesHighest = excludesHighest
    self.description = description
  }

  /// The values of `range`.
  public init(_ range: ClosedRange<Value>) {
    self.init(
      range.lowerBound, range.upperBound, "from \(range.lowerBound) to \(range.upperBound)")
  }

  /// Whether `value` is allowed. NaN and infinities never are.
  public func contains(_ value: Value) -> Bool {
    let isHighEnough = excludesLowest ? value > lowest : value >= lowest
    let isLowEnough = excludesHighest ? value < highest : value <= highest
    return isHighEnough && isLowEnough
  }
}

extension Limits where Value: FixedWidthInteger {
  /// The values from `lowest`.
  public static func atLeast(_ lowest: Value) -> Limits {
    Limits(lowest, .max, "of at least \(lowest)")
  }
}

extension Limits where Value: BinaryFloatingPoint & LosslessStringConvertible {
  /// From the lower bound up to, but not including, the upper one.
  public init(_ range: Range<Value>) {
    self.init(
      range.lowerBound, range.upperBound, excludesHighest: true,
      "of at least \(Self.text(range.lowerBound)) and below \(Self.text(range.upperBound))")
  }

  /// The finite values from `lowest`.
  public static func atLeast(_ lowest: Value) -> Limits {
    Limits(lowest, .greatestFiniteMagnitude, "of at least \(text(lowest))")
  }

  /// The finite values greater than `lowest`.
  public static func above(_ lowest: Value) -> Limits {
    Limits(lowest, .greatestFiniteMagnitude, excludesLowest: true, "above \(text(lowest))")
  }

  /// The values greater than `lowest`, up to and including `highest`.
  public static func above(_ lowest: Value, atMost highest: Value) -> Limits {
    Limits(
      lowest, highest, excludesLowest: true, "above \(text(lowest)) and at most \(text(highest))")
  }

  /// "1" instead of "1.0".
  private static func text(_ value: Value) -> String {
    Int(exactly: value).map(String.init) ?? String(value)
  }
}
