import NINModules
import Testing

/// The initializations that PyTorch does not have.
@Suite struct PaperInitializationTests {
  private func values(
    _ initialization: Initialization, _ layout: ParameterLayout, seed: UInt64 = 3,
    deviations: [Float] = [0.05]
  ) -> [Float] {
    var values = [Float](repeating: 0, count: layout.count)
    values.withUnsafeMutableBufferPointer {
      initialization.fill($0, layout: layout, seed: seed, deviations: deviations)
    }
    return values
  }

  private func deviation(_ values: ArraySlice<Float>) -> Double {
    (values.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(values.count)).squareRoot()
  }

  /// Five standard errors of a deviation, which is σ/√(2n).
  @Test func normalHasTheDeviationOfItsLayer() throws {
    let layout = try Network(.ninSmall).parameters
    let deviations: [Float] = (1...9).map { Float($0) / 100 }
    let drawn = values(.normal, layout, deviations: deviations)
    for (index, slot) in layout.slots.enumerated() {
      let part = drawn[slot.range]
      guard slot.isWeight else {
        #expect(part.allSatisfy { $0 == 0 })
        continue
      }
      let expected = Double(deviations[index / 2])
      let tolerance = 5 * expected / (2 * Double(part.count)).squareRoot()
      #expect(abs(deviation(part) - expected) < tolerance, "\(slot.name)")
    }
    let one = values(.normal, layout)
    #expect(
      one.elementsEqual(values(.normal, layout, deviations: Array(repeating: 0.05, count: 9))))
  }

  /// Rows or columns, whichever are fewer, are orthonormal, except for the rounding of their
  /// elements.
  @Test(arguments: [Network.Model.ninSmall, .ninCIFAR10FC])
  func lsuvBeginsOrthonormal(_ model: Network.Model) throws {
    let layout = try Network(model, size: 8).parameters
    let drawn = values(.lsuv, layout)
    for slot in layout.slots where slot.isWeight {
      let (rows, columns) = (slot.fanIn, slot.dimensions[0])
      func element(_ vector: Int, _ place: Int) -> Double {
        let index = rows < columns ? vector * columns + place : place * columns + vector
        return Double(drawn[slot.range.lowerBound + index])
      }
      let (count, length) = (min(rows, columns), max(rows, columns))
      for first in stride(from: 0, to: count, by: 7) {
        for second in stride(from: first, to: count, by: 5) {
          let product = (0..<length).reduce(0.0) { $0 + element(first, $1) * element(second, $1) }
          let expected: Double = first == second ? 1 : 0
          #expect(abs(product - expected) < 4e-7, "\(slot.name), \(first) and \(second)")
        }
      }
    }
  }

  /// 192 classes are as many as the hidden layers of the same block have outputs.
  @Test(arguments: [10, 192])
  func livingOpensTheHeadAlone(_ classes: Int) throws {
    let paper = try Network(.ninCIFAR10, classes: classes).parameters
    let drawn = values(.living, paper)
    let open = paper.slots.filter { !$0.isWeight && drawn[$0.range].contains(1) }
    #expect(open.map(\.name) == ["net.6.4.bias"])
    let notebook = try Network(.nin, classes: classes).parameters
    let others = values(.living, notebook)
    let opened = notebook.slots.filter { !$0.isWeight && others[$0.range].contains(1) }
    #expect(opened.map(\.name) == ["net.6.0.bias", "net.6.2.bias", "net.6.4.bias"])
  }

  /// Their inputs are hidden channels, not classes, even where there are as many of both.
  @Test func livingLinksNoHiddenChannelToAClass() throws {
    let layout = try Network(.ninCIFAR10, classes: 192).parameters
    let (living, kaiming) = (values(.living, layout), values(.kaiming, layout))
    let range = try layout.slot("net.6.4.weight").range
    #expect(range.allSatisfy { living[$0] == 0.1 * kaiming[$0] })
  }
}
