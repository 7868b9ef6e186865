import NINCheckpoints
import NINModels

extension RunFolder {
  /// The whitening that the run has learned; nil where it has none.
  /// - Throws: `CheckpointError` when the state is damaged.
  func whitening() throws(CheckpointError) -> Whitening? {
    try Whitening(in: try SafetensorsFile(contentsOf: statePath), statePath)
  }
}
