import Foundation
import NINCheckpoints
import NINDatasets
import NINTraining

/// Charts and a page about a run, in its folder, written again after each epoch:
///
///     curves.svg             losses and accuracy over the epochs
///     confusion_matrix.csv   rows: true class, columns: what the best model says
///     confusion_matrix.svg
///     report.html            all that and more in one file
public final class RunReport {
  private let folder: RunFolder
  private let recipe: Recipe
  private let environment: RunEnvironment
  private let images: any ImageSource
  private var history: RunHistory
  private var evaluation: Evaluation?
  private var test: Evaluation?
  private var isRunning = true

  /// - Parameters:
  ///   - folder: the folder of the run, where the files are written.
  ///   - recipe: the recipe of the run.
  ///   - environment: the machine of the run.
  ///   - images: the images that the run is measured on after each epoch.
  ///   - stepsPerEpoch: steps in each epoch.
  public init(
    _ folder: RunFolder, recipe: Recipe, environment: RunEnvironment, images: any ImageSource,
    stepsPerEpoch: Int
  ) {
    self.folder = folder
    self.recipe = recipe
    self.environment = environment
    self.images = images
    history = RunHistory(
      contentsOf: folder.metricsPath, stepsPerEpoch: stepsPerEpoch, epochs: recipe.epochs)
  }

  /// Collects the events of a run. Writes the files at the end of each epoch and when a run is
  /// resumed, because the process before may not have written them.
  /// - Throws: `CheckpointError` when a file cannot be written.
  public func observe(_ event: TrainingEvent) throws {
    switch event {
    case .step(let metrics, _, _, _): history.add(metrics)
    case .epoch(let metrics, let best, _):
      history.add(metrics)
      evaluation = best
      try write()
    case .resumed(let best):
      evaluation = best
      try write()
    case .tested(let evaluation):
      test = evaluation
      try write()
    case .evaluating, .checkpoint, .repaired, .warning: break
    }
  }

  /// Stops the page from reloading itself. Call it when the run ends in any way.
  /// - Throws: `CheckpointError` when the page cannot be written.
  public func finish() throws {
    isRunning = false
    if evaluation != nil { return try write() }
    // No epoch has ended in this process. The page may come from a process that was killed.
    let path = "\(folder.path)/report.html"
    guard let page = try? String(contentsOfFile: path, encoding: .utf8),
      page.contains(ReportPage.refreshing)
    else { return }
    try save(page.replacing(ReportPage.refreshing, with: ""), "report.html")
  }

  private func write() throws {
    guard let evaluation else { return }
    let matrix = ConfusionMatrix(evaluation)
    let curves = Curves(history, epochs: recipe.epochs)
    try save(curves.file, "curves.svg")
    try save(matrix.csv, "confusion_matrix.csv")
    let chart = ConfusionChart(matrix: matrix)
    if chart.isReadable {
      try save(
        SVG.file(
          width: chart.width, height: chart.height, label: "Confusion matrix", chart.drawing),
        "confusion_matrix.svg")
    }
    let page = ReportPage(
      isRefreshing: isRunning, title: "\(recipe.model.name) on \(recipe.dataset.title)",
      curves: curves, matrix: chart,
      summary: RunSummary(
        recipe, environment, history, classes: evaluation.classNames.count, test: test),
      mistakes: evaluation.mistakes.map { MistakeFigure($0, images) })
    try save(page.html, "report.html")
  }

  private func save(_ text: String, _ name: String) throws {
    try AtomicFile.save(Data(text.utf8), to: "\(folder.path)/\(name)")
  }
}
