/// Parameters by name, in PyTorch's layout (weights OIHW), in the order of the network.
public struct StateDictionary: Sendable {
  public struct Entry: Sendable {
    public let name: String
    public let dimensions: [Int]
    public let values: [Float]

    public init(name: String, dimensions: [Int], values: [Float]) {
      self.name = name
      self.dimensions = dimensions
      self.values = values
    }
  }

  public var entries: [Entry]

  public init(_ entries: [Entry]) {
    self.entries = entries
  }

  public subscript(name: String) -> Entry? { entries.first { $0.name == name } }
}

/// A state dictionary that does not fit a network, reported as PyTorch's `load_state_dict` does.
public struct StateDictionaryError: Error, Hashable, Sendable, CustomStringConvertible {
  public var missing: [String] = []
  public var unexpected: [String] = []
  /// A sentence a tensor: its name, its dimensions, the model's.
  public var mismatched: [String] = []

  private var faults: [(name: String, tensors: [String])] {
    [("missing", missing), ("unexpected", unexpected), ("wrong shape", mismatched)]
  }

  /// A line a tensor.
  public var lines: [String] {
    faults.flatMap { fault in fault.tensors.map { "\(fault.name): \($0)" } }
  }

  public var description: String {
    var parts: [String] = []
    for (fault, tensors) in faults where !tensors.isEmpty {
      let more = tensors.count > 4 ? " and \(tensors.count - 4) more" : ""
      parts.append("\(fault): \(tensors.prefix(4).joined(separator: ", "))\(more)")
    }
    return "the parameters do not fit the model; " + parts.joined(separator: "; ")
  }
}
