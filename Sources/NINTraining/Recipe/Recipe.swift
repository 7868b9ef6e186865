import NINDatasets
import NINKernels
import NINModels
import NINModules
import NINOptimizers

/// All options of a training run, with defaults filled in. A run saves it; it is enough to repeat
/// the run.
public struct Recipe: Hashable, Codable, Sendable {
  /// The name of the recipe that it is based on.
  public var name: String
  /// The network.
  public var model: NetworkChoice
  /// The data set.
  public var dataset: DatasetSource
  /// The width and height of the network's input; images are resized to it.
  public var size: Int
  /// The number of epochs.
  public var epochs: Int
  /// Images per step.
  public var batchSize: Int
  /// The optimizer and its numbers.
  public var optimizer: OptimizerConfiguration
  /// The course of the learning rate.
  public var schedule = LearningRateSchedule()
  /// The clipping of gradients; nil for none.
  public var clipping: GradientClipping?
  /// The decay of a moving average of the weights, which is then measured and saved; nil for none.
  public var averageDecay: Float?
  /// The label smoothing, in `0..<1`.
  public var labelSmoothing: Float = 0
  /// The probability of all dropout layers; nil leaves each as the network has it.
  public var dropout: Float?
  /// The distribution of the first values of the parameters.
  public var initialization: Initialization
  /// With `Initialization.normal`: the deviations of the weights, one per layer or one for all.
  public var weightDeviations: [Float]?
  /// The seed of everything random.
  public var seed: UInt64 = 1
  /// Whether the order of the training images is random.
  public var shuffle = true
  /// The maximum number of training images; nil for all.
  public var limitTrain: Int?
  /// The maximum number of test images; nil for all.
  public var limitTest: Int?
  /// The number of training images to split off as validation set, which chooses the best model;
  /// nil for none.
  public var validationCount: Int?
  /// Ends the run after this number of epochs without a better accuracy; nil never does.
  public var patience: Int?
  /// Ends the run after this number of steps; nil never does.
  public var maximumSteps: Int?
  /// The normalization of each channel of the pixels in 0...1; nil for none.
  public var normalization: Normalization?
  /// The contrast normalization of each image; nil for none.
  public var contrast: ContrastNormalization?
  /// The bias of the whitening of images; nil for no whitening.
  public var whiteningBias: Float?
  /// Random variants of the training images; nil for none.
  public var augmentation: Augmentation?
  /// A model file, or the folder of a run, whose parameters replace `initialization`; nil for none.
  public var weights: String?
  /// The parameters that do not change; nil trains all.
  public var frozen: Freezing?
  /// How much accuracy may be given up for speed.
  public var math: MathMode = .fast
  /// The instruction set. Different instruction sets round differently, so a run keeps its own.
  public var isa: ISA = .best
  /// The maximum number of images of one pass through the network.
  public var chunk = 8
  /// Parts of a batch whose gradients are added in a tree, so that several processes can share
  /// them; nil for one. As `chunk`, it decides the rounding of results; the number of processes
  /// does not.
  public var shards: Int?

  var shardCount: Int { shards ?? 1 }

  /// The batch size that the learning rate is meant for: it grows with the batch in proportion
  /// (Goyal et al. 2017, arXiv:1706.02677); nil leaves it as it is.
  public var rateBatchSize: Int?

  /// The learning rate at the start of the schedule.
  public var baseRate: Float {
    guard let rateBatchSize else { return optimizer.learningRate }
    return optimizer.learningRate * Float(batchSize) / Float(rateBatchSize)
  }

  /// The options without a default; all others can be set afterwards.
  public init(
    name: String, model: Network.Model, dataset: DatasetSource, size: Int, epochs: Int,
    batchSize: Int, optimizer: OptimizerConfiguration, initialization: Initialization
  ) {
    self.name = name
    self.model = .named(model)
    self.dataset = dataset
    self.size = size
    self.epochs = epochs
    self.batchSize = batchSize
    self.optimizer = optimizer
    self.initialization = initialization
  }
}
