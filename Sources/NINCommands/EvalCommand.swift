import NINDatasets
import Foundation
import NINKernels
import NINModules
import NINPlans
import NINTraining

private enum EvalOptions {
  static let limitTest = TrainOptions.limitTest
  static let batchSize = Option.integer(
    "--batch-size", "N", "Images whose mean loss is averaged (64).", in: 1...1_000_000)
  static let model = Option<Network.Model>.choice(
    "--model", "For a file that does not say: the network.")
  static let size = Option.integer(
    "--size", "N", "For a file that does not say: the side of its images.", in: 1...1024)
  static let json = Option.flag("--json", "One JSON document on standard output.")

  static let groups: [Command.Group] = [
    .init(
      title: "Options",
      options: [
        TrainOptions.dataset.declaration, TrainOptions.dataDir.declaration,
        TrainOptions.strict.declaration,
        limitTest.declaration, batchSize.declaration, model.declaration, size.declaration,
        json.declaration,
      ]),
    TrainOptions.machine,
  ]
}

extension Command {
  static let eval = Command(
    name: "eval", abstract: "Test a trained network: loss, top-1, top-5, accuracy per class.",
    discussion: "A run means its best model. Without --dataset the model's own images are used.",
    operands: [.init(name: "run|file", help: "A run's folder or a safetensors file.")],
    groups: EvalOptions.groups
  ) { arguments, console in
    let subject = try EvaluationSubject(arguments)
    let dataset = try subject.dataset(arguments, console)
    let description = try subject.description(arguments, dataset.test)
    let network = try description.network()
    let parameters = try Parameters(network.parameters)
    try ModelFile.load(subject.path, into: parameters)
    let evaluator = try Evaluator(
      network, parameters: parameters, images: dataset.test,
      batchSize: arguments[EvalOptions.batchSize] ?? 64,
      chunk: arguments[TrainOptions.chunk], math: arguments[TrainOptions.math] ?? .fast,
      normalization: description.normalization,
      context: try ExecutionContext(
        arguments, isa: try ISA(arguments, environment: console.environment)))
    let result = try evaluator.run(
      isStrict: arguments[TrainOptions.strict] ?? false,
      onSkip: { console.note("Warning: \($0).") })
    guard let result else { return .interrupted }
    let report = EvaluationReport(
      file: subject.path, model: description.model.rawValue, dataset: dataset.name, result)
    console.print(arguments[EvalOptions.json] == true ? try report.jsonText() : report.text)
    return .success
  }
}

/// The model that is tested, and what is known of it before its file is read in full.
private struct EvaluationSubject {
  let path: String
  private let recipe: Recipe?
  private let declared: ModelDescription?

  /// - Throws: `TrainingError`, `CheckpointError` when there is no such run or file.
  init(_ arguments: ParsedArguments) throws {
    let operand = arguments.operands[0]
    let folder = try RunFolder.ifFolder(operand)
    path = try folder?.modelPath() ?? operand
    recipe = try folder?.loadOptions()
    declared = arguments[EvalOptions.model] == nil ? try ModelFile.description(path) : nil
  }

  func dataset(_ arguments: ParsedArguments, _ console: Console) throws -> Dataset {
    let usual = recipe?.dataset ?? DatasetSource(classNames: declared?.classNames ?? [])
    let source = try DatasetSource(arguments, else: usual, command: .eval)
    return try source.load(
      environment: console.environment, limitTrain: 1,
      limitTest: arguments[EvalOptions.limitTest] ?? recipe?.limitTest,
      pictures: pictures(arguments))
  }

  /// The run's own pictures are split as the run has split them; others are all tested on.
  private func pictures(_ arguments: ParsedArguments) -> ImageFolder.Request {
    ImageFolder.Request(
      side: declared?.size ?? size(arguments), channels: declared?.channels ?? 3,
      classNames: declared?.classNames, seed: recipe?.seed ?? 1,
      isForTesting: arguments[TrainOptions.dataset] != nil)
  }

  private func size(_ arguments: ParsedArguments) -> Int {
    arguments[EvalOptions.size] ?? (arguments[EvalOptions.model] ?? .nin).defaultSize
  }

  func description(
    _ arguments: ParsedArguments, _ images: any ImageSource
  ) throws -> ModelDescription {
    if let declared {
      guard declared.classNames == images.classNames else {
        throw TrainingError(
          "\(path): the model's classes are \(declared.classNames.joined(separator: ", ")), "
            + "not those of the images; choose others with --dataset")
      }
      return declared
    }
    return ModelDescription(
      model: arguments[EvalOptions.model] ?? .nin, size: size(arguments),
      channels: images.channels, classNames: images.classNames)
  }
}
