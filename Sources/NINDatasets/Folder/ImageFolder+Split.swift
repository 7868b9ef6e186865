extension ImageFolder {
  /// A folder of classes, some of whose pictures are kept to test on.
  func splitting(
    _ folder: String, _ parts: FolderParts
  ) throws(DatasetError) -> Dataset {
    let classes = try PictureFiles(folder)
    let notes = Self.notes(parts, classes, folder)
    if let split = request.split { return try dataset(folder, classes, recorded: split, notes) }
    let names = try classNames(of: classes)
    let files = classes.inTurn(names)
    guard files.count > 1 else { throw DatasetError.onePicture(folder: folder) }
    let split = FolderSplit(files, classNames: names, seed: request.seed)
    guard !split.test.isEmpty else {
      throw DatasetError.onePicturePerClass(folder: folder)
    }
    return try dataset(
      folder, split,
      notes + [.split(folder: folder, tested: split.test.count, of: files.count)])
  }

  private func dataset(
    _ folder: String, _ classes: PictureFiles, recorded split: FolderSplit, _ notes: [DatasetNote]
  ) throws(DatasetError) -> Dataset {
    let present = Set(classes.inTurn(classes.filledNames).map(\.path))
    let recorded = Set(split.train + split.test)
    return try dataset(
      folder, split,
      notes + [
        .recordedSplit(
          folder: folder, added: present.subtracting(recorded).count,
          missing: recorded.subtracting(present).count)
      ])
  }

  private func dataset(
    _ folder: String, _ split: FolderSplit, _ notes: [DatasetNote]
  ) throws(DatasetError) -> Dataset {
    let trained = split.labelled(split.train)
    let tested = split.labelled(split.test)
    let all = try images(folder, trained + tested, split.classNames)
    return Dataset(
      name: name, train: ImageSubset(all, Array(trained.indices)),
      test: ImageSubset(all, Array(trained.count..<(trained.count + tested.count))),
      notes: notes, split: split)
  }
}
