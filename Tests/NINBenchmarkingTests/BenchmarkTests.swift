import NINKernels
import NINModules
import NINPlans
import Testing

@testable import NINBenchmarking

@Suite(.serialized) struct BenchmarkTests {
  private func benchmark(_ mode: PlanMode, chunk: Int) throws -> NetworkBenchmark {
    try NetworkBenchmark(
      Network(.ninSmall), batchSize: 5, chunk: chunk, mode: mode, math: .fast,
      context: ExecutionContext())
  }

  /// A batch is processed in chunks; the last one is smaller.
  @Test func logitsDoNotDependOnTheChunk() throws {
    let (whole, parts) = (
      try benchmark(.inference, chunk: 5), try benchmark(.inference, chunk: 2)
    )
    try whole.runBatch()
    try parts.runBatch()
    #expect(whole.logits.elements.contains { $0 != 0 })
    #expect(Array(whole.logits.elements) == Array(parts.logits.elements))
  }

  @Test func aTrainingStepMovesTheParameters() throws {
    let benchmark = try benchmark(.training, chunk: 2)
    let before = Array(benchmark.plan.parameters.values.elements)
    try benchmark.runBatch()
    #expect(before != Array(benchmark.plan.parameters.values.elements))
  }

  @Test func everyPassOfEveryConvolutionIsMeasured() throws {
    let context = try ExecutionContext()
    let roof = try Roof(context)
    var names: [String] = []
    for make in try ConvolutionBenchmark.all(
      of: Network(.ninSmall), imageCount: 1, math: .fast, context: context)
    {
      try make().measure(samples: 1, roof: roof) { row in
        names.append(row.name)
        #expect(row.worstError.map { $0 <= 1 } == true)
        #expect(row.gflops.map { $0 > 0 } == true)
      }
    }
    // Nine convolutions, three passes each; the first needs no gradient of its input.
    #expect(names.count == 9 * 3 - 1)
    #expect(names.prefix(2) == ["net.0.0 forward", "net.0.0 backward weights"])
  }
}
