import NINModules
import NINTensors

/// A tensor between two operations of a plan.
struct Edge: Hashable {
  /// The shape of one image.
  let shape: ActivationShape
  /// Which memory holds it; operations that work in place share it between input and output.
  let slot: Int
  /// Whether the values come out of a ReLU. The operation that computes the gradient of such an
  /// edge zeroes it where the values are not positive, so no ReLU needs a backward pass of its own.
  /// Max pooling and dropout keep the property: what they pass on is positive only where their
  /// input was.
  let rectified: Bool
}

/// One step of a plan as a description: what one layer or several of the network become.
struct PlanOperation {
  /// Convolution, bias and, when `relu`, ReLU.
  struct Convolution: Hashable {
    let geometry: Conv2dGeometry
    /// Of the layer that has the parameters.
    let path: String
    let relu: Bool
    /// Whether a max pooling follows, which leaves most of the output's gradient zero.
    let feedsPool: Bool
  }

  enum Kind: Hashable {
    case convolution(Convolution)
    case maxPool(Pool2dGeometry)
    case averagePool(Pool2dGeometry)
    case globalAverage
    /// A ReLU that no convolution could absorb; in place.
    case relu
    /// In place; `layer` tells the dropouts of a network apart.
    case dropout(probability: Float, layer: Int)
    /// The backward pass of a ReLU that gives the logits: no operation follows that could do it.
    case rectifiedLogits
  }

  let kind: Kind
  let input: Edge
  let output: Edge
  /// The layers it stands for, by path.
  let paths: [String]

  var isMaxPool: Bool {
    if case .maxPool = kind { true } else { false }
  }
}
