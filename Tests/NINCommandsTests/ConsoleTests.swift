import Foundation
import Testing

@testable import NINCommands

@Suite struct ConsoleTests {
  /// What a console writes to a pipe.
  private func written(_ write: (Console) -> Void) -> String {
    let pipe = Pipe()
    let file = pipe.fileHandleForWriting.fileDescriptor
    write(Console(environment: [:], output: file, error: file))
    pipe.fileHandleForWriting.closeFile()
    return String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  }

  @Test func namesDoNotCommandTheTerminal() {
    let name = "a\u{1B}]0;title\u{7}b\u{9B}31m\rc"
    let escaped = #"a\u{1B}]0;title\u{07}b\u{009B}31m\rc"#
    #expect(written { $0.note(name) } == escaped + "\n")
    // In the results for other programs, the name is not changed.
    #expect(written { $0.print(name) } == name + "\n")
    #expect(written { $0.note("ä\té\n日") } == "ä\té\n日\n")
  }

  #if os(Linux)
    @Test func resultsDoNotEither() throws {
      let folder = try TemporaryFolder()
      let result = try folder.nin.shell(
        #"script -qec "\"$NIN\" data show \"$(printf 'a\033[31m')\"" /dev/null"#)
      #expect(!result.output.contains("\u{1B}[31m"), "\(result.output)")
      #expect(result.output.contains(#"\u{1B}[31m"#), "\(result.output)")
    }
  #endif
}
