import NINDatasets
import NINKernels
import NINPictures
import NINReference
import Testing

/// Sizes and offsets as torchvision's `Resize(side)` and `CenterCrop(side)` have them, pixels as the
/// reference's resize, which is Pillow's.
@Suite struct FittingTests {
  @Test(arguments: [
    // width, height, side, resized width, height, left, top
    (7, 5, 4, 5, 4, 0, 0), (5, 7, 4, 4, 5, 0, 0), (40, 30, 12, 16, 12, 2, 0),
    (31, 40, 12, 12, 15, 0, 2), (9, 3, 3, 9, 3, 3, 0), (8, 8, 8, 8, 8, 0, 0), (3, 3, 8, 8, 8, 0, 0),
  ])
  func aPictureIsResizedAndCut(
    _ width: Int, _ height: Int, _ side: Int, _ newWidth: Int, _ newHeight: Int, _ left: Int,
    _ top: Int
  ) throws {
    let picture = Picture(
      width: width, height: height, channels: 3, pixels: generatedBytes(width * height * 3))
    let fitted = try picture.fitted(
      side: side, channels: 3, context: ExecutionContext(threads: 1))
    let resized = ReferenceImages.resized(
      picture.pixels, height: height, width: width, channels: 3, outputHeight: newHeight,
      outputWidth: newWidth)
    let expected = (0..<(side * side * 3)).map { at in
      let (y, x, channel) = (at / 3 / side + top, at / 3 % side + left, at % 3)
      return resized[(y * newWidth + x) * 3 + channel]
    }
    #expect(fitted.pixels == expected)
  }

  @Test(arguments: [(40_000, 1), (1, 40_000), (2, 20_000)])
  func whatIsTooLongIsRefused(_ width: Int, _ height: Int) throws {
    let thread = Picture(
      width: width, height: height, channels: 1,
      pixels: Array(repeating: 0, count: width * height))
    let context = try ExecutionContext(threads: 1)
    #expect(throws: PictureShapeError.self) {
      try thread.fitted(side: 8, channels: 1, context: context)
    }
  }
}

@Suite struct AugmentationTests {
  private func batches(
    _ augmentation: Augmentation?, epoch: Int, first: Int = 0
  ) throws -> [[UInt8]] {
    let images = try LabelledImages(
      name: "set", height: 16, width: 16, channels: 1, classNames: ["a", "b"],
      pixels: (0..<(6 * 256)).map { UInt8(truncatingIfNeeded: $0 % 251 + 1) },
      labels: [0, 1, 0, 1, 0, 1])
    let loader = BatchLoader(
      images, batchSize: 2, shuffled: true, seed: 3, epoch: epoch, first: first,
      augmentation: augmentation)
    var result: [[UInt8]] = []
    while let batch = loader.next() {
      result.append(Array(batch.pixels.prefix(batch.count * 256)))
      loader.recycle(batch)
    }
    return result
  }

  @Test func aVariantDependsOnSeedEpochAndImageAlone() throws {
    let augmentation = Augmentation(flips: true)
    let all = try batches(augmentation, epoch: 1)
    #expect(try all == batches(augmentation, epoch: 1))
    #expect(try Array(all[2...]) == batches(augmentation, epoch: 1, first: 2))
    #expect(try all != batches(augmentation, epoch: 2))
    #expect(try all != batches(nil, epoch: 1))
  }

  /// Every pixel of a variant is black or the image's own, shifted by two at most, some mirrored.
  @Test(arguments: [true, false])
  func aVariantIsAShiftedImage(_ flips: Bool) throws {
    var mirrored = 0
    for epoch in 0..<8 {
      let (plain, varied) = (
        try batches(nil, epoch: epoch), try batches(Augmentation(flips: flips), epoch: epoch)
      )
      for (image, variant) in zip(plain.joined().chunks(256), varied.joined().chunks(256)) {
        let matches = Self.explanations(image, variant)
        #expect(matches.count >= 1)
        if let only = matches.first, matches.count == 1, only { mirrored += 1 }
      }
    }
    #expect(flips ? (8...40).contains(mirrored) : mirrored == 0)
  }

  /// Whether mirrored, of each shift that explains the variant.
  private static func explanations(_ image: [UInt8], _ variant: [UInt8]) -> [Bool] {
    var found: [Bool] = []
    for mirrored in [false, true] {
      for shift in 0..<25 {
        let (dy, dx) = (shift / 5 - 2, shift % 5 - 2)
        let explains = (0..<256).allSatisfy { at in
          let (y, x) = (at / 16 + dy, (mirrored ? 15 - at % 16 : at % 16) + dx)
          let isInside = (0..<16).contains(y) && (0..<16).contains(x)
          return variant[at] == (isInside ? image[y * 16 + x] : 0)
        }
        if explains { found.append(mirrored) }
      }
    }
    return found
  }
}

extension Sequence<UInt8> {
  fileprivate func chunks(_ size: Int) -> [[UInt8]] {
    let all = Array(self)
    return stride(from: 0, to: all.count, by: size).map { Array(all[$0..<($0 + size)]) }
  }
}
