import Foundation
import Testing

/// `nin data` as a program. Its behaviour with bad servers is tested with the library.
@Suite struct DataTests {
  /// A port on this machine without a server.
  private final class SilentPort {
    private let number: Int32
    let url: String

    init() {
      #if os(Linux)
        number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      #else
        number = socket(AF_INET, SOCK_STREAM, 0)
      #endif
      // Without an address the system chooses one.
      listen(number, 8)
      var address = sockaddr_in()
      var size = socklen_t(MemoryLayout<sockaddr_in>.size)
      let number = number
      withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
          _ = getsockname(number, address, &size)
        }
      }
      url = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
    }

    deinit { close(number) }
  }

  @Test func showCountsAndPictures() throws {
    let folder = try TemporaryFolder()
    let result = try folder.nin.run(["data", "show", "shapes", "--output", "sheet.png"])
    #expect(result.code == 0, "\(result.error)")
    let lines = result.output.split(separator: "\n").map { $0.split(separator: " ") }
    #expect(lines[0].joined(separator: " ") == "shapes: 32x32 pixels, colour")
    #expect(lines[1] == ["class", "train", "test"])
    #expect(lines.count == 13 && lines[2...11].allSatisfy { $0[1...] == ["1000", "200"] })
    #expect(lines[12] == ["all", "10000", "2000"])
    #expect(try folder.data("sheet.png").prefix(4) == Data([0x89, 0x50, 0x4E, 0x47]))
  }

  static let hasCurl = ["/usr/bin", "/bin"].contains {
    FileManager.default.isExecutableFile(atPath: "\($0)/curl")
  }

  @Test(.enabled(if: hasCurl, "curl is not installed"))
  func anInterruptKeepsWhatHasCome() throws {
    let folder = try TemporaryFolder()
    let part = "data/cifar-10-binary.tar.gz.part"
    try folder.write(Data("begun".utf8), to: part)
    let port = SilentPort()
    let running = try folder.nin.start(["data", "fetch", "cifar10", "--mirror", port.url])
    try TrainTests.waitFor(running) { $0.contains("of 170.1 MB") }
    kill(running.process.processIdentifier, SIGINT)
    let result = try running.finish()
    #expect(result.code == 130, "\(result.error)")
    #expect(result.error.contains("the same command continues"))
    #expect(try folder.data(part) == Data("begun".utf8))
  }
}
