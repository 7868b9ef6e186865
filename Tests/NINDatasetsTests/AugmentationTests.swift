import NINDatasets
import NINTensors
import Testing

/// Images of 16x16 pixels without a zero, in which neighbouring pixels differ.
@Suite struct AugmentationTests {
  private static let side = 16

  private static func image(channels: Int = 1) -> [Float] {
    (0..<(side * side * channels)).map { Float($0 % 251 + 1) }
  }

  private static func variant(
    _ augmentation: Augmentation, epoch: Int, image number: Int = 0, channels: Int = 1
  ) -> [Float] {
    var stream = RandomStream(seed: 3, purpose: .augmentation, epoch, number)
    var pixels = image(channels: channels)
    pixels.withUnsafeMutableBufferPointer {
      augmentation.apply(to: $0, height: side, width: side, channels: channels, &stream)
    }
    return pixels
  }

  @Test func eachEpochAndImageHasItsOwn() {
    let augmentation = Augmentation(flips: true, cutout: 0.5)
    let variants = (0..<24).map { Self.variant(augmentation, epoch: $0 / 4, image: $0 % 4) }
    #expect(variants == (0..<24).map { Self.variant(augmentation, epoch: $0 / 4, image: $0 % 4) })
    #expect(Set(variants).count > 18)
  }

  /// Every pixel of a variant is zero or a pixel of the image, shifted by at most two; some
  /// variants are mirrored.
  @Test(arguments: [true, false])
  func aVariantIsAShiftedImage(_ flips: Bool) throws {
    var (mirrored, shifts) = (0, Set<Int>())
    for epoch in 0..<64 {
      let variant = Self.variant(Augmentation(flips: flips), epoch: epoch)
      let matches = Self.explanations(variant)
      let only = try #require(matches.first)
      #expect(matches.count == 1)
      if only.mirrored { mirrored += 1 }
      shifts.insert(only.shift)
    }
    #expect(flips ? (16...48).contains(mirrored) : mirrored == 0)
    #expect(shifts.count > 15)
  }

  @Test func channelsStayTogether() {
    let variant = Self.variant(Augmentation(flips: true), epoch: 5, channels: 3)
    let source = Self.image(channels: 3)
    for pixel in stride(from: 0, to: variant.count, by: 3) where variant[pixel] != 0 {
      let origin = source.indices.first {
        $0 % 3 == 0 && Array(source[$0..<($0 + 3)]) == Array(variant[pixel..<(pixel + 3)])
      }
      #expect(origin != nil)
    }
  }

  /// Outside one square of zeros, which may extend beyond the edges, nothing differs from the
  /// variant without it.
  @Test(arguments: [0.25, 0.5, 1] as [Float])
  func cutoutBlanksASquare(_ share: Float) throws {
    let size = Int(share * 16)
    var places: Set<[Int]> = []
    for epoch in 0..<40 {
      let plain = Self.variant(Augmentation(flips: true), epoch: epoch)
      let cut = Self.variant(Augmentation(flips: true, cutout: share), epoch: epoch)
      let changed = plain.indices.filter { plain[$0] != cut[$0] }
      #expect(changed.allSatisfy { cut[$0] == 0 })
      let (rows, columns) = (changed.map { $0 / 16 }, changed.map { $0 % 16 })
      guard let top = rows.min(), let bottom = rows.max(), let left = columns.min(),
        let right = columns.max()
      else { continue }
      #expect(bottom - top < size && right - left < size)
      // A centre inside the image leaves at least half of each side.
      #expect(changed.count >= (size / 2 - 2) * (size / 2 - 2))
      places.insert([top, left])
    }
    #expect(places.count > 5)
  }

  private static func explanations(_ variant: [Float]) -> [(mirrored: Bool, shift: Int)] {
    let image = image()
    var found: [(mirrored: Bool, shift: Int)] = []
    for mirrored in [false, true] {
      for shift in 0..<25 {
        let (dy, dx) = (shift / 5 - 2, shift % 5 - 2)
        let explains = variant.indices.allSatisfy { at in
          let (y, x) = (at / 16 + dy, (mirrored ? 15 - at % 16 : at % 16) + dx)
          let isInside = (0..<16).contains(y) && (0..<16).contains(x)
          return variant[at] == (isInside ? image[y * 16 + x] : 0)
        }
        if explains { found.append((mirrored, shift)) }
      }
    }
    return found
  }
}

@Suite struct MixtureTests {
  private func mixtures(alpha: Float, count: Int = 8) -> [Mixture] {
    (0..<4000).map { batch in
      var stream = RandomStream(seed: 1, purpose: .mixing, 0, batch)
      return Mixture(alpha: alpha, count: count, &stream)
    }
  }

  @Test func everyImageIsAPartnerOnce() {
    for mixture in mixtures(alpha: 0.4).prefix(50) {
      #expect(mixture.partners.sorted() == Array(0..<8))
      #expect((0...0.5).contains(mixture.share))
    }
  }

  /// Beta(α, α) has the variance 1 / (4(2α + 1)), which is the mean of (½ - share)².
  @Test(arguments: [0.1, 0.2, 0.5, 1] as [Float])
  func sharesAreBetaDistributed(_ alpha: Float) {
    let squares = mixtures(alpha: alpha).map { pow2(0.5 - Double($0.share)) }
    let mean = squares.reduce(0, +) / Double(squares.count)
    let spread = squares.map { pow2($0 - mean) }.reduce(0, +) / Double(squares.count)
    // Four standard errors of the mean.
    let tolerance = 4 * (spread / Double(squares.count)).squareRoot()
    #expect(abs(mean - 1 / (4 * (2 * Double(alpha) + 1))) < tolerance)
  }

  /// Beta(α, α) is then 0 or 1.
  @Test(arguments: [1e-12, .leastNonzeroMagnitude] as [Float])
  func atATinyAlphaNothingIsMixed(_ alpha: Float) {
    #expect(mixtures(alpha: alpha).allSatisfy { $0.share == 0 })
  }

  private func pow2(_ x: Double) -> Double { x * x }
}
