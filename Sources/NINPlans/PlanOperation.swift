import NINModules
import NINTensors

/// A tensor between two operations of a plan.
struct Edge: Hashable {
  /// The shape of one image.
  let shape: ActivationShape
  /// The number of its memory. An operation in place has the same slot for input and output.
  let slot: Int
  /// Whether the values are the output of a ReLU. The operation that computes the gradient of such
  /// an edge sets it to zero where the values are not positive, so no ReLU needs a backward pass.
  /// Max pooling and dropout keep this property: their output is positive only where their input
  /// is.
  let rectified: Bool
}

/// The description of one step of a plan, which executes one or more layers.
struct PlanOperation {
  /// Convolution, bias and, when `relu`, ReLU.
  struct Convolution: Hashable {
    let geometry: Conv2dGeometry
    /// The path of the layer that has the parameters.
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
    /// A ReLU that does not follow a convolution; in place.
    case relu
    /// In place; `layer` is different for each dropout of a network.
    case dropout(probability: Float, layer: Int)
    /// Masks the gradient of logits that are the output of a ReLU, because no operation follows
    /// that could do it.
    case rectifiedLogits
  }

  let kind: Kind
  let input: Edge
  let output: Edge
  /// The paths of the layers that it executes.
  let paths: [String]

  var isMaxPool: Bool {
    if case .maxPool = kind { true } else { false }
  }
}
