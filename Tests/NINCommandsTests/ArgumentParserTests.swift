import Testing

@testable import NINCommands

@Suite struct ArgumentParserTests {
  enum Colour: String, CaseIterable, Sendable {
    case red, green
  }

  static let count = Option.integer("--count", "N", "How many.", in: 1...9)
  static let fast = Option.flag("--fast", "Fast.")
  static let colour = Option<Colour>.choice("--colour", "Which.")
  static let rate = Option.number("--rate", "R", "Rate.", "a number", accepts: { $0 > 0 })
  static let command = Command(
    name: "paint", abstract: "Paint.", operands: [.init(name: "file", help: "What to paint.")],
    groups: [
      .init(
        title: "Options",
        options: [
          count.declaration, fast.declaration, colour.declaration, rate.declaration,
        ])
    ]
  ) { _, _ in .success }

  func parse(_ arguments: String...) throws -> ParsedArguments {
    var parser = ArgumentParser(Self.command, arguments[...])
    return try parser.parse()
  }

  @Test func valuesFollowOrAreAttached() throws {
    let result = try parse("wall", "--count", "3", "--colour=green", "--rate=0.5")
    #expect(result[Self.count] == 3)
    #expect(result[Self.colour] == .green)
    #expect(result[Self.rate] == 0.5)
    #expect(result.operands == ["wall"])
  }

  @Test func flagsSwitchOnAndOff() throws {
    #expect(try parse("wall")[Self.fast] == nil)
    #expect(try parse("wall", "--fast")[Self.fast] == true)
    #expect(try parse("--fast", "wall", "--no-fast")[Self.fast] == false)
  }

  @Test func lastOfRepeatedOptionsCounts() throws {
    #expect(try parse("wall", "--count=1", "--count=2")[Self.count] == 2)
  }

  @Test func nothingIsAnOptionAfterTwoDashes() throws {
    #expect(try parse("--", "--fast").operands == ["--fast"])
  }

  @Test(arguments: [
    (["wall", "--cuont", "3"], "unknown option '--cuont'; did you mean '--count'?"),
    (["wall", "-x"], "unknown option '-x'"),
    (["wall", "--count"], "'--count' lacks its value: a whole number from 1 to 9 is expected"),
    (
      ["wall", "--count", "--fast"],
      "'--count' lacks its value: a whole number from 1 to 9 is expected"
    ),
    (
      ["wall", "--count", "-1"],
      "'-1' is no value for '--count': a whole number from 1 to 9 is expected"
    ),
    (
      ["wall", "--colour", "gren"],
      "'gren' is no value for '--colour': one of red, green is expected; did you mean 'green'?"
    ),
    (["wall", "--rate", "nan"], "'nan' is no value for '--rate': a number is expected"),
    (["wall", "--fast=yes"], "'--fast' takes no value"),
    (["wall", "floor"], "unexpected argument 'floor'"),
    ([], "missing argument 'file': What to paint."),
  ])
  func mistakesAreNamed(_ arguments: [String], _ message: String) {
    var parser = ArgumentParser(Self.command, arguments[...])
    #expect { try parser.parse() } throws: { ($0 as? UsageError)?.message == message }
  }

  @Test(arguments: [
    ("train", "train", 0), ("trian", "train", 1), ("tran", "train", 1), ("", "abc", 3),
    ("kitten", "sitting", 3),
  ])
  func distanceCountsEdits(_ a: String, _ b: String, _ edits: Int) {
    #expect(Suggestion.distance(a, b) == edits)
    #expect(Suggestion.distance(b, a) == edits)
  }

  @Test func noSuggestionWhenNothingIsNear() {
    #expect(Suggestion.text(for: "banana", among: ["train", "eval"]) == "")
  }

  @Test func helpNamesEveryOptionAndFitsTheTerminal() {
    let text = Help(columns: 60).text(Self.command)
    for option in Self.command.options {
      #expect(text.contains(option.name))
      #expect(text.contains(option.help))
    }
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 60 })
  }
}
