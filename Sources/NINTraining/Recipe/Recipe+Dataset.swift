import NINDatasets
import NINModels
import NINModules

extension Recipe {
  /// The default recipe for a data set: for CIFAR-10, the notebook's; for CIFAR-100 and SVHN, the
  /// paper's network for small images; for a folder of pictures, the one for photographs; for all
  /// others, a first run.
  public init(for dataset: DatasetSource) {
    switch dataset {
    case .cifar10: self.init(.notebookSGD)
    case .pictures: self.init(.photos)
    case .cifar100, .cifar100Coarse, .svhn, .svhnExtra:
      self.init(.quickstart)
      model = .ninCIFAR10
      epochs = 30
      initialization = .lsuv
      optimizer.learningRate = 0.001
    case .mnist, .fashionMNIST:
      self.init(.quickstart)
      epochs = 4
    case .shapes, .supplied: self.init(.quickstart)
    }
    self.dataset = dataset
    size = Self.usualSize(model, dataset)
    if normalization != nil { normalization = dataset.usualNormalization }
  }

  /// The default image size: the model's own; for the small models, the size of a published set's
  /// images.
  public static func usualSize(_ model: NetworkChoice, _ dataset: DatasetSource) -> Int {
    guard case .named(let named) = model, named.defaultSize <= 32, let set = dataset.published?.set
    else { return model.defaultSize }
    return set.side
  }
}

extension DatasetSource {
  /// Whether the images are digits, which must not be mirrored.
  public var hasDigits: Bool { [.mnist, .svhn, .svhnExtra].contains(published?.set) }

  /// The mean and standard deviation of each channel of the set's pixels; for a folder of pictures,
  /// those of ImageNet.
  public var usualNormalization: Normalization {
    switch self {
    case .cifar10:
      .init(mean: [0.4914, 0.4822, 0.4465], deviation: [0.2470, 0.2435, 0.2616])
    case .cifar100, .cifar100Coarse:
      .init(mean: [0.5071, 0.4865, 0.4409], deviation: [0.2673, 0.2564, 0.2762])
    case .mnist: .init(mean: [0.1307], deviation: [0.3081])
    case .fashionMNIST: .init(mean: [0.2860], deviation: [0.3530])
    case .svhn, .svhnExtra:
      .init(mean: [0.4377, 0.4438, 0.4728], deviation: [0.1980, 0.2010, 0.1970])
    case .pictures:
      .init(mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225])
    case .shapes, .supplied:
      .init(mean: [0.5, 0.5, 0.5], deviation: [0.25, 0.25, 0.25])
    }
  }
}
