import Foundation
import NINCommunication
import NINDatasets
import NINKernels
import NINReports
import NINTraining

/// A run of `nin train`, from its options to its exit code.
final class TrainingSession {
  let console: Console
  let trainer: Trainer
  let dataset: Dataset
  let communicator: any Communicator
  private let printer: TrainingPrinter
  private let interrupts: InterruptMonitor
  /// Nil on all ranks but the first.
  private let runReport: RunReport?
  private let tensorBoard: TensorBoardLog?
  /// The classes whose outputs the best model left at zero for every image.
  private(set) var deadClasses: [String] = []
  /// The number of steps that were done before this session.
  let firstStep: Int

  init(_ options: TrainOptions, _ console: Console, _ communicator: any Communicator) throws {
    self.console = console
    self.communicator = communicator
    let isFirst = communicator.rank == 0
    let former = try options.resume.map { try RunFolder(existing: $0, communicator) }
    defer { if !isFirst { former?.removeCopy() } }
    let recipe = try options.resolvedRecipe(former, console, communicator)
    let formerISA = try former?.loadOptions().isa
    let context = try ExecutionContext(isa: recipe.isa, threads: options.machine.threads)
    console.noteSharedProcessors(context)
    console.noteSlowMath(recipe.math, context)
    let split = try former?.loadSplit()
    dataset = try recipe.loadData(environment: console.environment, split: split)
    try communicator.agreeOnTraining(recipe, dataset)
    let stem = "\(recipe.model.name)-\(recipe.dataset.name)"
    let folder = try former ?? RunFolder(new: options.output, stem: stem, communicator)
    let environment = RunEnvironment(
      context, version: Commands.version, commit: Commands.commit, communicator: communicator)
    do {
      trainer = try Trainer(
        recipe, dataset: dataset, folder: folder, resume: former != nil,
        isStrict: options.isStrict,
        checkpointMinutes: options.checkpointMinutes, communicator: communicator, context: context)
      if isFirst { try folder.saveEnvironment(environment) }
      let isLogged = isFirst && (options.tensorBoard ?? TensorBoardLog.isKept(in: folder))
      tensorBoard =
        isLogged ? try TensorBoardLog(folder, resumingAt: trainer.state.step) : nil
    } catch {
      folder.discardIfEmpty()
      throw error
    }
    firstStep = trainer.state.step
    printer = TrainingPrinter(
      console, epoch: trainer.state.epoch + 1, of: recipe.epochs)
    runReport =
      isFirst
      ? RunReport(
        folder, recipe: recipe, environment: environment, images: dataset.measured,
        stepsPerEpoch: trainer.stepsPerEpoch) : nil
    let isAlone = communicator.size == 1
    interrupts = InterruptMonitor {
      if isAlone { console.note("\nStopping after this step; Ctrl-C again ends at once.") }
    }
    introduce(environment, namesImages: options.namesImages)
    if let formerISA, formerISA != recipe.isa { warn(of: formerISA) }
    if former != nil && split == nil && dataset.split != nil { console.noteUnrecordedSplit() }
  }

  func run() throws -> ExitCode {
    let (interrupts, isAlone) = (interrupts, communicator.size == 1)
    defer {
      printer.clear()
      try? runReport?.finish()
    }
    let outcome = try trainer.run(
      events: { observe($0) }, shouldStop: { interrupts.signalNumber != nil },
      mustLeave: isAlone ? nil : { interrupts.isUrgent })
    printer.clear()
    report(outcome)
    guard outcome == .stopped else { return .success }
    return interrupts.exitCode
  }

  /// If the report cannot be written, the run continues without it.
  private func observe(_ event: TrainingEvent) {
    printer.show(event)
    if case .epoch(_, let evaluation, _) = event { deadClasses = evaluation.deadClasses }
    do {
      try runReport?.observe(event)
      try tensorBoard?.observe(event)
    } catch {
      printer.warn(Advice.line(for: error))
    }
  }
}
