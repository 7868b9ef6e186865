import Foundation

/// A data set and its place. Published sets are in `folder`; nil is the first of the usual folders
/// that has the set.
public enum DatasetSource: Hashable, Codable, Sendable {
  /// CIFAR-10.
  case cifar10(folder: String?)
  /// CIFAR-100.
  case cifar100(folder: String?)
  /// CIFAR-100 with its 20 superclasses.
  case cifar100Coarse(folder: String?)
  /// MNIST.
  case mnist(folder: String?)
  /// Fashion-MNIST.
  case fashionMNIST(folder: String?)
  /// SVHN.
  case svhn(folder: String?)
  /// SVHN with its extra training images.
  case svhnExtra(folder: String?)
  /// The built-in drawn shapes.
  case shapes
  /// A folder of picture files, with one folder for each class.
  case pictures(folder: String)
  /// Images that a program supplies, such as pictures made in memory. They cannot be loaded again.
  case supplied(name: String)

  /// The published set in `folder`.
  public init(_ set: PublishedDataset, folder: String? = nil) {
    self =
      switch set {
      case .cifar10: .cifar10(folder: folder)
      case .cifar100: .cifar100(folder: folder)
      case .cifar100Coarse: .cifar100Coarse(folder: folder)
      case .mnist: .mnist(folder: folder)
      case .fashionMNIST: .fashionMNIST(folder: folder)
      case .svhn: .svhn(folder: folder)
      case .svhnExtra: .svhnExtra(folder: folder)
      }
  }

  /// The images that a model for these classes and channels was probably made for; CIFAR-10 when
  /// none fit. The files of CIFAR-100 name its classes, so only their number is known here.
  public init(classNames: [String], channels: Int) {
    let sets = PublishedDataset.allCases.filter { $0.classNames == classNames }
    let set = sets.first { $0.channels == channels } ?? sets.first
    self =
      switch classNames.count {
      case 100: .cifar100(folder: nil)
      case 20: .cifar100Coarse(folder: nil)
      default: classNames == DrawnShapes.classNames ? .shapes : DatasetSource(set ?? .cifar10)
      }
  }

  /// A folder of picture files, stored as an absolute path.
  public static func pictures(at folder: String) -> DatasetSource {
    .pictures(folder: absolute(folder))
  }

  private static func absolute(_ folder: String) -> String {
    URL(fileURLWithPath: folder).standardizedFileURL.path
  }

  /// The published set and its folder, if given; nil for other data.
  public var published: (set: PublishedDataset, folder: String?)? {
    switch self {
    case .cifar10(let folder): (.cifar10, folder)
    case .cifar100(let folder): (.cifar100, folder)
    case .cifar100Coarse(let folder): (.cifar100Coarse, folder)
    case .mnist(let folder): (.mnist, folder)
    case .fashionMNIST(let folder): (.fashionMNIST, folder)
    case .svhn(let folder): (.svhn, folder)
    case .svhnExtra(let folder): (.svhnExtra, folder)
    case .shapes, .pictures, .supplied: nil
    }
  }

  /// A short name, which can be part of a folder's name: "cifar10".
  public var name: String {
    switch self {
    case .pictures(let folder): URL(fileURLWithPath: folder).lastPathComponent
    case .supplied(let name): name
    default: published?.set.rawValue ?? "shapes"
    }
  }

  /// The name in texts: "CIFAR-10".
  public var title: String { published?.set.title ?? name }

  /// The same set in another folder; nil for built-in data.
  public func placed(in folder: String) -> DatasetSource? {
    if case .pictures = self { return .pictures(at: folder) }
    return published.map { DatasetSource($0.set, folder: Self.absolute(folder)) }
  }

  /// Loads the images.
  /// - Parameters:
  ///   - environment: the environment variables; `NIN_DATA` and `HOME` give the usual folders.
  ///   - limitTrain: the maximum number of training images; nil for all.
  ///   - limitTest: the maximum number of test images; nil for all.
  ///   - pictures: how a folder of pictures is read.
  /// - Throws: `DatasetError` that names the missing file and the searched folders, or the images
  ///   that a program has supplied.
  public func load(
    environment: [String: String], limitTrain: Int? = nil, limitTest: Int? = nil,
    pictures: ImageFolder.Request
  ) throws(DatasetError) -> Dataset {
    var dataset =
      switch self {
      case .supplied(let name): throw .supplied(set: name)
      case .pictures(let folder): try ImageFolder(folder, pictures).load()
      case .shapes:
        try DrawnShapes.load(
          trainCount: min(limitTrain ?? .max, DrawnShapes.trainCount),
          testCount: min(limitTest ?? .max, DrawnShapes.testCount))
      default: try loadPublished(environment)
      }
    dataset.source = self
    return dataset.limited(train: limitTrain, test: limitTest)
  }

  private func loadPublished(
    _ environment: [String: String]
  ) throws(DatasetError) -> Dataset {
    guard let (set, folder) = published else { throw .supplied(set: name) }
    let place = if let folder { folder } else { try Self.find(set, environment) }
    return try set.load(place)
  }

  private static func find(
    _ set: PublishedDataset, _ environment: [String: String]
  ) throws(DatasetError) -> String {
    guard let folder = set.find(environment: environment) else {
      throw .notFound(set, searched: PublishedDataset.usualFolders(environment: environment))
    }
    return folder
  }
}
