import NINCheckpoints
import Foundation
import NINInference
import NINPictures

private enum MapsOptions {
  static let top = Option.integer("--top", "N", "Classes that are shown (10).", in: 1...100)
  static let output = Option.text(
    "--output", "FILE", "The PNG; else <picture>.maps.png in this folder.")
}

extension Command {
  static let maps = Command(
    name: "maps", abstract: "Picture where in an image a network sees each class.",
    discussion: "The confidence maps of the last mlpconv layer over the photograph, the likeliest "
      + "classes first, all on one scale (Lin et al. 2013, section 4.6). A white line goes "
      + "around the hottest tenth of each.",
    operands: [.model, .init(name: "picture", help: "A JPEG, PNG, PPM or PGM file.")],
    groups: [
      .init(
        title: "Options",
        options: [MapsOptions.top.declaration, MapsOptions.output.declaration]),
      TrainOptions.machine,
    ]
  ) { arguments, console in
    let path = arguments.operands[1]
    let classifier = try Classifier(arguments, environment: console.environment)
    let picture = try Picture(contentsOf: path)
    let top = arguments[MapsOptions.top] ?? 10
    let stem = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    let output = arguments[MapsOptions.output] ?? "\(stem).maps.png"
    let sheet = try ConfidenceSheet(picture, by: classifier, top: top)
    try AtomicFile.save(sheet.picture.pngData(), to: output)
    let rows = try classifier.classify(picture, top: top).map {
      [$0.name, String(format: "%.1f %%", $0.probability * 100)]
    }
    console.print(TextTable.aligned(rows, numbers: 1...1))
    console.note("Picture: \(output)")
    return .success
  }
}
