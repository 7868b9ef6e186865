import NINDatasets
import NINKernels
import NINModules

/// What data costs: the wait for the loader, and bytes into floats on the kernels' threads.
struct DataBenchmark {
  let options: Options
  let context: ExecutionContext

  func run() throws -> [Report.Row] {
    let images = try DrawnShapes.load(trainCount: options.batch * 4, testCount: 10).train
    let side = options.model.defaultSize
    let transform = try ImageTransform(
      height: images.height, width: images.width, channels: images.channels, outputHeight: side,
      outputWidth: side, context: context)
    let chunk = min(options.chunk, options.batch)
    let floats = try FloatBuffer(count: chunk * side * side * images.channels)
    var scratch = [UInt8](repeating: 0, count: transform.scratchBytes)
    var epoch = 0
    let loading = try Timing(samples: options.samples) {
      let loader = BatchLoader(
        images, batchSize: options.batch, shuffled: true, seed: 1, epoch: epoch)
      defer { loader.cancel() }
      while let batch = loader.next() { loader.recycle(batch) }
      epoch += 1
    }
    let pixels = UnsafeMutableBufferPointer<UInt8>.allocate(
      capacity: options.batch * images.imageBytes)
    defer { pixels.deallocate() }
    for index in 0..<options.batch {
      let place = (index * images.imageBytes)..<((index + 1) * images.imageBytes)
      try images.copy(index % images.count, into: .init(rebasing: pixels[place]))
    }
    let converting = try Timing(samples: options.samples) {
      for first in stride(from: 0, to: options.batch, by: chunk) {
        try scratch.withUnsafeMutableBytes { scratch in
          guard let x = pixels.baseAddress, let memory = scratch.baseAddress else { return }
          try transform.apply(
            images: min(chunk, options.batch - first), x: x + first * images.imageBytes,
            y: floats.pointer, scratch: memory)
        }
      }
    }
    return [
      Report.Row("loader, four batches", loading, images: 4 * options.batch),
      Report.Row("bytes to \(side)x\(side) floats", converting, images: options.batch),
    ]
  }
}
