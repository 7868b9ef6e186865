import NINCheckpoints
import NINDatasets
import Foundation
import NINTraining

private enum ShowOptions {
  static let output = Option.text(
    "--output", "FILE", "A picture (PNG) of ten images a class, a row a class.")
}

extension Command {
  static let dataShow = Command(
    name: "data show", abstract: "Count the images of a data set a class, and picture them.",
    operands: [
      .init(name: "set|folder", help: "The name of a data set, or a folder of pictures.")
    ],
    groups: [
      .init(
        title: "Options",
        options: [TrainOptions.dataDir.declaration, ShowOptions.output.declaration])
    ]
  ) { arguments, console in
    let source = try shownSource(arguments)
    let dataset = try source.load(
      environment: console.environment, pictures: ImageFolder.Request(side: 64))
    if let path = arguments[ShowOptions.output] {
      try AtomicFile.save(ContactSheet(dataset.train).picture().pngData(), to: path)
      console.note("Picture: \(path)")
    }
    console.print(ClassCounts(dataset).text)
    return .success
  }

  private static func shownSource(_ arguments: ParsedArguments) throws(UsageError) -> DatasetSource
  {
    let (name, declaration) = (arguments.operands[0], TrainOptions.dataset.declaration)
    guard let source = declaration.parse(name) as? DatasetSource else {
      throw UsageError(
        "'\(name)' is no data set: \(declaration.expects) is expected"
          + Suggestion.text(for: name, among: declaration.choices), command: .dataShow)
    }
    return try DatasetSource(arguments, else: source, command: .dataShow)
  }
}

/// A row a class, a column a part of the data set.
struct ClassCounts {
  private let dataset: Dataset
  private let parts: [(name: String, images: any ImageSource)]

  init(_ dataset: Dataset) {
    self.dataset = dataset
    let validation = dataset.validation.map { [("validation", $0)] } ?? []
    parts = [("train", dataset.train)] + validation + [("test", dataset.test)]
  }

  var text: String {
    let images = dataset.train
    let colour = images.channels == 1 ? "grey" : "colour"
    let counts = parts.map { Self.counts($0.images) }
    let rows = images.classNames.indices.map { index in
      [images.classNames[index]] + counts.map { String($0[index]) }
    }
    let total = ["all"] + parts.map { String($0.images.count) }
    let table = TextTable.aligned(
      [["class"] + parts.map(\.name)] + rows + [total], numbers: 1...parts.count)
    return "\(dataset.name): \(images.width)x\(images.height) pixels, \(colour)\n\n\(table)"
  }

  private static func counts(_ images: any ImageSource) -> [Int] {
    var counts = Array(repeating: 0, count: images.classNames.count)
    for label in images.labels { counts[Int(label)] += 1 }
    return counts
  }
}
