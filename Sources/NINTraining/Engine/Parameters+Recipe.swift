import NINModules
import NINPlans

extension Parameters {
  /// Sets all values as the recipe says, as far as that needs no data.
  /// - Throws: `TrainingError` when the recipe's deviations are not one per layer.
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
