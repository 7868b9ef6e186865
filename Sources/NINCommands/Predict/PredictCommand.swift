import NINInference

private enum PredictOptions {
  static let top = Option.integer("--top", "N", "Classes a picture (5).", in: 1...100_000)
  static let json = Option.flag("--json", "One JSON document on standard output.")
  static let csv = Option.flag("--csv", "A line a class, with commas.")
}

extension Command {
  static let predict = Command(
    name: "predict", abstract: "Say what pictures show.",
    discussion: "Pictures are prepared as the model was trained. One that cannot be read is named "
      + "and skipped; the exit code is then 1.",
    operands: [
      .model,
      .init(
        name: "picture",
        help: "A file (JPEG, PNG, PPM, PGM), a folder with such files, or - for standard input.",
        isRepeated: true),
    ],
    groups: [
      .init(
        title: "Options",
        options: [
          PredictOptions.top.declaration, PredictOptions.json.declaration,
          PredictOptions.csv.declaration,
        ]),
      TrainOptions.machine,
    ]
  ) { arguments, console in
    let report = try predictionReport(arguments)
    var session = PredictionSession(
      classifier: try Classifier(arguments, environment: console.environment),
      top: arguments[PredictOptions.top] ?? 5, report: report, console: console)
    return try session.run(
      try arguments.operands.dropFirst().flatMap { try PictureSource.named($0) })
  }

  private static func predictionReport(
    _ arguments: ParsedArguments
  ) throws(UsageError) -> any PredictionReport {
    switch (arguments[PredictOptions.json] == true, arguments[PredictOptions.csv] == true) {
    case (true, true):
      throw UsageError("'--json' and '--csv' exclude each other", command: .predict)
    case (true, false): return PredictionsAsJSON()
    case (false, true): return PredictionsAsCSV()
    case (false, false): return PredictionsAsText()
    }
  }
}
