import NINDatasets
import Foundation
import NINInterchange
import NINModules
import NINTraining

private enum ImportOptions {
  static let model = Option<Network.Model>.choice("--model", "The network it is of (nin).")
  static let classNames = Option<[String]>.names(
    "--class-names", "NAMES",
    "The classes in the order of the outputs, with commas between them, or a data set's name.")
  static let classes = Option.integer(
    "--classes", "N", "Their number, where they have no names; else the file's own.",
    in: 2...100_000)
  static let size = NetworkOptions.size
  static let mean = Option<[Float]>.numbers("--mean", "What training subtracted, a channel.")
  static let deviation = Option<[Float]>.numbers("--deviation", "What it then divided by.")
  static let output = Option.text(
    "--output", "FILE", "The model file; else <file>.nin.safetensors.")

  static let all = [
    model.declaration, classNames.declaration, classes.declaration, size.declaration,
    mean.declaration, deviation.declaration, output.declaration,
  ]
}

extension Command {
  static let importing = Command(
    name: "import", abstract: "Make a model file of a PyTorch state dictionary.",
    discussion: "Save it in Python by safetensors.torch.save_file(model.state_dict(), FILE). "
      + "The names are those of the notebook's class: net.0.0.weight and so on.",
    operands: [.init(name: "file", help: "A safetensors file.")],
    groups: [.init(title: "Options", options: ImportOptions.all)]
  ) { arguments, console in
    let path = arguments.operands[0]
    let source = try StateDictionaryImport(contentsOf: path)
    let description = try ModelDescription(importing: source, arguments)
    do {
      _ = try description.network()
    } catch {
      throw TrainingError("\(path): \(error)")
    }
    let beside = (path as NSString).deletingPathExtension + ".nin.safetensors"
    let output = arguments[ImportOptions.output] ?? beside
    do {
      try ModelFile.save(try source.parameters(description), description, to: output)
    } catch let error as StateDictionaryError {
      for line in error.lines { console.note("  \(line)") }
      throw TrainingError(
        "\(path): \(error.lines.count) tensors do not fit '\(description.model.rawValue)' for "
          + "\(description.classNames.count) classes; is it another --model?")
    }
    console.print(output)
    return .success
  }
}

extension ModelDescription {
  fileprivate init(importing source: StateDictionaryImport, _ arguments: ParsedArguments) throws {
    let model = arguments[ImportOptions.model] ?? .nin
    let names = arguments[ImportOptions.classNames]
    let number = arguments[ImportOptions.classes]
    if let names, let number, names.count != number {
      throw UsageError(
        "'--class-names' has \(names.count) names, '--classes' says \(number)",
        command: .importing)
    }
    let classes = try number ?? source.classes(of: model) ?? 10
    self.init(
      model: model, size: arguments[ImportOptions.size] ?? model.defaultSize,
      channels: try source.channels(of: model) ?? 3,
      classNames: names ?? (0..<classes).map { "class \($0)" },
      normalization: try Recipe.Normalization(importing: arguments))
  }
}

extension Recipe.Normalization {
  fileprivate init?(importing arguments: ParsedArguments) throws(UsageError) {
    switch (arguments[ImportOptions.mean], arguments[ImportOptions.deviation]) {
    case (nil, nil): return nil
    case (let mean?, let deviation?): self.init(mean: mean, deviation: deviation)
    default: throw UsageError("'--mean' and '--deviation' go together", command: .importing)
    }
  }
}

extension Option where Value == [String] {
  fileprivate static func names(_ name: String, _ placeholder: String, _ help: String) -> Option {
    Option(name, placeholder, help, expects: "two names or more, or a data set's name") { text in
      if let known = PublishedDataset(rawValue: text)?.classNames { return known }
      let names = text.split(separator: ",", omittingEmptySubsequences: false).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      return names.count < 2 || names.contains("") ? nil : names
    }
  }
}

extension Option where Value == [Float] {
  fileprivate static func numbers(_ name: String, _ help: String) -> Option {
    Option(name, "X,…", help, expects: "numbers with commas between them") { text in
      let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Float($0) }
      let finite = numbers.compactMap { $0 }.filter(\.isFinite)
      return finite.count == numbers.count ? finite : nil
    }
  }
}
