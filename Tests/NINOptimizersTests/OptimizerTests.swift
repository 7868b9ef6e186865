import Foundation
import NINKernels
import NINOptimizers
import Testing

@Suite struct OptimizerTests {
  /// All updates of an element have the same sign, so nothing cancels. The update of step t has at
  /// most t roundings of its moments and a dozen of its own, so the relative error of the sum of
  /// all updates is at most (steps + 12)·ε; each of the `steps` subtractions adds half an ulp.
  @Test(arguments: ISA.available, optimizerTrace)
  func endsWherePyTorchEnds(_ isa: ISA, _ recorded: OptimizerCase) throws {
    let count = recorded.parameters.count
    let start = GeneratedProblem(count: count).parameters
    let descent = try Descent(
      recorded.configuration, count: count, context: ExecutionContext(isa: isa, threads: 1))
    try expectWherePyTorchEnds(descent, recorded, start)
  }

  @Test(arguments: ISA.available, groupedTrace)
  func groupsEndWherePyTorchsEnd(_ isa: ISA, _ recorded: OptimizerCase) throws {
    let count = recorded.parameters.count
    let descent = try Descent(
      recorded.configuration, count: count,
      groups: [
        ParameterGroup(0..<16), ParameterGroup(16..<count, rateFactor: 2, decayFactor: 0),
      ], context: ExecutionContext(isa: isa, threads: 1))
    try expectWherePyTorchEnds(descent, recorded, GeneratedProblem(count: count).parameters)
  }

  /// Groups with factors of 1 change no result.
  @Test(arguments: ISA.available, OptimizerConfiguration.Kind.allCases)
  func equalGroupsChangeNoBit(_ isa: ISA, _ kind: OptimizerConfiguration.Kind) throws {
    let configuration = OptimizerConfiguration(
      kind: kind, learningRate: 0.01, momentum: 0.9, weightDecay: 0.1)
    let groups = [0..<48, 48..<64, 64..<101].map { ParameterGroup($0) }
    let results = try [nil, groups].map { groups in
      let descent = try Descent(
        configuration, count: 101, groups: groups,
        context: ExecutionContext(isa: isa, threads: 2))
      try descent.run(steps: 3)
      return descent.values.elements.map(\.bitPattern)
    }
    #expect(results[0] == results[1])
  }

  @Test func whatIsInNoGroupStays() throws {
    let configuration = OptimizerConfiguration(kind: .adam, learningRate: 0.01)
    let start = GeneratedProblem(count: 40).parameters
    let descent = try Descent(
      configuration, count: 40, groups: [ParameterGroup(8..<24)],
      context: ExecutionContext(threads: 1))
    try descent.run(steps: 1)
    for (index, value) in start.enumerated() {
      #expect((descent.values.pointer[index] != value) == (8..<24).contains(index))
    }
  }

  private func expectWherePyTorchEnds(
    _ descent: Descent, _ recorded: OptimizerCase, _ start: [Float]
  ) throws {
    try descent.run(steps: OptimizerCase.steps)
    let epsilon = Double(Float.ulpOfOne)
    let steps = Double(OptimizerCase.steps)
    for (index, expected) in recorded.parameters.enumerated() {
      let way = abs(expected - Double(start[index]))
      let tolerance = epsilon * ((steps + 12) * way + steps / 2 * abs(Double(start[index])))
      let error = abs(Double(descent.values.pointer[index]) - expected)
      #expect(error <= tolerance, "element \(index): \(error) > \(tolerance)")
      #expect(way > 1000 * tolerance, "a trace that no error could miss")
    }
  }

  /// Three slices of a thread's work, the last one short.
  @Test(arguments: ISA.available, OptimizerConfiguration.Kind.allCases)
  func threadsChangeNoBit(_ isa: ISA, _ kind: OptimizerConfiguration.Kind) throws {
    let configuration = OptimizerConfiguration(
      kind: kind, learningRate: 0.01, momentum: 0.9, weightDecay: 0.1)
    let results = try [1, 2, 3].map { threads in
      let context = try ExecutionContext(isa: isa, threads: threads)
      let descent = try Descent(configuration, count: 40_001, context: context)
      try descent.run(steps: 2)
      return descent.values.elements.map(\.bitPattern)
    }
    #expect(results[0] == results[1] && results[1] == results[2])
  }

  /// A power of two scales without rounding.
  @Test(arguments: optimizerTrace)
  func gradientScaleMultipliesTheGradientFirst(_ recorded: OptimizerCase) throws {
    let context = try ExecutionContext(threads: 1)
    let plain = try Descent(recorded.configuration, count: 33, context: context)
    let scaled = try Descent(recorded.configuration, count: 33, context: context)
    try plain.run(steps: 3)
    try scaled.run(steps: 3, divisor: 4)
    #expect(Array(plain.values.elements) == Array(scaled.values.elements))
  }

  @Test(arguments: optimizerTrace)
  func stateCarriesOnToTheBit(_ recorded: OptimizerCase) throws {
    let context = try ExecutionContext(threads: 1)
    let straight = try Descent(recorded.configuration, count: 33, context: context)
    try straight.run(steps: 5)
    let first = try Descent(recorded.configuration, count: 33, context: context)
    try first.run(steps: 2)
    let second = try Descent(recorded.configuration, count: 33, context: context)
    try second.run(steps: 2)
    for (from, to) in zip(first.optimizer.state, second.optimizer.state) {
      #expect(from.name == to.name)
      to.values.update(repeating: .nan)
      _ = to.values.update(fromContentsOf: from.values)
    }
    second.optimizer.resume(afterSteps: first.optimizer.steps)
    try second.run(steps: 3)
    #expect(Array(second.values.elements) == Array(straight.values.elements))
    #expect(second.optimizer.steps == 5)
  }

  @Test func stateIsNamedByWhatItHolds() throws {
    let context = try ExecutionContext(threads: 1)
    for (kind, momentum, names) in [
      (.sgd, 0, []), (.sgd, 0.9, ["momentum"]), (.adam, 0, ["first_moment", "second_moment"]),
      (.adamw, 0, ["first_moment", "second_moment"]),
    ] as [(OptimizerConfiguration.Kind, Float, [String])] {
      let configuration = OptimizerConfiguration(kind: kind, learningRate: 1, momentum: momentum)
      let optimizer = try Optimizer(configuration, count: 3, context: context)
      #expect(optimizer.state.map(\.name) == names)
      #expect(optimizer.state.allSatisfy { Array($0.values) == [0, 0, 0] })
    }
  }

  /// The gaps of a parameter layout stay zero.
  @Test(arguments: optimizerTrace)
  func zerosWithoutGradientStayZero(_ recorded: OptimizerCase) throws {
    let context = try ExecutionContext(threads: 1)
    let (values, gradients) = (try FloatBuffer(count: 20), try FloatBuffer(count: 20))
    let optimizer = try Optimizer(recorded.configuration, count: 20, context: context)
    for _ in 0..<3 {
      try optimizer.step(values: values, gradients: gradients, learningRate: 1)
    }
    #expect(values.elements.allSatisfy { $0 == 0 })
  }

  @Test(arguments: optimizerTrace)
  func configurationsSurviveJSON(_ recorded: OptimizerCase) throws {
    let data = try JSONEncoder().encode(recorded.configuration)
    let decoded = try JSONDecoder().decode(OptimizerConfiguration.self, from: data)
    #expect(decoded == recorded.configuration)
  }
}
