import Foundation

/// A published data set, in the files of its publisher.
public enum PublishedDataset: String, CaseIterable, Sendable {
  /// Krizhevsky 2009: 32x32 photographs of 10 classes.
  case cifar10
  /// Krizhevsky 2009: 32x32 photographs of 100 classes.
  case cifar100
  /// CIFAR-100 with its 20 coarse labels.
  case cifar100Coarse = "cifar100-coarse"
  /// LeCun et al. 1998: handwritten digits, 28x28, grey.
  case mnist
  /// Xiao et al. 2017: clothes, 28x28, grey.
  case fashionMNIST = "fashion-mnist"
  /// Netzer et al. 2011: house numbers, 32x32.
  case svhn
  /// SVHN with its extra images to train on.
  case svhnExtra = "svhn-extra"

  /// The name for people: "CIFAR-10".
  public var title: String {
    switch self {
    case .cifar10: "CIFAR-10"
    case .cifar100: "CIFAR-100"
    case .cifar100Coarse: "CIFAR-100 (coarse)"
    case .mnist: "MNIST"
    case .fashionMNIST: "Fashion-MNIST"
    case .svhn: "SVHN"
    case .svhnExtra: "SVHN (with extra)"
    }
  }

  /// Its folders in a folder of data sets: the one that `DatasetFetch` makes, and others that its
  /// archive or torchvision makes.
  public var subfolders: [String] {
    switch self {
    case .cifar10: ["cifar-10-batches-bin", "."]
    case .cifar100, .cifar100Coarse: ["cifar-100-binary"]
    case .mnist: ["mnist", "MNIST/raw"]
    case .fashionMNIST: ["fashion-mnist", "FashionMNIST/raw"]
    case .svhn, .svhnExtra: ["svhn", "SVHN", "."]
    }
  }

  /// Folders where people keep data sets, in the order in which they are searched.
  public static func usualFolders(environment: [String: String]) -> [String] {
    let home = environment["HOME"] ?? "."
    return [environment["NIN_DATA"]].compactMap { $0 }
      + ["data", ".", "\(home)/.cache/nin", "\(home)/data", "\(home)/datasets"]
  }

  /// The first of the usual folders with a file of the set, or nil.
  public func find(environment: [String: String]) -> String? {
    Self.usualFolders(environment: environment).lazy
      .compactMap { locate(in: $0, among: subfolders) }.first
  }

  /// The folder itself or one of its `subfolders`, whichever holds a file of the set; nil if none
  /// does.
  public func locate(in folder: String) -> String? {
    locate(in: folder, among: ["."] + subfolders)
  }

  /// Reads the set from `folder` or one of its `subfolders`.
  /// - Throws: `DatasetError` naming the file that is missing, has the wrong size, or has a label
  ///   that names no class.
  public func load(_ folder: String) throws(DatasetError) -> Dataset {
    guard let root = locate(in: folder) else {
      throw .lacks(self, folder: folder, hasPythonVersion: hasPythonVersion(folder))
    }
    var dataset = try read(root)
    dataset.source = DatasetSource(self).placed(in: folder) ?? dataset.source
    return dataset
  }

  private func read(_ root: String) throws(DatasetError) -> Dataset {
    switch self {
    case .cifar10: try CIFARFiles.cifar10.load(root, name: rawValue, title: title)
    case .cifar100: try CIFARFiles.cifar100.load(root, name: rawValue, title: title)
    case .cifar100Coarse: try CIFARFiles.cifar100Coarse.load(root, name: rawValue, title: title)
    case .mnist, .fashionMNIST:
      try IDXDataset.load(root, name: rawValue, title: title, classNames: classNames ?? [])
    case .svhn, .svhnExtra:
      try (self == .svhn ? SVHNFiles.svhn : .withExtra).load(
        root, name: rawValue, title: title, classNames: classNames ?? [])
    }
  }

  func locate(in folder: String, among places: [String]) -> String? {
    places.map { $0 == "." ? folder : "\(folder)/\($0)" }.first { place in
      files.contains { FileManager.default.fileExists(atPath: "\(place)/\($0)") }
    }
  }

  /// Many people have CIFAR as Python's pickles, which are not read.
  private func hasPythonVersion(_ folder: String) -> Bool {
    guard isArchive else { return false }
    let (subfolder, file) =
      self == .cifar10 ? ("cifar-10-batches-py", "data_batch_1") : ("cifar-100-python", "meta")
    return ["\(folder)/\(subfolder)", "\(folder)/\(file)"].contains {
      FileManager.default.fileExists(atPath: $0)
    }
  }

  /// The channels of its images.
  var channels: Int { [.mnist, .fashionMNIST].contains(self) ? 1 : 3 }

  /// If any of these exists, the set is there.
  private var files: [String] {
    switch self {
    case .cifar10: CIFARFiles.cifar10.files
    case .cifar100, .cifar100Coarse: CIFARFiles.cifar100.files
    case .mnist, .fashionMNIST: IDXDataset.files
    case .svhn: SVHNFiles.svhn.files
    case .svhnExtra: [SVHNFiles.extraFile]
    }
  }

  /// The files that a folder should hold, for people.
  var expectation: String {
    switch self {
    case .cifar10:
      "data_batch_1.bin … data_batch_5.bin and test_batch.bin of the binary version"
    case .cifar100: "train.bin, test.bin and fine_label_names.txt of the binary version"
    case .cifar100Coarse: "train.bin, test.bin and coarse_label_names.txt of the binary version"
    case .mnist, .fashionMNIST:
      "train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and "
        + "t10k-labels-idx1-ubyte, plain or .gz,"
    case .svhn: "train_32x32.mat and test_32x32.mat"
    case .svhnExtra: "train_32x32.mat, extra_32x32.mat and test_32x32.mat"
    }
  }

  /// The names of its classes; nil for CIFAR-100, where a file holds them.
  public var classNames: [String]? {
    switch self {
    case .cifar10: CIFARFiles.cifar10.usualNames
    case .cifar100, .cifar100Coarse: nil
    case .mnist, .svhn, .svhnExtra: (0..<10).map(String.init)
    case .fashionMNIST:
      [
        "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker",
        "Bag", "Ankle boot",
      ]
    }
  }

  /// The width and height of its images, in pixels.
  public var side: Int {
    switch self {
    case .cifar10, .cifar100, .cifar100Coarse, .svhn, .svhnExtra: 32
    case .mnist, .fashionMNIST: 28
    }
  }
}
