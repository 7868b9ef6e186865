import NINDatasets
import NINKernels
import NINModules
import NINOptimizers

/// Everything that determines a training run, resolved: saved with the run, enough to repeat it.
public struct Recipe: Hashable, Codable, Sendable {
  /// The recipe it started from.
  public var name: String
  public var model: Network.Model
  public var dataset: DatasetSource
  /// The side of the images the network sees.
  public var size: Int
  public var epochs: Int
  public var batchSize: Int
  public var optimizer: OptimizerConfiguration
  public var schedule = LearningRateSchedule()
  public var clipping: GradientClipping?
  public var labelSmoothing: Float = 0
  public var initialization: Initialization
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
  /// Random variants of the training images; nil takes them as they are.
  public var augmentation: Augmentation?
  /// A run's folder or a file with parameters to start from instead of `initialization`.
  public var weights: String?
  public var math: MathMode = .fast
  /// Results differ between instruction sets by rounding, so a run keeps its own.
  public var isa: ISA = .best
  /// Images that pass the network at a time.
  public var chunk = 8

  /// `(x - mean) / deviation`.
  public struct Normalization: Hashable, Codable, Sendable {
    public var mean: [Float]
    public var deviation: [Float]

    public init(mean: [Float], deviation: [Float]) {
      self.mean = mean
      self.deviation = deviation
    }
  }
}

extension Recipe {
  /// The recipes by name.
  public enum Named: String, CaseIterable, Sendable {
    /// The notebook's second run: SGD, rate 0.01, momentum 0.9, Kaiming weights.
    case notebookSGD = "notebook-sgd"
    /// The notebook's first run: Adam, rate 0.001, PyTorch's default weights.
    case notebookAdam = "notebook-adam"
    /// The paper's network for CIFAR-10, ten epochs of SGD with random variants.
    case cifar10
    /// Photographs of any kind: Adam, class outputs that cannot begin dead, random variants.
    case photos
    /// Minutes on two cores: a small network on the built-in data set.
    case quickstart
  }

  public init(_ named: Named) {
    let sgd = OptimizerConfiguration(kind: .sgd, learningRate: 0.01, momentum: 0.9)
    let adam = OptimizerConfiguration(kind: .adam, learningRate: 0.001)
    switch named {
    case .notebookSGD:
      self.init(notebook: named, optimizer: sgd, initialization: .kaiming)
    case .notebookAdam:
      self.init(notebook: named, optimizer: adam, initialization: .pytorch)
    case .cifar10:
      self.init(
        name: named.rawValue, model: .ninCIFAR10, dataset: .cifar10(folder: nil), size: 32,
        epochs: 10, batchSize: 128, optimizer: sgd, initialization: .kaiming)
      optimizer.learningRate = 0.05
      optimizer.nesterov = true
      optimizer.weightDecay = 0.0001
      modernize()
      schedule = LearningRateSchedule(kind: .cosine, warmUpEpochs: 0.5)
    case .photos:
      self.init(
        name: named.rawValue, model: .nin, dataset: .cifar10(folder: nil), size: 224, epochs: 20,
        batchSize: 64, optimizer: adam, initialization: .living)
      optimizer.learningRate = 0.0003
      modernize()
      schedule = LearningRateSchedule(kind: .cosine, warmUpEpochs: 1)
    case .quickstart:
      self.init(
        name: named.rawValue, model: .ninSmall, dataset: .shapes, size: 32, epochs: 8,
        batchSize: 64, optimizer: adam, initialization: .kaiming)
      optimizer.learningRate = 0.003
      normalization = dataset.usualNormalization
      schedule = LearningRateSchedule(kind: .cosine, warmUpEpochs: 0.5)
    }
  }

  /// What one does to photographs today, and neither notebook nor paper did.
  private mutating func modernize() {
    normalization = dataset.usualNormalization
    augmentation = Augmentation(flips: true)
    clipping = GradientClipping(maximumNorm: 1)
  }

  private init(
    notebook: Named, optimizer: OptimizerConfiguration, initialization: Initialization
  ) {
    self.init(
      name: notebook.rawValue, model: .nin, dataset: .cifar10(folder: nil), size: 224, epochs: 10,
      batchSize: 64, optimizer: optimizer, initialization: initialization)
  }

  public init(
    name: String, model: Network.Model, dataset: DatasetSource, size: Int, epochs: Int,
    batchSize: Int, optimizer: OptimizerConfiguration, initialization: Initialization
  ) {
    self.name = name
    self.model = model
    self.dataset = dataset
    self.size = size
    self.epochs = epochs
    self.batchSize = batchSize
    self.optimizer = optimizer
    self.initialization = initialization
  }
}
