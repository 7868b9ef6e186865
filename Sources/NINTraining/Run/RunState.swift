import NINDatasets

/// The progress of a run. Together with the weights, the moments and the recipe, it is enough to
/// continue as if the run had never stopped, because the order of the images and dropout are hashes
/// of seed and step.
public struct RunState: Hashable, Codable, Sendable {
  /// The number of completed epochs.
  public var epoch = 0
  /// The number of completed batches of the current epoch.
  public var batch = 0
  /// The number of completed steps.
  public var step = 0
  /// The sum of the losses of the current epoch's batches.
  public var lossSum = 0.0
  /// The number of batches in that sum: those with at least one readable image.
  public var lossCount = 0
  /// The best accuracy so far, on the validation set, or on the test set without one.
  public var bestAccuracy: Double?
  /// The epoch with the best accuracy, from 1.
  public var bestEpoch: Int?
}

extension RunState {
  /// Why a run with `stepsPerEpoch` cannot have this state; nil when it can.
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

  /// The maximum of `Recipe.Limit.epochs`; it prevents overflow.
  private static let mostEpochs = 1_000_000
}

extension Evaluation {
  /// Whether it can be the evaluation of a model on `images`.
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
