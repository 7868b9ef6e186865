/// What the user should know about a data set.
public enum DatasetNote: Hashable, Sendable {
  /// The folder has no test part: its validation part takes the place.
  case validationIsTest(folder: String)
  /// The folder has no test part: `tested` of its `count` pictures are kept to test on, by `seed`.
  case split(folder: String, tested: Int, of: Int)
  /// As `split`, recorded by a run. Since then pictures have been added, which are not used, or are
  /// missing.
  case recordedSplit(folder: String, added: Int, missing: Int)
  /// Files that were left out because this build does not read their kind.
  case skipped(folder: String, SkippedFiles)
  /// A part has no picture of these classes.
  case lacksClasses(folder: String, [String])
  /// A folder is called as a part, but holds no classes; it is not used.
  case partWithoutClasses(folder: String)
}
