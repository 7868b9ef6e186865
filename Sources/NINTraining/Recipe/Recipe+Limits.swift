extension Recipe {
  /// The allowed values of each number of a recipe, for the command line and for files.
  public enum Limit {
    /// The size of images, in pixels.
    public static let size = Limits(1...1024)
    /// Epochs.
    public static let epochs = Limits(1...1_000_000)
    /// Images per batch.
    public static let batchSize = Limits(1...1_000_000)
    /// Images per pass.
    public static let chunk = Limits(1...1024)
    /// The number of shards of a batch.
    public static let shards = Limits(1...65_536)
    /// Limits of images, steps and epochs, and the patience.
    public static let count = Limits<Int>.atLeast(1)
    /// The learning rate.
    public static let learningRate = Limits<Float>.above(0, atMost: 1_000_000)
    /// The momentum of SGD.
    public static let momentum = Limits<Float>(0..<1)
    /// The weight decay.
    public static let weightDecay = Limits<Float>.atLeast(0)
    /// The two betas of Adam.
    public static let beta = Limits<Float>(0..<1)
    /// The epsilon of Adam.
    public static let epsilon = Limits<Float>.above(0)
    /// Epochs between two steps of the learning rate.
    public static let stepEpochs = Limits<Double>.above(0)
    /// The factor of a step of the learning rate.
    public static let stepFactor = Limits<Double>.above(0, atMost: 1)
    /// Epochs of the warm-up.
    public static let warmUpEpochs = Limits<Double>.atLeast(0)
    /// The norm to which gradients are clipped.
    public static let clippingNorm = Limits<Float>.above(0)
    /// The label smoothing.
    public static let labelSmoothing = Limits<Float>(0..<1)
    /// The probability of dropout.
    public static let dropout = Limits<Float>(0..<1)
    /// A factor of the learning rate or the weight decay.
    public static let factor = Limits<Float>.atLeast(0)
    /// An epoch at which the learning rate drops.
    public static let milestone = Limits<Double>.above(0)
    /// The decay of the average of the weights.
    public static let averageDecay = Limits<Float>(0..<1)
    /// The deviation of normal weights.
    public static let weightDeviation = Limits<Float>.above(0, atMost: 1_000)
    /// The norm of images after contrast normalization.
    public static let contrastScale = Limits<Float>.above(0, atMost: 1_000_000)
    /// The bias of a whitening.
    public static let whiteningBias = Limits<Float>.above(0, atMost: 1_000_000)
    /// The side of a cut-out square, as a share of the image's.
    public static let cutout = Limits<Float>(0...1)
    /// The α of mixup.
    public static let mixup = Limits<Float>(0...1)
    /// The mean of a normalization.
    public static let mean = Limits<Float>(-1_000_000...1_000_000)
    /// The deviation of a normalization.
    public static let deviation = Limits<Float>.above(0)
  }

  /// Checks all numbers, which may come from a file that was edited.
  /// - Throws: `TrainingError` that names the first impossible value.
  public func validate() throws(TrainingError) {
    try check("size", size, Limit.size)
    try check("epochs", epochs, Limit.epochs)
    try check("batchSize", batchSize, Limit.batchSize)
    try check("chunk", chunk, Limit.chunk)
    try check("shards", shards, Limit.shards)
    try check("rateBatchSize", rateBatchSize, Limit.batchSize)
    try check("limitTrain", limitTrain, Limit.count)
    try check("limitTest", limitTest, Limit.count)
    try check("validationCount", validationCount, Limit.count)
    try check("maximumSteps", maximumSteps, Limit.count)
    try check("patience", patience, Limit.count)
    try check("labelSmoothing", labelSmoothing, Limit.labelSmoothing)
    try check("dropout", dropout, Limit.dropout)
    try check("clipping.maximumNorm", clipping?.maximumNorm, Limit.clippingNorm)
    try check("contrast.scale", contrast?.scale, Limit.contrastScale)
    try check("whiteningBias", whiteningBias, Limit.whiteningBias)
    for value in weightDeviations ?? [] {
      try check("weightDeviations", value, Limit.weightDeviation)
    }
    try check("averageDecay", averageDecay, Limit.averageDecay)
    try check("augmentation.cutout", augmentation?.cutout, Limit.cutout)
    try check("augmentation.mixup", augmentation?.mixup, .above(0, atMost: 1))
    try validateOptimizer()
    try validateSchedule()
    try validateNormalization()
  }

  private func validateOptimizer() throws(TrainingError) {
    try check("optimizer.learningRate", optimizer.learningRate, Limit.learningRate)
    try check("optimizer.momentum", optimizer.momentum, Limit.momentum)
    try check("optimizer.weightDecay", optimizer.weightDecay, Limit.weightDecay)
    try check("optimizer.beta1", optimizer.beta1, Limit.beta)
    try check("optimizer.beta2", optimizer.beta2, Limit.beta)
    try check("optimizer.epsilon", optimizer.epsilon, Limit.epsilon)
    try check("optimizer.factors.biasRate", optimizer.factors?.biasRate, Limit.factor)
    try check("optimizer.factors.biasDecay", optimizer.factors?.biasDecay, Limit.factor)
    try check("optimizer.factors.lastLayerRate", optimizer.factors?.lastLayerRate, Limit.factor)
    if optimizer.nesterov && optimizer.momentum == 0 {
      throw .impossibleValue(
        name: "optimizer.nesterov", value: "true", expected: "false, or a momentum above 0,")
    }
  }

  private func validateSchedule() throws(TrainingError) {
    try check("schedule.warmUpEpochs", schedule.warmUpEpochs, Limit.warmUpEpochs)
    try check("schedule.stepEpochs", schedule.stepEpochs, Limit.stepEpochs)
    try check("schedule.factor", schedule.factor, Limit.stepFactor)
    for value in schedule.milestones ?? [] {
      try check("schedule.milestones", value, Limit.milestone)
    }
  }

  private func validateNormalization() throws(TrainingError) {
    for value in normalization?.mean ?? [] { try check("normalization.mean", value, Limit.mean) }
    for value in normalization?.deviation ?? [] {
      try check("normalization.deviation", value, Limit.deviation)
    }
  }

  private func check<Value>(
    _ name: String, _ value: Value?, _ limits: Limits<Value>
  ) throws(TrainingError) {
    guard let value, !limits.contains(value) else { return }
    throw .impossibleValue(name: name, value: "\(value)", expected: "a number \(limits)")
  }
}
