import Foundation

/// Watches for this network's known trap. A ReLU after the last 1x1 convolution makes logits that
/// are never negative; a class output that is zero for every image gets no gradient through it and
/// stays zero. The loss is then ln(classes), as it is on an ordinary plateau.
struct PlateauMonitor {
  /// Steps after which it warns.
  static let patience = 100
  /// How near ln(classes) the loss must stay.
  static let tolerance = 0.01

  private let classes: Int
  private var standing = 0
  private var mostLiving = 0
  private var reported: Set<Kind> = []
  private var dead: [String] = []

  private enum Kind {
    case death, partialDeath, plateau
  }

  init(classes: Int) {
    self.classes = classes
  }

  /// - Returns: a warning, once of each kind: no output lives, some live, all live.
  mutating func observe(loss: Double, livingOutputs: Int) -> TrainingWarning? {
    guard abs(loss - log(Double(classes))) < Self.tolerance else {
      standing = 0
      mostLiving = 0
      return nil
    }
    standing += 1
    mostLiving = max(mostLiving, livingOutputs)
    guard standing >= Self.patience else { return nil }
    let living = mostLiving
    standing = 0
    mostLiving = 0
    let kind: Kind = living == 0 ? .death : living == classes ? .plateau : .partialDeath
    guard reported.insert(kind).inserted else { return nil }
    return .plateau(living: living, classes: classes, steps: Self.patience)
  }

  /// - Parameter dead: the classes whose output is zero for every image of the measured set.
  /// - Returns: a warning when they are others than before.
  mutating func observe(dead: [String]) -> TrainingWarning? {
    guard dead != self.dead else { return nil }
    self.dead = dead
    return dead.isEmpty ? nil : .deadClasses(dead, of: classes)
  }
}
