extension UnsafeBufferPointer {
  /// The address of a buffer that is never empty.
  var start: UnsafePointer<Element> {
    guard let baseAddress else { preconditionFailure("an empty buffer") }
    return baseAddress
  }
}

extension UnsafeMutableBufferPointer {
  /// The address of a buffer that is never empty.
  var start: UnsafeMutablePointer<Element> {
    guard let baseAddress else { preconditionFailure("an empty buffer") }
    return baseAddress
  }
}
