import Foundation
import Testing

@testable import NINTraining

@Suite struct BatchStatisticsTests {
  private func statistics(_ logits: [[Float]], labels: [Int32]) -> BatchStatistics {
    var result = BatchStatistics(classes: logits[0].count)
    let losses = labels.indices.map { Float($0) }
    result.add(
      images: Array(0..<labels.count)[...], logits: logits.flatMap { $0 }, labels: labels,
      losses: losses)
    return result
  }

  @Test func firstOfEqualLogitsIsThePrediction() {
    let zeros = [[Float]](repeating: [0, 0, 0], count: 3)
    let result = statistics(zeros, labels: [0, 1, 2])
    #expect(result.top1 == 1)
    #expect(result.correct == [1, 0, 0])
    #expect(result.images == [1, 1, 1])
  }

  @Test func topFiveCountsRanks() {
    let row: [Float] = [7, 6, 5, 4, 3, 2, 1]
    let result = statistics([row, row, row], labels: [0, 4, 5])
    #expect(result.top1 == 1)
    #expect(result.top5 == 2)
  }

  @Test func notANumberIsNeverRight() {
    let nan = Float.nan
    let result = statistics(
      [[nan, nan, nan], [1, nan, 0], [nan, 1, 0]], labels: [0, 0, 0])
    #expect(result.top1 == 0)
  }

  @Test func livingOutputsAreNotZeroForSomeImage() {
    let result = statistics([[0, 1, 0], [0, 0, 0], [0, 0, -2]], labels: [0, 0, 0])
    #expect(result.livingOutputs == 2)
    #expect(result.meanLoss == 1)
  }

  @Test func confusionAndTheWorstMistakes() throws {
    let result = statistics(
      [[2, 0, 1], [2, 0, 1], [3, 1, 0], [0, 0, 5]], labels: [2, 0, 1, 2])
    #expect(result.confusion.rows == [[1, 0, 0], [1, 0, 0], [1, 0, 1]])
    #expect(result.mistakes.map(\.image) == [2, 0])  // losses are the places
    let worst = try #require(result.mistakes.first)
    #expect(worst.label == 1 && worst.predicted == 0 && worst.loss == 2)
    #expect(abs(worst.probability - 1) < 1e-6)  // exp(3 - 1 - 2)
  }

  /// A table of all pairs would take 80 GB.
  @Test func manyClassesCostNoMoreThanTheirImages() throws {
    var result = BatchStatistics(classes: 100_000)
    let row = [Float](unsafeUninitializedCapacity: 100_000) { buffer, count in
      buffer.initialize(repeating: 0)
      buffer[7] = 1
      count = 100_000
    }
    result.add(images: [3], logits: row, labels: [99_999], losses: [2])
    var sum = BatchStatistics(classes: 100_000)
    sum.add(result)
    sum.add(result)
    #expect(sum.confusion.pairs == [.init(label: 99_999, predicted: 7, count: 2)])
    let data = try JSONEncoder().encode(sum.confusion)
    #expect(data.count < 100)
    #expect(try JSONDecoder().decode(Confusion.self, from: data) == sum.confusion)
  }

  @Test(arguments: [
    "[]", "[[-1]]", "[[9223372036854775807]]", "[[2],[0,2,1]]", "[[2],[-1,0,1]]", "[[2],[0,1]]",
    "[[2],[0,1,0]]", "[[2],[0,1,-5]]", "{}",
  ])
  func damagedConfusionIsRefused(_ json: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Confusion.self, from: Data(json.utf8))
    }
  }

  @Test func onlySoManyMistakesAreKept() {
    let rows = [[Float]](repeating: [1, 0], count: 40)
    let result = statistics(rows, labels: Array(repeating: 1, count: 40))
    #expect(result.mistakes.map(\.image) == (16..<40).reversed())
  }

  @Test func batchesAddUp() {
    var sum = statistics([[1, 0], [0, 1]], labels: [0, 0])
    sum.add(statistics([[0, 1]], labels: [1]))
    #expect(sum.count == 3)
    #expect(sum.top1 == 2)
    #expect(sum.livingOutputs == 2)
    #expect(sum.lossSum == 1)
  }
}
