import NINDatasets
import NINKernels
import NINModules
import NINTensors

extension Trainer {
  /// Trains any network on any images, on pictures made in memory too. Options and model files then
  /// describe that network, layer by layer.
  ///
  ///     let images = try LabelledImages(
  ///       name: "dots", height: 32, width: 32, channels: 3, classNames: ["red", "green"],
  ///       pixels: bytes, labels: labels)
  ///     let trainer = try Trainer(
  ///       of: network, Recipe(.quickstart), dataset: Dataset(name: "dots", train: images, test: images),
  ///       folder: RunFolder(new: "runs/dots", stem: "dots"), context: ExecutionContext())
  ///
  /// - Parameters:
  ///   - network: for square images and as many classes as there are.
  ///   - recipe: all that determines the run, but for the network and the images.
  ///   - dataset: any images; they are resized to what the network takes.
  ///   - folder: where the run is kept.
  ///   - resume: whether the folder's state is where to begin.
  ///   - isStrict: whether an image that cannot be read ends the run; else it is left out.
  ///   - checkpointMinutes: the longest time between two checkpoints.
  ///   - context: where kernels run; its instruction set should be the recipe's.
  /// - Throws: `ShapeError` when the network is not for such images and classes; else as the other
  ///   initializer does.
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
}
