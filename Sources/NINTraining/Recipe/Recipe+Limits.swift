extension Recipe {
  /// What each number of a recipe may be, whether a command line or a file says it.
  public enum Limit {
    public static let size = Limits(1...1024)
    public static let epochs = Limits(1...1_000_000)
    public static let batchSize = Limits(1...1_000_000)
    public static let chunk = Limits(1...1024)
    public static let shards = Limits(1...65_536)
    /// Of images, steps and epochs that end something early.
    public static let count = Limits<Int>.atLeast(1)
    public static let learningRate = Limits<Float>.above(0, atMost: 1_000_000)
    public static let momentum = Limits<Float>(0..<1)
    public static let weightDecay = Limits<Float>.atLeast(0)
    /// Of Adam's two running means.
    public static let beta = Limits<Float>(0..<1)
    public static let epsilon = Limits<Float>.above(0)
    public static let stepEpochs = Limits<Double>.above(0)
    public static let stepFactor = Limits<Double>.above(0, atMost: 1)
    public static let warmUpEpochs = Limits<Double>.atLeast(0)
    public static let clippingNorm = Limits<Float>.above(0)
    public static let labelSmoothing = Limits<Float>(0..<1)
    /// Of a factor of the rate or the weight decay.
    public static let factor = Limits<Float>.atLeast(0)
    public static let milestone = Limits<Double>.above(0)
    public static let averageDecay = Limits<Float>(0..<1)
    public static let weightDeviation = Limits<Float>.above(0, atMost: 1_000)
    public static let contrastScale = Limits<Float>.above(0, atMost: 1_000_000)
    public static let whiteningBias = Limits<Float>.above(0, atMost: 1_000_000)
    public static let cutout = Limits<Float>(0...1)
    public static let mixup = Limits<Float>(0...1)
    public static let mean = Limits<Float>(-1_000_000...1_000_000)
    public static let deviation = Limits<Float>.above(0)
  }

  /// A recipe read from a file may hold anything: what no command line could have said is refused.
  /// - Throws: `TrainingError` that names the first value that is not allowed.
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
    try check("clipping.maximumNorm", clipping?.maximumNorm, Limit.clippingNorm)
    try check("contrast.scale", contrast?.scale, Limit.contrastScale)
    try check("whiteningBias", whiteningBias, Limit.whiteningBias)
    for value in weightDeviations ?? [] {
      try check("weightDeviations", value, Limit.weightDeviation)
    }
    try check("averageDecay", averageDecay, Limit.averageDecay)
    try check("augmentation.cutout", augmentation?.cutout, Limit.cutout)
    try check("augmentation.mixup", augmentation?.mixup, Limit.mixup)
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
