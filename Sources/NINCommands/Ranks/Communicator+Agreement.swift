import NINCommunication
import NINDatasets
import NINTraining

extension Communicator {
  /// Compares what ranks that train together must have alike.
  /// - Throws: `CommunicationError` on every rank when one has something else.
  func agreeOnTraining(_ recipe: Recipe, _ dataset: Dataset) throws {
    guard size > 1 else { return }
    try agree(on: [Self.version] + Fact.all(of: recipe) + Fact.all(of: dataset))
  }

  /// The same for ranks that test a model together.
  /// - Parameter model: what is in its file.
  func agreeOnTest(_ model: String, _ images: any ImageSource) throws {
    guard size > 1 else { return }
    try agree(on: [Self.version, Fact("model", model)] + Fact.all(of: images, "test images"))
  }

  private static var version: Fact { Fact("version of nin", Commands.version) }
}
