import NINModules
import NINTensors

/// What a model file states about its model, so that the options of the training need not be
/// repeated: JSON under the key `nin` of the safetensors metadata.
public struct ModelDescription: Hashable, Sendable {
  /// The network.
  public var model: NetworkChoice
  /// The width and height of its images.
  public var size: Int
  /// The channels of its images: 1 or 3.
  public var channels: Int
  /// The names of the classes, in the order of the outputs.
  public var classNames: [String]
  /// The normalization of the pixels; nil for none.
  public var normalization: Normalization?
  /// The contrast normalization of each image; nil for none.
  public var contrast: ContrastNormalization?
  /// The whitening of each image; nil for none. A model file stores it as tensors.
  public var whitening: Whitening?
  /// The batch size of the training. The loss is the mean of the mean losses of such batches, as in
  /// the notebook. Nil when it is not known.
  public var batchSize: Int?

  /// The description of a built-in model.
  public init(
    model: Network.Model, size: Int, channels: Int, classNames: [String],
    preprocessing: Preprocessing = Preprocessing(), batchSize: Int? = nil
  ) {
    self.init(
      network: .named(model), size: size, channels: channels, classNames: classNames,
      preprocessing: preprocessing, batchSize: batchSize)
  }

  /// The description of a built-in model or the user's own network.
  public init(
    network: NetworkChoice, size: Int, channels: Int, classNames: [String],
    preprocessing: Preprocessing = Preprocessing(), batchSize: Int? = nil
  ) {
    model = network
    self.size = size
    self.channels = channels
    self.classNames = classNames
    normalization = preprocessing.normalization
    contrast = preprocessing.contrast
    whitening = preprocessing.whitening
    self.batchSize = batchSize
  }

  /// Names for classes that have none: "class 0", "class 1" and so on.
  public static func placeholderNames(_ count: Int) -> [String] {
    (0..<count).map { "class \($0)" }
  }

  /// Whether the names of the classes are unknown.
  public var hasPlaceholderNames: Bool { classNames == Self.placeholderNames(classNames.count) }

  /// What is done to the pixels of an image before they enter the network.
  public var preprocessing: Preprocessing {
    Preprocessing(normalization: normalization, contrast: contrast, whitening: whitening)
  }

  /// The network.
  /// - Throws: `ShapeError` when a number of the description is impossible.
  public func network() throws(ShapeError) -> Network {
    if let normalization {
      let (mean, deviation) = (normalization.mean, normalization.deviation)
      guard mean.count == channels, deviation.count == channels,
        mean.allSatisfy(\.isFinite), deviation.allSatisfy({ $0.isFinite && $0 > 0 })
      else { throw ShapeError("a normalization by \(mean) and \(deviation)") }
    }
    if let scale = contrast?.scale, !(scale > 0 && scale.isFinite) {
      throw ShapeError("a contrast normalization to \(scale)")
    }
    guard (1...1024).contains(size), [1, 3].contains(channels) else {
      throw ShapeError("images of \(size)x\(size)x\(channels)")
    }
    if let batchSize, !(1...1_000_000).contains(batchSize) {
      throw ShapeError("batches of \(batchSize)")
    }
    return try model.network(classes: classNames.count, size: size, channels: channels)
  }
}

/// A file always lists the layers, so that it describes its network completely. Older versions
/// wrote files without layers; they name a built-in model.
extension ModelDescription: Codable {
  private enum CodingKeys: String, CodingKey {
    case model, size, channels, layers, classNames, normalization, contrast, batchSize
  }

  /// Writes the description, except the whitening.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(model.name, forKey: .model)
    try values.encode(size, forKey: .size)
    try values.encode(channels, forKey: .channels)
    try values.encode(layers, forKey: .layers)
    try values.encode(classNames, forKey: .classNames)
    try values.encodeIfPresent(normalization, forKey: .normalization)
    try values.encodeIfPresent(contrast, forKey: .contrast)
    try values.encodeIfPresent(batchSize, forKey: .batchSize)
  }

  /// - Throws: `DecodingError` when a value is missing or impossible, or when there are no layers
  ///   and the name is unknown.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let name = try values.decode(String.self, forKey: .model)
    let written = try values.decodeIfPresent([Layer].self, forKey: .layers)
    self.init(
      network: .own(NetworkDescription(name: name, size: 0, channels: 0, layers: written ?? [])),
      size: try values.decode(Int.self, forKey: .size),
      channels: try values.decode(Int.self, forKey: .channels),
      classNames: try values.decode([String].self, forKey: .classNames),
      preprocessing: Preprocessing(
        normalization: try values.decodeIfPresent(Normalization.self, forKey: .normalization),
        contrast: try values.decodeIfPresent(ContrastNormalization.self, forKey: .contrast)),
      batchSize: try values.decodeIfPresent(Int.self, forKey: .batchSize))
    let named = Network.Model(rawValue: name)
    if let named, written == nil || written == layers(of: named) {
      model = .named(named)
    } else if let written {
      model = .own(
        NetworkDescription(name: name, size: size, channels: channels, layers: written))
    } else {
      throw DecodingError.dataCorruptedError(
        forKey: .model, in: values, debugDescription: "there is no network named '\(name)'")
    }
  }

  private var layers: [Layer] {
    switch model {
    case .named(let model): layers(of: model)
    case .own(let description): description.layers
    }
  }

  private func layers(of model: Network.Model) -> [Layer] {
    model.layers(classes: classNames.count, channels: channels, size: size)
  }
}
