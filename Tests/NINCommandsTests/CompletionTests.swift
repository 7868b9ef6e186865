import Foundation
import Testing

@testable import NINCommands

private func isInstalled(_ shell: String) -> Bool {
  ["/bin", "/usr/bin"].contains {
    FileManager.default.isExecutableFile(atPath: "\($0)/\(shell)")
  }
}

@Suite struct CompletionTests {
  @Test(
    arguments: [
      (["tr"], ["train"], false), (["data", ""], ["fetch", "show"], false),
      (["train", "--mom"], ["--momentum"], false), (["train", "--no-sh"], ["--no-shuffle"], false),
      (["train", "--model", "nin-s"], ["nin-svhn", "nin-small"], true),
      (["train", "--math=s"], ["--math=strict"], false), (["train", "--lr", ""], [], false),
      (["train", "--resume", ""], [], true), (["predict", "model", ""], [], true),
      (["train", "--dataset", "mn"], ["mnist"], true),
      (["data", "fetch", "cifar"], ["cifar10", "cifar100", "cifar100-coarse"], false),
      (["nonsense", ""], [], false), (["completions", "f"], ["fish"], false),
      (["train", "--no-js"], [], false), (["completions", "bash", ""], [], false),
    ] as [([String], [String], Bool)])
  func candidates(_ words: [String], _ expected: [String], _ takesFiles: Bool) {
    let completion = Completion(words)
    #expect(completion.candidates.map(\.text) == expected)
    #expect(completion.takesFiles == takesFiles)
  }

  /// Every option of every command is offered, including new ones.
  @Test func optionsAreTheDeclaredOnes() {
    for command in Commands.all {
      let offered = Set(Completion(command.words + ["--"]).candidates.map(\.text))
      #expect(offered.isSuperset(of: command.options.map(\.name)))
    }
  }

  private static let nin = "PATH=\"$(dirname \"$NIN\"):$PATH\"; "

  @Test(
    .enabled(if: isInstalled("bash"), "bash is not installed"),
    arguments: [
      ("nin train --mo", 2, ["--model", "--momentum"]), ("nin train --math = di", 4, ["direct"]),
      ("nin train --weights my", 3, ["my model"]),
    ])
  func bash(_ line: String, _ index: Int, _ expected: [String]) throws {
    let folder = try TemporaryFolder()
    try folder.write(Data(), to: "my model/file")
    let script =
      Self.nin + "eval \"$(nin completions bash)\"; COMP_WORDS=(\(line)); COMP_CWORD=\(index); "
      + "_nin; printf '%s\\n' \"${COMPREPLY[@]}\""
    let result = try folder.nin.start(["-c", script], executable: "/bin/bash").finish()
    #expect(result.output.split(separator: "\n").map(String.init) == expected, "\(result.error)")
  }

  @Test(.enabled(if: isInstalled("fish"), "fish is not installed"))
  func fish() throws {
    let folder = try TemporaryFolder()
    try folder.write(Data(), to: "my-model/file")
    let script =
      "set -x PATH (dirname $NIN) $PATH; nin completions fish | source; "
      + "complete -C 'nin train --mom'; complete -C 'nin eval my-'"
    let result = try folder.nin.start(["-c", script], executable: "/usr/bin/fish").finish()
    #expect(result.output == "--momentum\tThe momentum of sgd.\nmy-model/\n", "\(result.error)")
  }

  /// Replaces the functions of zsh's completion by ones that print their arguments.
  @Test(.enabled(if: isInstalled("zsh"), "zsh is not installed"))
  func zsh() throws {
    let folder = try TemporaryFolder()
    let script =
      Self.nin + "compdef() { }; _files() { print files }; _describe() { print -l -- $found }; "
      + "eval \"$(nin completions zsh)\"; words=(nin train --mom); CURRENT=3; _nin; "
      + "words=(nin train --dataset ci); CURRENT=4; _nin"
    let result = try folder.nin.shell("zsh -f -c '\(script)'")
    #expect(
      result.output == "--momentum:The momentum of sgd.\nfiles\ncifar10:\ncifar100:\n",
      "\(result.output) \(result.error)")
  }
}
