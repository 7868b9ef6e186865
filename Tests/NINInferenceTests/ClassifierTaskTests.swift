import Dispatch
import NINPictures
import Testing

@testable import NINInference

/// One classifier, many tasks. `Tests/Torture/run threads` runs these under ThreadSanitizer too.
@Suite struct ClassifierTaskTests {
  @Test func manyTasksAtOnce() async throws {
    let model = try SmallModel()
    let (classifier, pictures) = (try model.classifier(), model.pictures)
    let expected = try await classifier.classify(pictures)
    let maps = try classifier.maps(of: pictures[0]).values
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (picture, predictions) in zip(pictures, expected) {
        group.addTask {
          let found = try await classifier.classify(picture)
          #expect(found == predictions)
        }
      }
      for _ in 0..<4 {
        group.addTask {
          let found = try classifier.maps(of: pictures[0]).values
          #expect(found == maps)
        }
      }
      try await group.waitForAll()
    }
  }

  @Test func aTaskAndAThreadGetTheSame() async throws {
    let model = try SmallModel()
    let (classifier, picture) = (try model.classifier(), model.pictures[0])
    func onThisThread() throws -> [Prediction] { try classifier.classify(picture, top: 3) }
    #expect(try await classifier.classify(picture, top: 3) == onThisThread())
  }

  @Test func aCancelledTaskIsNotAnswered() async throws {
    let model = try SmallModel()
    let (classifier, picture) = (try model.classifier(), model.pictures[0])
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await classifier.classify(picture)
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func whoIsCancelledWhileWaitingLosesTheTurn() async throws {
    let turns = Turns()
    let go = DispatchSemaphore(value: 0)
    let (begun, begins) = AsyncStream.makeStream(of: Void.self)
    let first = Task {
      try await turns.run {
        begins.finish()
        go.wait()
      }
    }
    for await _ in begun {}
    let second = Task { try await turns.run { Issue.record("cancelled, but run") } }
    second.cancel()
    go.signal()
    try await first.value
    await #expect(throws: CancellationError.self) { try await second.value }
  }

  @Test func trainingMayGoOn() throws {
    let model = try SmallModel()
    let classifier = try model.classifier()
    let before = try classifier.classify(model.pictures)
    model.parameters.values.elements.update(repeating: 0)
    #expect(try classifier.classify(model.pictures) == before)
  }
}
