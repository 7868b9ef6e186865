import Foundation
import NINCheckpoints
import NINInference
import NINPictures

private struct MapsOptions: CommandOptions {
  var model = ""
  var picture = ""
  var top = 10
  var output: String?
  var machine = MachineOptions()

  static let operands: [Operand<Self>] = [
    .model(\.model),
    .init("picture", \.picture, .path("FILE"), "A file: \(PictureFormat.names)."),
  ]
  static let groups: [OptionGroup<Self>] = [
    OptionGroup([
      .init("--top", \.top, .integer(1...100), "The number of classes that are shown."),
      .init(
        "--output", \.output, .path("FILE"), otherwise: "<picture>.maps.png in this folder",
        "The file to write: SVG, with class names in any letters, if it ends in .svg, else PNG."),
    ]),
    MachineOptions.group.inside(\.machine),
  ]
}

extension Command {
  static let maps = Command(
    "maps", "Draw where in a picture a network responds to each class.",
    discussion: "Draws the confidence maps of the last mlpconv layer over the picture, with the "
      + "most likely classes first and all on one scale (Lin et al. 2013, section 4.6). A white "
      + "line surrounds the strongest tenth of each map."
  ) { (options: MapsOptions, console) in
    let classifier = try Classifier(options.model, options.machine, console)
    let picture = try Picture(contentsOf: options.picture)
    let stem = URL(fileURLWithPath: options.picture).deletingPathExtension().lastPathComponent
    let output = options.output ?? "\(stem).maps.png"
    let sheet = try ConfidenceSheet(picture, by: classifier, top: options.top)
    try AtomicFile.save(sheet.figure.file(named: output), to: output)
    let rows = try classifier.classify(picture, top: options.top).map {
      [$0.name, String(format: "%.1f %%", $0.probability * 100)]
    }
    console.print(TextTable.aligned(rows, numbers: 1..<2))
    if sheet.mapSize == (1, 1) {
      console.note(
        "Note: the maps are 1x1, so they say nothing about places in the picture; train with a "
          + "larger --size for finer maps.")
    }
    console.note("Picture: \(output)")
    return .success
  }
}
