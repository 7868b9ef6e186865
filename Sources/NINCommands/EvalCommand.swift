import Foundation
import NINCommunication
import NINDatasets
import NINModels
import NINModules
import NINPlans
import NINTraining

private struct EvalOptions: CommandOptions {
  var subject = ""
  var images = DatasetOptions()
  var isStrict = false
  var limitTest: Int?
  var batchSize: Int?
  var model: String?
  var size: Int?
  var isJSON = false
  var machine = MachineOptions()

  static let operands: [Operand<Self>] = [.model(\.subject)]
  static let groups: [OptionGroup<Self>] = [
    OptionGroup([
      DatasetOptions.dataset.inside(\.images), DatasetOptions.folder.inside(\.images),
      .strict(\.isStrict),
      .init(
        "--limit-test", \.limitTest, .integer(Recipe.Limit.count),
        otherwise: "as many as the run has tested on", "Test on the first N images only."),
      .init(
        "--batch-size", \.batchSize, .integer(Recipe.Limit.batchSize),
        otherwise: "as in training, or 64",
        "Images in each batch; the loss is the mean of the losses of all batches."),
      .init(
        "--model", \.model, .network, otherwise: "stated in the file",
        "The network, if the file does not state it: a name, or a JSON file that describes it."),
      .init(
        "--size", \.size, .integer(Recipe.Limit.size), otherwise: "stated in the file",
        "The width and height of its images, for a file that does not say it."),
      .json(\.isJSON),
    ]),
    MachineOptions.group.inside(\.machine),
  ]
}

extension Command {
  static let eval = Command(
    "eval", "Test a trained network: loss, top-1, top-5 and accuracy per class.",
    discussion: "Without --dataset, the model is tested on the images of its own data set."
  ) { (options: EvalOptions, console, communicator) in
    let subject = try EvaluationSubject(options)
    let dataset = try subject.dataset(options, console)
    let description = try subject.description(dataset.test)
    let network = try description.network()
    let parameters = try Parameters(network.parameters)
    try ModelFile.load(subject.path, into: parameters)
    try communicator.agreeOnTest(parameters.checksum, dataset.test)
    let evaluator = try Evaluator(
      network, parameters: parameters, images: dataset.test,
      batchSize: options.batchSize ?? description.batchSize ?? 64,
      chunk: options.machine.chunk, math: options.machine.math,
      preprocessing: description.preprocessing, communicator: communicator,
      context: try options.machine.context(console))
    let result = try evaluator.run(
      isStrict: options.isStrict, onSkip: { console.note("Warning: \(Advice.line(for: $0)).") })
    guard let result else { return .interrupted }
    guard communicator.rank == 0 else { return .success }
    guard result.loss.isFinite else {
      throw CommandError(
        "\(subject.path): the loss is not finite; the weights or the normalization are damaged")
    }
    let report = EvaluationReport(
      file: subject.path, model: description.model.name, dataset: dataset.name, result)
    console.print(options.isJSON ? try report.jsonText() : report.text)
    return .success
  }
}

/// The model that is tested, and what is known about it before its parameters are read.
private struct EvaluationSubject {
  let path: String
  private let recipe: Recipe?
  private let split: FolderSplit?
  private let declared: ModelDescription?
  /// The network and the size of its images, for a file that does not state them.
  private let network: NetworkChoice
  private let size: Int

  /// - Throws: `TrainingError`, `ModelFileError` or `CheckpointError` when there is no usable run
  ///   or file.
  init(_ options: EvalOptions) throws {
    path = try ModelFile.path(of: options.subject)
    let folder = path == options.subject ? nil : try RunFolder.ifFolder(options.subject)
    recipe = try folder?.loadOptions()
    split = try folder?.loadSplit()
    declared = options.model == nil ? try ModelFile.description(path) : nil
    network = try options.model.map { try NetworkChoice(argument: $0) } ?? .nin
    size = options.size ?? network.defaultSize
  }

  func dataset(_ options: EvalOptions, _ console: Console) throws -> Dataset {
    let usual =
      recipe?.dataset
      ?? DatasetSource(
        classNames: declared?.classNames ?? [],
        channels: declared?.channels ?? network.defaultChannels)
    let source = try options.images.source(else: usual)
    let isOwn = options.images.dataset == nil || source == recipe?.dataset
    if isOwn { try source.requireFolder(of: path) }
    let dataset = try source.load(
      environment: console.environment, limitTrain: 1,
      limitTest: options.limitTest ?? recipe?.limitTest, pictures: pictures(isOwn))
    console.note(dataset)
    if isOwn && split == nil && dataset.split != nil { console.noteUnrecordedSplit() }
    return dataset
  }

  /// The pictures of the run are split as the run has split them. Other pictures are all tested on.
  private func pictures(_ isOwn: Bool) -> ImageFolder.Request {
    ImageFolder.Request(
      side: declared?.size ?? size, channels: declared?.channels ?? network.defaultChannels,
      classNames: declared.flatMap { $0.hasPlaceholderNames ? nil : $0.classNames },
      seed: recipe?.seed ?? 1, isForTesting: !isOwn,
      split: isOwn ? split : nil)
  }

  func description(_ images: any ImageSource) throws -> ModelDescription {
    if var declared {
      if declared.hasPlaceholderNames && declared.classNames.count == images.classNames.count {
        declared.classNames = images.classNames
      }
      guard declared.classNames == images.classNames else {
        throw CommandError(
          "\(path): the model's classes are \(declared.classNames.joined(separator: ", ")), "
            + "not those of the images; choose others with --dataset")
      }
      return declared
    }
    return ModelDescription(
      network: network, size: size, channels: images.channels, classNames: images.classNames)
  }
}
