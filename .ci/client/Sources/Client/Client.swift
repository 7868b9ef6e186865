import Kernels
import Modules
import Plans

/// Classifies one grey image with the paper's network as it is before training.
@main
struct Client {
  static func main() throws {
    let network = try Network(.ninCIFAR10)
    let parameters = try Parameters(network.parameters)
    Initialization.kaiming.fill(
      parameters.values.elements, layout: network.parameters, seed: 1)
    let plan = try Plan(
      network, parameters: parameters, chunk: 1, mode: .inference, context: ExecutionContext())
    plan.input.update(repeating: 0.5, count: network.input.imageCount)
    try plan.prepareWeights()
    try plan.forward(images: 1, dropout: DropoutSeed(key: 0, firstImage: 0))
    let logits = (0..<network.classes).map { plan.logits[$0] }
    precondition(logits.allSatisfy(\.isFinite) && Set(logits).count > 1, "\(logits)")
    print("\(network.parameters.parameterCount) parameters; logits \(logits)")
  }
}
