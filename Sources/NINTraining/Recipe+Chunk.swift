import NINModules

extension Recipe {
  /// Images that pass a network at a time where nobody says: few enough that a chunk's activations
  /// stay near the cores, enough that every kernel is busy, and fewer where images are so large that
  /// the layers' outputs would take more than 256 MB.
  public static func usualChunk(for network: Network) -> Int {
    let bytes = network.layers.reduce(0) { $0 + $1.output.imageCount * 4 }
    return max(1, min(8, (256 << 20) / bytes))
  }
}
