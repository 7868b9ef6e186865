import NINTraining

extension Command {
  static let train = Command(
    "train", "Train a network; Ctrl-C saves the run, and --resume continues it.",
    discussion: """
      Without options, repeats the notebook's SGD run if CIFAR-10 is found in the usual folders, \
      and otherwise trains for a few minutes on built-in images. --dataset chooses other images \
      and the recipe for them. Prints one line per epoch on standard output. With mpirun, all \
      processes share each batch.
      """
  ) { (options: TrainOptions, console, communicator) in
    guard !options.isDryRun else {
      let former = try options.resume.map { try RunFolder(existing: $0, communicator) }
      console.print(try options.resolvedRecipe(former, console, communicator).jsonText())
      return .success
    }
    return try TrainingSession(options, console, communicator).run()
  }
}
