import Foundation
import NINCheckpoints
import NINCommunication
import NINKernels
import NINTraining

/// The machine and the program of a run. It explains the speed; results do not depend on it.
public struct RunEnvironment: Hashable, Codable, Sendable {
  /// The version of the program.
  public var version: String
  /// The git commit that the program was built from, possibly with changes; nil if it is unknown.
  public var commit: String?
  /// "debug" or "release".
  public var build: String
  /// The name of the processor.
  public var cpu: String
  /// The number of active processors.
  public var processors: Int
  /// The instruction set of the kernels.
  public var isa: ISA
  /// Whether the processor has bf16 instructions for this instruction set.
  public var bf16: Bool
  /// The number of threads of the kernels.
  public var threads: Int
  /// The name and version of the operating system.
  public var system: String
  /// The number of processes that shared the work; nil for one.
  public var ranks: Int?
  /// The host of each of these processes; nil for one process.
  public var hosts: [String]?

  /// The environment of this process.
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

  /// The build of this program: "debug" or "release".
  public static var buildConfiguration: String {
    #if DEBUG
      "debug"
    #else
      "release"
    #endif
  }

  /// The processor, instruction set, threads and build in one line.
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
      // For Arm, that file has numbers only, but this one has the name of the board.
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
  /// Writes `environment.json`.
  /// - Throws: `CheckpointError` when it cannot be written.
  public func saveEnvironment(_ environment: RunEnvironment) throws {
    try environment.saveJSON(to: environmentPath)
  }
}
