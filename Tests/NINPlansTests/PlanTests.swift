import NINKernels
import NINModules
import NINPlans
import NINTensors
import Testing

/// The properties of a plan other than correct gradients.
struct PlanTests {
  private static let labels: [Int32] = [2, 0, 1, 1, 2]

  /// Convolutions wide enough for every algorithm, both pools, dropout.
  private static func network() throws -> Network {
    try Network(
      name: "sample",
      layers: [
        .mlpconv(inputChannels: 3, channels: (24, 17, 16), kernelSize: 5, padding: 2),
        .maxPool2d(kernelSize: 3, stride: 2, ceilMode: true), .dropout(probability: 0.5),
        .mlpconv(inputChannels: 16, channels: (32, 16, 3), kernelSize: 3, padding: 1),
        .averagePool2d(kernelSize: 2, stride: 2), .globalAveragePool2d, .flatten,
      ], input: ActivationShape(height: 19, width: 16, channels: 3), classes: 3)
  }

  private static func pixels(_ network: Network) -> [Float] {
    var stream = RandomStream(seed: 5, purpose: .testing)
    return (0..<(labels.count * network.input.countPerImage)).map { _ in stream.uniform(in: -1..<1)
    }
  }

  private func gradients(
    chunk: Int, threads: Int = 2, math: MathMode = .fast
  ) throws -> (loss: Double, values: [Float]) {
    let network = try Self.network()
    let parameters = try Parameters(network, initialization: .kaiming, seed: 6)
    let driver = try PlanDriver(
      network, parameters, chunk: chunk, math: math, context: ExecutionContext(threads: threads))
    let loss = try driver.gradients(Self.pixels(network), Self.labels)
    return (loss, Array(parameters.gradients.elements))
  }

  @Test(arguments: MathMode.allCases)
  func threadsNeverChangeABit(math: MathMode) throws {
    let alone = try gradients(chunk: 3, threads: 1, math: math)
    try #require(alone.values.contains { $0 != 0 })
    for threads in [2, 3, 5] {
      let team = try gradients(chunk: 3, threads: threads, math: math)
      #expect(team.loss == alone.loss)
      #expect(team.values.map(\.bitPattern) == alone.values.map(\.bitPattern), "\(threads)")
    }
  }

  /// The chunk size changes only the order of summation, so the tolerance is twice the bound of one
  /// sum over images and positions, carried through the layers.
  @Test(arguments: [1, 2, 3, 4, 8])
  func chunksOnlyReorderSums(chunk: Int) throws {
    let whole = try gradients(chunk: Self.labels.count)
    let parts = try gradients(chunk: chunk)
    let largest = whole.values.map(abs).max() ?? 0
    let terms = Float(Self.labels.count * 19 * 16)
    #expect(abs(parts.loss - whole.loss) <= Double(Float.ulpOfOne * 10) * whole.loss)
    for (part, all) in zip(parts.values, whole.values) {
      #expect(abs(part - all) <= Float.ulpOfOne * terms * largest)
    }
  }

  @Test func gapsBetweenParametersStayZero() throws {
    let layout = try Self.network().parameters
    let values = try gradients(chunk: 2).values
    var gaps = Set(values.indices)
    for slot in layout.slots { gaps.subtract(slot.range) }
    try #require(!gaps.isEmpty)
    #expect(gaps.allSatisfy { values[$0] == 0 })
  }

  @Test func inferenceLeavesDropoutOut() throws {
    let network = try Self.network()
    let parameters = try Parameters(network, initialization: .kaiming, seed: 6)
    let pixels = Self.pixels(network)
    let context = try ExecutionContext()
    let inference = try Plan(
      network, parameters: parameters, chunk: 2, mode: .inference, context: context)
    let training = try Plan(
      network, parameters: parameters, chunk: 5, mode: .training, context: context)
    func logits(key: UInt64) throws -> [Float] {
      for (index, pixel) in pixels.enumerated() { training.input[index] = pixel }
      try training.prepareWeights()
      try training.forward(imageCount: 5, dropout: DropoutSeed(key: key, firstImage: 0))
      return (0..<15).map { training.logits[$0] }
    }
    let predicted = try inference.predict(pixels)
    #expect(predicted.count == 15)
    #expect(try inference.predict(pixels) == predicted)
    #expect(try logits(key: 1) == logits(key: 1))
    #expect(try logits(key: 1) != logits(key: 2))
    #expect(try logits(key: 1) != predicted)
  }

