/// A file of a data set as its publisher serves it.
struct PublishedFile {
  let name: String
  /// Nil if only the checksum is published.
  let bytes: Int?
  let checksum: Checksum

  /// The most bytes that a server may send. For files of unknown size it is several times the size
  /// of the largest one.
  var mostBytes: Int { bytes ?? 1 << 30 }

  init(_ name: String, _ bytes: Int?, _ checksum: String) {
    self.init(name, bytes, Checksum(published: checksum))
  }

  init(_ name: String, _ bytes: Int?, _ checksum: Checksum) {
    self.name = name
    self.bytes = bytes
    self.checksum = checksum
  }
}

extension PublishedDataset {
  /// The URL of the folder with its files, with a slash at the end.
  var server: String {
    switch self {
    case .cifar10, .cifar100, .cifar100Coarse: "https://www.cs.toronto.edu/~kriz/"
    case .mnist: "https://ossci-datasets.s3.amazonaws.com/mnist/"
    case .fashionMNIST: "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"
    case .svhn, .svhnExtra: "http://ufldl.stanford.edu/housenumbers/"
    }
  }

  /// Whether it comes as one archive that unpacks to the first of its subfolders.
  public var isArchive: Bool { [.cifar10, .cifar100, .cifar100Coarse].contains(self) }

  /// Sizes and checksums as the publishers and torchvision state them (`datasets/cifar.py`,
  /// `mnist.py`, `svhn.py`).
  var publishedFiles: [PublishedFile] {
    switch self {
    case .cifar10:
      [
        PublishedFile(
          "cifar-10-binary.tar.gz", 170_052_171,
          "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd")
      ]
    case .cifar100, .cifar100Coarse:
      [
        PublishedFile(
          "cifar-100-binary.tar.gz", 168_513_733,
          "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec")
      ]
    case .mnist:
      [
        PublishedFile(
          "train-images-idx3-ubyte.gz", 9_912_422,
          "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
        PublishedFile(
          "train-labels-idx1-ubyte.gz", 28_881,
          "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
        PublishedFile(
          "t10k-images-idx3-ubyte.gz", 1_648_877,
          "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
        PublishedFile(
          "t10k-labels-idx1-ubyte.gz", 4_542,
          "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
      ]
    case .fashionMNIST:
      [
        PublishedFile(
          "train-images-idx3-ubyte.gz", nil, "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
        PublishedFile(
          "train-labels-idx1-ubyte.gz", nil, "25c81989df183df01b3e8a0aad5dffbe"),
        PublishedFile(
          "t10k-images-idx3-ubyte.gz", nil, "bef4ecab320f06d8554ea6380940ec79"),
        PublishedFile(
          "t10k-labels-idx1-ubyte.gz", nil, "bb300cfdad3c16e7a12a480ee83cd310"),
      ]
    case .svhn: Self.svhnFiles
    case .svhnExtra:
      Self.svhnFiles + [
        PublishedFile("extra_32x32.mat", nil, "a93ce644f1a588dc4d68dda5feec44a7")
      ]
    }
  }

  private static let svhnFiles = [
    PublishedFile("train_32x32.mat", nil, "e26dedcc434d2e4c54c9b2d4a06d8373"),
    PublishedFile("test_32x32.mat", nil, "eb5a983be6a315427106f1b164d9cef3"),
  ]
}
