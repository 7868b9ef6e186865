/// What the user should know about a data set.
public enum DatasetNote: Hashable, Sendable {
  /// The folder has no test part, so its validation part is tested on.
  case validationIsTest(folder: String)
  /// The folder has no test part, so some of its pictures, chosen by the seed, are tested on.
  case split(folder: String, tested: Int, of: Int)
  /// A run has recorded how it split the folder. Since then pictures have been added, which are not
  /// used, or have disappeared.
  case recordedSplit(folder: String, added: Int, missing: Int)
  /// Files were left out because this build does not read their formats.
  case skipped(folder: String, SkippedFiles)
  /// A part has no picture of these classes.
  case lacksClasses(folder: String, [String])
  /// A folder has the name of a part, but holds no classes; it is not used.
  case partWithoutClasses(folder: String)
}
