/// The parameters of a network by name, in PyTorch's layout (weights OIHW), in the order of the
/// network.
public struct StateDictionary: Sendable {
  /// One parameter tensor.
  public struct Entry: Sendable {
    /// The name: "net.0.0.weight".
    public let name: String
    /// The dimensions.
    public let dimensions: [Int]
    /// The values, with the last dimension contiguous.
    public let values: [Float]

    /// - Parameters:
    ///   - name: the name: "net.0.0.weight".
    ///   - dimensions: the dimensions.
    ///   - values: the values, with the last dimension contiguous.
    public init(name: String, dimensions: [Int], values: [Float]) {
      self.name = name
      self.dimensions = dimensions
      self.values = values
    }
  }

  /// The tensors, in the order of the network.
  public var entries: [Entry]

  /// A dictionary of these tensors.
  public init(_ entries: [Entry]) {
    self.entries = entries
  }

  /// The tensor called `name`, or nil.
  public subscript(name: String) -> Entry? { entries.first { $0.name == name } }
}

/// Why a state dictionary does not fit a network, as PyTorch's `load_state_dict` reports it.
public struct StateDictionaryError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The parameters of the network that the dictionary does not have.
  public var missing: [String] = []
  /// The names in the dictionary that the network does not have.
  public var unexpected: [String] = []
  /// One sentence per tensor of another shape: its name, its dimensions, those of the model.
  public var mismatched: [String] = []

  private var faults: [(name: String, tensors: [String])] {
    [("missing", missing), ("unexpected", unexpected), ("wrong shape", mismatched)]
  }

  /// One line per tensor.
  public var lines: [String] {
    faults.flatMap { fault in fault.tensors.map { "\(fault.name): \($0)" } }
  }

  /// All faults in one line; of each kind, the first four tensors.
  public var description: String {
    var parts: [String] = []
    for (fault, tensors) in faults where !tensors.isEmpty {
      let more = tensors.count > 4 ? " and \(tensors.count - 4) more" : ""
      parts.append("\(fault): \(tensors.prefix(4).joined(separator: ", "))\(more)")
    }
    return "the parameters do not fit the model; " + parts.joined(separator: "; ")
  }
}
