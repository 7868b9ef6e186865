import NINCommunication
import NINDatasets
import NINTraining

extension Communicator {
  /// Checks that all ranks of a training have the same facts.
  /// - Throws: `CommunicationError` on every rank when one has other facts.
  func agreeOnTraining(_ recipe: Recipe, _ dataset: Dataset) throws {
    guard size > 1 else { return }
    try agree(on: [Self.version] + Fact.all(of: recipe) + Fact.all(of: dataset))
  }

  /// Checks that all ranks that test a model have the same facts.
  /// - Parameter model: the model in the file.
  func agreeOnTest(_ model: String, _ images: any ImageSource) throws {
    guard size > 1 else { return }
    try agree(on: [Self.version, Fact("model", model)] + Fact.all(of: images, "test images"))
  }

  private static var version: Fact { Fact("version of nin", Commands.version) }
}
