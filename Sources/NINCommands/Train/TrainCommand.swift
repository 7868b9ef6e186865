extension Command {
  static let train = Command(
    name: "train", abstract: "Train a network; Ctrl-C saves, --resume goes on.",
    discussion: """
      With no options: the notebook's SGD run if CIFAR-10 is found in the usual folders, else a \
      run of some minutes on built-in images. Other images are named with --dataset, and bring a \
      recipe that suits them. Prints one line an epoch on standard output.
      """,
    groups: TrainOptions.groups
  ) { arguments, console in
    try TrainingSession(arguments, console).run()
  }
}