  /// Each step drops other units. A resumed plan drops the same units as one that was not stopped.
  @Test func dropoutGoesOnWhereAPlanIsResumed() throws {
    let network = try Self.network()
    let parameters = try Parameters(network, initialization: .kaiming, seed: 6)
    func plan() throws -> Plan {
      try Plan(
        network, parameters: parameters, chunk: 3, mode: .training, seed: 8,
        context: ExecutionContext())
    }
    let pixels = Self.pixels(network)
    let (whole, resumed) = (try plan(), try plan())
    let losses = try (0..<3).map { _ in try whole.step(pixels, labels: Self.labels) }
    #expect(Set(losses).count == 3)
    resumed.resume(afterSteps: 2)
    #expect(try resumed.step(pixels, labels: Self.labels) == losses[2])
    #expect((whole.stepsTaken, resumed.stepsTaken) == (3, 3))
  }

  @Test func batchesThatDoNotFitAreRefused() throws {
    let network = try Self.network()
    let parameters = try Parameters(network.parameters)
    func plan(_ mode: PlanMode) throws -> Plan {
      try Plan(network, parameters: parameters, mode: mode, context: ExecutionContext())
    }
    let (training, inference) = (try plan(.training), try plan(.inference))
    let pixels = Self.pixels(network)
    #expect(throws: ShapeError.self) { try training.step(pixels, labels: [0, 1]) }
    #expect(throws: ShapeError.self) { try training.step([], labels: []) }
    #expect(throws: KernelError.self) { try training.step(pixels, labels: [0, 1, 2, 3, 0]) }
    #expect(throws: ShapeError.self) { try inference.predict(Array(pixels.dropLast())) }
    #expect(try inference.predict([]).isEmpty)
  }

  @Test func convolutionsAbsorbTheirReLU() throws {
    let network = try Network(.nin, classes: 10, size: 67)
    let plan = try Plan(
      network, parameters: Parameters(network.parameters), chunk: 1, mode: .inference,
      context: ExecutionContext())
    let operations = plan.descriptions.map(\.operation)
    #expect(operations.count == 16)
    #expect(operations.filter { $0.hasPrefix("conv2d") && $0.hasSuffix("relu") }.count == 12)
    #expect(plan.descriptions[0].paths == ["net.0.0", "net.0.1"])
    #expect(operations.last == "global average")
  }

  /// PyTorch needs about 910 MB for a step of 64 images.
  @Test func aStepOfTheNotebookStaysUnder400MB() throws {
    let network = try Network(.nin)
    let parameters = try Parameters(network.parameters)
    let plan = try Plan(
      network, parameters: parameters, chunk: 16, mode: .training, context: ExecutionContext())
    let optimizer = 2 * parameters.values.count * 4
    #expect(plan.memoryBytes + 2 * parameters.values.count * 4 + optimizer < 400_000_000)
  }

  /// A pass writes all memory before it reads it, so values of another plan do not matter.
  @Test func sharedMemoryChangesNothing() throws {
    let network = try Self.network()
    let parameters = try Parameters(network, initialization: .kaiming, seed: 6)
    let context = try ExecutionContext()
    let pixels = Self.pixels(network)
    let training = try Plan(
      network, parameters: parameters, chunk: 5, mode: .training, context: context)
    let alone = try Plan(
      network, parameters: parameters, chunk: 5, mode: .inference, context: context)
    let sharing = try Plan(
      network, parameters: parameters, chunk: 5, mode: .inference, sharingMemoryOf: training,
      context: context)
    #expect(sharing.memory === training.memory)
    let loss = try training.step(pixels, labels: Self.labels)
    let gradients = Array(parameters.gradients.elements)
    for poison in [Float.nan, .infinity, 1e30] {
      training.memory.elements.update(repeating: poison)
      try sharing.prepareWeights()
      #expect(try sharing.predict(pixels) == alone.predict(pixels))
      training.memory.elements.update(repeating: poison)
      training.resume(afterSteps: 0)
      #expect(try training.step(pixels, labels: Self.labels) == loss)
      #expect(Array(parameters.gradients.elements) == gradients)
    }
  }
}
