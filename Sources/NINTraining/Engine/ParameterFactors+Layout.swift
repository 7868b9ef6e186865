import NINModules
import NINOptimizers

extension ParameterFactors {
  /// One group per parameter tensor.
  func groups(of layout: ParameterLayout) -> [ParameterGroup] {
    let last = layout.slots.suffix(2)
    return layout.slots.map { slot in
      let isLast = last.contains(slot)
      return ParameterGroup(
        slot.range, rateFactor: isLast ? lastLayerRate : slot.isWeight ? 1 : biasRate,
        decayFactor: slot.isWeight ? 1 : biasDecay)
    }
  }
}
