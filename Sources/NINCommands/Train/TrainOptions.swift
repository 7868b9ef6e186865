import NINTraining

/// The options of `nin train`.
struct TrainOptions: CommandOptions {
  var recipe: Recipe.Named?
  var config: String?
  var isDryRun = false
  var model: String?
  var images = DatasetOptions()
  var isStrict = false
  var changes = RecipeChanges()
  var machine = MachineOptions()
  var output: String?
  var resume: String?
  var checkpointMinutes = Trainer.usualCheckpointMinutes
  var tensorBoard: Bool?
  private(set) var given: Set<String> = []

  static let groups: [OptionGroup<Self>] = [
    OptionGroup("Recipe", [namedRecipe, configuration, dryRun]),
    OptionGroup(
      "Model and images",
      [
        network, DatasetOptions.dataset.inside(\.images),
        DatasetOptions.folder.alsoOnResume.inside(\.images),
        .strict(\.isStrict).alsoOnResume,
      ] + RecipeOptions.images.map { $0.later(\.changes) }),
    OptionGroup("Length", RecipeOptions.length.map { $0.later(\.changes) }),
    OptionGroup("Training", RecipeOptions.optimization.map { $0.later(\.changes) }),
    MachineOptions.group.inside(\.machine),
    OptionGroup("Run", [folder, resumed, checkpoints, tensorBoardLog]),
  ]

  private static let namedRecipe = CommandOption<Self>(
    "--recipe", \.recipe, .choice("NAME"), otherwise: "the one for the images",
    "A value for every option; 'nin recipes' shows them all.")
  private static let configuration = CommandOption<Self>(
    "--config", \.config, .path("FILE"),
    "Take the options of another run from its options.json; other options here change them.")
  private static let network = CommandOption<Self>(
    "--model", \.model, .network, otherwise: "by recipe",
    "The network: a name, or a JSON file that describes it; 'nin summary --json' prints one.")
  private static let dryRun = CommandOption<Self>(
    "--dry-run", \.isDryRun, .flag,
    "Print the recipe with all options as JSON, but do not train."
  ).alsoOnResume
  private static let folder = CommandOption<Self>(
    "--output", \.output, .path("DIR"), otherwise: "runs/<model>-<dataset>-<number>",
    "The folder of the run.")
  private static let resumed = CommandOption<Self>(
    "--resume", \.resume, .path("RUN"), "Continue the run in this folder."
  ).alsoOnResume
  private static let checkpoints = CommandOption<Self>(
    "--checkpoint-minutes", \.checkpointMinutes, .number("M", .atLeast(0)),
    "The longest time between two checkpoints."
  ).alsoOnResume
  private static let tensorBoardLog = CommandOption<Self>(
    "--tensorboard", \.tensorBoard, .flag, otherwise: "as the resumed run did, else off",
    "Write event files for TensorBoard into the folder of the run."
  ).alsoOnResume

  /// Whether the command line says which images to train on.
  var namesImages: Bool {
    let naming = [Self.namedRecipe, Self.configuration, Self.resumed].map(\.facts.name)
    return !given.isDisjoint(with: naming + DatasetOptions.names)
  }

  mutating func finish(given: Set<String>) throws(UsageError) {
    self.given = given
    if recipe != nil && config != nil {
      throw UsageError("'--recipe' and '--config' exclude each other")
    }
    let facts = Self.groups.flatMap(\.options).map(\.facts)
    if resume != nil,
      let fixed = facts.first(where: { given.contains($0.name) && !$0.isForResumedRuns })
    {
      throw UsageError(
        "'\(fixed.name)' cannot be changed by '--resume': the run keeps its own options")
    }
  }
}
