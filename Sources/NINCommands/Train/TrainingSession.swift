import NINDatasets
import Foundation
import NINKernels
import NINReports
import NINTraining

/// A run of `nin train`, from its options to its exit code.
final class TrainingSession {
  let console: Console
  let trainer: Trainer
  let dataset: Dataset
  private let printer: TrainingPrinter
  private let runReport: RunReport
  private let tensorBoard: TensorBoardLog?

  init(_ arguments: ParsedArguments, _ console: Console) throws {
    self.console = console
    let former = try Self.runToResume(arguments)
    let recipe = try Self.recipe(arguments, former, console)
    let context = try ExecutionContext(arguments, isa: recipe.isa)
    dataset = try recipe.loadData(environment: console.environment)
    let stem = "\(recipe.model.rawValue)-\(recipe.dataset.name)"
    let folder = try former ?? RunFolder(new: arguments[TrainOptions.output], stem: stem)
    let environment = RunEnvironment(context, version: Commands.version)
    do {
      trainer = try Trainer(
        recipe, dataset: dataset, folder: folder, resume: former != nil,
        isStrict: arguments[TrainOptions.strict] ?? false,
        checkpointMinutes: arguments[TrainOptions.checkpointMinutes] ?? 5, context: context)
      try folder.saveEnvironment(environment)
      let isLogged = arguments[TrainOptions.tensorboard] ?? TensorBoardLog.isKept(in: folder)
      tensorBoard =
        isLogged ? try TensorBoardLog(folder, resumingAt: trainer.state.step) : nil
    } catch {
      folder.discardIfEmpty()
      throw error
    }
    printer = TrainingPrinter(
      console, epoch: trainer.state.epoch + 1, of: recipe.epochs)
    runReport = RunReport(
      folder, recipe: recipe, environment: environment, images: dataset.measured,
      stepsPerEpoch: trainer.stepsPerEpoch)
    if recipe.dataset == .shapes && arguments.given(of: TrainOptions.naming).isEmpty {
      console.note(
        "No CIFAR-10 found: training on the built-in images; for CIFAR-10 run "
          + "nin data fetch cifar10 or name its folder with --data-dir.")
    }
    introduce(environment)
    for note in dataset.notes { console.note("Note:    \(note)") }
  }

  func run() throws -> ExitCode {
    let (console, printer) = (console, printer)
    let interrupts = InterruptMonitor {
      console.note("\nStopping after this step; Ctrl-C again leaves at once.")
    }
    defer { printer.clear() }
    let outcome = try trainer.run(
      events: { observe($0) }, shouldStop: { interrupts.signalNumber != nil })
    printer.clear()
    report(outcome)
    guard outcome == .stopped else { return .success }
    return interrupts.signalNumber == SIGTERM ? .terminated : .interrupted
  }

  /// A report that cannot be written is no reason to lose a run.
  private func observe(_ event: TrainingEvent) {
    printer.show(event)
    do {
      try runReport.observe(event)
      try tensorBoard?.observe(event)
    } catch {
      printer.show(.warning("\(error)"))
    }
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
    var recipe: Recipe
    if let former {
      recipe = try former.loadOptions()
      recipe.epochs = arguments[TrainOptions.epochs] ?? recipe.epochs
      recipe.maximumSteps = arguments[TrainOptions.maxSteps]
      recipe.patience = arguments[TrainOptions.patience] ?? recipe.patience
      recipe.isa = arguments[TrainOptions.isa] ?? recipe.isa
      recipe.dataset = try DatasetSource(arguments, else: recipe.dataset, command: .train)
    } else {
      let hasCIFAR10 = PublishedDataset.cifar10.find(environment: console.environment) != nil
      recipe = try Recipe(arguments, found: hasCIFAR10 ? .cifar10(folder: nil) : .shapes)
      let usual = recipe.isa.isAvailable ? recipe.isa : .best
      recipe.isa = try ISA(named: arguments, environment: console.environment) ?? usual
    }
    return recipe
  }
}
