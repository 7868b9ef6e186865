import NetworkInNetwork

/// One epoch of a loop of one's own. `Trainer` has checkpoints, schedules and much else besides.
func trainOneEpoch(_ images: any ImageSource) throws {
  let context = try ExecutionContext()
  let network = try Network(.ninSmall, classes: images.classNames.count, size: images.width)
  let parameters = try Parameters(network.parameters)
  Initialization.kaiming.fill(parameters.values.elements, layout: network.parameters, seed: 1)
  let plan = try Plan(
    network, parameters: parameters, chunk: 8, mode: .training, context: context)
  let adam = OptimizerConfiguration(kind: .adam, learningRate: 0.003)
  let optimizer = try Optimizer(adam, count: network.parameters.count, context: context)
  let input = try ImageTransform(
    height: images.height, width: images.width, channels: images.channels,
    outputHeight: images.height, outputWidth: images.width, context: context)
  let scratch = try FloatBuffer(count: input.scratchBytes / 4 + 1)
  let losses = try FloatBuffer(count: plan.chunk)

  let batches = BatchLoader(images, batchSize: 64, shuffled: true, seed: 1, epoch: 0)
  while let batch = batches.next() {
    var loss: Float = 0
    try plan.prepareWeights()
    plan.beginStep()
    for first in stride(from: 0, to: batch.count, by: plan.chunk) {
      let count = min(plan.chunk, batch.count - first)
      let dropout = DropoutSeed(key: UInt64(batch.index), firstImage: first)
      try input.apply(
        images: count, x: Array(batch.pixels[(first * images.imageBytes)...]), y: plan.input,
        scratch: scratch.pointer)
      try plan.forward(images: count, dropout: dropout)
      try plan.lossGradient(
        images: count, labels: batch.labels(from: first), batch: batch.count,
        losses: losses.pointer)
      loss += losses.elements.prefix(count).reduce(0, +) / Float(batch.count)
      try plan.backward(images: count, dropout: dropout)
    }
    try plan.endStep()
    try optimizer.step(
      values: parameters.values, gradients: parameters.gradients, learningRate: adam.learningRate)
    print("step \(batch.index + 1) of \(batches.batchCount): loss \(loss)")
    batches.recycle(batch)
  }
}

try trainOneEpoch(DrawnShapes.load(trainCount: 640, testCount: 64).train)
