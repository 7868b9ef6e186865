import Foundation

/// Downloads one file with `curl`, continuing where an earlier attempt ended.
struct Download {
  let url: String
  /// Where the bytes go; it may hold the bytes of earlier attempts.
  let part: PartialFile
  /// A server that sends more than this sends something else.
  let mostBytes: Int
  /// The connection is given up after so many seconds with less than a kilobyte per second.
  let stallSeconds: Int

  /// The number of attempts without any new byte after which it gives up.
  private static let patience = 3

  /// - Parameters:
  ///   - progress: called at least ten times a second with the bytes so far.
  ///   - shouldStop: asked as often.
  /// - Returns: false when stopped; the bytes so far are kept.
  /// - Throws: `DatasetError` naming the URL and curl's reason.
  func run(
    progress: (Int) -> Void, shouldStop: () -> Bool
  ) throws(DatasetError) -> Bool {
    let curl = try SystemProgram("curl")
    var failures = 0
    while true {
      let before = part.bytes
      let result = try attempt(curl, from: before, progress, shouldStop)
      if shouldStop() { return false }
      if result.code == 0 { return true }
      failures = part.bytes > before ? 1 : failures + 1
      let status = result.code == 22 ? Self.status(result.complaint) : 0
      if before > 0 && Self.cannotContinue(result.code, status) {
        part.clear()
      } else if failures >= Self.patience || !Self.mayPass(result.code, status) {
        throw .download(url: url, reason: result.complaint)
      }
      pause(seconds: failures, shouldStop)
    }
  }

  // curl writes into a pipe, so that it ends when this process ends, for whatever reason.
  private func attempt(
    _ curl: SystemProgram, from start: Int, _ progress: (Int) -> Void, _ shouldStop: () -> Bool
  ) throws(DatasetError) -> SystemProgram.Result {
    var bytes = start
    return try curl.run(arguments(from: start)) {
      progress(bytes)
      return !shouldStop()
    } take: { (more) throws(DatasetError) in
      bytes += more.count
      guard bytes <= mostBytes else {
        part.clear()
        throw .unexpectedDownload(
          url: url, reason: "sends more than the \(mostBytes) bytes of the file")
      }
      try part.append(more)
    }
  }

  private func arguments(from start: Int) -> [String] {
    [
      "--fail", "--location", "--silent", "--show-error", "--globoff",
      "--proto", "=http,https,file", "--proto-redir", "=http,https",
      "--connect-timeout", "30", "--speed-limit", "1000", "--speed-time", "\(stallSeconds)",
      "--continue-at", "\(start)", "--output", "-", "--url", url,
    ]
  }

  /// "curl: (22) The requested URL returned error: 404".
  private static func status(_ complaint: String) -> Int {
    complaint.split(separator: " ").last.flatMap { Int($0) } ?? 0
  }

  /// Whether the server cannot continue a download, or the file is shorter than its beginning here.
  private static func cannotContinue(_ code: Int32, _ status: Int) -> Bool {
    code == 33 || code == 36 || status == 416
  }

  /// Whether another attempt may succeed: the connection was cut or stalled, or the server refused
  /// for the moment (curl's manual, "Exit codes").
  private static func mayPass(_ code: Int32, _ status: Int) -> Bool {
    [18, 28, 52, 55, 56, 92].contains(code) || [408, 429].contains(status) || status >= 500
  }

  private func pause(seconds: Int, _ shouldStop: () -> Bool) {
    for _ in 0..<(10 * seconds) where !shouldStop() { Thread.sleep(forTimeInterval: 0.1) }
  }
}
