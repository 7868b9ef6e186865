import Kernels
import Reference
import Tensors

/// How far Winograd's algorithm may be from the exact result.
///
/// The algorithm computes `Aᵀ[(G w Gᵀ) ⊙ (Bᵀ d B)]A`. Every entry of the transforms is a rounded
/// product, so with `|M|` the matrix of absolute values the rounding errors of an output are at most
/// `u · (roundings) · |Aᵀ|[(|G||w||Gᵀ|) ⊙ (|Bᵀ||d||B|)]|A|`, summed over channels
/// (Barabasz et al., arXiv:1803.10986, section 4). That sum is bounded by the largest row sums of
/// the matrices; see `amplification`.
struct WinogradBound {
  enum Pass { case forward, backwardData, backwardWeights }

  init?(_ algorithm: Conv2dAlgorithm, _ geometry: Conv2dGeometry) {
    return nil
  }

  func tolerances(_ sum: ReferenceSum, pass: Pass) -> [Double] { Tolerance.sum(sum) }
}
