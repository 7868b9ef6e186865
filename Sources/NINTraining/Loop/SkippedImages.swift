import NINDatasets

/// What could not be read and was left out, each named once.
struct SkippedImages {
  /// Whether the first one ends everything.
  let isStrict: Bool
  private var known: Set<DatasetError> = []

  init(isStrict: Bool) {
    self.isStrict = isStrict
  }

  var count: Int { known.count }

  /// - Returns: a line for each image that is new here.
  /// - Throws: `DatasetError` of the first one when strict, or when nothing is left of the batch.
  mutating func observe(_ batch: ImageBatch) throws(DatasetError) -> [String] {
    guard let first = batch.skipped.first else { return [] }
    if isStrict || batch.count == 0 { throw first }
    var lines: [String] = []
    for error in batch.skipped where known.insert(error).inserted {
      lines.append("\(error); skipped, \(known.count) so far")
    }
    return lines
  }
}
