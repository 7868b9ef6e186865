/// One thing that `nin doctor` has looked at.
struct Finding: Encodable {
  enum Verdict: String, Encodable {
    case ok
    /// Works, but not as well as it might.
    case note
    /// Something that `nin` does cannot work.
    case problem
  }

  let name: String
  let verdict: Verdict
  let text: String
  /// What to do about it.
  var advice: String?

  static func ok(_ name: String, _ text: String) -> Finding {
    Finding(name: name, verdict: .ok, text: text)
  }
}
