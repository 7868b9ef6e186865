import NINTensors

extension Dataset {
  /// The data set with `count` images of the training set, chosen at random, to validate on. Both
  /// parts keep their order.
  /// - Throws: `DatasetError` when nothing is left to train on.
  public func splittingOff(validation count: Int, seed: UInt64) throws(DatasetError) -> Dataset {
    guard count < train.count else {
      throw .nothingToTrainOn(set: name, images: train.count, validation: count)
    }
    var stream = RandomStream(seed: seed, purpose: .splitting)
    let order = stream.permutation(train.count)
    var parts = self
    parts.train = ImageSubset(train, order[count...].sorted())
    parts.validation = ImageSubset(train, order[..<count].sorted())
    return parts
  }
}
