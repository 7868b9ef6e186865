import NINDatasets
import NINKernels
import NINModules
import NINTensors

extension Trainer {
  /// Trains any network on any images, which may be in memory. The options of the run and its model
  /// files describe that network, layer by layer.
  ///
  ///     let images = try LabelledImages(
  ///       name: "dots", height: 32, width: 32, channels: 3, classNames: ["red", "green"],
  ///       pixels: bytes, labels: labels)
  ///     let trainer = try Trainer(
  ///       of: network, Recipe(.quickstart), dataset: Dataset(name: "dots", train: images, test: images),
  ///       folder: RunFolder(new: "runs/dots", stem: "dots"), context: ExecutionContext())
  ///
  /// - Parameters:
  ///   - network: a network for square images and the classes of the data set.
  ///   - recipe: the options of the run; its model and data set are ignored.
  ///   - dataset: any images; they are resized to the input of the network.
  ///   - folder: the folder of the run.
  ///   - resume: whether to continue from the state in the folder.
  ///   - isStrict: whether an unreadable image ends the run; otherwise it is skipped.
  ///   - checkpointMinutes: the longest time between two checkpoints.
  ///   - context: the instruction set, which should be the recipe's, and the threads.
  /// - Throws: `ShapeError` when the network is not for such images and classes; the errors of the
  ///   other initializer.
  public convenience init(
    of network: Network, _ recipe: Recipe, dataset: Dataset, folder: RunFolder,
    resume: Bool = false, isStrict: Bool = false,
    checkpointMinutes: Double = usualCheckpointMinutes, context: ExecutionContext
  ) throws {
    var recipe = recipe
    recipe.size = network.input.height
    recipe.model = try NetworkChoice(network)
    try self.init(
      recipe, dataset: dataset, folder: folder, resume: resume, isStrict: isStrict,
      checkpointMinutes: checkpointMinutes, context: context)
  }

  /// The recipe's network for the classes of `images`, with the recipe's dropout.
  static func network(_ recipe: Recipe, _ images: any ImageSource) throws(ShapeError) -> Network {
    let network = try recipe.model.network(
      classes: images.classNames.count, size: recipe.size, channels: images.channels)
    guard let dropout = recipe.dropout else { return network }
    return network.with(dropout: dropout)
  }
}
