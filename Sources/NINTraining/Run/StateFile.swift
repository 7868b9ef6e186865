import Foundation
import NINCheckpoints
import NINDatasets
import NINKernels
import NINModules
import NINPlans

/// The model with the best accuracy so far.
struct BestModel: Hashable, Sendable {
  /// Its results on the set by which it was chosen.
  let evaluation: Evaluation
  /// The parameters, in the layout of the network.
  let values: [Float]

  /// - Throws: `KernelError.outOfMemory`.
  func parameters(of network: Network) throws(KernelError) -> Parameters {
    let parameters = try Parameters(network.parameters)
    _ = parameters.values.elements.update(fromContentsOf: values)
    return parameters
  }
}

/// The file `state.safetensors`, from which the other files of a run can be restored. It has a
/// checksum.
struct StateFile {
  private enum Key {
    static let state = "nin_state"
    static let best = "nin_best"
    static let checksum = "nin_checksum"
  }

  let state: RunState
  let best: BestModel?
  /// Parameters and moments.
  let values: [String: [Float]]

  private static let bestName = "best"

  /// Writes the file.
  /// - Throws: `CheckpointError`; the former file is then intact.
  func write(to path: String) throws {
    var metadata = [Key.state: try state.json(.sorted)]
    metadata[Key.best] = try best.map { try $0.evaluation.json(.sorted) }
    var all = values
    all[Self.bestName] = best?.values
    let tensors = all.map { SafetensorsFile.Tensor(name: $0, shape: [$1.count], values: $1) }
    metadata[Key.checksum] = Self.checksum(metadata, tensors)
    try SafetensorsFile(metadata: metadata, tensors: tensors).write(to: path)
  }
}

// MARK: Reading

extension StateFile {
  /// Reads the file and checks every value.
  /// - Parameters:
  ///   - path: the path of the file.
  ///   - sizes: the names and sizes of the tensors that must be in it.
  ///   - stepsPerEpoch: the number of steps of an epoch of the run.
  ///   - images: the set by which the best model was chosen.
  /// - Throws: `CheckpointError` when the file is damaged or not of this run.
  init(
    contentsOf path: String, sizes: [String: Int], stepsPerEpoch: Int, images: any ImageSource
  ) throws(CheckpointError) {
    let file = try SafetensorsFile(contentsOf: path)
    func refuse(_ reason: String) -> CheckpointError { CheckpointError(path: path, reason: reason) }
    var metadata = file.metadata
    guard let checksum = metadata.removeValue(forKey: Key.checksum) else {
      throw refuse("has no checksum: an earlier version wrote it, or it is damaged")
    }
    guard checksum == Self.checksum(metadata, file.tensors) else {
      throw refuse("is damaged: its checksum is not that of its contents")
    }
    let (state, best, values) = try Self.parts(
      metadata, file.tensors, sizes, stepsPerEpoch, images, refuse)
    self.init(state: state, best: best, values: values)
  }

  private static func parts(
    _ metadata: [String: String], _ tensors: [SafetensorsFile.Tensor], _ sizes: [String: Int],
    _ stepsPerEpoch: Int, _ images: any ImageSource, _ refuse: (String) -> CheckpointError
  ) throws(CheckpointError) -> (RunState, BestModel?, [String: [Float]]) {
    guard let (state, evaluation) = decode(metadata) else {
      throw refuse("does not say where the run stood")
    }
    if let objection = state.objection(stepsPerEpoch: stepsPerEpoch) {
      throw refuse("is not of this run and its images: \(objection)")
    }
    var values = Dictionary(tensors.map { ($0.name, $0.values) }, uniquingKeysWith: { $1 })
    for (name, size) in sizes where values[name]?.count != size {
      throw refuse("'\(name)' is not that of the options")
    }
    if let (name, _) = values.first(where: { !$1.allSatisfy(\.isFinite) }) {
      throw refuse("'\(name)' holds what is no finite number")
    }
    let best = values.removeValue(forKey: bestName)
    guard let evaluation, let best else {
      guard evaluation == nil, best == nil, state.bestEpoch == nil else {
        throw refuse("lacks the best model")
      }
      return (state, nil, values)
    }
    guard best.count == sizes["parameters"], evaluation.top1 == state.bestAccuracy,
      evaluation.isPossible(of: images)
    else { throw refuse("its best model is not one of this run and its images") }
    return (state, BestModel(evaluation: evaluation, values: best), values)
  }

  /// Nil when a part is missing or malformed.
  static func decode(_ metadata: [String: String]) -> (RunState, Evaluation?)? {
    func value<Value: Decodable>(_ type: Value.Type, _ json: String) -> Value? {
      try? JSONDecoder().decode(type, from: Data(json.utf8))
    }
    guard let state = metadata[Key.state].flatMap({ value(RunState.self, $0) }) else { return nil }
    guard let json = metadata[Key.best] else { return (state, nil) }
    return value(Evaluation.self, json).map { (state, $0) }
  }

  private static func checksum(
    _ metadata: [String: String], _ tensors: [SafetensorsFile.Tensor]
  ) -> String {
    var sum = Fingerprint()
    for (key, text) in metadata.sorted(by: { $0.key < $1.key }) {
      sum.add(key)
      sum.add(text)
    }
    for tensor in tensors.sorted(by: { $0.name < $1.name }) {
      sum.add(tensor.name)
      sum.add(tensor.values)
    }
    return sum.hexadecimal
  }
}
