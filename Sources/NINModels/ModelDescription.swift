import NINModules
import NINTensors

/// What a model file says about itself, so that the options of training need not be repeated:
/// JSON under the key `nin` of the safetensors metadata.
public struct ModelDescription: Hashable, Sendable {
  public var model: NetworkChoice
  public var size: Int
  public var channels: Int
  public var classNames: [String]
  public var normalization: Normalization?
  public var contrast: ContrastNormalization?
  /// Too large for JSON: a model file keeps it as tensors.
  public var whitening: Whitening?
  /// Images of a batch whose mean loss the loss is averaged over, as the notebook prints it; nil
  /// where nobody knows.
  public var batchSize: Int?

  public init(
    model: Network.Model, size: Int, channels: Int, classNames: [String],
    preprocessing: Preprocessing = Preprocessing(), batchSize: Int? = nil
  ) {
    self.init(
      network: .named(model), size: size, channels: channels, classNames: classNames,
      preprocessing: preprocessing, batchSize: batchSize)
  }

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

  /// What becomes of the pixels of an image before the network sees them.
  public var preprocessing: Preprocessing {
    Preprocessing(normalization: normalization, contrast: contrast, whitening: whitening)
  }

  /// - Throws: `ShapeError` when there can be no such network.
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

/// The layers always stand in a file, so that it says all about its network. A file without them,
/// which older versions wrote, names one of the networks that have names.
extension ModelDescription: Codable {
  private enum CodingKeys: String, CodingKey {
    case model, size, channels, layers, classNames, normalization, contrast, batchSize
  }

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
