import NINKernels

/// An exponential moving average of the parameters. It often generalizes better than the last
/// parameters themselves (Polyak and Juditsky 1992, doi:10.1137/0330046). After update n, from 1:
///
///     average += (1 - d) · (values - average),   d = min(decay, (1 + n) / (10 + n))
///
/// The smaller `d` of the first updates lets the average forget the initial parameters soon
/// (TensorFlow's `ExponentialMovingAverage` with `num_updates`).
public final class WeightAverage {
  /// The largest share of the old average that an update keeps, below 1.
  public let decay: Float
  /// The average, in the layout of the parameters.
  public let values: FloatBuffer

  /// - Parameters:
  ///   - decay: the largest share of the old average that an update keeps, below 1.
  ///   - values: the memory of the average, with its first values.
  public init(decay: Float, values: FloatBuffer) {
    self.decay = decay
    self.values = values
  }

  /// Moves the average towards `current`.
  /// - Parameters:
  ///   - current: the parameters as they are now, in the same layout.
  ///   - step: the number of this update, from 1.
  public func update(towards current: FloatBuffer, step: Int) {
    precondition(current.count == values.count, "an average of \(values.count)")
    let share = 1 - min(decay, Float(1 + step) / Float(10 + step))
    let (average, current) = (values.pointer, current.pointer)
    for index in 0..<values.count {
      average[index] += share * (current[index] - average[index])
    }
  }
}
