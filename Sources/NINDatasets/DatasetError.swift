/// Data that cannot be used. The caller can add what to do about it, in terms of its own options.
public enum DatasetError: Error, Hashable, Sendable {
  /// There is no such file.
  case missing(path: String)
  /// There is no such folder.
  case missingFolder(path: String)
  /// A file or folder that exists, but cannot be read.
  case unreadable(path: String)
  /// A file or folder that cannot be made or written, and why.
  case unwritable(path: String, reason: String)
  /// A file that is damaged, incomplete or of another kind.
  case malformed(path: String, reason: String)
  /// A picture that cannot be read or prepared.
  case picture(name: String, reason: String)

  /// A published set that is in none of the folders that were searched.
  case notFound(PublishedDataset, searched: [String])
  /// A folder that should hold a published set, but does not. People often have the version for
  /// Python, which is not read.
  case lacks(PublishedDataset, folder: String, hasPythonVersion: Bool)
  /// A folder of pictures without a folder for each class.
  case noClasses(folder: String)
  /// A folder without pictures.
  case noPictures(folder: String)
  /// A folder whose pictures all have formats that this build does not read.
  case noReadablePictures(folder: String, SkippedFiles)
  /// A folder with images to test on, in the folder `tested`, but none to train on.
  case noTrainingPart(folder: String, tested: String)
  /// A folder of a class that is not among the classes of the model or of the training images.
  case unknownClass(folder: String, known: [String])
  /// A folder with a single picture, which cannot be both trained and tested on.
  case onePicture(folder: String)
  /// A folder with one picture in each class, so that none can be kept to test on.
  case onePicturePerClass(folder: String)
  /// `validation` images to validate on out of `images` training images, which leaves none.
  case nothingToTrainOn(set: String, images: Int, validation: Int)
  /// Images in memory whose arrays do not agree, or whose labels name no class.
  case inconsistent(set: String, reason: String)
  /// A program has supplied the images, so they cannot be loaded.
  case supplied(set: String)

  /// A program that is needed, but not installed.
  case missingProgram(name: String)
  /// A program that cannot be run or fails.
  case program(path: String, reason: String)
  /// A download that failed.
  case download(url: String, reason: String)
  /// A server that sent something other than the expected file.
  case unexpectedDownload(url: String, reason: String)
  /// An existing file that is not the expected one.
  case unexpectedFile(path: String, expected: Checksum)
  /// A file that could not be fetched. It can be put into `folder` by hand.
  indirect case fetch(url: String, folder: String, DatasetError)
  /// A folder where a set should go, but which holds something that cannot be used.
  indirect case occupied(folder: String, DatasetError)
}

extension DatasetError: CustomStringConvertible {
  /// One line that names the file, the folder or the set.
  public var description: String {
    switch self {
    case .missing(let path): "\(path): no such file"
    case .missingFolder(let path): "\(path): no such folder"
    case .unreadable(let path): "\(path): cannot be read"
    case .unwritable(let path, let reason): "\(path): cannot be written: \(reason)"
    case .malformed(let path, let reason): "\(path): \(reason)"
    case .picture(let name, let reason), .inconsistent(let name, let reason): "\(name): \(reason)"
    case .noClasses(let folder):
      "\(folder): no pictures by class here: DIR/train/CLASS/… and DIR/test/CLASS/…, or "
        + "DIR/CLASS/… are expected"
    case .noPictures(let folder): "\(folder): no pictures in this folder"
    case .noReadablePictures(let folder, let skipped):
      "\(folder): no pictures that can be read (\(skipped.text))"
    case .noTrainingPart(let folder, let tested):
      "\(folder): there is \(tested), but no folder 'train'"
    case .unknownClass(let folder, let known):
      "\(folder): not a class of the model, whose classes are \(known.joined(separator: ", "))"
    case .onePicturePerClass(let folder):
      "\(folder): one picture per class cannot be split"
    case .onePicture(let folder): "\(folder): one picture cannot be split"
    case .nothingToTrainOn(let set, let images, let validation):
      "\(set): \(validation) images to validate on leave nothing of \(images) to train on"
    case .notFound(let set, let folders):
      "\(set.title) not found in \(folders.joined(separator: ", "))"
    case .lacks(let set, let folder, let hasPythonVersion):
      "\(folder): no \(set.title) here; \(set.expectation) are expected in it or in its "
        + set.subfolders.filter { $0 != "." }.joined(separator: " or ")
        + (hasPythonVersion ? "; its Python version, which is there, is not read" : "")
    case .supplied(let set):
      "the images '\(set)' were supplied by a program and are not in any file or folder"
    case .missingProgram(let name): "the program '\(name)' is needed, but not installed here"
    case .program(let path, let reason): "'\(path)' \(reason)"
    case .download(let url, let reason), .unexpectedDownload(let url, let reason):
      "\(url): \(reason)"
    case .unexpectedFile(let path, let expected):
      "\(path): not the file that is expected (\(expected))"
    case .fetch(_, _, let error), .occupied(_, let error): error.description
    }
  }
}
