/// Why a command cannot do what was asked, beyond what the libraries say. One line.
struct CommandError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
