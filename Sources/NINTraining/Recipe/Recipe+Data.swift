import NINDatasets

extension Recipe {
  /// Loads the images of the recipe and splits off its validation set.
  /// - Parameters:
  ///   - environment: the environment variables; `NIN_DATA` and `HOME` give the usual folders.
  ///   - split: the recorded split of a folder of pictures; nil makes a new one.
  /// - Throws: `DatasetError` when the images cannot be read or there are too few to split.
  public func loadData(
    environment: [String: String], split: FolderSplit? = nil
  ) throws(DatasetError) -> Dataset {
    let all = try dataset.load(
      environment: environment, limitTrain: limitTrain, limitTest: limitTest,
      pictures: ImageFolder.Request(side: size, seed: seed, split: split))
    guard let validationCount else { return all }
    return try all.splittingOff(validation: validationCount, seed: seed)
  }
}
