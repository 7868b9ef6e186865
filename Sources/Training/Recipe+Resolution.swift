import Datasets
import Modules

extension Recipe {
  /// As many images at a time as keep activations in some hundred MB, at most 16.
  /// - Throws: `TrainingError` when images of `size` do not fit the model.
  public func automaticChunk() throws(TrainingError) -> Int {
    do {
      let layers = try Network(model, size: size).layers
      let bytes = layers.reduce(0) { $0 + $1.output.imageCount * 4 }
      return max(1, min(16, (256 << 20) / bytes))
    } catch {
      throw TrainingError("images of --size \(size) do not fit '\(model.rawValue)': \(error)")
    }
  }
}

extension DatasetSource {
  /// Mean and deviation of the set's pixels, a channel.
  public var usualNormalization: Recipe.Normalization {
    switch self {
    case .cifar10:
      .init(mean: [0.4914, 0.4822, 0.4465], deviation: [0.2470, 0.2435, 0.2616])
    case .shapes:
      .init(mean: [0.5, 0.5, 0.5], deviation: [0.25, 0.25, 0.25])
    }
  }
}
