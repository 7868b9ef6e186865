import Foundation
import Testing

@testable import NINCommands

/// Texts of the library must not mention options and commands, because they appear in any program.
@Suite struct LibraryWordsTests {
  /// The option or command that a text in a line of code mentions, if any. Texts that are only an
  /// option, as "--fail", are arguments of other programs.
  private static func commandLineWord(in line: Substring) -> String? {
    guard !line.drop(while: { $0 == " " }).hasPrefix("//") else { return nil }
    let words = line.matches(of: /\s(--[a-z][a-z-]*)|(--[a-z][a-z-]*)[^a-z"-]/).map {
      String($0.output.1 ?? $0.output.2 ?? "")
    }
    let option = words.first { word in
      Commands.all.contains { $0.options.contains { [$0.name, $0.negation].contains(word) } }
    }
    return option ?? Commands.all.map { "nin \($0.name)" }.first { line.contains($0) }
  }

  @Test(arguments: [
    (#"throw E("\(name): --val-split \(count) is too much")"#, true),
    (#""try a lower --lr""#, true), (#""go on with nin train --resume""#, true),
    (#"["--fail", "--proto-redir", "=http"]"#, false), ("/// See `nin train --resume`.", false),
    (#"let url = "https://host" // nin"#, false), ("color: var(--page); --second: #888", false),
  ])
  func wordsAreFound(_ line: String, _ isFound: Bool) {
    #expect((Self.commandLineWord(in: line[...]) != nil) == isFound)
  }

  @Test func noLibraryHasAny() throws {
    let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources").standardizedFileURL
    let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
    let paths = (files?.allObjects ?? []).compactMap { $0 as? URL }.filter {
      let target = $0.path.dropFirst(sources.path.count + 1).prefix { $0 != "/" }
      return $0.pathExtension == "swift" && target.hasPrefix("NIN") && target != "NINCommands"
    }
    #expect(paths.count > 50)
    for path in paths {
      let text = try String(contentsOf: path, encoding: .utf8)
      for line in text.split(separator: "\n") {
        let word = Self.commandLineWord(in: line)
        #expect(word == nil, "\(path.lastPathComponent): \(line)")
      }
    }
  }
}
