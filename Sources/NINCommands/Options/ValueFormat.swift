import NINTraining

/// How values of one type are written on a command line.
struct ValueFormat<Value: Sendable>: Sendable {
  /// The name of the value in the help; nil for a flag, which has no value.
  let placeholder: String?
  /// What the value must be, for people: "a whole number from 1 to 9".
  let expects: String
  /// The allowed words, if they can be listed.
  var choices: [String] = []
  /// Whether a value may be a file or a folder.
  var isPath = false
  /// Reads a value; nil if the text is not allowed.
  let parse: @Sendable (String) -> Value?
  /// Writes a value as one would type it.
  var show: @Sendable (Value) -> String = { "\($0)" }
}

extension ValueFormat where Value == Bool {
  /// What the names of a flag and of its negation are translated to.
  static let (on, off) = ("on", "off")

  /// `--name` switches on, `--no-name` switches off.
  static var flag: ValueFormat {
    ValueFormat(
      placeholder: nil, expects: "no value", parse: { [on: true, off: false][$0] },
      show: { $0 ? on : off })
  }
}

extension ValueFormat where Value == String {
  static func text(_ placeholder: String) -> ValueFormat {
    ValueFormat(
      placeholder: placeholder, expects: "a text that is not empty",
      parse: { $0.isEmpty ? nil : $0 })
  }

  /// A file or a folder.
  static func path(_ placeholder: String) -> ValueFormat {
    ValueFormat(
      placeholder: placeholder, expects: "a path that is not empty", isPath: true,
      parse: { $0.isEmpty ? nil : $0 })
  }
}

extension ValueFormat where Value: FixedWidthInteger {
  static func integer(_ limits: Limits<Value>) -> ValueFormat {
    ValueFormat(
      placeholder: "N", expects: "a whole number \(limits)",
      parse: { text in Value(text).flatMap { limits.contains($0) ? $0 : nil } })
  }

  static func integer(_ range: ClosedRange<Value>) -> ValueFormat { integer(Limits(range)) }
}

extension ValueFormat where Value: BinaryFloatingPoint & LosslessStringConvertible {
  static func number(_ placeholder: String, _ limits: Limits<Value>) -> ValueFormat {
    ValueFormat(
      placeholder: placeholder, expects: "a number \(limits)",
      parse: { text in Value(text).flatMap { limits.contains($0) ? $0 : nil } },
      show: { value in Int(exactly: value).map(String.init) ?? "\(value)" })
  }
}

extension ValueFormat {
  /// Numbers with commas between them.
  static func numbers<Number>(
    _ placeholder: String, _ limits: Limits<Number>
  ) -> ValueFormat
  where Value == [Number], Number: BinaryFloatingPoint & LosslessStringConvertible {
    ValueFormat(
      placeholder: placeholder, expects: "numbers with commas between them, each \(limits)",
      parse: { text in
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false)
          .map { Number(String($0)) }
        let allowed = numbers.compactMap { $0 }.filter { limits.contains($0) }
        return allowed.count == numbers.count ? allowed : nil
      },
      show: { numbers in
        numbers.map { Int(exactly: $0).map(String.init) ?? "\($0)" }.joined(separator: ",")
      })
  }
}

extension ValueFormat where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
  /// One of the cases of an enumeration, by its raw value.
  static func choice(_ placeholder: String) -> ValueFormat {
    let names = Value.allCases.map(\.rawValue)
    return ValueFormat(
      placeholder: placeholder, expects: "one of " + names.joined(separator: ", "),
      choices: names, parse: { Value(rawValue: $0) }, show: \.rawValue)
  }
}
