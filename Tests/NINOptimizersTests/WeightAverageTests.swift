import NINKernels
import NINOptimizers
import Testing

@Suite struct WeightAverageTests {
  private func average(
    decay: Float, of steps: [[Float]], from start: [Float]
  ) throws -> [Float] {
    let (values, current) = (
      try FloatBuffer(count: start.count), try FloatBuffer(count: start.count)
    )
    _ = values.elements.update(fromContentsOf: start)
    let average = WeightAverage(decay: decay, values: values)
    for (index, step) in steps.enumerated() {
      _ = current.elements.update(fromContentsOf: step)
      average.update(towards: current, step: index + 1)
    }
    return Array(values.elements)
  }

  /// By the formula in double: each update errs by a few roundings of numbers below 4.
  @Test(arguments: [0, 0.5, 0.9, 0.999] as [Float])
  func followsTheFormula(_ decay: Float) throws {
    let steps = (0..<40).map { step in
      (0..<5).map { index -> Float in Float((step * 7 + index * 3) % 11) / 4 }
    }
    let start = [Float](repeating: 1, count: 5)
    let found = try average(decay: decay, of: steps, from: start)
    for index in 0..<5 {
      var expected = 1.0
      for (step, values) in steps.enumerated() {
        let share = 1 - min(Double(decay), Double(step + 2) / Double(step + 11))
        expected += share * (Double(values[index]) - expected)
      }
      #expect(abs(Double(found[index]) - expected) <= 40 * 8 * Double(Float.ulpOfOne))
    }
  }

  @Test func aDecayOfNothingIsTheLastStep() throws {
    #expect(try average(decay: 0, of: [[1, 2], [3, -4]], from: [0, 0]) == [3, -4])
  }

  @Test func theFirstStepsAreSoonForgotten() throws {
    let found = try average(
      decay: 0.999, of: [[Float]](repeating: [1], count: 100), from: [1000])
    #expect(abs(found[0] - 1) < 0.01)
  }
}
