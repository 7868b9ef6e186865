/// The duration of something that was repeated.
public struct Timing: Hashable, Sendable {
  /// The seconds of each repetition, the fastest first; never empty.
  public let seconds: [Double]

  /// - Parameter seconds: in any order, at least one.
  public init(seconds: [Double]) {
    precondition(!seconds.isEmpty, "nothing was timed")
    self.seconds = seconds.sorted()
  }

  /// Runs `body` `warmUp` times, then times it `samples` times.
  public init<Failure: Error>(
    samples: Int, warmUp: Int = 2, _ body: () throws(Failure) -> Void
  ) throws(Failure) {
    for _ in 0..<warmUp { try body() }
    var seconds: [Double] = []
    for _ in 0..<samples {
      let start = ContinuousClock.now
      try body()
      seconds.append((ContinuousClock.now - start) / .seconds(1))
    }
    self.init(seconds: seconds)
  }

  /// The seconds of the repetition in the middle.
  public var median: Double { quantile(0.5) }

  /// Half the distance between the quartiles, as a share of the median.
  public var spread: Double { (quantile(0.75) - quantile(0.25)) / 2 / median }

  private func quantile(_ share: Double) -> Double {
    seconds[Int((Double(seconds.count - 1) * share).rounded())]
  }
}
