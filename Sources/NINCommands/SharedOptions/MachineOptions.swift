import NINKernels
import NINTraining

/// How kernels run, for every command that runs some.
struct MachineOptions: Sendable {
  var threads = ExecutionContext.defaultThreads
  var isa: ISA?
  var math = MathMode.fast
  var chunk: Int?

  static let group = OptionGroup<Self>(
    "Machine",
    [
      .init(
        "--threads", \.threads, .integer(1...ExecutionContext.maximumThreads),
        "The number of threads."
      ).alsoOnResume,
      instructionSet.alsoOnResume, math,
      .init(
        "--chunk", \.chunk, .integer(Recipe.Limit.chunk), otherwise: "as many as suit the caches",
        "Images that pass through the network at a time; fewer need less memory."),
    ])

  static let instructionSet = CommandOption<Self>(
    "--isa", \.isa, .choice("ISA"), otherwise: "the best one of this machine",
    "Use this instruction set.")
  static let math = CommandOption<Self>(
    "--math", \.math, .choice("MATH"),
    "fast: Winograd's algorithm wherever it is faster; strict: with smaller tiles, which are more "
      + "exact; direct: never; bf16: as fast, with 1x1 convolutions in bf16.")

  /// The instruction set and the threads. Prints a warning if there are more threads than
  /// processors.
  /// - Throws: `CommandError` or `KernelError` when the instruction set is unknown or not
  ///   available.
  func context(_ console: Console) throws -> ExecutionContext {
    let context = try ExecutionContext(isa: try requestedISA(console) ?? .best, threads: threads)
    console.noteSharedProcessors(context)
    console.noteSlowMath(math, context)
    return context
  }

  /// The instruction set of `--isa`, or else of the variable `NIN_ISA`; nil if neither names one.
  /// - Throws: `CommandError` when the variable names an unknown one.
  func requestedISA(_ console: Console) throws(CommandError) -> ISA? {
    if let isa { return isa }
    guard let name = console.environment["NIN_ISA"], !name.isEmpty else { return nil }
    guard let isa = ISA(rawValue: name) else {
      let names = ISA.allCases.map(\.rawValue).joined(separator: ", ")
      throw CommandError("NIN_ISA: no instruction set is named '\(name)'; it may be \(names)")
    }
    return isa
  }
}

extension Console {
  /// Says so where threads have to wait for each other.
  func noteSharedProcessors(_ context: ExecutionContext) {
    let processors = ExecutionContext.usableProcessors
    guard context.threads > processors else { return }
    note(
      "\(context.threads) threads share \(processors.of("processor")); --threads \(processors) is "
        + "faster and gives the same results.")
  }

  /// Says so where a math mode costs time instead of saving it.
  func noteSlowMath(_ math: MathMode, _ context: ExecutionContext) {
    guard math == .bf16, !context.isa.hasBF16 else { return }
    note("\(context.isa) has no bf16 instructions here; --math fast is faster than --math bf16.")
  }
}
