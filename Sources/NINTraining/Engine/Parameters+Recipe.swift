import NINModules
import NINPlans

extension Parameters {
  /// Sets all values by the recipe's initialization, without the part of it that needs data.
  /// - Throws: `TrainingError` when the recipe has several deviations, but not one per layer.
  func initialize(_ recipe: Recipe) throws(TrainingError) {
    let deviations = recipe.weightDeviations ?? [Initialization.usualDeviation]
    let layers = layout.slots.count { $0.isWeight }
    guard deviations.count == 1 || deviations.count == layers else {
      throw .impossibleValue(
        name: "weightDeviations", value: "\(deviations.count) numbers",
        expected: "one number, or one for each of the \(layers) layers with weights,")
    }
    initialize(recipe.initialization, seed: recipe.seed, deviations: deviations)
  }
}
