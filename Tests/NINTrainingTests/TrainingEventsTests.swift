import Foundation
import NINDatasets
import NINKernels
import Testing

@testable import NINTraining

/// A training in tasks is the training of `Trainer.run`.
@Suite struct TrainingEventsTests {
  private let small: SmallRun

  init() throws { small = try SmallRun() }

  private func events(_ name: String, resume: Bool = false) throws -> TrainingEvents {
    let path = small.path(name)
    let folder = try resume ? RunFolder(existing: path) : RunFolder(new: path, stem: "test")
    let (recipe, dataset) = (small.recipe, small.dataset)
    return TrainingEvents(
      of: try Trainer(
        recipe, dataset: dataset, folder: folder, resume: resume,
        context: ExecutionContext(threads: 2)))
  }

  private func model(_ name: String) throws -> Data {
    let folder = try RunFolder(existing: small.path(name))
    return try Data(contentsOf: URL(fileURLWithPath: folder.lastPath))
  }

  private func steps(_ name: String) throws -> Int {
    let folder = try RunFolder(existing: small.path(name))
    return try String(contentsOfFile: folder.metricsPath, encoding: .utf8)
      .split(separator: "\n").count { $0.contains("images_per_second") }
  }

  @Test func allEventsArrive() async throws {
    var expected: [String] = []
    _ = try small.trainer("plain").run(events: { expected.append(Self.name($0)) })
    let training = try events("tasks")
    var found: [String] = []
    for try await event in training { found.append(Self.name(event)) }
    #expect(found == expected)
    #expect(try await training.outcome == .finished)
    #expect(try model("tasks") == model("plain"))
  }

  @Test func aStoppedTrainingIsSavedAndResumed() async throws {
    small.recipe.epochs = 1000
    let first = try events("tasks")
    for try await event in first {
      if case .step(let metrics, _, _, _) = event, metrics.step == 2 { first.stop() }
    }
    #expect(try await first.outcome == .stopped)
    // The step at which it stops depends on the time.
    small.recipe.maximumSteps = try steps("tasks") + 3
    #expect(try await events("tasks", resume: true).outcome == .reachedMaximumSteps)
    #expect(try small.trainer("plain").run(events: { _ in }) == .reachedMaximumSteps)
    #expect(try model("tasks") == model("plain"))
  }

  @Test func cancellingTheTaskStopsAndSaves() async throws {
    small.recipe.epochs = 1000
    let training = try events("tasks")
    let loop = Task {
      for try await event in training {
        if case .step = event { withUnsafeCurrentTask { $0?.cancel() } }
      }
    }
    try await loop.value
    #expect(try await training.outcome == .stopped)
    #expect(try (1..<4000).contains(steps("tasks")))
  }

  @Test(.timeLimit(.minutes(1))) func lettingGoStopsAndSaves() async throws {
    small.recipe.epochs = 1000
    weak var observed: TrainingEvents?
    do {
      let training = try events("tasks")
      observed = training
      for try await event in training { if case .step = event { break } }
    }
    #expect(observed == nil)
    // The folder is free as soon as the run is saved.
    while true {
      do {
        _ = try small.trainer("tasks", resume: true)
        break
      } catch TrainingError.inUse { try await Task.sleep(for: .milliseconds(5)) }
    }
    #expect(try (1..<4000).contains(steps("tasks")))
  }

  @Test func errorsAreThrown() async throws {
    small.recipe.optimizer.learningRate = 1e6
    small.recipe.optimizer.kind = .sgd
    let training = try events("tasks")
    await #expect(throws: TrainingError.self) { for try await _ in training {} }
    await #expect(throws: TrainingError.self) { _ = try await training.outcome }
  }

  /// What an event is, without what depends on time.
  private static func name(_ event: TrainingEvent) -> String {
    switch event {
    case .step(let metrics, _, _, _): "step \(metrics.step) \(metrics.loss)"
    case .epoch(let metrics, _, _): "epoch \(metrics.epoch) \(metrics.loss) \(metrics.accuracy)"
    case .evaluating(let batch, let count): "evaluating \(batch) \(count)"
    default: String("\(event)".prefix { $0 != "(" })
    }
  }
}
