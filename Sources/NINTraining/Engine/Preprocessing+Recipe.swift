import NINDatasets
import NINKernels
import NINModels
import NINModules
import NINTensors

extension Preprocessing {
  /// The preprocessing of a recipe. A whitening is learned from all training images, which takes
  /// about a minute for images of 32x32. A resumed run loads its own whitening. A run that starts
  /// with the weights of another, on images of the same size and preprocessed in the same way, loads
  /// the whitening of that one.
  /// - Throws: `TrainingError` when the images are too large for whitening; `CheckpointError` when
  ///   the whitening to load is damaged.
  init(
    _ recipe: Recipe, fittedTo images: any ImageSource, _ network: Network, former: RunFolder?,
    context: ExecutionContext
  ) throws {
    self.init(normalization: recipe.normalization, contrast: recipe.contrast)
    guard let bias = recipe.whiteningBias else { return }
    guard network.input.countPerImage <= Whitening.mostNumbers else {
      let pixels = Whitening.mostNumbers / network.input.channels
      let side = (1...recipe.size).last { $0 * $0 <= pixels } ?? 1
      throw TrainingError.impossibleValue(
        name: "size", value: "\(recipe.size)",
        expected: "with whitening, a size of at most \(side)")
    }
    whitening =
      try former.flatMap { try Whitening(contentsOf: $0.statePath) }
      ?? recipe.weights.flatMap { try Self.whitening(of: $0, for: recipe) }
      ?? WhiteningFit(images, network, self, context: context).whitening(bias: Double(bias))
    guard whitening != nil else {
      throw TrainingError.impossibleValue(
        name: "whiteningBias", value: "\(bias)",
        expected: "a larger number, and images that can be read,")
    }
  }

  private static func whitening(of weights: String, for recipe: Recipe) throws -> Whitening? {
    let path = try ModelFile.path(of: weights)
    guard let model = try? ModelFile.description(path), model.size == recipe.size,
      model.normalization == recipe.normalization, model.contrast == recipe.contrast
    else { return nil }
    return model.whitening
  }
}

extension WhiteningFit {
  /// Learns from all readable images, preprocessed up to the whitening.
  fileprivate convenience init(
    _ images: any ImageSource, _ network: Network, _ preprocessing: Preprocessing,
    context: ExecutionContext
  ) throws {
    try self.init(count: network.input.countPerImage, context: context)
    let pipeline = try InputPipeline(
      images, network: network, preprocessing: preprocessing, context: context)
    try pipeline.forEachImage(of: images, network) { addToMean($0) }
    try pipeline.forEachImage(of: images, network) { try addToCovariance($0) }
  }
}

extension InputPipeline {
  /// Calls `body` with each image, in order.
  fileprivate func forEachImage(
    of images: any ImageSource, _ network: Network,
    _ body: (UnsafeBufferPointer<Float>) throws -> Void
  ) throws {
    let count = network.input.countPerImage
    let loader = BatchLoader(images, batchSize: 256, shuffled: false, seed: 0, epoch: 0)
    defer { loader.cancel() }
    let memory = try FloatBuffer(count: 256 * count)
    while let batch = loader.next() {
      try fill(memory.pointer, with: 0..<batch.count, of: batch)
      for place in 0..<batch.count {
        try body(UnsafeBufferPointer(start: memory.pointer + place * count, count: count))
      }
      loader.recycle(batch)
    }
  }
}
