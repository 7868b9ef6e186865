import Foundation
import NINPictures

/// A folder of pictures with a folder for each class, as torchvision's `ImageFolder` and others
/// have it:
///
///     DIR/train/CLASS/…   DIR/val/CLASS/…   DIR/test/CLASS/…
///     DIR/CLASS/…                                                split by the seed, 80 to 20
///
/// Parts may also be called training, valid, validation or testing, in small or capital letters.
/// Classes are in natural order: class2 before class10. A class may have folders inside it. Names
/// that begin with a dot are ignored, and so are the folders of runs.
public struct ImageFolder: Sendable {
  /// How to read a folder.
  public struct Request: Sendable {
    /// The width and height that pictures are fitted to, in pixels.
    public var side: Int
    /// What pictures are converted to: 1 (grey) or 3 (colour).
    public var channels: Int
    /// The classes of the model that is to be tested; nil takes those of the folder.
    public var classNames: [String]?
    /// Chooses the pictures to test on if the folder has no test part.
    public var seed: UInt64
    /// Whether all pictures of a folder without parts are tested on.
    public var isForTesting: Bool
    /// The recorded split of the folder; nil makes a new one.
    public var split: FolderSplit?

    /// How to read a folder; each property explains its own value.
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
  ///   - path: the folder.
  ///   - request: how to read it.
  public init(_ path: String, _ request: Request) {
    self.path = path
    self.request = request
  }

  /// Lists the pictures. They are decoded later, when they are needed.
  /// - Throws: `DatasetError` when there are no pictures, when a class has none, or when a class is
  ///   unknown to the model or to the training part.
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

  /// A part for validation or testing.
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
