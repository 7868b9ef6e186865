import NINDatasets
import NINKernels

/// Times the loading of data: the loader itself, and the conversion of bytes to floats on the
/// threads of the kernels.
public struct DataBenchmark {
  private let images: any ImageSource
  private let batchSize, chunk, side: Int
  private let context: ExecutionContext

  /// - Parameters:
  ///   - batchSize: images in each batch.
  ///   - chunk: images that are converted at a time.
  ///   - side: the width and height that they are resized to.
  ///   - context: the instruction set and the threads.
  /// - Throws: `DatasetError`.
  public init(batchSize: Int, chunk: Int, side: Int, context: ExecutionContext) throws {
    images = try DrawnShapes.load(trainCount: batchSize * 4, testCount: 10).train
    self.batchSize = batchSize
    self.chunk = min(chunk, batchSize)
    self.side = side
    self.context = context
  }

  /// Times both parts `samples` times.
  /// - Throws: `KernelError` when there is no memory.
  public func measure(samples: Int) throws -> [TimedOperation] {
    [
      TimedOperation("loader, four batches", try loading(samples), imageCount: 4 * batchSize),
      TimedOperation(
        "bytes to \(side)x\(side) floats", try converting(samples), imageCount: batchSize),
    ]
  }

  private func loading(_ samples: Int) throws -> Timing {
    var epoch = 0
    return Timing(samples: samples) {
      let loader = BatchLoader(images, batchSize: batchSize, shuffled: true, seed: 1, epoch: epoch)
      defer { loader.cancel() }
      while let batch = loader.next() { loader.recycle(batch) }
      epoch += 1
    }
  }

  private func converting(_ samples: Int) throws -> Timing {
    let transform = try ImageTransform(
      height: images.height, width: images.width, channels: images.channels, outputHeight: side,
      outputWidth: side, context: context)
    let floats = try FloatBuffer(count: chunk * side * side * images.channels)
    let scratch = UnsafeMutableRawPointer.allocate(
      byteCount: max(transform.scratchBytes, 1), alignment: 1)
    defer { scratch.deallocate() }
    var pixels = [UInt8](repeating: 0, count: batchSize * images.imageBytes)
    try pixels.withUnsafeMutableBufferPointer { pixels in
      for index in 0..<batchSize {
        let place = (index * images.imageBytes)..<((index + 1) * images.imageBytes)
        try images.copy(index % images.count, into: .init(rebasing: pixels[place]))
      }
    }
    return try pixels.withUnsafeBufferPointer { pixels in
      try Timing(samples: samples) {
        for first in stride(from: 0, to: batchSize, by: chunk) {
          guard let x = pixels.baseAddress else { return }
          try transform.apply(
            imageCount: min(chunk, batchSize - first), x: x + first * images.imageBytes,
            y: floats.pointer, scratch: scratch)
        }
      }
    }
  }
}
