import Foundation
import NINPictures
import NINTensors

/// A folder of pictures, a folder a class, as torchvision's `ImageFolder` and others have it:
///
///     DIR/train/CLASS/…   DIR/val/CLASS/…   DIR/test/CLASS/…     (val: also valid, validation)
///     DIR/CLASS/…                                                split by the seed, 80 to 20
///
/// Classes stand in natural order: class2 before class10. Pictures may lie in folders within a
/// class. What begins with a dot is not looked at.
public struct ImageFolder: Sendable {
  /// How pictures are to be read.
  public struct Request: Sendable {
    /// What pictures are fitted to.
    public var side: Int
    public var channels: Int
    /// Of a model that is to be tested; nil takes the folder's own.
    public var classNames: [String]?
    /// Chooses the test pictures of a folder without a split.
    public var seed: UInt64
    /// Whether a folder without a split is all there to be tested on.
    public var isForTesting: Bool

    public init(
      side: Int, channels: Int = 3, classNames: [String]? = nil, seed: UInt64 = 1,
      isForTesting: Bool = false
    ) {
      self.side = side
      self.channels = channels
      self.classNames = classNames
      self.seed = seed
      self.isForTesting = isForTesting
    }
  }

  private let path: String
  private let request: Request

  public init(_ path: String, _ request: Request) {
    self.path = path
    self.request = request
  }

  /// - Throws: `DatasetError` when there are no pictures, a class has none, or a class of one part
  ///   is unknown to the model or to the training part.
  public func load() throws(DatasetError) -> Dataset {
    guard let train = part(["train"]) else { return try loadWithoutParts(path) }
    let validation = part(["val", "valid", "validation"])
    let test = part(["test"])
    if request.isForTesting {
      return try testing(test ?? validation ?? train)
    }
    guard test != nil || validation != nil else { return try loadWithoutParts(train) }
    let trained = try images(train, classNames: request.classNames)
    var others: [FolderImages] = []
    for folder in [validation, test].compactMap(\.self) {
      others.append(try images(folder, classNames: trained.classNames))
    }
    let hasBoth = others.count == 2
    return Dataset(
      name: name, train: trained, validation: hasBoth ? others[0] : nil,
      test: others[others.count - 1],
      notes: test == nil ? ["\(path) has no folder 'test': its validation takes the place"] : [])
  }

  private var name: String { URL(fileURLWithPath: path).lastPathComponent }

  private func part(_ names: [String]) -> String? {
    names.map { "\(path)/\($0)" }.first { Self.isFolder($0) }
  }

  private func loadWithoutParts(_ folder: String) throws(DatasetError) -> Dataset {
    if request.isForTesting { return try testing(folder) }
    let all = try images(folder, classNames: request.classNames)
    guard all.count > 1 else { throw DatasetError("\(folder): one picture cannot be split") }
    var stream = RandomStream(seed: request.seed, purpose: .splitting)
    let order = stream.permutation(all.count)
    let tested = max(1, all.count / 5)
    return Dataset(
      name: name, train: ImageSubset(all, order[tested...].sorted()),
      test: ImageSubset(all, order[..<tested].sorted()),
      notes: [
        "\(path) has no folder 'test': \(tested) of its \(all.count) pictures, chosen by the "
          + "seed, are kept to test on"
      ])
  }

  private func testing(_ folder: String) throws(DatasetError) -> Dataset {
    let images = try images(folder, classNames: request.classNames)
    return Dataset(name: name, train: images, test: images)
  }

  private func images(
    _ folder: String, classNames: [String]?
  ) throws(DatasetError) -> FolderImages {
    let classes = try PictureFiles(folder)
    if let classNames { try classes.check(knownTo: classNames) } else { try classes.checkFilled() }
    let names = classNames ?? classes.names
    let files = classes.inTurn(names)
    guard !files.isEmpty else { throw DatasetError("\(folder): no pictures") }
    return try FolderImages(
      name: folder, files: files, classNames: names,
      side: classes.commonSide.map { min($0, request.side) } ?? request.side,
      channels: request.channels)
  }

  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }
}
