import Foundation
import Testing

@testable import NINDatasets

@Suite(.enabled(if: hasCurl, "curl is not installed")) final class DownloadTests {
  private let path = NSTemporaryDirectory() + "nin-download-" + UUID().uuidString
  private let content = Data(generatedBytes(20_000))

  deinit { try? FileManager.default.removeItem(atPath: path) }

  private func run(
    _ server: LoopbackServer, shouldStop: () -> Bool = { false }
  ) throws -> Bool {
    let part = try PartialFile(path)
    return try Download(
      url: server.url + "/file", part: part, mostBytes: content.count, stallSeconds: 10
    ).run(progress: { _ in }, shouldStop: shouldStop)
  }

  private var received: Data? { FileManager.default.contents(atPath: path) }

  /// Each attempt continues where the last one ended.
  @Test func goesOnAfterABadConnection() throws {
    let server = LoopbackServer(
      content,
      [.cuts(after: 5000), .stalls(after: 7000), .refuses(503), .cuts(after: 1), .serves])
    defer { server.stop() }
    #expect(try run(server))
    #expect(server.requests == [0, 5000, 12_000, 12_000, 12_001])
    #expect(received == content)
  }

  @Test func beginsAnewWhereTheServerCannotGoOn() throws {
    let server = LoopbackServer(content, [.cuts(after: 5000), .ignoresRange])
    defer { server.stop() }
    #expect(try run(server))
    #expect(server.requests == [0, 5000, 0])
    #expect(received == content)
  }

  @Test func aStopKeepsWhatHasCome() throws {
    let server = LoopbackServer(content, [.stalls(after: 5000), .serves])
    defer { server.stop() }
    #expect(try !run(server, shouldStop: { received?.count == 5000 }))
    #expect(try run(server))
    #expect(server.requests == [0, 5000])
    #expect(received == content)
  }

  @Test func givesUpOnAServerThatNeverGives() {
    for (status, attempts) in [(404, 1), (503, 3)] {
      let server = LoopbackServer(Data(), [.refuses(status)])
      defer { server.stop() }
      let error = #expect(throws: DatasetError.self) { try run(server) }
      #expect(error?.description.hasPrefix("\(server.url)/file: curl: (22)") == true)
      #expect(error?.description.contains("\(status)") == true)
      #expect(server.requests == Array(repeating: 0, count: attempts))
    }
  }

  /// A server that sends zeros without end.
  @Test func refusesABodyWithoutEnd() throws {
    let server = LoopbackServer(content, [.endless])
    defer { server.stop() }
    let error = #expect(throws: DatasetError.self) { try run(server) }
    #expect(error?.description.contains("sends more than the 20000 bytes") == true)
    #expect(received == nil)
  }

  @Test func twoDoNotWriteOneFile() throws {
    let part = try PartialFile(path)
    let error = #expect(throws: DatasetError.self) { try PartialFile(part.path) }
    #expect(error?.description.contains("another process") == true)
  }
}
