import NINTensors

extension Dataset {
  /// Moves `count` images, chosen at random by `seed`, from the training set to a validation set.
  /// Both sets keep the order of their images.
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
