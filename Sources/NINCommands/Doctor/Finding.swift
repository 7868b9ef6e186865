/// The result of one check of `nin doctor`.
struct Finding: Encodable {
  enum Verdict: String, Encodable {
    case ok
    /// Works, but not as well as it could.
    case note
    /// A command of `nin` cannot work.
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
