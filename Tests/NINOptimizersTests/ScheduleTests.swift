import Foundation
import NINOptimizers
import Testing

@Suite struct ScheduleTests {
  private func rates(_ schedule: LearningRateSchedule, steps: Int = 20) -> [Double] {
    (0..<steps).map { step in
      Double(schedule.rate(base: 0.1, step: step, stepsPerEpoch: 4, totalSteps: steps))
    }
  }

  /// PyTorch's in double; here the base, the share and their product are each rounded to float.
  private func expectEqual(_ rates: [Double], _ trace: [Double]) {
    #expect(rates.count == trace.count)
    for (rate, expected) in zip(rates, trace) {
      #expect(abs(rate - expected) <= 1.5 * Double(Float.ulpOfOne) * expected)
    }
  }

  @Test func stepIsStepLR() {
    var schedule = LearningRateSchedule(kind: .step)
    (schedule.stepEpochs, schedule.factor) = (2, 0.5)
    expectEqual(rates(schedule), stepTrace)
  }

  @Test func milestonesAreMultiStepLR() {
    var schedule = LearningRateSchedule(kind: .milestones)
    (schedule.milestones, schedule.factor) = ([2, 3], 0.25)
    expectEqual(rates(schedule), milestonesTrace)
  }

  @Test func cosineIsCosineAnnealingLR() {
    expectEqual(rates(LearningRateSchedule(kind: .cosine)), cosineTrace)
  }

  @Test func constantIsTheBase() {
    expectEqual(rates(LearningRateSchedule()), [Double](repeating: 0.1, count: 20))
  }

  @Test(arguments: LearningRateSchedule.Kind.allCases)
  func warmUpClimbsToTheBaseInEqualSteps(_ kind: LearningRateSchedule.Kind) {
    let warm = rates(LearningRateSchedule(kind: kind, warmUpEpochs: 1.5))
    expectEqual(Array(warm.prefix(6)), (1...6).map { 0.1 * Double($0) / 6 })
    expectEqual([warm[6]], [0.1])
  }

  /// After the warm-up, the cosine takes the rest of the run for its half-period.
  @Test func cosineFallsOverWhatTheWarmUpLeaves() {
    let warm = rates(LearningRateSchedule(kind: .cosine, warmUpEpochs: 2), steps: 28)
    expectEqual(Array(warm.dropFirst(8)), cosineTrace)
  }

  @Test(arguments: LearningRateSchedule.Kind.allCases)
  func schedulesSurviveJSON(_ kind: LearningRateSchedule.Kind) throws {
    var schedule = LearningRateSchedule(kind: kind, warmUpEpochs: 0.25)
    (schedule.stepEpochs, schedule.factor) = (7, 0.3)
    schedule.milestones = [60, 120.5]
    let data = try JSONEncoder().encode(schedule)
    #expect(try JSONDecoder().decode(LearningRateSchedule.self, from: data) == schedule)
  }
}
