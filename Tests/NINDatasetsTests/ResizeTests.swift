import NINKernels
import NINReference
import Testing

/// One line of the recorded trace.
struct PillowCase: Sendable, CustomTestStringConvertible {
  let height: Int, width: Int, channels: Int
  let outputHeight: Int, outputWidth: Int
  /// The first bytes of the result.
  let first: [UInt8]
  /// FNV-1a of every byte of the result.
  let checksum: UInt64

  var testDescription: String {
    "\(height)x\(width)x\(channels) -> \(outputHeight)x\(outputWidth)"
  }

  var pixels: [UInt8] { generatedBytes(height * width * channels) }

  var reference: [UInt8] {
    ReferenceImages.resized(
      pixels, height: height, width: width, channels: channels, outputHeight: outputHeight,
      outputWidth: outputWidth)
  }
}

/// The generator of `Fixtures/pillow_resize.py`.
func generatedBytes(_ count: Int) -> [UInt8] {
  var state: UInt32 = 1
  return (0..<count).map { _ in
    state = state &* 1_664_525 &+ 1_013_904_223
    return UInt8(state >> 24)
  }
}

func checksum(_ bytes: [UInt8]) -> UInt64 {
  bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}

/// Runs the kernel on `images` copies of `pixels`, the output between two guard values.
func transformed(_ transform: ImageTransform, _ pixels: [UInt8], imageCount: Int) throws -> [Float]
{
  let count = imageCount * transform.outputHeight * transform.outputWidth * transform.channels
  var output = [Float](repeating: .nan, count: count + 2)
  var scratch = [UInt8](repeating: 0xA5, count: transform.scratchBytes)
  let batch = Array(repeatElement(pixels, count: imageCount).joined())
  (output[0], output[count + 1]) = (-7, -7)
  try output.withUnsafeMutableBufferPointer { y in
    try scratch.withUnsafeMutableBytes { scratch in
      let start = try #require(y.baseAddress) + 1
      try transform.apply(
        imageCount: imageCount, x: batch, y: start, scratch: try #require(scratch.baseAddress))
    }
  }
  #expect(output.first == -7 && output.last == -7, "written outside the output")
  return Array(output.dropFirst().dropLast())
}

@Suite struct ResizeTests {
  @Test(arguments: pillowTrace)
  func referenceIsPillow(_ recorded: PillowCase) {
    #expect(Array(recorded.reference.prefix(8)) == recorded.first)
    #expect(checksum(recorded.reference) == recorded.checksum)
  }

  @Test(arguments: ISA.available, pillowTrace)
  func kernelIsTheReference(_ isa: ISA, _ recorded: PillowCase) throws {
    let mean = Array([Float(0.4914), 0.4822, 0.4465, 0.5].prefix(recorded.channels))
    let deviation = Array([Float(0.2470), 0.2435, 0.2616, 0.25].prefix(recorded.channels))
    let transform = try ImageTransform(
      height: recorded.height, width: recorded.width, channels: recorded.channels,
      outputHeight: recorded.outputHeight, outputWidth: recorded.outputWidth, mean: mean,
      deviation: deviation, context: ExecutionContext(isa: isa, threads: 2))
    let expected = ReferenceImages.normalized(recorded.reference, mean: mean, deviation: deviation)
    let result = try transformed(transform, recorded.pixels, imageCount: 3)
    #expect(result == expected + expected + expected)
  }

  @Test(arguments: [2, 3, 5])
  func threadsNeverChangeABit(_ threads: Int) throws {
    let pixels = generatedBytes(32 * 32 * 3)
    let results = try [1, threads].map {
      try transformed(square(32, to: 224, channels: 3, threads: $0), pixels, imageCount: 4)
    }
    #expect(results[0] == results[1])
  }

  @Test func withoutResizeAndNormalisationAByteIsDividedBy255() throws {
    let bytes = [UInt8](0...255)
    let result = try transformed(square(16, to: 16, channels: 1, threads: 1), bytes, imageCount: 1)
    #expect(result == bytes.map { Float($0) / 255 })
  }

  @Test func refusesWhatItCannotDo() throws {
    let context = try ExecutionContext(threads: 1)
    for (height, channels, mean) in [(0, 3, nil), (32, 5, nil), (32, 3, [Float(0)])] {
      #expect(throws: KernelError.invalidShape) {
        try ImageTransform(
          height: height, width: 32, channels: channels, outputHeight: 8, outputWidth: 8,
          mean: mean, context: context)
      }
    }
    #expect(throws: KernelError.self) {
      try ImageTransform(
        height: 1 << 40, width: 1 << 40, channels: 3, outputHeight: 1 << 40,
        outputWidth: 1 << 40, context: context)
    }
  }

  private func square(
    _ side: Int, to outputSide: Int, channels: Int, threads: Int
  ) throws -> ImageTransform {
    try ImageTransform(
      height: side, width: side, channels: channels, outputHeight: outputSide,
      outputWidth: outputSide, context: ExecutionContext(threads: threads))
  }
}
