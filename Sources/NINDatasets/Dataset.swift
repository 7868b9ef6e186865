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
