/// Options under one heading of the help.
struct OptionGroup<Options: Sendable>: Sendable {
  let title: String
  let options: [CommandOption<Options>]

  init(_ title: String, _ options: [CommandOption<Options>]) {
    self.title = title
    self.options = options
  }

  /// Options under the heading "Options".
  init(_ options: [CommandOption<Options>]) {
    self.init("Options", options)
  }

  /// The same options for a command that keeps their values in one of its properties.
  func inside<Outer>(
    _ property: WritableKeyPath<Outer, Options> & Sendable
  ) -> OptionGroup<Outer> {
    OptionGroup<Outer>(title, options.map { $0.inside(property) })
  }
}

/// The options and operands of one command, as a value. Each property begins with its default.
protocol CommandOptions: Sendable {
  init()
  static var operands: [Operand<Self>] { get }
  static var groups: [OptionGroup<Self>] { get }
  /// Checks whether the options fit together.
  /// - Parameter given: the names of the options on the command line.
  mutating func finish(given: Set<String>) throws(UsageError)
}

extension CommandOptions {
  static var operands: [Operand<Self>] { [] }

  mutating func finish(given: Set<String>) throws(UsageError) {}
}
