import Foundation
import NINCheckpoints
import NINDatasets
import NINInterchange
import NINModels
import NINModules
import NINTraining

private struct ImportOptions: CommandOptions {
  var file = ""
  var model = Network.Model.nin.rawValue
  var classNames: [String]?
  var classes: Int?
  var size: Int?
  var mean: [Float]?
  var deviation: [Float]?
  var keyMap: String?
  var output: String?

  static let operands: [Operand<Self>] = [
    .init("file", \.file, .path("FILE"), "A safetensors file.")
  ]
  static let groups: [OptionGroup<Self>] = [
    OptionGroup([
      .init(
        "--model", \.model, .network,
        "The network in the file: a name, or a JSON file that describes it."),
      .init(
        "--class-names", \.classNames, .names, otherwise: "class 0, class 1, …",
        "The classes in the order of the outputs, with commas between them, or the name of a data "
          + "set."),
      .init(
        "--classes", \.classes, .integer(2...100_000), otherwise: "the outputs of the last layer",
        "The number of classes, if they have no names."),
      .init(
        "--size", \.size, .integer(Recipe.Limit.size), otherwise: "the network's own",
        "The width and height of its images."),
      .init(
        "--mean", \.mean, .numbers, otherwise: "no normalization",
        "The mean that the training subtracted, per channel."),
      .init(
        "--deviation", \.deviation, .numbers,
        "The deviation by which the training divided, per channel."),
      .init(
        "--key-map", \.keyMap, .path("FILE"), otherwise: "the names are the notebook's",
        "JSON with our name for each name in the file, such as {\"features.0\": \"net.0.0\"}; null "
          + "leaves a tensor out."),
      .init(
        "--output", \.output, .path("FILE"), otherwise: "<file>.nin.safetensors",
        "The model file to write."),
    ])
  ]

  mutating func finish(given: Set<String>) throws(UsageError) {
    if let classNames, let classes, classNames.count != classes {
      throw UsageError(
        "'--class-names' has \(classNames.count.of("name")), '--classes' says \(classes)")
    }
    if (mean == nil) != (deviation == nil) {
      throw UsageError("'--mean' and '--deviation' go together")
    }
  }

  func description(_ source: StateDictionaryImport) throws -> ModelDescription {
    let model = try NetworkChoice(argument: model)
    let count = try classes ?? source.classes(of: model)
    return ModelDescription(
      network: model, size: size ?? model.defaultSize, channels: try source.channels(of: model),
      classNames: classNames ?? ModelDescription.placeholderNames(count),
      preprocessing: Preprocessing(
        normalization: mean.flatMap { mean in
          deviation.map { Normalization(mean: mean, deviation: $0) }
        }))
  }
}

extension Command {
  static let importing = Command(
    "import", "Make a model file from a PyTorch state dictionary.",
    discussion: "Save it in Python with safetensors.torch.save_file(model.state_dict(), FILE). "
      + "The names must be those of the notebook's class: net.0.0.weight and so on, with or "
      + "without 'net.', after any prefix such as 'module.'. For other names use --key-map. Half "
      + "and double precision are converted to single precision."
  ) { (options: ImportOptions, console) in
    let path = options.file
    if PickleFile.isOne(path) { throw pickle(path, console) }
    let source = try StateDictionaryImport(
      contentsOf: path, keyMap: try options.keyMap.map { try KeyMap(contentsOf: $0) })
    let description = try options.description(source)
    do {
      _ = try description.network()
    } catch {
      throw CommandError("\(path): \(error)")
    }
    let beside = (path as NSString).deletingPathExtension + ".nin.safetensors"
    let output = options.output ?? beside
    do {
      try ModelFile.save(try source.parameters(description), description, to: output)
    } catch let error as StateDictionaryError {
      for line in error.lines { console.note("  \(line)") }
      throw CommandError(
        "\(path): \(error.lines.count.of("tensor does", "tensors do")) not fit "
          + "'\(description.model.name)' for \(description.classNames.count) classes; is it "
          + "another --model?")
    }
    console.print(output)
    return .success
  }
}

extension Command {
  /// Says how to turn a pickle into a file that can be read.
  private static func pickle(_ path: String, _ console: Console) -> CommandError {
    let target = (path as NSString).deletingPathExtension + ".safetensors"
    console.note("  import torch; from safetensors.torch import save_file")
    console.note(
      "  save_file(torch.load(\(quoted(path)), map_location=\"cpu\", weights_only=True), "
        + "\(quoted(target)))")
    return CommandError(
      "\(path): a PyTorch pickle (.pth, .pt), which nin does not read; the two lines of Python "
        + "above turn it into a safetensors file")
  }

  /// The text as a Python string.
  private static func quoted(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"\(escaped)\""
  }
}

extension ValueFormat where Value == [String] {
  fileprivate static var names: ValueFormat {
    ValueFormat(
      placeholder: "NAMES", expects: "two names or more, or the name of a data set",
      parse: { text in
        if let known = PublishedDataset(rawValue: text)?.classNames { return known }
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map {
          $0.trimmingCharacters(in: .whitespaces)
        }
        return names.count < 2 || names.contains("") ? nil : names
      }, show: { $0.joined(separator: ",") })
  }
}

extension ValueFormat where Value == [Float] {
  fileprivate static var numbers: ValueFormat {
    ValueFormat(
      placeholder: "X,…", expects: "numbers with commas between them",
      parse: { text in
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Float($0) }
        let finite = numbers.compactMap { $0 }.filter(\.isFinite)
        return finite.count == numbers.count ? finite : nil
      }, show: { $0.map { "\($0)" }.joined(separator: ",") })
  }
}
