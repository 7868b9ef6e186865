import Foundation
import NINPictures

/// A folder of pictures, with a folder for each class, as torchvision's `ImageFolder` and others have
/// it:
///
///     DIR/train/CLASS/…   DIR/val/CLASS/…   DIR/test/CLASS/…
///     DIR/CLASS/…                                                split by the seed, 80 to 20
///
/// Parts may also be called training, valid, validation and testing, in capitals or not. Classes
/// stand in natural order: class2 before class10. Pictures may lie in folders within a class. What
/// begins with a dot is not looked at, and neither are runs.
public struct ImageFolder: Sendable {
  /// How pictures are to be read.
  public struct Request: Sendable {
    /// What pictures are fitted to.
    public var side: Int
    /// 1 (grey) or 3 (colour): what pictures are converted to.
    public var channels: Int
    /// Of a model that is to be tested; nil takes the folder's own.
    public var classNames: [String]?
    /// Chooses the test pictures of a folder without a split.
    public var seed: UInt64
    /// Whether a folder without a split is all there to be tested on.
    public var isForTesting: Bool
    /// How a run has split the folder.
    public var split: FolderSplit?

    /// How to read a folder; each property has its own explanation.
    public init(
      side: Int, channels: Int = 3, classNames: [String]? = nil, seed: UInt64 = 1,
      isForTesting: Bool = false, split: FolderSplit? = nil
    ) {
      self.side = side
      self.channels = channels
      self.classNames = classNames
      self.seed = seed
      self.isForTesting = isForTesting
      self.split = split
    }
  }

  let path: String
  let request: Request

  /// - Parameters:
  ///   - path: of the folder.
  ///   - request: how its pictures are to be read.
  public init(_ path: String, _ request: Request) {
    self.path = path
    self.request = request
  }

  /// - Throws: `DatasetError` when there are no pictures, a class has none, or a class of one part
  ///   is unknown to the model or to the training part.
  public func load() throws(DatasetError) -> Dataset {
    var dataset = try read()
    dataset.source = .pictures(at: path)
    return dataset
  }

  private func read() throws(DatasetError) -> Dataset {
    let parts = try FolderParts(path)
    let tested = parts.test ?? parts.validation
    if request.isForTesting { return try testing(tested ?? parts.train ?? path) }
    guard let train = parts.train else {
      guard let tested else { return try splitting(path, parts) }
      throw .noTrainingPart(folder: path, tested: tested)
    }
    guard let tested else { return try splitting(train, parts) }
    let classes = try PictureFiles(train)
    let names = try classNames(of: classes)
    let trained = try images(train, classes.inTurn(names), names)
    var notes = parts.test == nil ? [DatasetNote.validationIsTest(folder: path)] : []
    notes += Self.notes(parts, classes, train)
    var others: [FolderImages] = []
    for folder in (parts.test == nil ? [] : [parts.validation]).compactMap(\.self) + [tested] {
      let (images, more) = try part(folder, names)
      others.append(images)
      notes += more
    }
    return Dataset(
      name: name, train: trained, validation: others.count > 1 ? others[0] : nil,
      test: others[others.count - 1], notes: notes)
  }

  var name: String { URL(fileURLWithPath: path).lastPathComponent }

  static func notes(
    _ parts: FolderParts, _ classes: PictureFiles, _ folder: String
  ) -> [DatasetNote] {
    let skipped = classes.skipped
    return parts.withoutClasses.map { .partWithoutClasses(folder: $0) }
      + (skipped.total > 0 ? [.skipped(folder: folder, skipped)] : [])
  }

  /// A part other than that for training.
  private func part(
    _ folder: String, _ names: [String]
  ) throws(DatasetError) -> (images: FolderImages, notes: [DatasetNote]) {
    let classes = try PictureFiles(folder)
    try classes.check(knownTo: names)
    let files = classes.inTurn(names)
    guard !files.isEmpty else { throw DatasetError.noPictures(folder: folder) }
    let lacking = names.filter { !classes.filledNames.contains($0) }
    let notes: [DatasetNote] = lacking.isEmpty ? [] : [.lacksClasses(folder: folder, lacking)]
    let skipped = classes.skipped
    return (
      try images(folder, files, names),
      notes + (skipped.total > 0 ? [.skipped(folder: folder, skipped)] : [])
    )
  }

  private func testing(_ folder: String) throws(DatasetError) -> Dataset {
    let names = try classNames(of: try PictureFiles(folder))
    let (images, notes) = try part(folder, names)
    return Dataset(name: name, train: images, test: images, notes: notes)
  }

  func classNames(of classes: PictureFiles) throws(DatasetError) -> [String] {
    if let names = request.classNames {
      try classes.check(knownTo: names)
      return names
    }
    try classes.checkFilled()
    return classes.names
  }

  func images(
    _ folder: String, _ files: [LabelledFile], _ classNames: [String]
  ) throws(DatasetError) -> FolderImages {
    guard !files.isEmpty else { throw DatasetError.noPictures(folder: folder) }
    return try FolderImages(
      folder: folder, files: files, classNames: classNames, most: request.side,
      channels: request.channels)
  }

  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }
}
