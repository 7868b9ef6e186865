import NINBenchmarking
import NINKernels
import NINModules

/// What to measure, from the command line.
struct Options {
  enum Part: String, CaseIterable {
    case layers, training, inference, data
  }

  var parts = Part.allCases
  var model = Network.Model.nin
  var batch = 64
  /// Images that pass the network at a time.
  var chunk = 8
  var samples = 20
  var threads = ExecutionContext.defaultThreads
  var isa = ISA.best
  var math = MathMode.fast
  /// Parameters (safetensors) and images (float32, NHWC) to use instead of random ones.
  var weights: String?
  var images: String?
  /// Where to write the logits of the images (float32).
  var logits: String?
  /// Tensors of convolutions (safetensors) whose results to write to `results`.
  var tensors: String?
  var results: String?
  var json = false

  static let usage = """
    Usage: nin-bench [options]

      --only PART        layers, training, inference or data (default: all)
      --model MODEL      \(names(Network.Model.self)) (default: nin)
      --batch N          images a step (default: 64)
      --chunk N          images that pass the network at a time (default: 8)
      --samples N        timed repetitions (default: 20)
      --threads N        (default: all)
      --isa ISA          \(names(ISA.self)) (default: the best)
      --math MODE        \(names(MathMode.self)) (default: fast)
      --weights FILE     parameters to use, safetensors (default: random)
      --images FILE      a batch to use, float32 NHWC (default: random)
      --logits FILE      write the batch's logits, float32
      --tensors FILE     write what the kernels make of given tensors, in every math mode,
      --results FILE     to this file (both safetensors)
      --json             print JSON
    """

  /// The file to read and the one to write.
  var convolutions: (tensors: String, results: String)? {
    guard let tensors, let results else { return nil }
    return (tensors, results)
  }

  init(_ arguments: [String]) throws(BenchmarkError) {
    var rest = arguments[...]
    while let option = rest.popFirst() {
      if option == "--json" {
        json = true
        continue
      }
      guard let value = rest.popFirst() else {
        throw BenchmarkError("\(option): unknown, or its value is missing\n\(Self.usage)")
      }
      try set(option, value)
    }
  }

  private mutating func set(_ option: String, _ value: String) throws(BenchmarkError) {
    switch option {
    case "--only": parts = [try Self.choice(option, value)]
    case "--model": model = try Self.choice(option, value)
    case "--isa": isa = try Self.choice(option, value)
    case "--math": math = try Self.choice(option, value)
    case "--batch": batch = try Self.count(option, value)
    case "--chunk": chunk = try Self.count(option, value)
    case "--samples": samples = try Self.count(option, value)
    case "--threads": threads = try Self.count(option, value)
    case "--weights": weights = value
    case "--images": images = value
    case "--logits": logits = value
    case "--tensors": tensors = value
    case "--results": results = value
    default: throw BenchmarkError("\(option): unknown\n\(Self.usage)")
    }
  }

  private static func count(_ option: String, _ value: String) throws(BenchmarkError) -> Int {
    guard let count = Int(value), (1...1_000_000).contains(count) else {
      throw BenchmarkError("\(option): '\(value)' is no number from 1 to 1000000")
    }
    return count
  }

  private static func choice<T: RawRepresentable & CaseIterable>(
    _ option: String, _ value: String
  ) throws(BenchmarkError) -> T where T.RawValue == String {
    guard let choice = T(rawValue: value) else {
      throw BenchmarkError("\(option): '\(value)' is none of \(names(T.self))")
    }
    return choice
  }

  private static func names<T: RawRepresentable & CaseIterable>(_ type: T.Type) -> String
  where T.RawValue == String {
    type.allCases.map(\.rawValue).joined(separator: ", ")
  }
}
