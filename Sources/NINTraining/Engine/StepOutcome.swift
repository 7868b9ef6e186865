import NINCommunication
import NINPlans

/// The results of the images of a step on one rank, in order.
struct StepOutcome {
  private var losses: [Float] = []
  /// Per class: 1 when its output was not zero for at least one image.
  private var living: [UInt8]

  init(classes: Int) {
    living = Array(repeating: 0, count: classes)
  }

  mutating func add(_ chunk: ChunkResult) {
    losses += UnsafeBufferPointer(start: chunk.losses, count: chunk.images.count)
    for index in 0..<(chunk.images.count * living.count) where chunk.logits[index] != 0 {
      living[index % living.count] = 1
    }
  }

  /// The result of all ranks. Losses are added in the order of the images, for any number of ranks.
  /// - Throws: `CommunicationError`.
  func joined(_ communicator: any Communicator) throws -> StepResult {
    let all = try communicator.gather(losses).joined()
    let living = try communicator.gather(living)
    let sum = all.reduce(0.0) { $0 + Double($1) }
    let livingOutputs = self.living.indices.count { index in living.contains { $0[index] == 1 } }
    return StepResult(loss: sum / Double(max(all.count, 1)), livingOutputs: livingOutputs)
  }
}
