import NINDatasets
import NINModels
import NINModules
import NINOptimizers

extension Recipe {
  /// The built-in recipes; the raw value is the name on the command line.
  public enum Named: String, CaseIterable, Sendable {
    /// The notebook's second run: SGD, learning rate 0.01, momentum 0.9, Kaiming weights.
    case notebookSGD = "notebook-sgd"
    /// The notebook's first run: Adam, learning rate 0.001, PyTorch's default weights.
    case notebookAdam = "notebook-adam"
    /// The paper's CIFAR-10 experiment without augmentation (section 4.2), with contrast
    /// normalization and whitening.
    case paperCIFAR10 = "paper-cifar10"
    /// The paper's CIFAR-10 experiment with random crops and mirror images.
    case paperCIFAR10Augmented = "paper-cifar10-augmented"
    /// The paper's MNIST experiment (section 4.5).
    case paperMNIST = "paper-mnist"
    /// The paper's CIFAR-10 network, ten epochs of SGD with random variants.
    case cifar10
    /// Photographs of any kind: Adam, class outputs that do not start dead, random variants.
    case photos
    /// A small network on the built-in data set: minutes on two cores.
    case quickstart
  }

  /// The built-in recipe.
  public init(_ named: Named) {
    let sgd = OptimizerConfiguration(kind: .sgd, learningRate: 0.01, momentum: 0.9)
    let adam = OptimizerConfiguration(kind: .adam, learningRate: 0.001)
    switch named {
    case .notebookSGD:
      self.init(notebook: named, optimizer: sgd, initialization: .kaiming)
    case .notebookAdam:
      self.init(notebook: named, optimizer: adam, initialization: .pytorch)
    case .paperCIFAR10, .paperCIFAR10Augmented:
      self.init(paper: named, model: .ninCIFAR10, dataset: .cifar10(folder: nil), epochs: 90)
      contrast = ContrastNormalization()
      whiteningBias = Float(Whitening.usualBias)
      if named == .paperCIFAR10Augmented { augmentation = Augmentation(flips: true) }
      schedule.milestones = [60, 80]
    case .paperMNIST:
      self.init(paper: named, model: .ninMNIST, dataset: .mnist(folder: nil), epochs: 30)
      schedule.milestones = [20, 26]
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

  /// Adds methods that are usual today, but were not used in the notebook and the paper.
  private mutating func modernize() {
    normalization = dataset.usualNormalization
    augmentation = Augmentation(flips: true)
    clipping = GradientClipping(maximumNorm: 1)
  }

  /// The training of the paper's author (cuda-convnet, `NIN/cifar-10_params`), but with fewer
  /// epochs, so that two cores can do it, with a warm-up, and with weights scaled by data: with
  /// normal weights, most class outputs die in the first steps at this learning rate.
  private init(paper: Named, model: Network.Model, dataset: DatasetSource, epochs: Int) {
    var sgd = OptimizerConfiguration(
      kind: .sgd, learningRate: 0.1, momentum: 0.9, weightDecay: 0.0001)
    sgd.factors = ParameterFactors(biasRate: 2, biasDecay: 0, lastLayerRate: 0.1)
    self.init(
      name: paper.rawValue, model: model, dataset: dataset, size: model.defaultSize,
      epochs: epochs, batchSize: 128, optimizer: sgd, initialization: .lsuv)
    schedule = LearningRateSchedule(kind: .milestones, warmUpEpochs: 1)
  }

  private init(
    notebook: Named, optimizer: OptimizerConfiguration, initialization: Initialization
  ) {
    self.init(
      name: notebook.rawValue, model: .nin, dataset: .cifar10(folder: nil), size: 224, epochs: 10,
      batchSize: 64, optimizer: optimizer, initialization: initialization)
  }
}
