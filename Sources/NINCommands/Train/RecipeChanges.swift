import NINTraining

/// The changes that a command line makes to a recipe, kept until the recipe is known.
struct RecipeChanges: Sendable {
  fileprivate var changes: [String: CommandOption<Recipe>.Change] = [:]

  /// Makes them in the order in which their options are declared.
  func apply(to recipe: inout Recipe) {
    for option in RecipeOptions.all {
      changes[option.facts.name]?(&recipe)
    }
  }
}

extension CommandOption where Options == Recipe {
  /// The same option for a command that knows the recipe only later. As default the help shows the
  /// value that all recipes share.
  func later<Outer>(
    _ property: WritableKeyPath<Outer, RecipeChanges> & Sendable
  ) -> CommandOption<Outer> {
    var facts = facts
    facts.usual = sharedValue ?? facts.usual
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
