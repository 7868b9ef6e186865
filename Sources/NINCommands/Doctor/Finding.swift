/// The result of one check of `nin doctor`.
struct Finding: Encodable {
  enum Verdict: String, Encodable {
    case ok
    /// It works, but could work better.
    case note
    /// A command of `nin` cannot work.
    case problem
  }

  let name: String
  let verdict: Verdict
  let text: String
  /// What the user can do about it.
  var advice: String?

  static func ok(_ name: String, _ text: String) -> Finding {
    Finding(name: name, verdict: .ok, text: text)
  }
}
