import NINDatasets
import Testing

@Suite struct DatasetSourceTests {
  private static let digits = (0..<10).map(String.init)

  @Test(arguments: [
    (digits, 1, DatasetSource.mnist(folder: nil)), (digits, 3, .svhn(folder: nil)),
    ((0..<100).map { "thing \($0)" }, 3, .cifar100(folder: nil)),
    ((0..<20).map { "kind \($0)" }, 3, .cifar100Coarse(folder: nil)),
    (DrawnShapes.classNames, 3, .shapes), (["cat", "dog"], 3, .cifar10(folder: nil)),
  ])
  func aModelsClassesAndChannelsTellItsImages(
    _ classNames: [String], _ channels: Int, _ expected: DatasetSource
  ) {
    #expect(DatasetSource(classNames: classNames, channels: channels) == expected)
  }
}
