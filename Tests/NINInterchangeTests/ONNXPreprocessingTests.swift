import NINKernels
import NINModels
import NINModules
import NINPlans
import NINTensors
import Testing

@testable import NINInterchange

/// The nodes before the first convolution give the input that training and `predict` give.
@Suite struct ONNXPreprocessingTests {
  private static let input = ActivationShape(height: 8, width: 8, channels: 3)

  private static func whitening() throws -> Whitening {
    let count = input.countPerImage
    var stream = RandomStream(seed: 4, purpose: .testing)
    let mean = (0..<count).map { _ in stream.uniform(in: -1..<1) }
    let matrix = (0..<count * count).map { _ in stream.uniform(in: -0.1..<0.1) }
    return try #require(Whitening(mean: mean, matrix: matrix))
  }

  private static func preprocessing(_ name: String) throws -> Preprocessing {
    switch name {
    case "contrast": Preprocessing(contrast: ContrastNormalization())
    case "whitening":
      Preprocessing(contrast: ContrastNormalization(), whitening: try whitening())
    default:
      Preprocessing(
        normalization: Normalization(mean: [0.1, 0.2, 0.3], deviation: [0.4, 0.5, 0.6]))
    }
  }

  private static func bytes(_ image: String) -> [UInt8] {
    var stream = RandomStream(seed: 5, purpose: .testing)
    return (0..<input.countPerImage).map { index in
      switch image {
      case "grey": 77
      case "red": index % 3 == 0 ? 200 : 11
      default: UInt8(stream.integer(below: 256))
      }
    }
  }

  @Test(
    arguments: ["normalization", "contrast", "whitening"], ["random", "grey", "red"])
  func theGraphPreprocessesAsThePreprocessor(_ steps: String, _ image: String) throws {
    let (input, bytes) = (Self.input, Self.bytes(image))
    let preprocessing = try Self.preprocessing(steps)
    let preprocessor = try Preprocessor(
      height: input.height, width: input.width, channels: input.channels, output: input,
      preprocessing, context: ExecutionContext(threads: 1))
    var expected = [Float](repeating: .nan, count: bytes.count)
    try preprocessor.apply(imageCount: 1, x: bytes, y: &expected)

    let description = ModelDescription(
      model: .ninSmall, size: input.height, channels: input.channels, classNames: ["a", "b"],
      preprocessing: preprocessing)
    let parameters = try Parameters(description.network(), initialization: .kaiming, seed: 3)
    let file = try ProtobufReader(try ONNXModel(description, parameters).encoded())
    var evaluator = try ONNXEvaluator(try file.message(7))
    let pixels = channelsFirst(bytes.map { Double(Float($0) / 255) })
    let found = try evaluator.preprocessed(
      .init(shape: [1, input.channels, input.height, input.width], numbers: pixels))

    #expect(found.shape == [1, input.channels, input.height, input.width] && !found.isDouble)
    let differences = zip(found.numbers, channelsFirst(expected.map { Double($0) })).map(-)
    #expect(differences.allSatisfy { abs($0) < 1e-4 }, "\(differences.max() ?? .nan)")
  }

  /// From HWC, the order of bytes, to CHW, the order of ONNX.
  private func channelsFirst(_ numbers: [Double]) -> [Double] {
    (0..<Self.input.channels).flatMap { channel in
      stride(from: channel, to: numbers.count, by: Self.input.channels).map { numbers[$0] }
    }
  }
}
