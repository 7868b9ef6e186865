import NINPlans

extension Parameters {
  /// A checksum of all values. Other values almost never have the same one.
  public var checksum: String {
    var sum = Fingerprint()
    sum.add(Array(values.elements))
    return sum.hexadecimal
  }
}
