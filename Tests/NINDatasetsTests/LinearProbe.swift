import NINDatasets
import NINKernels
import NINModules
import NINPlans
import NINTensors

/// Softmax regression on pixels: a convolution as large as the image, trained with Adam.
struct LinearProbe {
  private let plan: Plan
  private let transform: ImageTransform
  private let adam: (first: FloatBuffer, second: FloatBuffer)
  private let losses: FloatBuffer
  private let batchSize = 100

  init() throws {
    let classifier = Conv2d(inputChannels: 3, outputChannels: 10, kernelSize: 32)
    let network = try Network(
      name: "linear", root: Sequential([classifier, Flatten()]),
      input: ActivationShape(height: 32, width: 32, channels: 3), classes: 10)
    let parameters = try Parameters(network.parameters)
    let context = try ExecutionContext(threads: 2)
    plan = try Plan(
      network, parameters: parameters, chunk: batchSize, mode: .training, context: context)
    transform = try ImageTransform(
      height: 32, width: 32, channels: 3, outputHeight: 32, outputWidth: 32,
      mean: [0.5, 0.5, 0.5], deviation: [0.25, 0.25, 0.25], context: context)
    adam = (
      try FloatBuffer(count: parameters.layout.count),
      try FloatBuffer(count: parameters.layout.count)
    )
    losses = try FloatBuffer(count: batchSize)
  }

  func train(on images: any ImageSource, epochs: Int, learningRate: Float) throws {
    var step = 0
    for epoch in 0..<epochs {
      let loader = BatchLoader(
        images, batchSize: batchSize, shuffled: true, seed: 1, epoch: epoch)
      defer { loader.cancel() }
      while let batch = loader.next() {
        step += 1
        plan.beginStep()
        try forward(batch)
        try plan.backward(images: batch.count, dropout: DropoutSeed(key: 0, firstImage: 0))
        try plan.endStep()
        loader.recycle(batch)
        try plan.context.adam(
          AdamStep(
            learningRate: learningRate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0,
            gradientScale: 1, decoupled: false, step: step),
          count: plan.parameters.layout.count, gradient: plan.parameters.gradients.pointer,
          firstMoment: adam.first.pointer, secondMoment: adam.second.pointer,
          parameters: plan.parameters.values.pointer)
      }
    }
  }

  /// The share of images whose class comes out largest.
  func accuracy(on images: any ImageSource) throws -> Double {
    var correct = 0
    let loader = BatchLoader(images, batchSize: batchSize, shuffled: false, seed: 0, epoch: 0)
    defer { loader.cancel() }
    while let batch = loader.next() {
      try forward(batch)
      for image in 0..<batch.count {
        let logits = (0..<10).map { plan.logits[image * 10 + $0] }
        if logits[Int(batch.labels[image])] == logits.max() { correct += 1 }
      }
      loader.recycle(batch)
    }
    return Double(correct) / Double(images.count)
  }

  private func forward(_ batch: ImageBatch) throws {
    var scratch = [UInt8](repeating: 0, count: transform.scratchBytes)
    try plan.prepareWeights()
    try scratch.withUnsafeMutableBytes { scratch in
      guard let pixels = batch.pixels.baseAddress, let memory = scratch.baseAddress else { return }
      try transform.apply(images: batch.count, x: pixels, y: plan.input, scratch: memory)
    }
    try plan.forward(images: batch.count, dropout: DropoutSeed(key: 0, firstImage: 0))
    guard let labels = batch.labels.baseAddress else { return }
    try plan.lossGradient(
      images: batch.count, labels: labels, batch: batch.count, losses: losses.pointer)
  }
}
