extension ParameterLayout {
  /// The parameters of the flat array `values` by name, with the weights converted from HWIO to
  /// OIHW.
  package func stateDictionary(from values: UnsafeBufferPointer<Float>) -> StateDictionary {
    precondition(values.count == count, "\(values.count) values for a layout of \(count)")
    return StateDictionary(
      slots.map { slot in
        var tensor = [Float](repeating: 0, count: slot.range.count)
        slot.forEachElement { array, dictionary in
          tensor[dictionary] = values[slot.range.lowerBound + array]
        }
        return .init(name: slot.name, dimensions: slot.dimensions, values: tensor)
      })
  }

  /// Writes the parameters of `state` into the flat array `values`, with the weights converted from
  /// OIHW to HWIO.
  /// - Throws: `StateDictionaryError` when a name is missing or unknown or a shape differs;
  ///   `values` is then unchanged.
  package func load(
    _ state: StateDictionary, into values: UnsafeMutableBufferPointer<Float>
  ) throws(StateDictionaryError) {
    precondition(values.count == count, "\(values.count) values for a layout of \(count)")
    try check(state)
    for slot in slots {
      guard let entry = state[slot.name] else { continue }
      slot.forEachElement { array, dictionary in
        values[slot.range.lowerBound + array] = entry.values[dictionary]
      }
    }
  }

  private func check(_ state: StateDictionary) throws(StateDictionaryError) {
    let known = Set(slots.map(\.name))
    var error = StateDictionaryError()
    error.unexpected = state.entries.map(\.name).filter { !known.contains($0) }
    for slot in slots {
      guard let entry = state[slot.name] else {
        error.missing.append(slot.name)
        continue
      }
      if entry.dimensions != slot.dimensions || entry.values.count != slot.range.count {
        error.mismatched.append(
          "\(slot.name) is \(entry.dimensions), the model wants \(slot.dimensions)")
      }
    }
    guard error == StateDictionaryError() else { throw error }
  }
}

extension ParameterSlot {
  /// Calls `body` with the index of each element in the flat array (HWIO) and in PyTorch's order
  /// (OIHW).
  fileprivate func forEachElement(_ body: (_ array: Int, _ dictionary: Int) -> Void) {
    guard isWeight else {
      for index in 0..<range.count { body(index, index) }
      return
    }
    let (out, input) = (dimensions[0], fanIn / taps)
    for tap in 0..<taps {
      for i in 0..<input {
        for o in 0..<out { body((tap * input + i) * out + o, (o * input + i) * taps + tap) }
      }
    }
  }
}
