import Foundation
import NINKernels
import NINModules
import NINPlans
import NINTensors
import Testing

/// The loss of mixed images, compared with its definition in double.
@Suite struct MixedLabelsTests {
  private static let own: [Int32] = [2, 0, 1, 1]
  private static let other: [Int32] = [0, 0, 2, 1]

  /// - Σ over classes of target · log p, with the target after smoothing and mixing.
  private func expected(
    _ logits: [Double], own: Int, other: Int, share: Double, smoothing: Double
  ) -> (loss: Double, gradient: [Double]) {
    let sum = logits.reduce(0) { $0 + exp($1) }
    var target = [Double](repeating: smoothing / Double(logits.count), count: logits.count)
    target[own] += (1 - smoothing) * (1 - share)
    target[other] += (1 - smoothing) * share
    let loss = zip(logits, target).reduce(0) { $0 - $1.1 * ($1.0 - log(sum)) }
    return (loss, zip(logits, target).map { exp($0) / sum - $1 })
  }

  @Test(arguments: [0, 0.25, 0.5] as [Float], [0, 0.1] as [Float])
  func isTheCrossEntropyOfTheMixedTarget(_ share: Float, _ smoothing: Float) throws {
    let network = try Network(
      name: "one layer",
      layers: [
        .conv2d(inputChannels: 2, outputChannels: 3, kernelSize: 1), .globalAveragePool2d, .flatten,
      ], input: ActivationShape(height: 1, width: 1, channels: 2), classes: 3)
    let parameters = try Parameters(network.parameters)
    Initialization.kaiming.fill(parameters.values.elements, layout: network.parameters, seed: 4)
    let plan = try Plan(
      network, parameters: parameters, chunk: 4, mode: .training, context: ExecutionContext())
    for index in 0..<8 { plan.input[index] = Float(index) / 4 - 1 }
    try plan.prepareWeights()
    plan.beginStep()
    let seed = DropoutSeed(key: 0, firstImage: 0)
    try plan.forward(imageCount: 4, dropout: seed)
    var losses = [Float](repeating: .nan, count: 4)
    try plan.lossGradient(
      imageCount: 4, labels: Self.own, smoothing: smoothing,
      mixed: MixedLabels(share: share, labels: Self.other), batchSize: 4, losses: &losses)
    try plan.backward(imageCount: 4, dropout: seed)
    try plan.endStep()

    var biasGradient = [0.0, 0, 0]
    for image in 0..<4 {
      let logits = (0..<3).map { Double(plan.logits[image * 3 + $0]) }
      let (loss, gradient) = expected(
        logits, own: Int(Self.own[image]), other: Int(Self.other[image]), share: Double(share),
        smoothing: Double(smoothing))
      #expect(abs(Double(losses[image]) - loss) <= 8 * Double(Float.ulpOfOne) * (1 + abs(loss)))
      for index in 0..<3 { biasGradient[index] += gradient[index] / 4 }
    }
    let bias = try network.parameters.slot("net.0.bias").range
    for (index, place) in bias.enumerated() {
      let error = abs(Double(parameters.gradients.pointer[place]) - biasGradient[index])
      #expect(error <= 16 * Double(Float.ulpOfOne))
    }
  }
}
