/// In JSON, a layer is an object with the name of the PyTorch class as `type` and the names of the
/// PyTorch arguments: `{"type": "Conv2d", "in_channels": 3, "out_channels": 96, "kernel_size": 11,
/// "stride": 4}`. Arguments with a default in PyTorch may be left out.
extension Layer: Codable {
  private enum Key: String, CodingKey, CaseIterable {
    case type, layers
    case inputChannels = "in_channels"
    case outputChannels = "out_channels"
    case inputFeatures = "in_features"
    case outputFeatures = "out_features"
    case kernelSize = "kernel_size"
    case stride, padding
    case ceilMode = "ceil_mode"
    case countsPadding = "count_include_pad"
    case probability = "p"
  }

  /// Writes all numbers of the layer, defaults too.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(typeName, forKey: .type)
    switch self {
    case .sequential(let layers): try values.encode(layers, forKey: .layers)
    case .conv2d(let conv):
      try values.encode(conv.inputChannels, forKey: .inputChannels)
      try values.encode(conv.outputChannels, forKey: .outputChannels)
      try values.encode(conv.kernelSize, forKey: .kernelSize)
      try values.encode(conv.stride, forKey: .stride)
      try values.encode(conv.padding, forKey: .padding)
    case .linear(let inputFeatures, let outputFeatures):
      try values.encode(inputFeatures, forKey: .inputFeatures)
      try values.encode(outputFeatures, forKey: .outputFeatures)
    case .maxPool2d(let pool), .averagePool2d(let pool):
      try values.encode(pool.kernelSize, forKey: .kernelSize)
      try values.encode(pool.stride, forKey: .stride)
      try values.encode(pool.ceilMode, forKey: .ceilMode)
      // Only if they are not the default, so that older versions can read most files.
      if pool.padding > 0 { try values.encode(pool.padding, forKey: .padding) }
      if !pool.countsPadding { try values.encode(false, forKey: .countsPadding) }
    case .dropout(let probability): try values.encode(probability, forKey: .probability)
    case .relu, .globalAveragePool2d, .flatten: break
    }
  }

  /// - Throws: `DecodingError` for an unknown type, a missing number, or a number that the type
  ///   does not have.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    let type = try values.decode(String.self, forKey: .type)
    try Self.refuseOthers(in: decoder, than: ["type"] + (Self.keys[type] ?? []).map(\.rawValue))
    func number(_ key: Key, else usual: Int? = nil) throws -> Int {
      guard let usual else { return try values.decode(Int.self, forKey: key) }
      return try values.decodeIfPresent(Int.self, forKey: key) ?? usual
    }
    func pool() throws -> Pool2d {
      let size = try number(.kernelSize)
      return Pool2d(
        kernelSize: size, stride: try number(.stride, else: size),
        padding: try number(.padding, else: 0),
        ceilMode: try values.decodeIfPresent(Bool.self, forKey: .ceilMode) ?? false,
        countsPadding: try values.decodeIfPresent(Bool.self, forKey: .countsPadding) ?? true)
    }
    switch type {
    case "Sequential": self = .sequential(try values.decode([Layer].self, forKey: .layers))
    case "Conv2d":
      self = .conv2d(
        inputChannels: try number(.inputChannels), outputChannels: try number(.outputChannels),
        kernelSize: try number(.kernelSize), stride: try number(.stride, else: 1),
        padding: try number(.padding, else: 0))
    case "Linear":
      self = .linear(
        inputFeatures: try number(.inputFeatures), outputFeatures: try number(.outputFeatures))
    case "ReLU": self = .relu
    case "Dropout":
      self = .dropout(
        probability: try values.decodeIfPresent(Float.self, forKey: .probability) ?? 0.5)
    case "MaxPool2d": self = .maxPool2d(try pool())
    case "AvgPool2d": self = .averagePool2d(try pool())
    case "AdaptiveAvgPool2d": self = .globalAveragePool2d
    case "Flatten": self = .flatten
    default:
      throw DecodingError.dataCorruptedError(
        forKey: .type, in: values, debugDescription: "there is no layer of type '\(type)'")
    }
  }

  /// The keys that a layer of each type may have, besides its type.
  private static let keys: [String: [Key]] = [
    "Sequential": [.layers],
    "Conv2d": [.inputChannels, .outputChannels, .kernelSize, .stride, .padding],
    "Linear": [.inputFeatures, .outputFeatures],
    "Dropout": [.probability],
    "MaxPool2d": [.kernelSize, .stride, .padding, .ceilMode],
    "AvgPool2d": [.kernelSize, .stride, .padding, .ceilMode, .countsPadding],
  ]

  /// Refuses unknown keys, so that a misspelt name does not silently become a default.
  private static func refuseOthers(in decoder: any Decoder, than known: [String]) throws {
    let all = try decoder.container(keyedBy: AnyKey.self)
    guard let other = all.allKeys.first(where: { !known.contains($0.stringValue) }) else { return }
    throw DecodingError.dataCorruptedError(
      forKey: other, in: all,
      debugDescription: "'\(other.stringValue)' is not one of \(known.joined(separator: ", "))")
  }

  private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
