import Foundation

/// A server of one file on this machine that can have the faults of real servers.
final class LoopbackServer: @unchecked Sendable {
  // `requests` is under `lock`; the rest does not change.

  enum Behaviour: Sendable {
    case serves
    /// Closes the connection after this number of bytes.
    case cuts(after: Int)
    /// Sends this number of bytes and then nothing.
    case stalls(after: Int)
    /// Ignores the requested range and sends the whole file.
    case ignoresRange
    /// Never ends, and does not send a length.
    case endless
    /// Answers with this status.
    case refuses(Int)
  }

  private let content: Data
  private let behaviours: [Behaviour]
  private let socketNumber: Int32
  private let lock = NSLock()
  private var starts: [Int] = []
  let url: String

  /// - Parameter behaviours: one for each connection; the last one applies to all that follow.
  init(_ content: Data, _ behaviours: [Behaviour] = [.serves]) {
    self.content = content
    self.behaviours = behaviours
    #if os(Linux)
      let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let number = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    socketNumber = number
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        _ = bind(number, address, size)
        _ = getsockname(number, address, &size)
      }
    }
    listen(number, 8)
    url = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
    let thread = Thread { [weak self] in
      while case let connection = accept(number, nil, nil), connection >= 0 {
        self?.answer(connection)
        close(connection)
      }
      close(number)
    }
    thread.start()
  }

  // The thread closes the socket. Closed here, its number could go to the next server's socket while
  // the thread still accepts connections of that number.
  func stop() { shutdown(socketNumber, Int32(SHUT_RDWR)) }

  /// The first byte of each request so far.
  var requests: [Int] { lock.withLock { starts } }

  private func answer(_ connection: Int32) {
    let asked = Self.start(of: request(connection))
    let number = lock.withLock {
      starts.append(asked)
      return starts.count - 1
    }
    let behaviour = behaviours[min(number, behaviours.count - 1)]
    var (from, limit) = (asked, content.count)
    switch behaviour {
    case .refuses(let status):
      return send("HTTP/1.1 \(status) No\r\nContent-Length: 0\r\n\r\n", to: connection)
    case .endless:
      send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", to: connection)
      while send(Data(count: 1 << 16), to: connection) {}
      return
    case .ignoresRange: from = 0
    case .cuts(let bytes), .stalls(let bytes): limit = bytes
    case .serves: break
    }
    guard from < content.count else {
      return send("HTTP/1.1 416 No\r\nContent-Length: 0\r\n\r\n", to: connection)
    }
    let range = "Content-Range: bytes \(from)-\(content.count - 1)/\(content.count)\r\n"
    send(
      "HTTP/1.1 \(from > 0 ? "206 Part" : "200 OK")\r\nConnection: close\r\n"
        + "Content-Length: \(content.count - from)\r\n\(from > 0 ? range : "")\r\n", to: connection)
    send(content[from..<min(from + limit, content.count)], to: connection)
    if case .stalls = behaviour { _ = request(connection) }
  }

  /// The next bytes; none when the other side has closed the connection.
  private func request(_ connection: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = recv(connection, &bytes, bytes.count, 0)
    return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
  }

  private static func start(of request: String) -> Int {
    let range = request.firstMatch(of: /[Rr]ange: bytes=(\d+)-/)
    return range.flatMap { Int($0.1) } ?? 0
  }

  private func send(_ text: String, to connection: Int32) {
    send(Data(text.utf8), to: connection)
  }

  /// - Returns: whether the other side is still there.
  @discardableResult private func send(_ data: Data, to connection: Int32) -> Bool {
    var rest = data[...]
    while !rest.isEmpty {
      #if os(Linux)
        let flags = Int32(MSG_NOSIGNAL)
      #else
        let flags = Int32(0)
      #endif
      let sent = rest.withUnsafeBytes {
        Foundation.send(connection, $0.baseAddress, $0.count, flags)
      }
      if sent <= 0 { return false }
      rest = rest.dropFirst(sent)
    }
    return true
  }
}
