import NINDatasets

/// What could not be read and was left out, each named once.
struct SkippedImages {
  /// Whether the first one ends everything.
  let isStrict: Bool
  private var known: Set<DatasetError> = []
  private var first: DatasetError?

  init(isStrict: Bool) {
    self.isStrict = isStrict
  }

  var count: Int { known.count }

  /// - Returns: a line for each image that is new here.
  /// - Throws: `DatasetError` of the first one when strict.
  mutating func observe(_ batch: ImageBatch) throws(DatasetError) -> [String] {
    guard let first = batch.skipped.first else { return [] }
    if isStrict { throw first }
    self.first = self.first ?? first
    var lines: [String] = []
    for error in batch.skipped where known.insert(error).inserted {
      lines.append("\(error); skipped, \(known.count) so far")
    }
    return lines
  }

  /// - Parameter batches: how many of the set's batches had an image left.
  /// - Throws: `DatasetError` of the first image when there was none.
  func requireSome(_ batches: Int) throws(DatasetError) {
    if batches == 0, let first { throw first }
  }
}
