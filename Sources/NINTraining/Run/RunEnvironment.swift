import NINCheckpoints
import Foundation
import NINCommunication
import NINKernels

/// What a run ran on: not needed to repeat it, but to understand its speed.
public struct RunEnvironment: Hashable, Codable, Sendable {
  public var version: String
  /// The commit of git that the program was built from, or from changes to it; nil where that is not
  /// known.
  public var commit: String?
  /// "debug" or "release".
  public var build: String
  public var cpu: String
  public var processors: Int
  public var isa: ISA
  /// Whether the instruction set has instructions for bf16 here.
  public var bf16: Bool
  public var threads: Int
  public var system: String
  /// The processes that shared the work, and the host of each; nil for one alone.
  public var ranks: Int?
  public var hosts: [String]?

  public init(
    _ context: ExecutionContext, version: String, commit: String? = nil,
    communicator: any Communicator = SingleProcess()
  ) {
    if communicator.size > 1 { (ranks, hosts) = (communicator.size, communicator.hosts) }
    self.version = version
    self.commit = commit
    build = Self.buildConfiguration
    cpu = Self.processorName
    processors = ProcessInfo.processInfo.activeProcessorCount
    isa = context.isa
    bf16 = context.isa.hasBF16
    threads = context.threads
    system = ProcessInfo.processInfo.operatingSystemVersionString
  }

  /// How this program was built: "debug" or "release".
  public static var buildConfiguration: String {
    #if DEBUG
      "debug"
    #else
      "release"
    #endif
  }

  /// One line for people.
  public var summary: String {
    "\(cpu), \(isa), \(threads) of \(processors) threads, \(build) build"
  }

  private static var processorName: String {
    #if os(Linux)
      func text(_ path: String) -> String {
        (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
      }
      let line = text("/proc/cpuinfo").split(separator: "\n").first { $0.hasPrefix("model name") }
      if let name = line?.split(separator: ":", maxSplits: 1).last {
        return name.trimmingCharacters(in: .whitespaces)
      }
      // Arm's processors have numbers there instead; boards have names here.
      let board = text("/sys/firmware/devicetree/base/model").prefix { $0 != "\0" }
      return board.isEmpty ? "unknown CPU" : String(board)
    #else
      var bytes = [CChar](repeating: 0, count: 256)
      var size = bytes.count
      guard sysctlbyname("machdep.cpu.brand_string", &bytes, &size, nil, 0) == 0 else {
        return "unknown CPU"
      }
      return String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    #endif
  }
}

extension RunFolder {
  public func saveEnvironment(_ environment: RunEnvironment) throws {
    try environment.saveJSON(to: environmentPath)
  }
}
