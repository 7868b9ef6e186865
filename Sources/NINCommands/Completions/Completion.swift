/// The words that may complete a command line, taken from the declared commands.
struct Completion {
  struct Candidate: Hashable {
    let text: String
    var help = ""
  }

  private(set) var candidates: [Candidate] = []
  /// Whether the name of a file or a folder is possible too.
  private(set) var takesFiles = false

  /// - Parameter words: the words after "nin"; the last one, which may be empty, is to be
  ///   completed.
  init(_ words: [String]) {
    let (typed, former) = (words.last ?? "", words.dropLast())
    if let command = Commands.all.first(where: { former.starts(with: $0.words) }) {
      complete(typed, of: command, after: former.dropFirst(command.words.count))
    } else {
      completeCommand(after: Array(former))
    }
    candidates.removeAll { !$0.text.hasPrefix(typed) }
  }

  private mutating func complete(
    _ typed: String, of command: Command, after former: ArraySlice<String>
  ) {
    let parts = typed.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2, let option = command.option(String(parts[0])) {
      completeValue(of: option, prefix: "\(parts[0])=")
    } else if let option = former.last.flatMap({ command.option($0) }) {
      completeValue(of: option)
    } else if typed.hasPrefix("-") {
      completeOption(of: command)
    } else {
      completeOperand(of: command, after: former)
    }
  }

  private mutating func completeCommand(after former: [String]) {
    let commands = Commands.all.filter {
      $0.words.count > former.count && $0.words.starts(with: former)
    }
    for command in commands {
      let word = command.words[former.count]
      guard !candidates.contains(where: { $0.text == word }) else { continue }
      let isWhole = command.words.count == former.count + 1
      candidates.append(Candidate(text: word, help: isWhole ? command.abstract : ""))
    }
  }

  private mutating func completeOption(of command: Command) {
    for option in command.options {
      candidates.append(Candidate(text: option.name, help: option.help))
      if let negation = option.negation { candidates.append(Candidate(text: negation)) }
    }
    candidates.append(Candidate(text: "--help", help: "Show the help of this command."))
  }

  private mutating func completeValue(of option: OptionFacts, prefix: String = "") {
    candidates = option.choices.map { Candidate(text: prefix + $0) }
    takesFiles = option.isPath && prefix.isEmpty
  }

  private mutating func completeOperand(of command: Command, after former: ArraySlice<String>) {
    let given = former.indices.count { index in
      !former[index].hasPrefix("-")
        && (index == former.startIndex || command.option(former[index - 1]) == nil)
    }
    let last = command.operands.count - 1
    let isRepeated = command.operands.last?.isRepeated ?? false
    guard given <= last || isRepeated && last >= 0 else { return completeOption(of: command) }
    let operand = command.operands[min(given, last)]
    candidates = operand.choices.map { Candidate(text: $0) }
    takesFiles = operand.isPath
  }
}

extension Command {
  /// The option of that name if it has a value.
  fileprivate func option(_ name: String) -> OptionFacts? {
    options.first { $0.name == name && !$0.isFlag }
  }
}
