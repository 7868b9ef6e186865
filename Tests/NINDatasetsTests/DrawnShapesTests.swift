import NINDatasets
import Testing

@Suite struct DrawnShapesTests {
  @Test func anImageIsAFunctionOfSeedSplitAndIndex() throws {
    let few = try DrawnShapes.load(seed: 3, trainCount: 25, testCount: 10)
    let more = try DrawnShapes.load(seed: 3, trainCount: 40, testCount: 20)
    #expect(few.train.pixels == Array(more.train.pixels.prefix(25 * 32 * 32 * 3)))
    #expect(few.test.pixels == Array(more.test.pixels.prefix(10 * 32 * 32 * 3)))
    #expect(few.test.pixels != Array(few.train.pixels.prefix(10 * 32 * 32 * 3)))
    let other = try DrawnShapes.load(seed: 4, trainCount: 25, testCount: 10)
    #expect(few.train.pixels != other.train.pixels)
  }

  /// Only operations that IEEE 754 defines exactly are used, so every machine draws these bytes.
  @Test func theBytesAreTheSameEverywhere() throws {
    let drawn = try DrawnShapes.load(trainCount: 100, testCount: 50)
    #expect(checksum(drawn.train.pixels) == 2_558_697_312_930_988_402)
    #expect(checksum(drawn.test.pixels) == 15_445_104_490_127_478_723)
  }

  @Test func classesAreBalancedAndEveryImageIsNew() throws {
    let drawn = try DrawnShapes.load(trainCount: 500, testCount: 200)
    #expect(drawn.train.classNames.count == 10 && Set(drawn.train.classNames).count == 10)
    for set in [drawn.train, drawn.test] {
      let counts = (0..<10).map { label in set.labels.count { $0 == Int32(label) } }
      #expect(counts == Array(repeating: set.count / 10, count: 10))
    }
    let images = [drawn.train, drawn.test].flatMap { set in
      (0..<set.count).map { Array(set.pixels[($0 * set.imageBytes)..<(($0 + 1) * set.imageBytes)]) }
    }
    #expect(Set(images).count == 700)
  }

  /// The probe can learn its training images, so a low test accuracy is not its own fault.
  @Test func aLinearClassifierStaysUnderHalf() throws {
    let drawn = try DrawnShapes.load()
    let probe = try LinearProbe()
    try probe.train(on: drawn.train, epochs: 10, learningRate: 0.0005)
    let seen = try probe.accuracy(on: drawn.train)
    let unseen = try probe.accuracy(on: drawn.test)
    #expect(seen > 0.2, "the probe does not learn: \(seen)")
    #expect(unseen < 0.5, "\(unseen) of the test images are told apart by their pixels alone")
  }
}
