import Foundation
import NINKernels
import NINModels
import NINModules
import NINPictures
import NINPlans
import Synchronization

/// A trained model that classifies pictures:
///
///     let classifier = try Classifier(contentsOf: "runs/nin-cifar10-001")
///     let picture = try Picture(contentsOf: "cat.jpg")
///     for guess in try classifier.classify(picture, top: 3) {
///       print(guess.name, guess.probability)
///     }
///
/// Pictures are prepared as the model file says, in the same way as in training. `nin eval` and a
/// classifier give the same logits to the bit.
///
/// A classifier can be shared between threads and tasks. Passes wait for each other, because the
/// kernels have their own threads; only `prepare` can run on many threads at once. In a task, `try
/// await classifier.classify(picture)` does not block a thread of the task's executor.
public final class Classifier: Sendable {
  /// The description in the model file.
  public let description: ModelDescription
  let transform: PictureTransform
  private let name: String
  private let math: MathMode
  private let context: ExecutionContext
  private let model: Mutex<Model>
  /// The executor on which tasks wait.
  let turns = Turns()

  /// The network, which only one pass may use at a time, because a pass writes to its memory.
  private struct Model {
    let parameters: Parameters
    let network: InferenceNetwork
  }

  /// Loads a model.
  /// - Parameters:
  ///   - path: a model file, or the folder of a run, which means its best model.
  ///   - chunk: pictures that pass through the network at a time; nil for the usual number.
  ///   - math: the accuracy that may be given up for speed.
  ///   - context: the instruction set and the threads; nil for the best set and all processors.
  /// - Throws: `CheckpointError` or `ModelFileError` when there is no usable model.
  public convenience init(
    contentsOf path: String, chunk: Int? = nil, math: MathMode = .fast,
    context: ExecutionContext? = nil
  ) throws {
    let file = try ModelFile.path(of: path)
    let (description, parameters) = try ModelFile.load(file)
    try self.init(
      description, owning: parameters, name: file, chunk: chunk, math: math, context: context)
  }

  /// - Parameters:
  ///   - description: the network, its classes and how its images are prepared.
  ///   - parameters: the parameters of that network. They are copied, so training can continue.
  ///   - name: the name of the model in errors.
  ///   - chunk: the maximum number of images of one pass; nil for `Plan.usualChunk`.
  ///   - math: how much accuracy may be given up for speed.
  ///   - context: the instruction set and the threads; nil for the best set and all processors.
  /// - Throws: `ShapeError` when the description is impossible, `KernelError` when there is no
  ///   memory.
  public convenience init(
    _ description: ModelDescription, _ parameters: Parameters, name: String = "the model",
    chunk: Int? = nil, math: MathMode = .fast, context: ExecutionContext? = nil
  ) throws {
    let values = Array(parameters.values.elements)
    let copy = try Parameters(parameters.layout)
    _ = copy.values.elements.update(fromContentsOf: values)
    try self.init(
      description, owning: copy, name: name, chunk: chunk, math: math, context: context)
  }

  private init(
    _ description: ModelDescription, owning parameters: sending Parameters, name: String,
    chunk: Int?, math: MathMode, context: ExecutionContext?
  ) throws {
    let context = try context ?? ExecutionContext()
    let whole = try description.network()
    self.description = description
    self.name = name
    self.math = math
    self.context = context
    transform = try PictureTransform(
      side: description.size, channels: description.channels,
      description.preprocessing, context: try ExecutionContext(isa: context.isa, threads: 1))
    let network = try InferenceNetwork(
      whole, parameters, name: name, chunk: chunk ?? Plan.usualChunk(for: whole), math: math,
      context: context)
    model = Mutex(Model(parameters: parameters, network: network))
  }

  /// The `top` most likely classes of a picture, the most likely first.
  public func classify(_ picture: Picture, top: Int = 5) throws -> [Prediction] {
    try classify([picture], top: top)[0]
  }

  /// The `top` most likely classes of each picture. There may be any number of pictures.
  public func classify(_ pictures: [Picture], top: Int = 5) throws -> [[Prediction]] {
    try classify(prepared: try pictures.map { try prepare($0) }, top: top)
  }

  /// The `top` most likely classes of each prepared picture.
  public func classify(prepared: [PreparedPicture], top: Int = 5) throws -> [[Prediction]] {
    try logits(prepared).map { Prediction.best(top, of: $0, description.classNames) }
  }

  /// Resizes, crops and normalizes a picture, on the calling thread.
  /// - Throws: `PictureShapeError` when the picture is too long and narrow.
  public func prepare(_ picture: Picture) throws -> PreparedPicture {
    PreparedPicture(values: try transform.apply(picture))
  }

  /// The outputs of the network before the softmax, `[classes]` for each picture.
  public func logits(_ prepared: [PreparedPicture]) throws -> [[Float]] {
    try model.withLock { try $0.network.run(prepared) }
  }

  /// The outputs of the last mlpconv layer for each place in the picture.
  /// - Throws: `ShapeError` when the network does not end in global average pooling.
  public func maps(of picture: Picture) throws -> ConfidenceMaps {
    let headless = try description.network().withoutHead()
    let input = [try prepare(picture)]
    let values = try model.withLock { model in
      try InferenceNetwork(
        headless, model.parameters, name: name, chunk: 1, math: math, context: context
      ).run(input)[0]
    }
    let shape = headless.layers.last?.output ?? headless.input
    return ConfidenceMaps(
      height: shape.height, width: shape.width, classes: shape.channels, values: values)
  }
}

/// A picture that is ready for the network of a classifier.
public struct PreparedPicture: Sendable {
  /// `[size][size][channels]`.
  let values: [Float]
}
