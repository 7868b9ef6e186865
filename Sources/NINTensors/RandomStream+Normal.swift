import Foundation

extension RandomStream {
  /// A number from the normal distribution with mean 0 and standard deviation 1 (Box and Muller,
  /// 1958, doi:10.1214/aoms/1177706645).
  public mutating func normal() -> Float {
    let radius = (-2 * log(1 - Double(uniform()))).squareRoot()
    return Float(radius * cos(2 * .pi * Double(uniform())))
  }
}
