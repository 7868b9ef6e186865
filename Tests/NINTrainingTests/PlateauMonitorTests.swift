import Foundation
import Testing

@testable import NINTraining

@Suite struct PlateauMonitorTests {
  private func findings(_ steps: [(loss: Double, living: Int)]) -> [TrainingWarning] {
    var monitor = PlateauMonitor(classes: 10)
    return steps.compactMap { monitor.observe(loss: $0.loss, livingOutputs: $0.living) }
  }

  private func standing(_ steps: Int, living: Int) -> [(loss: Double, living: Int)] {
    Array(repeating: (log(10), living), count: steps)
  }

  private func warning(living: Int) -> TrainingWarning {
    .plateau(living: living, classes: 10, steps: 100)
  }

  @Test func deathIsNotAPlateau() {
    #expect(findings(standing(100, living: 0)) == [warning(living: 0)])
    #expect(findings(standing(100, living: 10)) == [warning(living: 10)])
    #expect(findings(standing(100, living: 4)) == [warning(living: 4)])
  }

  @Test func itWaitsAndSpeaksOnce() {
    #expect(findings(standing(99, living: 0)).isEmpty)
    #expect(findings(standing(1000, living: 0)) == [warning(living: 0)])
  }

  @Test func oneOutputThatRespondsNowAndThenIsAlive() {
    let steps = standing(50, living: 0) + standing(1, living: 10) + standing(49, living: 0)
    #expect(findings(steps) == [warning(living: 10)])
  }

  @Test func lossThatMovesStartsItAnew() {
    let steps = standing(99, living: 0) + [(2.2, 3)] + standing(99, living: 0)
    #expect(findings(steps).isEmpty)
  }

  @Test func deadClassesAreNamedWhenTheyChange() {
    var monitor = PlateauMonitor(classes: 10)
    #expect(monitor.observe(dead: []) == nil)
    #expect(monitor.observe(dead: ["cat", "dog"]) == .deadClasses(["cat", "dog"], of: 10))
    #expect(monitor.observe(dead: ["cat", "dog"]) == nil)
    #expect(monitor.observe(dead: []) == nil)
  }

  @Test(arguments: [
    (0, "the run cannot recover"), (4, "only 4 of 10"), (10, "a plateau, which usually ends"),
  ])
  func eachIsExplainedInOneLine(_ living: Int, _ part: String) {
    let text = warning(living: living).description
    #expect(text.contains(part) && !text.contains("\n"), "\(text)")
  }
}
