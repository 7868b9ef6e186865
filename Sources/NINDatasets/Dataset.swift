/// Images to train and to test on, with the same classes.
public struct Dataset: Sendable {
  /// What the data set is called: "cifar10".
  public let name: String
  /// The images to train on.
  public internal(set) var train: any ImageSource
  /// The images that choose the best model; nil if the test set does that.
  public internal(set) var validation: (any ImageSource)?
  /// The images to test on.
  public internal(set) var test: any ImageSource
  /// What the user should know about the data set.
  public let notes: [DatasetNote]
  /// How a folder of pictures without parts was split; nil for other data sets.
  public let split: FolderSplit?
  /// The source of the images, which a run records.
  public internal(set) var source: DatasetSource

  /// A data set of any images, such as `LabelledImages` in memory or your own `ImageSource`.
  /// - Parameters:
  ///   - name: the name of the data set.
  ///   - train: the images to train on.
  ///   - validation: the images that choose the best model; nil if `test` does that.
  ///   - test: the images to test on, with the same classes.
  ///   - notes: what the user should know.
  ///   - split: how the pictures of a folder were split.
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
    source = .supplied(name: name)
  }

  /// The data set with only the first images of its training set and of its test set; nil keeps
  /// all.
  public func limited(train trainLimit: Int?, test testLimit: Int?) -> Dataset {
    var limited = self
    limited.train = train.prefix(trainLimit)
    limited.test = test.prefix(testLimit)
    return limited
  }
}
