/// What a plan is for.
public enum PlanMode: String, Sendable {
  /// Keeps what the backward pass needs; dropout drops.
  case training
  /// Keeps nothing; dropout passes everything on.
  case inference
}
