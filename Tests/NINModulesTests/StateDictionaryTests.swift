import NINModules
import NINTensors
import Testing

@Suite struct StateDictionaryTests {
  /// Two convolutions, one not square in its channels, neither a multiple of 16 floats.
  private let layout: ParameterLayout
  private let values: [Float]

  init() throws {
    let network = try Network(
      name: "test",
      layers: [
        .conv2d(inputChannels: 2, outputChannels: 3, kernelSize: 3), .relu,
        .conv2d(inputChannels: 3, outputChannels: 5, kernelSize: 2),
      ], input: ActivationShape(height: 4, width: 4, channels: 2), classes: 5)
    let layout = network.parameters
    let inside = Set(layout.slots.flatMap(\.range))
    self.layout = layout
    values = (0..<layout.count).map { inside.contains($0) ? Float($0 + 1) : 0 }
  }

  private var dictionary: StateDictionary {
    values.withUnsafeBufferPointer { layout.stateDictionary(from: $0) }
  }

  private func load(_ state: StateDictionary, into values: inout [Float]) throws {
    try values.withUnsafeMutableBufferPointer { try layout.load(state, into: $0) }
  }

  @Test func namesAndDimensionsArePyTorchs() {
    #expect(
      dictionary.entries.map(\.name) == [
        "net.0.weight", "net.0.bias", "net.2.weight", "net.2.bias",
      ])
    #expect(dictionary.entries.map(\.dimensions) == [[3, 2, 3, 3], [3], [5, 3, 2, 2], [5]])
  }

  @Test func weightsAreTurnedFromHWIOToOIHW() throws {
    for slot in layout.slots where slot.isWeight {
      let tensor = try #require(dictionary[slot.name]).values
      let (out, input) = (slot.dimensions[0], slot.dimensions[1])
      let (height, width) = (slot.dimensions[2], slot.dimensions[3])
      for (o, i) in product(out, input) {
        for (r, s) in product(height, width) {
          let hwio = ((r * width + s) * input + i) * out + o
          let oihw = ((o * input + i) * height + r) * width + s
          #expect(tensor[oihw] == values[slot.range.lowerBound + hwio])
        }
      }
    }
  }

  @Test func loadingGivesBackEveryBitAndTouchesNoGap() throws {
    var loaded = [Float](repeating: 0, count: layout.count)
    try load(dictionary, into: &loaded)
    #expect(loaded == values)
    var reversed = [Float](repeating: 0, count: layout.count)
    try load(StateDictionary(dictionary.entries.reversed()), into: &reversed)
    #expect(reversed == values)
  }

  @Test func complaintsNameEachTensorAndNothingIsLoaded() throws {
    let extra = StateDictionary.Entry(name: "net.9.bias", dimensions: [1], values: [0])
    let turned = StateDictionary.Entry(
      name: "net.0.weight", dimensions: [2, 3, 3, 3], values: [Float](repeating: 0, count: 54))
    let short = StateDictionary.Entry(name: "net.2.bias", dimensions: [5], values: [0])
    let sound = dictionary.entries
    let cases: [([StateDictionary.Entry], String)] = [
      (Array(sound.dropFirst()), "missing: net.0.weight"),
      ([], "missing: net.0.weight, net.0.bias, net.2.weight, net.2.bias"),
      (sound + [extra], "unexpected: net.9.bias"),
      ([turned] + sound.dropFirst(), "net.0.weight is [2, 3, 3, 3], the model wants [3, 2, 3, 3]"),
      (sound.dropLast() + [short], "wrong shape: net.2.bias"),
      (
        [turned, extra],
        "missing: net.0.bias, net.2.weight, net.2.bias; unexpected: net.9.bias; wrong"
      ),
      (sound + (0..<7).map { .init(name: "x\($0)", dimensions: [], values: []) }, "x3 and 3 more"),
    ]
    for (entries, says) in cases {
      var untouched = values.map { -$0 }
      let error = try #require(throws: StateDictionaryError.self) {
        try load(StateDictionary(entries), into: &untouched)
      }
      #expect(error.description.contains(says), "\(error)")
      #expect(untouched == values.map { -$0 })
    }
  }

  private func product(_ first: Int, _ second: Int) -> [(Int, Int)] {
    (0..<first).flatMap { a in (0..<second).map { (a, $0) } }
  }
}
