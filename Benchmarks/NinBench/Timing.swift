/// How long something took: sorted seconds of repetitions after a warm-up.
struct Timing {
  let seconds: [Double]

  init(samples: Int, warmUp: Int = 2, _ body: () throws -> Void) throws {
    for _ in 0..<warmUp { try body() }
    var seconds: [Double] = []
    for _ in 0..<samples {
      let time = try ContinuousClock().measure(body)
      seconds.append(Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18)
    }
    self.seconds = seconds.sorted()
  }

  var median: Double { quantile(0.5) }

  /// Half the distance between the quartiles, as a share of the median.
  var spread: Double { (quantile(0.75) - quantile(0.25)) / 2 / median }

  private func quantile(_ share: Double) -> Double {
    seconds[Int((Double(seconds.count - 1) * share).rounded())]
  }
}
