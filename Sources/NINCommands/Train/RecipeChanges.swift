import NINTraining

/// The changes of a command line to a recipe. They are kept until the recipe is known.
struct RecipeChanges: Sendable {
  fileprivate var changes: [String: CommandOption<Recipe>.Change] = [:]

  /// Makes the changes in the order in which their options are declared.
  func apply(to recipe: inout Recipe) {
    for option in RecipeOptions.all {
      changes[option.facts.name]?(&recipe)
    }
  }
}

extension CommandOption where Options == Recipe {
  /// The same option for a command that knows the recipe only later. The default in the help is the
  /// value that all recipes have, or "by recipe".
  func later<Outer>(
    _ property: WritableKeyPath<Outer, RecipeChanges> & Sendable
  ) -> CommandOption<Outer> {
    var facts = facts
    facts.usual = facts.usual ?? sharedValue
    let name = facts.name
    return CommandOption<Outer>(
      facts: facts,
      change: { text in
        guard let change = change(text) else { return nil }
        return { $0[keyPath: property].changes[name] = change }
      }, value: { _ in nil })
  }

  private var sharedValue: String? {
    let values = Set(Recipe.Named.allCases.map { value(Recipe($0)) })
    return values.count == 1 ? values.first ?? nil : "by recipe"
  }
}
