import NINDatasets

/// The images that could not be read and were left out, each reported once.
struct SkippedImages {
  /// Whether the first one ends everything.
  var isStrict: Bool
  private var known: Set<DatasetError> = []
  private var first: DatasetError?

  init(isStrict: Bool) {
    self.isStrict = isStrict
  }

  /// - Parameter skipped: those of a batch, in order.
  /// - Returns: a warning for each image that was not known before.
  /// - Throws: `DatasetError` of the first one when strict.
  mutating func observe(_ skipped: [DatasetError]) throws(DatasetError) -> [TrainingWarning] {
    guard let first = skipped.first else { return [] }
    if isStrict { throw first }
    self.first = self.first ?? first
    var warnings: [TrainingWarning] = []
    for error in skipped where known.insert(error).inserted {
      warnings.append(.imageSkipped(error, total: known.count))
    }
    return warnings
  }

  /// - Parameter batches: how many of the set's batches had an image left.
  /// - Throws: `DatasetError` of the first image when there was none.
  func requireSome(_ batches: Int) throws(DatasetError) {
    if batches == 0, let first { throw first }
  }
}
