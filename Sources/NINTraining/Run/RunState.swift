/// Where a run stands: with weights, moments and the recipe, all that is needed to go on as if it
/// had never stopped. Order of images and dropout are hashes of seed and step.
public struct RunState: Hashable, Codable, Sendable {
  /// Epochs completed.
  public var epoch = 0
  /// Batches of the current epoch that have been taken.
  public var batch = 0
  /// Steps taken in all.
  public var step = 0
  /// The sum of the current epoch's batch losses.
  public var lossSum = 0.0
  /// The best accuracy so far, on the validation set or else the test set.
  public var bestAccuracy: Double?
  /// The epoch that reached it, from 1.
  public var bestEpoch: Int?
}
