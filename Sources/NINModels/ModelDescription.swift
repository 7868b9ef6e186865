import NINModules
import NINTensors

/// What a model file says about itself, so that the options of training need not be repeated:
/// JSON under the key `nin` of the safetensors metadata.
public struct ModelDescription: Hashable, Codable, Sendable {
  public var model: Network.Model
  public var size: Int
  public var channels: Int
  public var classNames: [String]
  public var normalization: Normalization?
  /// Images of a batch whose mean loss the loss is averaged over, as the notebook prints it; nil
  /// where nobody knows.
  public var batchSize: Int?

  public init(
    model: Network.Model, size: Int, channels: Int, classNames: [String],
    normalization: Normalization? = nil, batchSize: Int? = nil
  ) {
    self.model = model
    self.size = size
    self.channels = channels
    self.classNames = classNames
    self.normalization = normalization
    self.batchSize = batchSize
  }

  /// - Throws: `ShapeError` when there can be no such network.
  public func network() throws(ShapeError) -> Network {
    if let normalization {
      let (mean, deviation) = (normalization.mean, normalization.deviation)
      guard mean.count == channels, deviation.count == channels,
        mean.allSatisfy(\.isFinite), deviation.allSatisfy({ $0.isFinite && $0 > 0 })
      else { throw ShapeError("a normalization by \(mean) and \(deviation)") }
    }
    guard (1...1024).contains(size), [1, 3].contains(channels) else {
      throw ShapeError("images of \(size)x\(size)x\(channels)")
    }
    if let batchSize, !(1...1_000_000).contains(batchSize) {
      throw ShapeError("batches of \(batchSize)")
    }
    return try Network(model, classes: classNames.count, size: size, channels: channels)
  }
}
