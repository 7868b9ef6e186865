import NINTraining
import Testing

@testable import NINCommands

private enum Colour: String, CaseIterable, Sendable {
  case red, green
}

private struct PaintOptions: CommandOptions {
  var file = ""
  var count = 2
  var isFast = false
  var colour: Colour?
  var rate = 0.25
  private(set) var given: Set<String> = []

  static let operands: [Operand<Self>] = [.init("file", \.file, .path("FILE"), "What to paint.")]
  static let groups: [OptionGroup<Self>] = [
    OptionGroup([
      .init("--count", \.count, .integer(1...9), "How many."),
      .init("--fast", \.isFast, .flag, "Fast."),
      .init("--colour", \.colour, .choice("COLOUR"), otherwise: "whatever is there", "Which."),
      .init("--rate", \.rate, .number("R", .above(0)), "Rate."),
    ])
  ]

  mutating func finish(given: Set<String>) { self.given = given }
}

@Suite struct CommandLineParserTests {
  private static let command = Command("paint", "Paint.") { (_: PaintOptions, _) in .success }

  private func parse(_ arguments: String...) throws -> PaintOptions {
    var parser = CommandLineParser<PaintOptions>(arguments[...])
    return try parser.parse()
  }

  @Test func valuesFollowOrAreAttached() throws {
    let result = try parse("wall", "--count", "3", "--colour=green", "--rate=0.5")
    #expect(result.count == 3)
    #expect(result.colour == .green)
    #expect(result.rate == 0.5)
    #expect(result.file == "wall")
    #expect(result.given == ["--count", "--colour", "--rate"])
  }

  @Test func whatIsNotGivenKeepsItsDefault() throws {
    let result = try parse("wall")
    #expect(result.count == 2 && result.rate == 0.25 && result.colour == nil)
    #expect(result.given.isEmpty)
  }

  @Test func flagsSwitchOnAndOff() throws {
    #expect(try parse("wall", "--fast").isFast)
    #expect(try !parse("--fast", "wall", "--no-fast").isFast)
  }

  @Test func lastOfRepeatedOptionsCounts() throws {
    #expect(try parse("wall", "--count=1", "--count=3").count == 3)
  }

  @Test func nothingIsAnOptionAfterTwoDashes() throws {
    #expect(try parse("--", "--fast").file == "--fast")
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
    (["wall", "--rate", "nan"], "'nan' is no value for '--rate': a number above 0 is expected"),
    (["wall", "--fast=yes"], "'--fast' takes no value"),
    (["wall", "floor"], "unexpected argument 'floor'"),
    ([], "missing argument 'file': What to paint."),
  ])
  func mistakesAreNamed(_ arguments: [String], _ message: String) {
    var parser = CommandLineParser<PaintOptions>(arguments[...])
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

  @Test(arguments: [30, 60, 200])
  func helpNamesEveryOptionAndFitsTheTerminal(_ columns: Int) {
    let text = Help(columns: columns).text(Self.command)
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for option in Self.command.options {
      #expect(words.contains(option.name))
      #expect(words.contains(option.fullHelp))
    }
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= columns })
  }

  @Test func helpShowsDefaults() {
    let help = Dictionary(uniqueKeysWithValues: Self.command.options.map { ($0.name, $0.fullHelp) })
    #expect(help["--count"] == "How many. (default: 2)")
    #expect(help["--rate"] == "Rate. (default: 0.25)")
    #expect(help["--colour"] == "Which. (red, green; default: whatever is there)")
    #expect(help["--fast"] == "Fast.")
  }
}
