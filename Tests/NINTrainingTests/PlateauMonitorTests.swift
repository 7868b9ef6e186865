import Foundation
import Testing

@testable import NINTraining

@Suite struct PlateauMonitorTests {
  private func findings(_ steps: [(loss: Double, living: Int)]) -> [PlateauMonitor.Finding] {
    var monitor = PlateauMonitor(classes: 10)
    return steps.compactMap { monitor.observe(loss: $0.loss, livingOutputs: $0.living) }
  }

  private func standing(_ steps: Int, living: Int) -> [(loss: Double, living: Int)] {
    Array(repeating: (log(10), living), count: steps)
  }

  @Test func deathIsNotAPlateau() {
    #expect(findings(standing(100, living: 0)) == [.death])
    #expect(findings(standing(100, living: 10)) == [.plateau])
    #expect(findings(standing(100, living: 4)) == [.partialDeath(living: 4)])
  }

  @Test func itWaitsAndSpeaksOnce() {
    #expect(findings(standing(99, living: 0)).isEmpty)
    #expect(findings(standing(1000, living: 0)) == [.death])
  }

  @Test func oneOutputThatRespondsNowAndThenIsAlive() {
    let steps = standing(50, living: 0) + standing(1, living: 10) + standing(49, living: 0)
    #expect(findings(steps) == [.plateau])
  }

  @Test func lossThatMovesStartsItAnew() {
    let steps = standing(99, living: 0) + [(2.2, 3)] + standing(99, living: 0)
    #expect(findings(steps).isEmpty)
  }

  @Test func deadClassesAreNamedWhenTheyChange() {
    var monitor = PlateauMonitor(classes: 10)
    #expect(monitor.observe(dead: []) == nil)
    #expect(monitor.observe(dead: ["cat", "dog"])?.contains("cannot predict cat, dog") == true)
    #expect(monitor.observe(dead: ["cat", "dog"]) == nil)
    #expect(monitor.observe(dead: []) == nil)
  }

  @Test(arguments: [PlateauMonitor.Finding.death, .partialDeath(living: 4), .plateau])
  func adviceIsOneLine(_ finding: PlateauMonitor.Finding) {
    let text = finding.explanation(classes: 10)
    for option in ["--seed", "--init living", "--lr", "--warm-up"] {
      #expect(text.contains(option))
    }
    #expect(!text.contains("\n"))
  }
}
