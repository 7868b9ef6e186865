/// Images to train and to test on, with the same classes.
public struct Dataset: Sendable {
  /// What the data set is called: "cifar10".
  public let name: String
  public internal(set) var train: any ImageSource
  /// Images to choose the best model by, where the test set shall have no say.
  public internal(set) var validation: (any ImageSource)?
  public internal(set) var test: any ImageSource
  /// What the user should know about them.
  public let notes: [DatasetNote]
  /// How a folder of pictures without parts was split; nil for other data sets.
  public let split: FolderSplit?
  /// Where they come from, as a run records it.
  public internal(set) var source: DatasetSource

  /// Images from anywhere, such as `LabelledImages` in memory or an `ImageSource` of your own.
  /// - Parameters:
  ///   - name: what the set is called.
  ///   - train: images to train on.
  ///   - validation: images to choose the best model by; nil leaves that to `test`.
  ///   - test: images to test on, of the same classes.
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
