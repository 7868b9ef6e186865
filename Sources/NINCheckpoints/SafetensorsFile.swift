import Foundation

/// Named tensors in a file (format: huggingface/safetensors, README "Format"): 8 bytes with the
/// length of the header, a JSON header, and the bytes of the tensors without gaps.
public struct SafetensorsFile: Sendable {
  /// One tensor.
  public struct Tensor: Sendable {
    /// Its name, unique in the file.
    public let name: String
    /// Its dimensions; empty for a single number.
    public let shape: [Int]
    /// Its numbers in C order: the last index changes fastest.
    public let values: [Float]

    /// - Parameters:
    ///   - name: its name.
    ///   - shape: its dimensions.
    ///   - values: its numbers in C order, as many as `shape` says.
    public init(name: String, shape: [Int], values: [Float]) {
      self.name = name
      self.shape = shape
      self.values = values
    }
  }

  /// Any texts by key. PyTorch's readers want `format` to be `pt`.
  public var metadata: [String: String]
  /// The tensors, in the order of the header.
  public var tensors: [Tensor]

  /// The contents of a file that is still to be written.
  public init(metadata: [String: String] = [:], tensors: [Tensor]) {
    self.metadata = metadata
    self.tensors = tensors
  }

  /// The tensor of this name, or nil.
  public subscript(name: String) -> Tensor? { tensors.first { $0.name == name } }

  /// The largest header that is read, in bytes. The reference allows 100 MB, but even the state of
  /// a run with 100,000 classes and long names has only about 10 MB.
  static let longestHeader = 32_000_000
}
