import NINDatasets
import NINModules
import NINOptimizers
import NINTraining

/// Properties as the command line has them: where one option means several of a recipe's.
extension Recipe {
  /// Another model brings the size of its images.
  var modelAtItsSize: NetworkChoice {
    get { model }
    set {
      model = newValue
      size = Self.usualSize(newValue, dataset)
    }
  }

  /// Another optimizer brings its usual numbers.
  var optimizerKind: OptimizerConfiguration.Kind {
    get { optimizer.kind }
    set { if newValue != optimizer.kind { optimizer = OptimizerConfiguration(usual: newValue) } }
  }

  /// Random variants are normalized too.
  var isAugmented: Bool {
    get { augmentation != nil }
    set {
      augmentation = newValue ? Augmentation(flips: !dataset.hasDigits) : nil
      if newValue { isNormalized = true }
    }
  }

  var isNormalized: Bool {
    get { normalization != nil }
    set { normalization = newValue ? normalization ?? dataset.usualNormalization : nil }
  }

  var clippingNorm: Float? {
    get { clipping?.maximumNorm }
    set { clipping = newValue.map { GradientClipping(maximumNorm: $0) } }
  }
}

extension OptimizerConfiguration {
  /// The usual numbers: the notebook's, and PyTorch's for AdamW.
  fileprivate init(usual kind: Kind) {
    switch kind {
    case .sgd: self.init(kind: .sgd, learningRate: 0.01, momentum: 0.9)
    case .adam: self.init(kind: .adam, learningRate: 0.001)
    case .adamw: self.init(kind: .adamw, learningRate: 0.001, weightDecay: 0.01)
    }
  }
}
