import Testing

@testable import NINTraining

/// A state that a run with ten steps each epoch can or cannot have.
@Suite struct RunStateTests {
  @Test(arguments: [
    RunState(), RunState(epoch: 0, batch: 3, step: 3, lossSum: 6.9, lossCount: 3),
    RunState(epoch: 0, batch: 3, step: 3),
    RunState(epoch: 2, batch: 0, step: 20, bestAccuracy: 0, bestEpoch: 1),
    RunState(
      epoch: 2, batch: 10, step: 30, lossSum: 1, lossCount: 1, bestAccuracy: 1, bestEpoch: 2),
  ])
  func possible(_ state: RunState) {
    #expect(state.objection(stepsPerEpoch: 10) == nil)
  }

  @Test(arguments: [
    RunState(epoch: -1), RunState(epoch: .max, batch: 0, step: .max),
    RunState(epoch: 1_000_001, step: 10_000_010), RunState(batch: -1, step: -1),
    RunState(batch: 11, step: 11), RunState(batch: .max, step: .max), RunState(step: 1),
    RunState(batch: 1, step: 1, lossSum: .nan, lossCount: 1),
    RunState(batch: 1, step: 1, lossSum: .infinity, lossCount: 1),
    RunState(batch: 1, step: 1, lossSum: -1, lossCount: 1),
    RunState(batch: 1, step: 1, lossSum: 1), RunState(batch: 1, step: 1, lossSum: 1, lossCount: 2),
    RunState(epoch: 1, step: 10), RunState(epoch: 1, step: 10, bestAccuracy: 0.5),
    RunState(epoch: 1, step: 10, bestEpoch: 1), RunState(bestAccuracy: 0.5, bestEpoch: 1),
    RunState(epoch: 1, step: 10, bestAccuracy: 0.5, bestEpoch: 2),
    RunState(epoch: 1, step: 10, bestAccuracy: 0.5, bestEpoch: -1),
    RunState(epoch: 1, step: 10, bestAccuracy: 1e308, bestEpoch: 1),
    RunState(epoch: 1, step: 10, bestAccuracy: .nan, bestEpoch: 1),
  ])
  func impossible(_ state: RunState) {
    #expect(state.objection(stepsPerEpoch: 10) != nil)
  }
}
