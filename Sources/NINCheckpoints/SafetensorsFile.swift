import Foundation

/// Named tensors in a file (format: huggingface/safetensors, README "Format"): 8 bytes of header
/// length, a JSON header, then the tensors' bytes, little-endian, in C order, without holes.
public struct SafetensorsFile: Sendable {
  public struct Tensor: Sendable {
    public let name: String
    public let shape: [Int]
    public let values: [Float]

    public init(name: String, shape: [Int], values: [Float]) {
      self.name = name
      self.shape = shape
      self.values = values
    }
  }

  /// Free text by key. Readers of the PyTorch world want `format` to be `pt`.
  public var metadata: [String: String]
  public var tensors: [Tensor]

  public init(metadata: [String: String] = [:], tensors: [Tensor]) {
    self.metadata = metadata
    self.tensors = tensors
  }

  public subscript(name: String) -> Tensor? { tensors.first { $0.name == name } }

  /// The largest header that is read. The reference allows 100 MB; a state of 100,000 classes with
  /// long names has some 10 MB.
  static let longestHeader = 32_000_000
}
