import NINOptimizers
import NINTraining

extension RecipeOptions {
  /// Checks whether the options of optimizers, schedules and weights fit together.
  static func check(_ recipe: Recipe, given: Set<String>) throws(UsageError) {
    func first(of options: [CommandOption<Recipe>]) -> String? {
      options.map(\.facts.name).first { given.contains($0) }
    }
    if recipe.optimizer.kind != .sgd, let name = first(of: [momentum, nesterov]) {
      throw UsageError("'\(name)' has no use with '--optimizer \(recipe.optimizer.kind.rawValue)'")
    }
    if recipe.optimizer.nesterov && recipe.optimizer.momentum == 0 {
      throw UsageError("'\(nesterov.facts.name)' needs a '\(momentum.facts.name)' above 0")
    }
    if recipe.baseRate > recipe.optimizer.learningRate, recipe.schedule.warmUpEpochs == 0 {
      throw UsageError(
        "'\(rateBatch.facts.name)' makes the rate \(recipe.baseRate), which needs a '--warm-up'")
    }
    if recipe.frozen != nil && recipe.weights == nil {
      throw UsageError("'--freeze' needs '--weights': it would keep random layers")
    }
    if recipe.initialization != .normal, let name = first(of: [deviations]) {
      throw UsageError("'\(name)' needs '--init normal'")
    }
    if recipe.schedule.kind != .step, let name = first(of: [stepEpochs]) {
      throw UsageError("'\(name)' needs '--schedule step'")
    }
    if ![.step, .milestones].contains(recipe.schedule.kind), let name = first(of: [stepFactor]) {
      throw UsageError("'\(name)' needs '--schedule step' or '--schedule milestones'")
    }
    if recipe.schedule.kind != .milestones, let name = first(of: [milestones]) {
      throw UsageError("'\(name)' needs '--schedule milestones'")
    }
    if recipe.schedule.kind == .milestones, recipe.schedule.milestones == nil {
      throw UsageError("'--schedule milestones' needs '\(milestones.facts.name)'")
    }
  }
}
