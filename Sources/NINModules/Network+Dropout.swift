extension Network {
  /// The same network, whose dropout layers all have this probability.
  /// - Parameter probability: in `0..<1`; 0 drops nothing.
  public func with(dropout probability: Float) -> Network {
    var result = self
    result.tree = tree.map { $0.with(dropout: probability) }
    result.layers = layers.map {
      NetworkLayer(
        path: $0.path, layer: $0.layer.with(dropout: probability), input: $0.input,
        output: $0.output)
    }
    return result
  }
}

extension Layer {
  fileprivate func with(dropout probability: Float) -> Layer {
    switch self {
    case .sequential(let layers): .sequential(layers.map { $0.with(dropout: probability) })
    case .dropout: .dropout(probability: probability)
    case .conv2d, .linear, .relu, .maxPool2d, .averagePool2d, .globalAveragePool2d, .flatten: self
    }
  }
}
