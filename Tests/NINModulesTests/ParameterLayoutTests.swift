import NINModules
import NINTensors
import Testing

@Suite struct ParameterLayoutTests {
  @Test(arguments: Network.Model.allCases)
  func slotsStandOnCacheLinesInOrder(_ model: Network.Model) throws {
    let layout = try Network(model, classes: 7).parameters
    var end = 0
    for slot in layout.slots {
      #expect(slot.range.lowerBound % 16 == 0)
      #expect((0..<16).contains(slot.range.lowerBound - end))
      #expect(slot.range.count == slot.dimensions.reduce(1, *))
      end = slot.range.upperBound
    }
    #expect((0..<16).contains(layout.count - end))
    #expect(layout.parameterCount == layout.slots.reduce(0) { $0 + $1.range.count })
  }

  @Test func slotsAreFoundByName() throws {
    let layout = try Network(.nin).parameters
    let slot = try layout.slot("net.0.0.weight")
    #expect(slot.dimensions == [96, 3, 11, 11])
    #expect(slot.fanIn == 363)
    #expect(slot.isWeight)
    #expect(try layout.slot("net.6.4.bias").dimensions == [10])
    #expect(try layout.slot("net.6.4.bias").isWeight == false)
    let error = #expect(throws: ShapeError.self) { try layout.slot("net.9") }
    #expect(error?.description == "no parameter named 'net.9'")
  }
}

@Suite struct InitializationTests {
  private func filled(
    _ initialization: Initialization, seed: UInt64, classes: Int = 10
  ) throws -> (layout: ParameterLayout, values: [Float]) {
    let layout = try Network(.ninCIFAR10, classes: classes).parameters
    var values = [Float](repeating: 0, count: layout.count)
    values.withUnsafeMutableBufferPointer {
      initialization.fill($0, layout: layout, seed: seed)
    }
    return (layout, values)
  }

  /// `kaiming_uniform_(a=√5)`: within ±1/√fanIn, variance 1/(3·fanIn), whose estimate from n draws
  /// has the relative standard error √(4/(5n)).
  @Test func defaultIsUniformByFanIn() throws {
    let (layout, values) = try filled(.pytorch, seed: 1)
    for slot in layout.slots {
      let bound = 1 / Double(slot.fanIn).squareRoot()
      let (largest, variance, count) = moments(values[slot.range])
      #expect(largest <= bound * (1 + 0x1p-23))
      let share = variance * 3 * Double(slot.fanIn)
      #expect(abs(share - 1) < 5 * (0.8 / count).squareRoot(), "\(slot.name)")
    }
  }

  /// `kaiming_normal_`: variance 2/fanIn, whose estimate has the relative standard error √(2/n).
  @Test func kaimingIsNormalByFanInWithoutBias() throws {
    let (layout, values) = try filled(.kaiming, seed: 2)
    for slot in layout.slots where slot.isWeight {
      let (largest, variance, count) = moments(values[slot.range])
      let share = variance * Double(slot.fanIn) / 2
      #expect(abs(share - 1) < 5 * (2 / count).squareRoot(), "\(slot.name)")
      #expect(largest > 2.5 * (2 / Double(slot.fanIn)).squareRoot(), "no tail: not normal")
    }
    for slot in layout.slots where !slot.isWeight {
      #expect(values[slot.range].allSatisfy { $0 == 0 })
    }
  }

  /// Ten outputs from 192 inputs, then the 1x1 layers of `nin` that go from ten to ten.
  @Test(arguments: [Network.Model.nin, .ninCIFAR10])
  func livingOpensTheClassesOnly(_ model: Network.Model) throws {
    let layout = try Network(model).parameters
    func filled(_ initialization: Initialization) -> [Float] {
      var values = [Float](repeating: 0, count: layout.count)
      values.withUnsafeMutableBufferPointer { initialization.fill($0, layout: layout, seed: 1) }
      return values
    }
    let (living, kaiming) = (filled(.living), filled(.kaiming))
    for slot in layout.slots {
      let (values, plain) = (Array(living[slot.range]), kaiming[slot.range])
      switch (slot.dimensions[0], slot.isWeight) {
      case (10, false): #expect(values.allSatisfy { $0 == 1 })
      case (10, true):
        let identity = slot.fanIn == 10 ? (0..<100).map { Float($0 % 11 == 0 ? 1 : 0) } : nil
        let expected = plain.enumerated().map { $1 * 0.1 + (identity?[$0] ?? 0) }
        #expect(values == expected)
      default: #expect(values == Array(plain))
      }
    }
  }

  @Test(arguments: Initialization.allCases)
  func valuesDependOnSeedAndPlaceAlone(_ initialization: Initialization) throws {
    let (layout, ten) = try filled(initialization, seed: 3)
    #expect(try filled(initialization, seed: 3).values == ten)
    let weight = try layout.slot("net.0.0.weight").range
    #expect(try filled(initialization, seed: 4).values[weight] != ten[weight])
    let hundred = try filled(initialization, seed: 3, classes: 100).values
    #expect(hundred[weight] == ten[weight])
    let gap = try layout.slot("net.6.4.bias").range.upperBound..<layout.count
    #expect(gap.count == 6)
    #expect(ten[gap].allSatisfy { $0 == 0 })
  }

  private func moments(
    _ values: ArraySlice<Float>
  ) -> (largest: Double, variance: Double, count: Double) {
    let count = Double(values.count)
    let largest = values.reduce(0.0) { max($0, abs(Double($1))) }
    return (largest, values.reduce(0.0) { $0 + Double($1) * Double($1) } / count, count)
  }
}
