extension Recipe {
  /// A recipe read from a file may hold anything: what no command line could have said is refused.
  /// - Throws: `TrainingError` naming the first value out of range.
  public func validate() throws(TrainingError) {
    let counts = [
      ("size", size, 1024), ("epochs", epochs, .max), ("batchSize", batchSize, .max),
      ("chunk", chunk, 1024), ("limitTrain", limitTrain ?? 1, .max),
      ("limitTest", limitTest ?? 1, .max), ("maximumSteps", maximumSteps ?? 1, .max),
      ("validationCount", validationCount ?? 1, .max), ("patience", patience ?? 1, .max),
    ]
    for (name, value, most) in counts where value < 1 || value > most {
      throw TrainingError("\(name) is \(value)")
    }
    let numbers = [
      ("learningRate", Double(optimizer.learningRate)), ("momentum", Double(optimizer.momentum)),
      ("weightDecay", Double(optimizer.weightDecay)), ("beta1", Double(optimizer.beta1)),
      ("beta2", Double(optimizer.beta2)), ("epsilon", Double(optimizer.epsilon)),
      ("labelSmoothing", Double(labelSmoothing)), ("warmUpEpochs", schedule.warmUpEpochs),
      ("stepEpochs", schedule.stepEpochs), ("factor", schedule.factor),
    ]
    for (name, value) in numbers where !(value >= 0 && value.isFinite) {
      throw TrainingError("\(name) is \(value)")
    }
  }
}
