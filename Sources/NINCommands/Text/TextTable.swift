import Foundation

/// Prints rows of cells as aligned columns.
enum TextTable {
  /// Lines with columns as wide as their widest cell, two spaces apart.
  /// - Parameters:
  ///   - numbers: the columns that are aligned to the right.
  ///   - indent: spaces before each line.
  static func aligned(
    _ rows: [[String]], numbers: Range<Int> = 0..<0, indent: Int = 0
  ) -> String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      String(repeating: " ", count: indent) + line(row, widths, numbers)
    }.joined(separator: "\n")
  }

  /// One line, for a table whose later rows are not known yet.
  /// - Parameters:
  ///   - row: the cells.
  ///   - widths: the width of each column.
  ///   - numbers: the columns that are aligned to the right.
  static func line(_ row: [String], _ widths: [Int], _ numbers: Range<Int> = 0..<0) -> String {
    let cells = zip(row.indices, row).map { column, cell in
      let width = column < widths.count ? widths[column] : 0
      let space = String(repeating: " ", count: max(0, width - cell.count))
      return numbers.contains(column) ? space + cell : cell + space
    }
    let line = cells.joined(separator: "  ")
    return String(line.reversed().drop { $0 == " " }.reversed())
  }
}
