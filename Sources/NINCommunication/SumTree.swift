/// The order in which the terms ("leaves") of a sum are added: a binary tree. The rounding then
/// does not depend on how the leaves are distributed over ranks.
struct SumTree: Hashable {
  let leaves: Int

  /// The leaves of a rank. All ranks have nearly the same number.
  func leaves(of rank: Int, among size: Int) -> Range<Int> {
    (leaves * rank / size)..<(leaves * (rank + 1) / size)
  }

  /// The two parts whose sums are added to that of `node`, which has more than one leaf.
  static func halves(of node: Range<Int>) -> (Range<Int>, Range<Int>) {
    let middle = (node.lowerBound + node.upperBound) / 2
    return (node.lowerBound..<middle, middle..<node.upperBound)
  }

  /// The largest subtrees whose leaves are all in `range`, in order.
  func nodes(in range: Range<Int>) -> [Range<Int>] {
    func nodes(below node: Range<Int>) -> [Range<Int>] {
      if !node.overlaps(range) { return [] }
      if range.contains(node) { return [node] }
      let (first, second) = Self.halves(of: node)
      return nodes(below: first) + nodes(below: second)
    }
    return nodes(below: 0..<leaves)
  }
}
