import NINPlans

extension Parameters {
  /// Of all values: equal for equal parameters, and hardly ever for others.
  public var checksum: String {
    var sum = Fingerprint()
    sum.add(Array(values.elements))
    return sum.hexadecimal
  }
}
