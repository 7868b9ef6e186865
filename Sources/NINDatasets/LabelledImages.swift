/// Images that are all in memory.
public final class LabelledImages: ImageSource {
  public let name: String
  public let height: Int
  public let width: Int
  public let channels: Int
  public let classNames: [String]
  /// `[count][height][width][channels]`.
  public let pixels: [UInt8]
  public let labels: [Int32]

  /// - Throws: `DatasetError` when the arrays do not agree or a label names no class.
  public init(
    name: String, height: Int, width: Int, channels: Int, classNames: [String],
    pixels: [UInt8], labels: [Int32]
  ) throws(DatasetError) {
    guard pixels.count == labels.count * height * width * channels else {
      throw .inconsistent(
        set: name, reason: "\(pixels.count) bytes for \(labels.count) images")
    }
    if let index = labels.firstIndex(where: { $0 < 0 || Int($0) >= classNames.count }) {
      throw .inconsistent(
        set: name,
        reason: "image \(index) has label \(labels[index]), beyond \(classNames.count - 1)")
    }
    self.name = name
    self.height = height
    self.width = width
    self.channels = channels
    self.classNames = classNames
    self.pixels = pixels
    self.labels = labels
  }

  public func copy(
    _ index: Int, into buffer: UnsafeMutableBufferPointer<UInt8>
  ) throws(DatasetError) {
    pixels.withUnsafeBufferPointer { all in
      _ = buffer.update(fromContentsOf: all[(index * imageBytes)..<((index + 1) * imageBytes)])
    }
  }
}

/// Sets of the same classes.
public struct Dataset: Sendable {
  public let name: String
  public let train: any ImageSource
  /// Images to choose the best model by, where the test set shall have no say.
  public let validation: (any ImageSource)?
  public let test: any ImageSource
  /// What the user should know about them.
  public let notes: [DatasetNote]
  /// How the pictures of a folder without parts were split; nil for other sets.
  public let split: FolderSplit?

  public init(
    name: String, train: any ImageSource, validation: (any ImageSource)? = nil,
    test: any ImageSource, notes: [DatasetNote] = [], split: FolderSplit? = nil
  ) {
    self.name = name
    self.train = train
    self.validation = validation
    self.test = test
    self.notes = notes
    self.split = split
  }

  /// The first images of the training and of the test set.
  public func limited(train trainLimit: Int?, test testLimit: Int?) -> Dataset {
    Dataset(
      name: name, train: train.prefix(trainLimit), validation: validation,
      test: test.prefix(testLimit), notes: notes, split: split)
  }
}
