import NINDatasets

/// Keeps track of unreadable images, so that each is reported once.
struct SkippedImages {
  /// Whether an unreadable image is an error.
  var isStrict: Bool
  private var known: Set<DatasetError> = []
  private var first: DatasetError?

  init(isStrict: Bool) {
    self.isStrict = isStrict
  }

  /// Adds the skipped images of a batch.
  /// - Parameter skipped: the errors of the images, in order.
  /// - Returns: a warning for each image that is new.
  /// - Throws: `DatasetError` of the first image when strict.
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

  /// - Parameter batches: the number of batches that had at least one readable image.
  /// - Throws: `DatasetError` of the first skipped image when there was no such batch.
  func requireSome(_ batches: Int) throws(DatasetError) {
    if batches == 0, let first { throw first }
  }
}
