import Foundation
import NINDatasets
import NINKernels
import NINPictures
import NINReports

/// The checks of `nin doctor`.
enum Diagnosis {
  static func machine(_ context: ExecutionContext) throws -> [Finding] {
    let environment = RunEnvironment(context, version: Commands.version)
    let sets = ISA.available.map(\.rawValue).joined(separator: ", ")
    return [
      .ok("nin", "\(Commands.version), \(environment.build) build, \(environment.system)"),
      .ok("processor", "\(environment.cpu), \(ExecutionContext.usableProcessors) usable"),
      context.isa == .best
        ? .ok("instruction sets", "\(sets); \(context.isa) is used")
        : Finding(
          name: "instruction sets", verdict: .note, text: "\(sets); \(context.isa) is used",
          advice: "chosen by --isa or NIN_ISA; \(ISA.best) is the fastest"),
      .ok(
        "bf16",
        context.isa.hasBF16
          ? "has instructions here: --math bf16 is the fastest"
          : "has no instructions here: --math bf16 is slower than --math fast"),
      try speed(context), threads(context), memory,
    ]
  }

  private static func threads(_ context: ExecutionContext) -> Finding {
    let processors = ExecutionContext.usableProcessors
    let granted = ProcessorQuota.granted.map { min($0, Double(processors)) } ?? Double(processors)
    let text = "\(context.threads), OpenMP gives \(context.teamSize)"
    let share = granted.formatted(.number.precision(.fractionLength(0...1)))
    if context.teamSize < context.threads {
      return Finding(
        name: "threads", verdict: .note, text: text, advice: "limited by OMP_THREAD_LIMIT")
    }
    if context.threads > 1 && Double(context.threads) > granted {
      return Finding(
        name: "threads", verdict: .note, text: "\(text), for \(share) processors",
        advice: "--threads \(max(1, Int(granted))) may be faster")
    }
    return .ok("threads", text)
  }

  private static var memory: Finding {
    let bytes = ProcessInfo.processInfo.physicalMemory
    let text = "\(bytes >> 20) MB"
    // Training at 224x224 and CIFAR-10 together take half of it.
    return bytes >= 1 << 30
      ? .ok("memory", text)
      : Finding(
        name: "memory", verdict: .note, text: text, advice: "a smaller --chunk needs less of it")
  }

  static func software(_ environment: [String: String]) -> [Finding] {
    let formats = PictureFormat.allCases.map { format in
      format.isSupported
        ? Finding.ok(format.rawValue, "pictures can be read")
        : Finding(
          name: format.rawValue, verdict: .note, text: "pictures cannot be read",
          advice: format.advice)
    }
    let folders = (environment["PATH"] ?? "").split(separator: ":")
    let programs = ["curl", "tar", "gzip"].map { program in
      folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
        ? Finding.ok(program, "is installed")
        : Finding(
          name: program, verdict: .note, text: "is not installed",
          advice: program == "gzip"
            ? "MNIST's .gz files cannot be read without it"
            : "nin data fetch cannot work without it"
        )
    }
    return formats + programs
  }

  static func storage(_ environment: [String: String]) -> [Finding] {
    PublishedDataset.allCases.map { set in
      guard let folder = set.find(environment: environment) else {
        return Finding(
          name: set.title, verdict: .note, text: "not found",
          advice: "nin data fetch \(set.rawValue), or name its folder with --data-dir")
      }
      return .ok(set.title, "in \(folder)")
    } + [runs]
  }

  /// Whether runs can be written to the current folder or its folder `runs`.
  private static var runs: Finding {
    let files = FileManager.default
    let folder = files.fileExists(atPath: "runs") ? "runs" : "."
    guard files.isWritableFile(atPath: folder) else {
      return Finding(
        name: "runs", verdict: .problem, text: "\(folder) cannot be written",
        advice: "work in another folder, or name one with --output")
    }
    let attributes = try? files.attributesOfFileSystem(forPath: ".")
    let free = (attributes?[.systemFreeSize] as? NSNumber)?.uint64Value ?? 0
    let text = "\(folder) can be written, \(free >> 20) MB free"
    // A run of the largest network takes less than 40 MB.
    return free >= 100 << 20
      ? .ok("runs", text)
      : Finding(
        name: "runs", verdict: .problem, text: text, advice: "make room, or name another --output")
  }
}
