import NINDatasets
import NINModels
import NINModules
import NINOptimizers
import NINTraining

/// Properties for options that change several properties of a recipe.
extension Recipe {
  /// A new model also sets the size of the images.
  var modelAtItsSize: NetworkChoice {
    get { model }
    set {
      model = newValue
      size = Self.usualSize(newValue, dataset)
    }
  }

  /// A new optimizer also sets its usual numbers.
  var optimizerKind: OptimizerConfiguration.Kind {
    get { optimizer.kind }
    set { if newValue != optimizer.kind { optimizer = OptimizerConfiguration(usual: newValue) } }
  }

  /// Switching on random variants also switches on normalization.
  var isAugmented: Bool {
    get { augmentation != nil }
    set {
      let former = augmentation ?? Augmentation(flips: !dataset.hasDigits)
      augmentation = newValue ? former : nil
      if newValue && contrast == nil { isNormalized = true }
    }
  }

  /// 0 for none; a square to blank needs random variants.
  var cutout: Float {
    get { augmentation?.cutout ?? 0 }
    set {
      if newValue > 0 && augmentation == nil { isAugmented = true }
      augmentation?.cutout = newValue > 0 ? newValue : nil
    }
  }

  /// 0 for none; so is the next.
  var mixup: Float {
    get { augmentation?.mixup ?? 0 }
    set {
      if newValue > 0 && augmentation == nil { isAugmented = true }
      augmentation?.mixup = newValue > 0 ? newValue : nil
    }
  }

  var average: Float {
    get { averageDecay ?? 0 }
    set { averageDecay = newValue > 0 ? newValue : nil }
  }

  var factors: ParameterFactors {
    get { optimizer.factors ?? ParameterFactors() }
    set { optimizer.factors = newValue == ParameterFactors() ? nil : newValue }
  }

  /// Takes the place of contrast normalization.
  var isNormalized: Bool {
    get { normalization != nil }
    set {
      normalization = newValue ? normalization ?? dataset.usualNormalization : nil
      if newValue { contrast = nil }
    }
  }

  /// Takes the place of normalization by a fixed mean and deviation.
  var hasContrastNormalization: Bool {
    get { contrast != nil }
    set {
      contrast = newValue ? contrast ?? ContrastNormalization() : nil
      if newValue { normalization = nil }
    }
  }

  var isWhitened: Bool {
    get { whiteningBias != nil }
    set { whiteningBias = newValue ? whiteningBias ?? Float(Whitening.usualBias) : nil }
  }

  var clippingNorm: Float? {
    get { clipping?.maximumNorm }
    set { clipping = newValue.map { GradientClipping(maximumNorm: $0) } }
  }
}

extension OptimizerConfiguration {
  /// The usual numbers: those of the notebook, and for AdamW those of PyTorch.
  fileprivate init(usual kind: Kind) {
    switch kind {
    case .sgd: self.init(kind: .sgd, learningRate: 0.01, momentum: 0.9)
    case .adam: self.init(kind: .adam, learningRate: 0.001)
    case .adamw: self.init(kind: .adamw, learningRate: 0.001, weightDecay: 0.01)
    }
  }
}
