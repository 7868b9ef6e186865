import Datasets
import Foundation
import Kernels
import Training

extension Command {
  static let train = Command(
    name: "train", abstract: "Train a network; Ctrl-C saves, --resume goes on.",
    discussion: """
      With no options: the notebook's SGD run if CIFAR-10 is found in the usual folders, else a \
      run of some minutes on built-in images. Prints one line an epoch on standard output.
      """,
    groups: TrainOptions.groups
  ) { arguments, console in
    let session = try TrainingSession(arguments, console)
    return try session.run()
  }
}

/// A run of `nin train`, from its options to its exit code.
private final class TrainingSession {
  private let console: Console
  private let trainer: Trainer
  private let printer: TrainingPrinter

  init(_ arguments: ParsedArguments, _ console: Console) throws {
    self.console = console
    let former = try Self.runToResume(arguments)
    let recipe = try Self.recipe(arguments, former, console)
    let context = try ExecutionContext(arguments, isa: recipe.isa)
    let dataset = try recipe.loadDataset(environment: console.environment)
    let stem = "\(recipe.model.rawValue)-\(recipe.dataset.name)"
    let folder = try former ?? RunFolder(new: arguments[TrainOptions.output], stem: stem)
    trainer = try Trainer(
      recipe, dataset: dataset, folder: folder, resume: former != nil,
      checkpointMinutes: arguments[TrainOptions.checkpointMinutes] ?? 5, context: context)
    printer = TrainingPrinter(console, epochs: recipe.epochs)
    let environment = RunEnvironment(context, version: Commands.version)
    try folder.saveEnvironment(environment)
    introduce(environment, dataset, isResumed: former != nil)
  }

  func run() throws -> ExitCode {
    let (console, printer) = (console, printer)
    let interrupts = InterruptMonitor {
      console.note("\nStopping after this step; Ctrl-C again leaves at once.")
    }
    defer { printer.clear() }
    let outcome = try trainer.run(
      events: { printer.show($0) }, shouldStop: { interrupts.signalNumber != nil })
    printer.clear()
    report(outcome)
    guard outcome == .stopped else { return .success }
    return interrupts.signalNumber == SIGTERM ? .terminated : .interrupted
  }

  private static func runToResume(_ arguments: ParsedArguments) throws -> RunFolder? {
    guard let path = arguments[TrainOptions.resume] else { return nil }
    let fixed = Command.train.options.filter { !TrainOptions.allowedWithResume.contains($0.name) }
    if let name = arguments.given(of: fixed).first {
      throw UsageError(
        "'\(name)' cannot be changed by '--resume': the run keeps its own options",
        command: .train)
    }
    return try RunFolder(existing: path)
  }

  private static func recipe(
    _ arguments: ParsedArguments, _ former: RunFolder?, _ console: Console
  ) throws -> Recipe {
    if let former {
      var recipe = try former.loadOptions()
      recipe.epochs = arguments[TrainOptions.epochs] ?? recipe.epochs
      recipe.maximumSteps = arguments[TrainOptions.maxSteps]
      recipe.isa = arguments[TrainOptions.isa] ?? recipe.isa
      if let folder = arguments[TrainOptions.dataDir] { recipe.dataset = .cifar10(folder: folder) }
      return recipe
    }
    let folders = CIFAR10.usualFolders(environment: console.environment)
    let hasCIFAR10 = folders.contains { CIFAR10.locate(in: $0) != nil }
    var recipe = try Recipe(arguments, hasCIFAR10: hasCIFAR10)
    recipe.isa = try ISA(arguments, environment: console.environment)
    let chosen = [
      TrainOptions.recipe.declaration, TrainOptions.dataset.declaration,
      TrainOptions.dataDir.declaration,
    ]
    if recipe.dataset == .shapes && arguments.given(of: chosen).isEmpty {
      console.note(
        "No CIFAR-10 found: training on the built-in images; for CIFAR-10 unpack "
          + "cifar-10-binary.tar.gz into ./data or name its folder with --data-dir.")
    }
    return recipe
  }

  private func introduce(_ environment: RunEnvironment, _ dataset: Dataset, isResumed: Bool) {
    let recipe = trainer.recipe
    let input = trainer.network.input
    console.note("Machine: \(environment.summary)")
    console.note(
      "Model:   \(recipe.model.rawValue), \(trainer.network.parameters.parameterCount) parameters, "
        + "\(input.height)x\(input.width) images, \(trainer.memoryBytes >> 20) MB to train")
    console.note(
      "Data:    \(dataset.name), \(dataset.train.count) to train on, \(dataset.test.count) to test")
    console.note(
      "Run:     \(trainer.folder.path), recipe \(recipe.name), \(recipe.epochs) epochs of "
        + "\(trainer.stepsPerEpoch) steps")
    if isResumed {
      console.note(
        "Resumed: after step \(trainer.state.step), in epoch "
          + "\(min(trainer.state.epoch + 1, recipe.epochs))")
    }
  }

  private func report(_ outcome: TrainingOutcome) {
    let folder = trainer.folder
    switch outcome {
    case .finished:
      let best = trainer.state.bestAccuracy.map { String(format: "%.4f", $0) } ?? "unknown"
      console.note("Done: best test accuracy \(best), model \(folder.bestPath)")
      console.note("Next: nin eval \(folder.path)")
    case .reachedMaximumSteps:
      console.note("Stopped after \(trainer.state.step) steps, as asked; model \(folder.lastPath)")
    case .stopped:
      console.note(
        "Saved after step \(trainer.state.step). To go on: nin train --resume \(folder.path)")
    }
  }
}
