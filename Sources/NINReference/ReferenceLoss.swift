import Foundation

/// Softmax cross-entropy with label smoothing by the definition
/// (PyTorch `nn.CrossEntropyLoss`: target `1 - smoothing + smoothing/classes` for the label,
/// `smoothing/classes` for the others).
public enum ReferenceLoss {
  /// `logits[images][classes]` → one loss per image, and `scale` times their gradient.
  public static func softmaxCrossEntropy(
    logits: [Float], labels: [Int32], classes: Int, smoothing: Float, scale: Float
  ) -> (losses: [Double], gradient: [Double]) {
    var losses: [Double] = []
    var gradient: [Double] = []
    for (n, label) in labels.enumerated() {
      let z = logits[(n * classes)..<((n + 1) * classes)].map(Double.init)
      let shift = z.max() ?? 0
      let logSum = shift + log(z.reduce(0) { $0 + exp($1 - shift) })
      var loss = 0.0
      for c in 0..<classes {
        let even = Double(smoothing) / Double(classes)
        let target = even + (c == Int(label) ? 1 - Double(smoothing) : 0)
        loss += target * (logSum - z[c])
        gradient.append(Double(scale) * (exp(z[c] - logSum) - target))
      }
      losses.append(loss)
    }
    return (losses, gradient)
  }
}
