/// Shows progress on standard error: on a terminal in one line that is overwritten, otherwise as a
/// new line every few seconds.
final class ProgressLine {
  private let console: Console
  private var lastShown: ContinuousClock.Instant?
  private var isShown = false

  init(_ console: Console) {
    self.console = console
  }

  /// Shows `text`, unless another text was shown a moment ago.
  func show(_ text: String) {
    let now = ContinuousClock.now
    let pause: Duration = console.isTerminal ? .milliseconds(100) : .seconds(10)
    if let lastShown, now - lastShown < pause { return }
    lastShown = now
    if console.isTerminal {
      console.noteRaw("\r" + text.prefix(max(console.columns - 1, 20)) + "\u{1B}[K")
      isShown = true
    } else {
      console.note(text)
    }
  }

  /// Removes the line, so that something else can be printed.
  func clear() {
    if isShown { console.noteRaw("\r\u{1B}[K") }
    isShown = false
  }
}
