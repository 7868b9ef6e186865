import Foundation
import NINTraining
import Testing

@testable import NINCommands

/// Commands that print facts about models and data.
@Suite struct InspectionTests {
  @Test func summaryIsTheNotebooksTable() throws {
    let folder = try TemporaryFolder()
    let result = try folder.nin.run(["summary"])
    let rule = String(repeating: "-", count: 40)
    let block = { (shape: String) in
      ["Conv2d", "ReLU", "Conv2d", "ReLU", "Conv2d", "ReLU"].map {
        "\($0)\(String(repeating: " ", count: 15 - $0.count)) output shape: \(shape)"
      }
    }
    let expected =
      ["Input shape: (1, 3, 224, 224)", rule]
      + block("(1, 96, 54, 54)") + ["MaxPool2d       output shape: (1, 96, 26, 26)"]
      + block("(1, 256, 26, 26)") + ["MaxPool2d       output shape: (1, 256, 12, 12)"]
      + block("(1, 384, 12, 12)") + ["MaxPool2d       output shape: (1, 384, 5, 5)"]
      + block("(1, 10, 5, 5)")
      + [
        "AdaptiveAvgPool2d output shape: (1, 10, 1, 1)",
        "Flatten         output shape: (1, 10)", rule, "",
      ]
    #expect(result.code == 0)
    #expect(result.output == expected.joined(separator: "\n"))
  }

  @Test func detailCountsParametersAndMultiplyAdds() throws {
    let folder = try TemporaryFolder()
    let text = try folder.nin.run(["summary", "--detail"]).output
    #expect(text.contains("2015398"))
    #expect(text.contains("830041864"))
    #expect(text.contains("415334400"))
  }

  struct Report: Decodable {
    struct Class: Decodable {
      let name: String
      let images: Int
      let accuracy: Double
    }
    let images: Int
    let loss: Double
    let top1: Double
    let top5: Double
    let classes: [Class]
  }

  @Test func evalAgreesWithTheRun() throws {
    let folder = try TemporaryFolder()
    let run = try folder.nin.run([
      "train", "--dataset", "shapes", "--limit-train", "320", "--limit-test", "100", "--epochs",
      "1", "--output", "run",
    ])
    #expect(run.code == 0, "\(run.error)")
    for subject in [["run"], ["run/weights/last.safetensors", "--limit-test", "100"]] {
      let result = try folder.nin.run(["eval", "--json"] + subject)
      #expect(result.code == 0, "\(result.error)")
      let report = try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
      #expect(
        run.output.hasSuffix(
          String(format: "Test Loss: %.4f | Test Acc: %.4f\n", report.loss, report.top1)))
      #expect(report.images == 100)
      #expect(report.classes.map(\.images) == Array(repeating: 10, count: 10))
      #expect(report.top5 >= report.top1)
      let correct = report.classes.reduce(0) { $0 + $1.accuracy * Double($1.images) }
      #expect(abs(correct / 100 - report.top1) < 1e-9)
    }
  }

  @Test(arguments: Commands.all.map(\.words))
  func helpOfEachCommand(_ words: [String]) throws {
    let folder = try TemporaryFolder()
    let help = try folder.nin.run(["help"] + words)
    #expect(help.code == 0)
    #expect(help.output.contains("Usage: nin \(words.joined(separator: " "))"))
    #expect(help.error.isEmpty)
    for flag in ["--help", "-h"] {
      #expect(try folder.nin.run(words + [flag]).output == help.output)
    }
  }

  @Test func helpOfCommandsThatShareAWord() throws {
    let folder = try TemporaryFolder()
    let help = try folder.nin.run(["help", "data"])
    #expect(help.output.contains("data fetch") && help.output.contains("data show"))
    #expect(!help.output.contains("summary") && help.code == 0)
    #expect(try folder.nin.run(["data", "--help"]).output == help.output)
  }

  @Test func overviewAndVersion() throws {
    let folder = try TemporaryFolder()
    let overview = try folder.nin.run([])
    for command in Commands.all { #expect(overview.output.contains("  \(command.name)")) }
    #expect(try folder.nin.run(["--help"]).output == overview.output)
    let version = try folder.nin.run(["--version"]).output
    let pattern =
      /nin (.+) \((commit [0-9a-f]{10} or changes to it|unknown commit), debug build, \/.+\)\n/
    #expect(version.wholeMatch(of: pattern)?.1 == Commands.version[...])
  }

  @Test func theManualPageHasEveryCommandAndOption() throws {
    let folder = try TemporaryFolder()
    let result = try folder.nin.run(["help", "--man"])
    #expect(result.code == 0, "\(result.error)")
    let page = result.output.replacing("\\-", with: "-").replacing("\\e", with: "\\")
    #expect(page.hasPrefix(".TH NIN 1 \"\" \"nin \(Commands.version)\" \"User Commands\"\n"))
    for command in Commands.all {
      #expect(page.contains("\n.SS nin \(command.name)\n"))
      for option in command.options { #expect(page.contains("\n.TP\n\\fB\(option.label)\\fR\n")) }
    }
    let macros = Set(page.split(separator: "\n").filter { $0.hasPrefix(".") }.map { $0.prefix(3) })
    #expect(macros == [".TH", ".SH", ".SS", ".TP", ".P"])
  }

  @Test func markdownHasEveryCommandAndOption() throws {
    let folder = try TemporaryFolder()
    let result = try folder.nin.run(["help", "--markdown"])
    #expect(result.code == 0, "\(result.error)")
    for command in Commands.all {
      #expect(result.output.contains("\n### nin \(command.name)\n"))
      for option in command.options { #expect(result.output.contains("\n- `\(option.label)`: ")) }
    }
  }

  @Test func recipesAreColumns() throws {
    let folder = try TemporaryFolder()
    let lines = try folder.nin.run(["recipes"]).output.split(separator: "\n")
      .map { $0.split(separator: " ").map(String.init) }
    #expect(lines.first == ["option"] + Recipe.Named.allCases.map(\.rawValue))
    let rates = Recipe.Named.allCases.map { "\(Recipe($0).optimizer.learningRate)" }
    #expect(lines.contains(["--lr"] + rates))
    #expect(rates.prefix(2) == ["0.01", "0.001"])
  }
}
