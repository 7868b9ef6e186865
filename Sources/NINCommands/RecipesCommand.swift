import NINTraining

private struct RecipesOptions: CommandOptions {
  static let groups: [OptionGroup<Self>] = []
}

extension Command {
  static let recipes = Command(
    "recipes", "Show the options in each recipe of nin train.",
    discussion: "'nin train --recipe NAME --dry-run' prints one recipe as JSON, for --config."
  ) { (_: RecipesOptions, console) in
    let recipes = Recipe.Named.allCases.map { Recipe($0) }
    let head = ["option"] + recipes.map(\.name)
    let models = ["--model"] + recipes.map(\.model.name)
    let images = [DatasetOptions.dataset.facts.name] + recipes.map(\.dataset.name)
    let rows = RecipeOptions.all.map { option in
      [option.facts.name] + recipes.map { option.value($0) ?? "-" }
    }
    console.print(TextTable.aligned([head, models, images] + rows))
    return .success
  }
}
