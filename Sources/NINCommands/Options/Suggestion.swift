/// Suggests the name that was probably meant.
enum Suggestion {
  /// "; did you mean 'x'?", or an empty text if no name is similar.
  static func text(for typed: String, among names: [String]) -> String {
    let near = names.map { (name: $0, distance: distance(typed.lowercased(), $0)) }
      .min { $0.distance < $1.distance }
    guard let near, near.distance <= max(1, near.name.count / 3) else { return "" }
    return "; did you mean '\(near.name)'?"
  }

  /// The number of insertions, deletions, substitutions and swaps of neighbours that turn `a` into
  /// `b` (optimal string alignment; Damerau 1964, doi:10.1145/363958.363994).
  static func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a.utf8.prefix(64)), Array(b.utf8.prefix(64)))
    var rows = [Array(0...b.count)]
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var best = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = min(best, rows[i - 1][j - 1] + 1)
        }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
