import Foundation
import NINCheckpoints
import NINDatasets
import NINTraining

private struct ShowOptions: CommandOptions {
  var images = DatasetOptions()
  var output: String?

  static let operands: [Operand<Self>] = [
    .init(
      "set|folder", \.images.dataset, .dataset, "The name of a data set, or a folder of pictures.")
  ]
  static let groups: [OptionGroup<Self>] = [
    OptionGroup([
      DatasetOptions.folder.inside(\.images),
      .init(
        "--output", \.output, .path("FILE"),
        "Also draw ten images of each class into FILE, one row per class; SVG if FILE ends in "
          + ".svg, else PNG."),
    ])
  ]
}

extension Command {
  static let dataShow = Command(
    "data show", "Count the images of each class of a data set, and draw some of them."
  ) { (options: ShowOptions, console) in
    let dataset = try options.images.source(else: .shapes).load(
      environment: console.environment, pictures: ImageFolder.Request(side: 64))
    console.note(dataset)
    if let path = options.output {
      try AtomicFile.save(try ContactSheet(dataset.train).figure().file(named: path), to: path)
      console.note("Picture: \(path)")
    }
    console.print(ClassCounts(dataset).text)
    return .success
  }
}

/// One row per class, one column per part of the data set.
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
      [["class"] + parts.map(\.name)] + rows + [total], numbers: 1..<(parts.count + 1))
    return "\(dataset.name): \(images.sizes), \(colour)\n\n\(table)"
  }

  private static func counts(_ images: any ImageSource) -> [Int] {
    var counts = Array(repeating: 0, count: images.classNames.count)
    for label in images.labels { counts[Int(label)] += 1 }
    return counts
  }
}
