import NINDatasets
import Foundation

private enum FetchOptions {
  static let to = Option.text("--to", "DIR", "The folder of data sets (data).")
  static let mirror = Option.url(
    "--mirror", "A folder on another server with the same files.")
  static let checksum = Option.checksum(
    "--checksum", "What the archive must hash to, where it is not the published one.")
}

extension Command {
  static let dataFetch = Command(
    name: "data fetch", abstract: "Download a data set, check it and unpack it.",
    discussion: "The sets: \(sets.joined(separator: ", ")). "
      + "What was begun is gone on with; what is there already is left alone. "
      + "Files that were downloaded otherwise are taken when they lie in the folder. "
      + "Needs the programs curl and tar.",
    operands: [.init(name: "set", help: "The name of the data set.", choices: sets)],
    groups: [
      .init(
        title: "Options",
        options: [
          FetchOptions.to.declaration, FetchOptions.mirror.declaration,
          FetchOptions.checksum.declaration,
        ])
    ]
  ) { arguments, console in
    try run(try fetch(arguments), console)
  }

  private static let usualFolder = "data"
  private static let sets = PublishedDataset.allCases.map(\.rawValue)

  private static func fetch(_ arguments: ParsedArguments) throws(UsageError) -> DatasetFetch {
    guard let set = PublishedDataset(rawValue: arguments.operands[0]) else {
      throw UsageError("no data set '\(arguments.operands[0])'", command: .dataFetch)
    }
    let checksum = arguments[FetchOptions.checksum]
    if checksum != nil && !set.isArchive {
      throw UsageError(
        "'--checksum' is for one archive; \(set.title) has none", command: .dataFetch)
    }
    return DatasetFetch(
      set, into: arguments[FetchOptions.to] ?? usualFolder, mirror: arguments[FetchOptions.mirror],
      checksum: checksum)
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
      let place = fetch.folder == usualFolder ? "" : " --data-dir \(fetch.folder)"
      console.note("Next: nin train --dataset \(fetch.set.rawValue)\(place)")
    case .stopped:
      console.note("Stopped; the same command goes on from here.")
      return interrupts.signalNumber == SIGTERM ? .terminated : .interrupted
    }
    return .success
  }
}

extension Option where Value == String {
  fileprivate static func url(_ name: String, _ help: String) -> Option {
    Option(name, "URL", help, expects: "a URL that begins with https://, http:// or file://") {
      text in
      ["https://", "http://", "file://"].contains { text.hasPrefix($0) } ? text : nil
    }
  }
}

extension Option where Value == Checksum {
  fileprivate static func checksum(_ name: String, _ help: String) -> Option {
    Option(name, "HEX", help, expects: "a SHA-256 or MD5 in hexadecimal") { Checksum($0) }
  }
}
