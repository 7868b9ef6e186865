import NINCommunication
import NINInference
import NINPictures

private struct PredictOptions: CommandOptions {
  var model = ""
  var pictures: [String] = []
  var top = 5
  var isJSON = false
  var isCSV = false
  var machine = MachineOptions()

  static let operands: [Operand<Self>] = [
    .model(\.model),
    .init(
      each: "picture", \.pictures, .path("FILE"),
      "A file (\(PictureFormat.names)), a folder with such files, or - for standard input."),
  ]
  static let groups: [OptionGroup<Self>] = [
    OptionGroup([
      .init(
        "--top", \.top, .integer(1...100_000), "The number of classes per picture."),
      .json(\.isJSON),
      .init("--csv", \.isCSV, .flag, "Print one line per class, with commas."),
    ]),
    MachineOptions.group.inside(\.machine),
  ]

  mutating func finish(given: Set<String>) throws(UsageError) {
    if isJSON && isCSV { throw UsageError("'--json' and '--csv' exclude each other") }
  }

  var report: any PredictionReport {
    if isJSON { return PredictionsAsJSON() }
    return isCSV ? PredictionsAsCSV() : PredictionsAsText()
  }
}

extension Command {
  static let predict = Command(
    "predict", "Classify pictures.",
    discussion: "Pictures are prepared as in training. If a picture cannot be read, its name is "
      + "printed, the others are classified, and the exit code is 1."
  ) { (options: PredictOptions, console, communicator) in
    var session = PredictionSession(
      classifier: try Classifier(options.model, options.machine, console), top: options.top,
      report: options.report, console: console, communicator: communicator)
    return try session.run(try options.pictures.flatMap { try PictureSource.named($0, console) })
  }
}
