import CNINPretrained
import Foundation

/// A trained model that comes with the program. Its name stands for it wherever a model can be
/// named, unless a file or the folder of a run has that name.
public enum PretrainedModel: String, CaseIterable, Sendable {
  /// The paper's network for CIFAR-10. The entry `run` of its file's metadata has the options, the
  /// machine, the accuracy and the hashes of its training, which `Benchmarks/results` has too.
  case cifar10

  /// The bytes of its safetensors file.
  var file: Data {
    var count = 0
    let bytes =
      switch self {
      case .cifar10: nin_pretrained_cifar10(&count)
      }
    guard let bytes else { return Data() }
    return Data(
      bytesNoCopy: UnsafeMutableRawPointer(mutating: bytes), count: count, deallocator: .none)
  }
}
