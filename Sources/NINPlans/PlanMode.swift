/// The purpose of a plan.
public enum PlanMode: String, Sendable {
  /// Forward and backward passes. The plan keeps activations, and dropout is active.
  case training
  /// Forward passes only. The plan keeps no activations, and dropout is inactive.
  case inference
}
