import NINDatasets

extension Recipe {
  /// The images that the recipe trains, validates and tests on.
  /// - Parameters:
  ///   - environment: variables that may name the folder of the data sets.
  ///   - split: of the run that has the recipe; nil splits a folder of pictures anew.
  /// - Throws: `DatasetError` when they cannot be read, or there are too few to split.
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
