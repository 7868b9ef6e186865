import NINKernels
import NINModules
import NINPlans
import NINTensors
import Testing

/// What a plan promises beyond the right gradients.
struct PlanTests {
  private static let labels: [Int32] = [2, 0, 1, 1, 2]

  /// Convolutions wide enough for every algorithm, both pools, dropout.
  private static func network() throws -> Network {
    try Network(
      name: "sample",
      root: Sequential([
        mlpconv(inputChannels: 3, channels: (24, 17, 16), kernelSize: 5, padding: 2),
        MaxPool2d(kernelSize: 3, stride: 2, ceilMode: true), Dropout(probability: 0.5),
        mlpconv(inputChannels: 16, channels: (32, 16, 3), kernelSize: 3, padding: 1),
        AvgPool2d(kernelSize: 2, stride: 2), GlobalAveragePool2d(), Flatten(),
      ]), input: ActivationShape(height: 19, width: 16, channels: 3), classes: 3)
  }

  private static func pixels(_ network: Network) -> [Float] {
    var stream = RandomStream(seed: 5, purpose: .testing)
    return (0..<(labels.count * network.input.imageCount)).map { _ in stream.uniform(in: -1..<1) }
  }

  private func gradients(
    chunk: Int, threads: Int = 2, math: MathMode = .fast
  ) throws -> (loss: Double, values: [Float]) {
    let network = try Self.network()
    let parameters = try Parameters(network.parameters)
    Initialization.kaiming.fill(
      parameters.values.elements, layout: network.parameters, seed: 6)
    let driver = try PlanDriver(
      network, parameters, chunk: chunk, math: math, context: ExecutionContext(threads: threads))
    let loss = try driver.gradients(Self.pixels(network), Self.labels, dropoutKey: 7)
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

  /// The order of summation is all that a chunk size changes, so twice the bound of one sum over
  /// images and positions, carried through the layers, covers it.
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
    let parameters = try Parameters(network.parameters)
    Initialization.kaiming.fill(
      parameters.values.elements, layout: network.parameters, seed: 6)
    func logits(_ mode: PlanMode, key: UInt64) throws -> [Float] {
      let plan = try Plan(
        network, parameters: parameters, chunk: 5, mode: mode, context: ExecutionContext())
      for (index, pixel) in Self.pixels(network).enumerated() { plan.input[index] = pixel }
      try plan.prepareWeights()
      try plan.forward(images: 5, dropout: DropoutSeed(key: key, firstImage: 0))
      return (0..<15).map { plan.logits[$0] }
    }
    #expect(try logits(.inference, key: 1) == logits(.inference, key: 2))
    #expect(try logits(.training, key: 1) == logits(.training, key: 1))
    #expect(try logits(.training, key: 1) != logits(.training, key: 2))
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

  /// PyTorch needs some 910 MB for a step of 64 images.
  @Test func aStepOfTheNotebookStaysUnder400MB() throws {
    let network = try Network(.nin)
    let parameters = try Parameters(network.parameters)
    let plan = try Plan(
      network, parameters: parameters, chunk: 16, mode: .training, context: ExecutionContext())
    let optimizer = 2 * parameters.values.count * 4
    #expect(plan.memoryBytes + 2 * parameters.values.count * 4 + optimizer < 400_000_000)
  }

  @Test func aModuleWithoutKernelIsRefused() throws {
    struct Softsign: Module {
      let typeName = "Softsign"
      func outputShape(for input: ActivationShape) -> ActivationShape { input }
    }
    let network = try Network(
      name: "sample",
      root: Sequential([
        Conv2d(inputChannels: 1, outputChannels: 2, kernelSize: 1), Softsign(),
        GlobalAveragePool2d(), Flatten(),
      ]), input: ActivationShape(height: 2, width: 2, channels: 1), classes: 2)
    #expect {
      try Plan(
        network, parameters: Parameters(network.parameters), chunk: 1, mode: .inference,
        context: ExecutionContext())
    } throws: { error in
      "\(error)" == "net.1: no kernel for a module of type Softsign"
    }
  }
}
