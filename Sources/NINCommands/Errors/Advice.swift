import NINCommunication
import NINDatasets
import NINKernels
import NINModels
import NINTraining

/// What to do about an error, in terms of the command line, which libraries do not know.
enum Advice {
  /// The error and the advice, in one line.
  static func line(for error: any Error) -> String {
    "\(error)" + (text(for: error).map { "; " + $0 } ?? "")
  }

  /// The warning and the advice, in one line.
  static func line(for warning: TrainingWarning) -> String {
    "\(warning)" + (text(for: warning).map { "; " + $0 } ?? "")
  }

  private static func text(for error: any Error) -> String? {
    switch error {
    case let error as DatasetError: text(for: error)
    case let error as TrainingError: text(for: error)
    case let error as ModelFileError: text(for: error)
    case let error as KernelError: text(for: error)
    case let error as CommunicationError: text(for: error)
    default: nil
    }
  }

  private static func text(for error: TrainingError) -> String? {
    switch error {
    case .occupied: "continue it with --resume, or choose another folder"
    case .tooManyRanks: "begin with --shards N, as many as ranks at least, or start fewer"
    case .diverged: "try a lower --lr, --warm-up 1 or --clip 1"
    default: nil
    }
  }

  private static func text(for warning: TrainingWarning) -> String? {
    let remedy = "try --init lsuv, another --seed, a lower --lr or --warm-up 1"
    return switch warning {
    case .imageSkipped, .missingEpochs: nil
    case .plateau(living: 0, _, _): remedy
    case .plateau, .deadClasses: "if that lasts, " + remedy
    }
  }

  private static func text(for error: ModelFileError) -> String? {
    switch error {
    case .noModel(let folder): "'nin train --resume \(folder)' continues a run that has none yet"
    case .undescribed(let path): "'nin import \(path) --model NAME' makes a file that does"
    case .impossible: nil
    }
  }

  private static func text(for error: CommunicationError) -> String? {
    switch error {
    case .notBuiltIn: "install libopenmpi-dev, run swift package purge-cache and build again"
    case .otherLauncher: "use that one's launcher, or with Slurm srun --mpi=pmix"
    case .silent: "--resume continues the run from its last checkpoint, on any number of ranks"
    case .library: "--resume continues the run from its last checkpoint, on any number of ranks"
    case .disagreement: nil
    }
  }

  private static func text(for error: KernelError) -> String? {
    if case .outOfMemory = error { return "a smaller --chunk or --size needs less" }
    return nil
  }

  private static func text(for error: DatasetError) -> String? {
    switch error {
    case .notFound(let set, _):
      "fetch it with 'nin data fetch \(set.rawValue)', name its folder with --data-dir, or train "
        + "on the built-in images with --dataset shapes"
    case .nothingToTrainOn(_, _, let validation): "--val-split \(validation) is too much"
    case .noPictures: "add some or remove the folder"
    case .noReadablePictures: "convert them"
    case .onePicturePerClass: "add some"
    case .unexpectedFile: "move it away"
    case .supplied: "name others with --dataset, or go on in that program"
    case .fetch(let url, let folder, let cause):
      (text(for: cause).map { $0 + "; " } ?? "")
        + "to do it by hand, put \(url) into \(folder) and run this command again"
    case .occupied(let folder, _): "move \(folder) away and run this command again"
    default: nil
    }
  }
}
