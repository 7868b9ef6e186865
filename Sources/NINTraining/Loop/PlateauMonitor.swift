import Foundation

/// Warns about dead class outputs. The networks have a ReLU after the last 1x1 convolution. A class
/// output that is zero for every image gets no gradient through it and stays zero. The loss is then
/// ln(classes), as it is on an ordinary plateau.
struct PlateauMonitor {
  /// The number of steps on a plateau before a warning.
  static let patience = 100
  /// The largest distance of the loss from ln(classes) on a plateau.
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

  /// Adds the results of a step.
  /// - Returns: a warning, at most once of each kind: no output lives, some live, all live.
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

  /// Adds the results of an epoch.
  /// - Parameter dead: the classes whose output is zero for every image of the measured set.
  /// - Returns: a warning when these classes are not the same as before.
  mutating func observe(dead: [String]) -> TrainingWarning? {
    guard dead != self.dead else { return nil }
    self.dead = dead
    return dead.isEmpty ? nil : .deadClasses(dead, of: classes)
  }
}
