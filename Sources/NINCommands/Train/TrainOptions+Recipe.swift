import NINCommunication
import NINDatasets
import NINKernels
import NINModels
import NINModules
import NINPlans
import NINTraining

extension TrainOptions {
  /// The recipe that the command line asks for, with a value for every option.
  /// - Parameter former: the run to resume, if any.
  /// - Throws: `UsageError` when options exclude each other; `CommandError` when the images do not
  ///   fit the model.
  func resolvedRecipe(
    _ former: RunFolder?, _ console: Console, _ communicator: any Communicator
  ) throws -> Recipe {
    if let former {
      let recipe = try continued(try former.loadOptions())
      try recipe.dataset.requireFolder(of: former.path)
      return recipe
    }
    var recipe = try newRecipe(console)
    let usual = recipe.isa.isAvailable ? recipe.isa : .best
    recipe.isa = try machine.requestedISA(console) ?? usual
    if !given.contains(RecipeOptions.shards.facts.name), recipe.shards == nil {
      recipe.shards = Self.usualShards(for: communicator.size)
    }
    return recipe
  }

  /// Any number up to eight ranks gives the same results; for more of them, the next power of two.
  private static func usualShards(for ranks: Int) -> Int? {
    guard ranks > 1 else { return nil }
    var shards = 8
    while shards < ranks { shards *= 2 }
    return shards
  }

  private func continued(_ former: Recipe) throws(UsageError) -> Recipe {
    var recipe = former
    recipe.maximumSteps = nil
    changes.apply(to: &recipe)
    recipe.isa = machine.isa ?? recipe.isa
    recipe.dataset = try images.source(else: recipe.dataset)
    return recipe
  }

  /// Without `--recipe` and `--config`, the images decide on the recipe.
  private func newRecipe(_ console: Console) throws -> Recipe {
    let former = try config.map { try Recipe(contentsOf: $0) }
    let base = former ?? recipe.map { Recipe($0) }
    let dataset = try images.source(else: usualSource(former, base, console))
    var recipe = base ?? Recipe(for: dataset)
    if dataset != recipe.dataset {
      if recipe.normalization != nil { recipe.normalization = dataset.usualNormalization }
      recipe.augmentation?.flips = !dataset.hasDigits
    }
    recipe.dataset = dataset
    if let model { recipe.modelAtItsSize = try NetworkChoice(argument: model) }
    changes.apply(to: &recipe)
    takeDescription(of: recipe.weights, into: &recipe)
    try RecipeOptions.check(recipe, given: given)
    let network = try recipe.model.network(checkingSize: recipe.size)
    let isSameNetwork = (recipe.model, recipe.size) == (former?.model, former?.size)
    let formerChunk = isSameNetwork ? former?.chunk : nil
    recipe.chunk = machine.chunk ?? formerChunk ?? Plan.usualChunk(for: network)
    if given.contains(MachineOptions.math.facts.name) { recipe.math = machine.math }
    return recipe
  }

  /// The weights to begin with set the model, the size of its images and their preprocessing,
  /// unless the command line does that.
  private func takeDescription(of weights: String?, into recipe: inout Recipe) {
    guard let weights, given.contains("--weights"), let path = try? ModelFile.path(of: weights),
      let description = try? ModelFile.description(path)
    else { return }
    let isOther = given.contains("--model") && recipe.model != description.model
    if isOther { return }
    recipe.model = description.model
    if !given.contains("--size") { recipe.size = description.size }
    if given.isDisjoint(with: ["--normalize", "--contrast", "--whiten"]) {
      recipe.normalization = description.normalization
      recipe.contrast = description.contrast
      recipe.whiteningBias = description.whitening.map { _ in Float(Whitening.usualBias) }
    }
  }

  /// The images to train on if the command line names none. `--data-dir` alone is for CIFAR-10.
  private func usualSource(_ former: Recipe?, _ base: Recipe?, _ console: Console) -> DatasetSource
  {
    if let former { return former.dataset }
    if images.folder != nil { return .cifar10(folder: nil) }
    if let base { return base.dataset }
    let hasCIFAR10 = PublishedDataset.cifar10.find(environment: console.environment) != nil
    return hasCIFAR10 ? .cifar10(folder: nil) : .shapes
  }
}
