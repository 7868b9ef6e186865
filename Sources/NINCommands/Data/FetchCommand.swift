import Foundation
import NINDatasets

private struct FetchOptions: CommandOptions {
  /// The first folder that is searched for data sets.
  static let usualFolder = "data"

  var set = PublishedDataset.cifar10
  var folder = usualFolder
  var mirror: String?
  var checksum: Checksum?

  static let operands: [Operand<Self>] = [
    .init("set", \.set, .choice("SET"), "The name of the data set.")
  ]
  static let groups: [OptionGroup<Self>] = [
    OptionGroup([
      .init("--to", \.folder, .path("DIR"), "The folder of data sets."),
      .init(
        "--mirror", \.mirror, .url, otherwise: "the publisher's server",
        "The URL of a folder with the same files."),
      .init(
        "--checksum", \.checksum, .checksum, otherwise: "the published one",
        "The checksum that the archive must have."),
    ])
  ]

  mutating func finish(given: Set<String>) throws(UsageError) {
    if checksum != nil && !set.isArchive {
      throw UsageError("'--checksum' is for one archive; \(set.title) has none")
    }
  }
}

extension Command {
  static let dataFetch = Command(
    "data fetch", "Download a data set, check it and unpack it.",
    discussion: "The sets: "
      + PublishedDataset.allCases.map(\.rawValue).joined(separator: ", ") + ". "
      + "An interrupted download continues where it stopped. Existing files are used, wherever "
      + "they come from. Needs the programs curl and tar."
  ) { (options: FetchOptions, console) in
    let fetch = DatasetFetch(
      options.set, into: options.folder, mirror: options.mirror, checksum: options.checksum)
    return try run(fetch, console)
  }

  private static func run(_ fetch: DatasetFetch, _ console: Console) throws -> ExitCode {
    let printer = FetchPrinter(console)
    let interrupts = InterruptMonitor {}
    defer { printer.clear() }
    let outcome = try fetch.run(
      progress: { printer.show($0) }, shouldStop: { interrupts.signalNumber != nil })
    printer.clear()
    switch outcome {
    case .alreadyThere(let path):
      console.note("\(fetch.set.title) is in \(path) already.")
    case .fetched(let path):
      console.note("\(fetch.set.title) is in \(path) now.")
      let place =
        fetch.folder == FetchOptions.usualFolder
        ? "" : " \(DatasetOptions.folder.facts.name) \(fetch.folder)"
      console.note("Next: nin train --dataset \(fetch.set.rawValue)\(place)")
    case .stopped:
      console.note("Stopped; the same command continues from here.")
      return interrupts.exitCode
    }
    return .success
  }
}

extension ValueFormat where Value == String {
  fileprivate static var url: ValueFormat {
    ValueFormat(
      placeholder: "URL", expects: "a URL that begins with https://, http:// or file://",
      parse: { text in
        ["https://", "http://", "file://"].contains { text.hasPrefix($0) } ? text : nil
      })
  }
}

extension ValueFormat where Value == Checksum {
  fileprivate static var checksum: ValueFormat {
    ValueFormat(
      placeholder: "HEX", expects: "a SHA-256 or MD5 in hexadecimal", parse: { Checksum($0) },
      show: \.hex)
  }
}
