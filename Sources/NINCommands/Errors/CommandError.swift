/// Why a command cannot do what it was asked to do, in one line, when no library says it.
struct CommandError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
