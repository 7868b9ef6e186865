import NINKernels

/// An exponential moving average of parameters, which wins what a lower learning rate would (Polyak
/// and Juditsky 1992, doi:10.1137/0330046): after the update number n, counted from 1,
///
///     average += (1 - d) · (values - average),   d = min(decay, (1 + n) / (10 + n))
///
/// so that the first steps, far from anywhere, are soon forgotten (TensorFlow's
/// `ExponentialMovingAverage` with `num_updates`).
public final class WeightAverage {
  /// Below 1.
  public let decay: Float
  /// In the layout of the parameters.
  public let values: FloatBuffer

  /// - Parameters:
  ///   - decay: the share of the old average that an update keeps, at most; below 1.
  ///   - values: where the average lies; the caller gives it its first values.
  public init(decay: Float, values: FloatBuffer) {
    self.decay = decay
    self.values = values
  }

  /// Moves the average towards `current`.
  /// - Parameters:
  ///   - current: the parameters as they are now.
  ///   - step: the number of updates, this one included.
  public func update(towards current: FloatBuffer, step: Int) {
    precondition(current.count == values.count, "an average of \(values.count)")
    let share = 1 - min(decay, Float(1 + step) / Float(10 + step))
    let (average, current) = (values.pointer, current.pointer)
    for index in 0..<values.count {
      average[index] += share * (current[index] - average[index])
    }
  }
}
