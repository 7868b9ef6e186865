import Foundation
import NetworkInNetwork

/// One epoch of a training loop. `Trainer` adds checkpoints, schedules, evaluation and reports.
func trainOneEpoch(_ images: any ImageSource) throws {
  let context = try ExecutionContext()
  let network = try Network(.ninSmall, classes: images.classNames.count, size: images.width)
  let parameters = try Parameters(network, initialization: .kaiming, seed: 1)
  let plan = try Plan(network, parameters: parameters, mode: .training, context: context)
  let input = try InputPipeline(images, network: network, context: context)
  let adam = OptimizerConfiguration(kind: .adam, learningRate: 0.003)
  let optimizer = try Optimizer(adam, count: network.parameters.count, context: context)

  let batches = BatchLoader(images, batchSize: 64, shuffled: true, seed: 1, epoch: 0)
  while let batch = batches.next() {
    let result = try plan.step(batch, through: input)
    try optimizer.step(parameters)
    print("step \(batch.index + 1) of \(batches.batchCount): loss \(result.loss)")
    batches.recycle(batch)
  }
}

do {
  try trainOneEpoch(DrawnShapes.load(trainCount: 640, testCount: 64).train)
} catch {
  FileHandle.standardError.write(Data("Error: \(error)\n".utf8))
  exit(1)
}
