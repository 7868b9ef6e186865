import NINDatasets
import NINKernels
import NINModules
import NINPlans
import NINTensors

/// Softmax regression on pixels: a convolution as large as the image, trained with Adam.
struct LinearProbe {
  private let plan: Plan
  private let inference: Plan
  private let transform: ImageTransform
  private let scratch: FloatBuffer
  private let adam: (first: FloatBuffer, second: FloatBuffer)
  private let batchSize = 100

  init() throws {
    let network = try Network(
      name: "linear",
      layers: [.conv2d(inputChannels: 3, outputChannels: 10, kernelSize: 32), .flatten],
      input: ActivationShape(height: 32, width: 32, channels: 3), classes: 10)
    let parameters = try Parameters(network.parameters)
    let context = try ExecutionContext(threads: 2)
    plan = try Plan(
      network, parameters: parameters, chunk: batchSize, mode: .training, context: context)
    inference = try Plan(
      network, parameters: parameters, chunk: batchSize, mode: .inference, context: context)
    transform = try ImageTransform(
      height: 32, width: 32, channels: 3, outputHeight: 32, outputWidth: 32,
      mean: [0.5, 0.5, 0.5], deviation: [0.25, 0.25, 0.25], context: context)
    scratch = try FloatBuffer(count: transform.scratchBytes / 4 + 1)
    adam = (
      try FloatBuffer(count: parameters.layout.count),
      try FloatBuffer(count: parameters.layout.count)
    )
  }

  func train(on images: any ImageSource, epochs: Int, learningRate: Float) throws {
    for epoch in 0..<epochs {
      let loader = BatchLoader(
        images, batchSize: batchSize, shuffled: true, seed: 1, epoch: epoch)
      defer { loader.cancel() }
      while let batch = loader.next() {
        try plan.step(batchSize: batch.count, labels: batch.labels(from: 0), smoothing: 0) {
          try fill($1, $0, batch)
        } observe: { _ in
        }
        loader.recycle(batch)
        try plan.context.adam(
          AdamStep(
            learningRate: learningRate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0,
            gradientScale: 1, decoupled: false, step: plan.stepsTaken),
          count: plan.parameters.layout.count, gradient: plan.parameters.gradients.pointer,
          firstMoment: adam.first.pointer, secondMoment: adam.second.pointer,
          parameters: plan.parameters.values.pointer)
      }
    }
  }

  /// The share of images whose class has the largest output.
  func accuracy(on images: any ImageSource) throws -> Double {
    var correct = 0
    let loader = BatchLoader(images, batchSize: batchSize, shuffled: false, seed: 0, epoch: 0)
    defer { loader.cancel() }
    try inference.prepareWeights()
    while let batch = loader.next() {
      try inference.predict(batchSize: batch.count) {
        try fill($1, $0, batch)
      } observe: { range, logits in
        for (place, image) in range.enumerated() {
          let row = (0..<10).map { logits[place * 10 + $0] }
          if row[Int(batch.labels[image])] == row.max() { correct += 1 }
        }
      }
      loader.recycle(batch)
    }
    return Double(correct) / Double(images.count)
  }

  private func fill(
    _ input: UnsafeMutablePointer<Float>, _ images: Range<Int>, _ batch: ImageBatch
  ) throws {
    guard let pixels = batch.pixels.baseAddress else { return }
    try transform.apply(
      imageCount: images.count, x: pixels + images.lowerBound * 3072, y: input,
      scratch: scratch.pointer)
  }
}
