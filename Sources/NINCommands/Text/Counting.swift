extension Int {
  /// "1 step", "3 steps".
  /// - Parameter plural: the plural, if it is not the singular with an "s".
  func of(_ singular: String, _ plural: String? = nil) -> String {
    "\(self) \(self == 1 ? singular : plural ?? singular + "s")"
  }
}
