import NINTensors

extension Network {
  /// The built-in models; the raw value is the name on the command line.
  public enum Model: String, CaseIterable, Codable, Sendable {
    /// The notebook's network: the paper's ImageNet net with a short last block (2,015,398
    /// parameters for ten classes; 224x224 images).
    case nin
    /// The paper's CIFAR-10 network (966,986 parameters; 32x32 images): cuda-convnet's
    /// `NIN/cifar-10_def`.
    case ninCIFAR10 = "nin-cifar10"
    /// The paper's CIFAR-100 network: the CIFAR-10 network with 100 classes (984,356 parameters).
    case ninCIFAR100 = "nin-cifar100"
    /// The paper's SVHN network (1,986,026 parameters; 32x32 images): cuda-convnet's
    /// `NIN/svhn_def`.
    case ninSVHN = "nin-svhn"
    /// The paper's MNIST network (349,674 parameters; grey 28x28 images): cuda-convnet's
    /// `NIN/mnist_def`.
    case ninMNIST = "nin-mnist"
    /// The paper's ImageNet network as in the Caffe model zoo (7,595,176 parameters for 1000
    /// classes; 224x224 images).
    case ninImageNet = "nin-imagenet"
    /// The CIFAR-10 network with a fully connected layer in place of global average pooling, for
    /// the comparison in the paper's table 5.
    case ninCIFAR10FC = "nin-cifar10-fc"
    /// The same with dropout before the fully connected layer.
    case ninCIFAR10FCDropout = "nin-cifar10-fc-dropout"
    /// A small network of the same structure for first runs: 32x32 images, minutes on two cores.
    case ninSmall = "nin-small"

    /// The width and height of the images that the model was made for.
    public var defaultSize: Int {
      switch self {
      case .nin, .ninImageNet: 224
      case .ninMNIST: 28
      case .ninCIFAR10, .ninCIFAR100, .ninSVHN, .ninCIFAR10FC, .ninCIFAR10FCDropout, .ninSmall: 32
      }
    }

    /// The number of classes that the model was made for.
    public var defaultClasses: Int {
      switch self {
      case .ninCIFAR100: 100
      case .ninImageNet: 1000
      default: 10
      }
    }

    /// The channels of the images that the model was made for: 1 or 3.
    public var defaultChannels: Int { self == .ninMNIST ? 1 : 3 }

    /// How many of the last layers with parameters depend on the number of classes. In the
    /// notebook's network these are all three of the last mlpconv layer.
    var headLayers: Int {
      switch self {
      case .nin: 3
      case .ninCIFAR10FC, .ninCIFAR10FCDropout: 2
      default: 1
      }
    }
  }

  /// A built-in network for square images.
  /// - Parameters:
  ///   - model: which one.
  ///   - classes: the number of classes, at least 2.
  ///   - size: the width and height of the images; nil for the model's default.
  ///   - channels: the channels of the images.
  /// - Throws: `ShapeError` when images of `size` do not fit the model.
  public init(
    _ model: Model, classes: Int = 10, size: Int? = nil, channels: Int = 3
  ) throws(ShapeError) {
    guard classes >= 2 else {
      throw ShapeError("a classifier needs at least 2 classes, not \(classes)")
    }
    let size = size ?? model.defaultSize
    try self.init(
      name: model.rawValue, layers: model.layers(classes: classes, channels: channels, size: size),
      input: ActivationShape(height: size, width: size, channels: channels), classes: classes,
      headLayers: model.headLayers)
  }
}
