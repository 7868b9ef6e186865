import NINDatasets
import NINModules
import NINOptimizers

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
}
