import Foundation

/// Rows of cells as lines of text.
enum TextTable {
  /// Columns as wide as their widest cell; those of `numbers` to the right.
  static func aligned(_ rows: [[String]], numbers: ClosedRange<Int>) -> String {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      row.indices.map { column in
        let space = String(repeating: " ", count: widths[column] - row[column].count)
        return numbers.contains(column) ? space + row[column] : row[column] + space
      }
      .joined(separator: "  ").trimmingCharacters(in: .whitespaces)
    }.joined(separator: "\n")
  }
}
