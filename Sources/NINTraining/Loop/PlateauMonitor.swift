import Foundation

/// Watches for this network's known trap. A ReLU behind the last 1x1 convolution makes logits that
/// are never negative; a class output that is zero for every image gets no gradient through it and
/// stays zero. The loss then stands at ln(classes), which is also where an honest plateau stands.
struct PlateauMonitor {
  enum Finding: Hashable, Sendable {
    /// No class output responds to any image: no gradient is left.
    case death
    /// Some class outputs have been silent for the whole while.
    case partialDeath(living: Int)
    /// All respond; the loss has not moved yet.
    case plateau
  }

  /// Steps after which it speaks.
  static let patience = 100
  /// How near ln(classes) the loss must stay.
  static let tolerance = 0.01

  private let classes: Int
  private var standing = 0
  private var mostLiving = 0
  private var reported: Set<String> = []
  private var dead: [String] = []

  init(classes: Int) {
    self.classes = classes
  }

  /// - Returns: a finding worth telling, each kind once.
  mutating func observe(loss: Double, livingOutputs: Int) -> Finding? {
    guard abs(loss - log(Double(classes))) < Self.tolerance else {
      standing = 0
      mostLiving = 0
      return nil
    }
    standing += 1
    mostLiving = max(mostLiving, livingOutputs)
    guard standing >= Self.patience else { return nil }
    let (finding, kind): (Finding, String) =
      switch mostLiving {
      case 0: (.death, "death")
      case classes: (.plateau, "plateau")
      default: (.partialDeath(living: mostLiving), "partial")
      }
    standing = 0
    mostLiving = 0
    return reported.insert(kind).inserted ? finding : nil
  }
}

extension PlateauMonitor {
  /// - Parameter dead: the classes whose output is zero for every image of the test set.
  /// - Returns: what to tell, when others are dead than before.
  mutating func observe(dead: [String]) -> String? {
    guard dead != self.dead else { return nil }
    self.dead = dead
    guard !dead.isEmpty else { return nil }
    return "the model cannot predict \(dead.joined(separator: ", ")): "
      + "\(dead.count) of \(classes) class outputs are zero for every test image; if that lasts, "
      + Finding.advice
  }
}

extension PlateauMonitor.Finding {
  static let advice = "try --init living, another --seed, a lower --lr or --warm-up 1"

  /// What it means and what to do, in one line.
  func explanation(classes: Int) -> String {
    let steps = "\(PlateauMonitor.patience) steps"
    switch self {
    case .death:
      return "for \(steps) no class output has responded to any image: the ReLU behind the last "
        + "convolution passes no gradient any more and the run cannot recover; \(Self.advice)"
    case .partialDeath(let living):
      return "for \(steps) the loss has stood at ln \(classes) and only \(living) of \(classes) "
        + "class outputs have responded: the others are dead behind the last ReLU, and classes "
        + "without output cannot be predicted; it may still recover, else \(Self.advice)"
    case .plateau:
      return "for \(steps) the loss has stood at ln \(classes), but all class outputs respond: "
        + "a plateau, which usually ends by itself; if not, \(Self.advice)"
    }
  }
}
