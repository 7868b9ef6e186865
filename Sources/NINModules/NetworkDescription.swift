import NINTensors

/// A network as data, which can be saved and loaded. In JSON:
///
///     {"name": "mine", "size": 32, "channels": 3, "layers": [{"type": "Conv2d", …}, …]}
public struct NetworkDescription: Hashable, Codable, Sendable {
  /// The name of the network.
  public var name: String
  /// The width and height of its images.
  public var size: Int
  /// The channels of its images: 1 or 3.
  public var channels: Int
  /// The layers, in the order of execution.
  public var layers: [Layer]

  /// Shapes are checked when `network` is called.
  public init(name: String, size: Int, channels: Int, layers: [Layer]) {
    self.name = name
    self.size = size
    self.channels = channels
    self.layers = layers
  }

  /// The description of `network`, whose images are square.
  public init(_ network: Network) {
    self.init(
      name: network.name, size: network.input.height, channels: network.input.channels,
      layers: network.tree)
  }

  /// The network.
  /// - Parameter classes: the number of outputs that the last layer must have; nil for any.
  /// - Throws: `ShapeError`, naming the layer, when the layers do not fit together.
  public func network(classes: Int? = nil) throws(ShapeError) -> Network {
    guard (1...1024).contains(size), [1, 3].contains(channels) else {
      throw ShapeError("\(name): images of \(size)x\(size)x\(channels)")
    }
    let network = try Network(
      name: name, layers: layers,
      input: ActivationShape(height: size, width: size, channels: channels), classes: classes)
    guard network.classes >= 2 else {
      throw ShapeError("\(name): a classifier needs at least 2 classes, not \(network.classes)")
    }
    return network
  }
}

/// The network of a recipe or a model file: a built-in model or the user's own.
public enum NetworkChoice: Hashable, Sendable {
  /// A built-in model.
  case named(Network.Model)
  /// A network that the user has described.
  case own(NetworkDescription)

  /// The notebook's network.
  public static let nin = NetworkChoice.named(.nin)
  /// The paper's CIFAR-10 network.
  public static let ninCIFAR10 = NetworkChoice.named(.ninCIFAR10)
  /// The small network for first runs.
  public static let ninSmall = NetworkChoice.named(.ninSmall)

  /// The name of `network` if it is a built-in model, else its description.
  /// - Throws: `ShapeError` when its images are not square.
  public init(_ network: Network) throws(ShapeError) {
    let (name, input) = (network.name, network.input)
    guard input.height == input.width else {
      throw ShapeError("\(name): images of \(input.width)x\(input.height) are not square")
    }
    let model = Network.Model(rawValue: name)
    let layers = model?.layers(
      classes: network.classes, channels: input.channels, size: input.height)
    if let model, layers == network.tree {
      self = .named(model)
    } else {
      self = .own(NetworkDescription(network))
    }
  }

  /// The name of the network.
  public var name: String {
    switch self {
    case .named(let model): model.rawValue
    case .own(let description): description.name
    }
  }

  /// The width and height of the images that the network was made for.
  public var defaultSize: Int {
    switch self {
    case .named(let model): model.defaultSize
    case .own(let description): description.size
    }
  }

  /// The channels of the images that the network was made for: 1 or 3.
  public var defaultChannels: Int {
    switch self {
    case .named(let model): model.defaultChannels
    case .own(let description): description.channels
    }
  }

  /// The network for `classes` classes and images of `size` by `size` pixels.
  /// - Throws: `ShapeError` when the network cannot have these classes and images.
  public func network(
    classes: Int, size: Int, channels: Int
  ) throws(ShapeError) -> Network {
    switch self {
    case .named(let model):
      return try Network(model, classes: classes, size: size, channels: channels)
    case .own(var description):
      guard channels == description.channels else {
        throw ShapeError(
          "\(name): images of \(description.channels) channels expected, \(channels) given")
      }
      description.size = size
      return try description.network(classes: classes)
    }
  }
}

/// In JSON, a built-in model is its name, and the user's own network is its description.
extension NetworkChoice: Codable {
  /// Writes the name or the description.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .named(let model): try model.encode(to: encoder)
    case .own(let description): try description.encode(to: encoder)
    }
  }

  /// - Throws: `DecodingError` for an unknown name or a malformed description.
  public init(from decoder: any Decoder) throws {
    if (try? decoder.singleValueContainer().decode(String.self)) != nil {
      self = .named(try Network.Model(from: decoder))
    } else {
      self = .own(try NetworkDescription(from: decoder))
    }
  }
}
