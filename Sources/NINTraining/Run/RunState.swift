import NINDatasets

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
  /// How many batches that is the sum of: those with an image that could be read.
  public var lossCount = 0
  /// The best accuracy so far, on the validation set or else the test set.
  public var bestAccuracy: Double?
  /// The epoch that reached it, from 1.
  public var bestEpoch: Int?
}

extension RunState {
  /// Why a run with so many steps each epoch cannot stand there; nil where it can.
  func objection(stepsPerEpoch: Int) -> String? {
    guard (0...Self.mostEpochs).contains(epoch), (0...stepsPerEpoch).contains(batch) else {
      return "epoch \(epoch), batch \(batch) of \(stepsPerEpoch)"
    }
    guard step == epoch * stepsPerEpoch + batch else {
      return "step \(step) in epoch \(epoch + 1), where each has \(stepsPerEpoch) steps"
    }
    guard (0...batch).contains(lossCount), lossSum.isFinite, lossSum >= 0,
      lossSum == 0 || lossCount > 0
    else { return "losses of \(lossSum) in \(lossCount) batches" }
    switch (bestEpoch, bestAccuracy) {
    case (nil, nil) where epoch == 0: return nil
    case (let best?, let accuracy?) where epoch > 0:
      return (1...epoch).contains(best) && (0...1).contains(accuracy)
        ? nil : "a best accuracy of \(accuracy) after epoch \(best)"
    default: return "no best accuracy after \(epoch) epochs, or one before the first"
    }
  }

  /// What `Recipe.Limit.epochs` allows, which keeps products from overflowing.
  private static let mostEpochs = 1_000_000
}

extension Evaluation {
  /// Whether it can be one of `images`.
  func isPossible(of images: any ImageSource) -> Bool {
    let classes = images.classNames.count
    let shares = [top1, top5] + classAccuracy
    return classNames == images.classNames && classAccuracy.count == classes
      && classCounts.count == classes && isLiving.count == classes
      && confusion.classes == classes && loss.isFinite
      && shares.allSatisfy { (0...1).contains($0) }
      && classCounts.allSatisfy { (0...images.count).contains($0) }
      && mistakes.count <= Self.mostMistakes
      && mistakes.allSatisfy { mistake in
        (0..<images.count).contains(mistake.image) && mistake.probability.isFinite
          && (0..<classes).contains(mistake.label) && (0..<classes).contains(mistake.predicted)
      }
  }
}
