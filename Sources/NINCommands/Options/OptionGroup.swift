/// Options under one heading of the help.
struct OptionGroup<Options: Sendable>: Sendable {
  let title: String
  let options: [CommandOption<Options>]

  init(_ title: String, _ options: [CommandOption<Options>]) {
    self.title = title
    self.options = options
  }

  /// The options of a command that need no other heading.
  init(_ options: [CommandOption<Options>]) {
    self.init("Options", options)
  }

  /// The same options for a command that keeps them in one of its properties.
  func inside<Outer>(
    _ property: WritableKeyPath<Outer, Options> & Sendable
  ) -> OptionGroup<Outer> {
    OptionGroup<Outer>(title, options.map { $0.inside(property) })
  }
}

/// All that a command line may say to one command, as a value: each property begins with its
/// default, and options and operands change it.
protocol CommandOptions: Sendable {
  init()
  static var operands: [Operand<Self>] { get }
  static var groups: [OptionGroup<Self>] { get }
  /// Checks what options ask of each other.
  /// - Parameter given: the names of the options that the command line has.
  mutating func finish(given: Set<String>) throws(UsageError)
}

extension CommandOptions {
  static var operands: [Operand<Self>] { [] }

  mutating func finish(given: Set<String>) throws(UsageError) {}
}
