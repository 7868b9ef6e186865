import NINDatasets
import NINPictures

extension DatasetNote {
  /// A sentence without its full stop; nil if there is nothing to say.
  var text: String? {
    switch self {
    case .validationIsTest(let folder):
      "\(folder) has no folder 'test', so its validation part is used for testing"
    case .split(let folder, let tested, let count):
      "\(folder) has no folder 'test', so \(tested) of its \(count.of("picture")) are kept for "
        + "testing, about one in five of each class; the seed and their paths decide which"
    case .recordedSplit(_, 0, 0): nil
    case .recordedSplit(let folder, let added, let missing):
      "\(folder) has changed since the run began: \(Self.change(added, missing))"
    case .skipped(let folder, let files):
      "\(files.total.of("file")) skipped in \(folder): \(files.advice)"
    case .lacksClasses(let folder, let names):
      "\(folder) has no pictures of \(names.count.of("class", "classes")): "
        + names.prefix(10).joined(separator: ", ") + (names.count > 10 ? ", …" : "")
    case .partWithoutClasses(let folder): "\(folder) has no folders of classes and is not used"
    }
  }

  private static func change(_ added: Int, _ missing: Int) -> String {
    let new = added > 0 ? ["\(added.of("picture")) new, which the run does not use"] : []
    let gone = missing > 0 ? ["\(missing.of("picture")) missing, which will be skipped"] : []
    return (new + gone).joined(separator: ", ")
  }
}

extension SkippedFiles {
  /// "2 TIFF, 1 HEIC; convert them …": the files and what to do about them.
  var advice: String {
    var advice: [String] = []
    var others = false
    for kind in kinds {
      switch kind {
      case .picture(let format):
        if !advice.contains(format.advice) { advice.append(format.advice) }
      case .other(.video): advice.append("videos are no pictures")
      case .other: others = true
      }
    }
    if others { advice.append("convert them to PNG or JPEG, with ImageMagick for example") }
    return ([text] + advice).joined(separator: "; ")
  }
}

extension Console {
  /// Prints what the user should know about a data set.
  func note(_ dataset: Dataset) {
    for text in dataset.notes.compactMap(\.text) { note("Note:    \(text).") }
  }

  /// Prints a warning about a run of an older version.
  func noteUnrecordedSplit() {
    note(
      "Warning: the run has not recorded how it split its pictures, so it may be tested on "
        + "pictures that it was trained on.")
  }
}
