import NINKernels
import NINTensors

/// The results of a chunk of a batch; valid until the next chunk starts.
package struct ChunkResult {
  /// The images of the chunk, by their place in the batch.
  package let images: Range<Int>
  /// `[images][classes]`.
  package let logits: UnsafePointer<Float>
  /// `[images]`.
  package let losses: UnsafePointer<Float>
}

extension Plan {
  /// Writes the images `images` of a batch to `input`, where the plan reads them.
  package typealias Fill = (_ images: Range<Int>, _ input: UnsafeMutablePointer<Float>) throws ->
    Void

  /// A training step up to the optimizer, chunk by chunk.
  /// - Parameters:
  ///   - batchSize: the number of images.
  ///   - labels: `[batch]`.
  ///   - smoothing: the label smoothing.
  ///   - mixed: the labels that the batch's own labels are mixed with; nil for none.
  ///   - fill: writes the images of a chunk.
  ///   - observe: called with the results of each chunk.
  package func step(
    batchSize: Int, labels: UnsafePointer<Int32>, smoothing: Float, mixed: MixedLabels? = nil,
    fill: Fill, observe: (ChunkResult) -> Void
  ) throws {
    try prepareWeights()
    try gradient(
      of: 0..<batchSize, in: batchSize, labels: labels, smoothing: smoothing, mixed: mixed,
      fill: fill, observe: observe)
    finishStep()
  }

  /// Computes what some images of a batch contribute to the gradient of its mean loss, and stores
  /// it in `parameters.gradients`. The weights must have been prepared.
  /// - Parameters:
  ///   - images: the images, by their place in the batch.
  ///   - batchSize: the number of images of the batch.
  ///   - labels: the labels of `images`.
  ///   - mixed: the labels that the batch's own labels are mixed with; nil for none.
  ///   - progress: called during the backward pass of the last chunk, if not nil.
  package func gradient(
    of images: Range<Int>, in batchSize: Int, labels: UnsafePointer<Int32>, smoothing: Float,
    mixed: MixedLabels? = nil, progress: Progress? = nil, fill: Fill,
    observe: (ChunkResult) -> Void
  ) throws {
    let key = RandomStream(seed: seed, purpose: .dropout, stepsTaken).key
    beginStep()
    for part in chunks(images) {
      let dropout = DropoutSeed(key: key, firstImage: part.lowerBound)
      try fill(part, input)
      try forward(imageCount: part.count, dropout: dropout)
      observe(
        try loss(
          part, labels: labels + (part.lowerBound - images.lowerBound), smoothing: smoothing, mixed,
          batchSize: batchSize))
      let isLast = part.upperBound == images.upperBound
      try backward(imageCount: part.count, dropout: dropout, progress: isLast ? progress : nil)
    }
    if progress == nil || images.isEmpty { try endStep() }
  }

  /// Counts a training step, when the gradient of its batch is complete.
  package func finishStep() { stepsTaken += 1 }

  /// Computes the logits and losses of a batch, chunk by chunk.
  package func evaluate(
    batchSize: Int, labels: UnsafePointer<Int32>, fill: Fill, observe: (ChunkResult) -> Void
  ) throws {
    try predict(batchSize: batchSize, fill: fill) { images, _ in
      observe(
        try loss(
          images, labels: labels + images.lowerBound, smoothing: 0, nil, batchSize: batchSize))
    }
  }

  /// Computes the logits of a batch, chunk by chunk.
  package func predict(
    batchSize: Int, fill: Fill,
    observe: (_ images: Range<Int>, _ logits: UnsafePointer<Float>) throws -> Void
  ) throws {
    precondition(mode == .inference, "a plan for training makes no predictions")
    if !isPrepared { try prepareWeights() }
    for images in chunks(0..<batchSize) {
      try fill(images, input)
      try forward(imageCount: images.count, dropout: .none)
      try observe(images, logits)
    }
  }

  private func chunks(_ images: Range<Int>) -> some Sequence<Range<Int>> {
    stride(from: images.lowerBound, to: images.upperBound, by: chunk).lazy.map { [chunk] in
      $0..<min($0 + chunk, images.upperBound)
    }
  }

  /// - Parameter labels: the labels of `images`.
  private func loss(
    _ images: Range<Int>, labels: UnsafePointer<Int32>, smoothing: Float, _ mixed: MixedLabels?,
    batchSize: Int
  ) throws(KernelError) -> ChunkResult {
    try lossGradient(
      imageCount: images.count, labels: labels, smoothing: smoothing,
      mixed: mixed?.part(images), batchSize: batchSize, losses: losses)
    return ChunkResult(images: images, logits: logits, losses: losses)
  }
}
