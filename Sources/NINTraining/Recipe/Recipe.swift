import NINDatasets
import NINKernels
import NINModels
import NINModules
import NINOptimizers

/// Everything that determines a training run, resolved: saved with the run, enough to repeat it.
public struct Recipe: Hashable, Codable, Sendable {
  /// The recipe it started from.
  public var name: String
  public var model: NetworkChoice
  public var dataset: DatasetSource
  /// The side of the images the network sees.
  public var size: Int
  public var epochs: Int
  public var batchSize: Int
  public var optimizer: OptimizerConfiguration
  public var schedule = LearningRateSchedule()
  public var clipping: GradientClipping?
  /// Of a moving average of the weights, which is then what is measured and saved; nil for none.
  public var averageDecay: Float?
  public var labelSmoothing: Float = 0
  public var initialization: Initialization
  /// With `Initialization.normal`: the deviations of weights, one per layer or one for all.
  public var weightDeviations: [Float]?
  public var seed: UInt64 = 1
  public var shuffle = true
  public var limitTrain: Int?
  public var limitTest: Int?
  /// Images of the training set that are kept from it, to choose the best model by.
  public var validationCount: Int?
  /// Ends the run after that many epochs without a better accuracy.
  public var patience: Int?
  /// Ends the run after that many steps in all.
  public var maximumSteps: Int?
  /// Per channel, of values in 0...1; nil leaves images alone.
  public var normalization: Normalization?
  /// Of each image by itself; nil leaves images alone.
  public var contrast: ContrastNormalization?
  /// Whitens images, with that bias on the diagonal of their covariance; nil leaves them alone.
  public var whiteningBias: Float?
  /// Random variants of the training images; nil takes them as they are.
  public var augmentation: Augmentation?
  /// A run's folder or a file with parameters to start from instead of `initialization`.
  public var weights: String?
  /// What training leaves as it is; nil trains all.
  public var frozen: Freezing?
  public var math: MathMode = .fast
  /// Results differ between instruction sets by rounding, so a run keeps its own.
  public var isa: ISA = .best
  /// Images that pass the network at a time.
  public var chunk = 8
  /// Parts of a batch whose gradients are added in a tree, so that several processes can share them;
  /// nil for one. As `chunk`, it decides the rounding of results; the number of processes does not.
  public var shards: Int?

  var shardCount: Int { shards ?? 1 }

  /// The batch size that the learning rate is meant for: it grows with the batch in proportion (Goyal
  /// et al. 2017, arXiv:1706.02677); nil leaves it as it is.
  public var rateBatchSize: Int?

  /// The learning rate that the schedule begins with.
  public var baseRate: Float {
    guard let rateBatchSize else { return optimizer.learningRate }
    return optimizer.learningRate * Float(batchSize) / Float(rateBatchSize)
  }

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
