import Foundation
import NINTensors

/// The batches of one epoch, prepared on a separate thread while the kernels run. If the system
/// cannot create a thread, `next` prepares them.
///
/// The order depends only on seed and epoch, so a run that stopped after `k` batches continues with
/// batch `k` without preparing the others again. The last batch may be smaller.
public final class BatchLoader: @unchecked Sendable {
  // The threads share `ready`, `spare`, `isCancelled` and `isFinished`, which `condition` protects.
  // Only the thread that prepares batches uses `upcoming`.

  /// The number of batches in the epoch.
  public let batchCount: Int

  private let images: any ImageSource
  private let order: [Int]
  private let batchSize: Int
  private let every: Int
  private let part: @Sendable (Int) -> Range<Int>
  private let condition = NSCondition()
  private var ready: [ImageBatch] = []
  private var spare: [ImageBatch] = []
  private var isCancelled = false
  private var isFinished = false
  private var upcoming: Int
  private var hasThread = true

  /// - Parameters:
  ///   - images: the images; each is used once.
  ///   - batchSize: images in each batch; the last one may have fewer.
  ///   - shuffled: whether the order is random; otherwise it is the order of the set.
  ///   - seed: the seed of the order.
  ///   - epoch: the number of the epoch, from 0; each has its own order.
  ///   - first: the number of the first batch to prepare, from 0.
  ///   - every: the distance to the next batch, if other ranks load the batches between.
  ///   - part: the images of a batch of a given size that this rank loads.
  public convenience init(
    _ images: any ImageSource, batchSize: Int, shuffled: Bool, seed: UInt64, epoch: Int,
    first: Int = 0, every: Int = 1, part: @escaping @Sendable (Int) -> Range<Int> = { 0..<$0 }
  ) {
    self.init(
      images, batchSize: batchSize, shuffled: shuffled, seed: seed, epoch: epoch, first: first,
      every: every, part: part, startThread: WorkerThread.start)
  }

  init(
    _ images: any ImageSource, batchSize: Int, shuffled: Bool, seed: UInt64, epoch: Int,
    first: Int, every: Int = 1, part: @escaping @Sendable (Int) -> Range<Int> = { 0..<$0 },
    startThread: (@escaping @Sendable () -> Void) -> Bool
  ) {
    precondition(batchSize > 0 && first >= 0, "batch size \(batchSize), first batch \(first)")
    self.every = every
    self.part = part
    self.images = images
    self.batchSize = batchSize
    upcoming = first
    batchCount = Self.batchCount(of: images.count, batchSize: batchSize)
    var stream = RandomStream(seed: seed, purpose: .shuffling, epoch)
    order = shuffled ? stream.permutation(images.count) : Array(0..<images.count)
    spare = (0..<3).map { _ in
      ImageBatch(capacity: min(batchSize, images.count), imageBytes: images.imageBytes)
    }
    hasThread = startThread { [self] in prepareAll() }
  }

  /// `⌈count / batchSize⌉`.
  public static func batchCount(of count: Int, batchSize: Int) -> Int {
    (count + batchSize - 1) / batchSize
  }

  /// The next batch, or nil after the last one. Waits until it is ready. Return it with `recycle`.
  public func next() -> ImageBatch? {
    if !hasThread && !prepareOne() { return nil }
    condition.lock()
    defer { condition.unlock() }
    while ready.isEmpty && !isFinished { condition.wait() }
    return ready.isEmpty ? nil : ready.removeFirst()
  }

  /// Returns a batch to the loader, which then fills it again.
  public func recycle(_ batch: ImageBatch) {
    condition.lock()
    spare.append(batch)
    condition.broadcast()
    condition.unlock()
  }

  /// Ends the background thread soon. `next` then returns the batches that are ready, and nil.
  public func cancel() {
    condition.lock()
    isCancelled = true
    condition.broadcast()
    condition.unlock()
  }

  private func prepareAll() {
    while prepareOne() {}
    condition.lock()
    isFinished = true
    condition.broadcast()
    condition.unlock()
  }

  /// - Returns: false after the last batch, and when cancelled.
  private func prepareOne() -> Bool {
    guard upcoming < batchCount, let batch = takeSpare() else { return false }
    let start = upcoming * batchSize
    let whole = order[start..<min(start + batchSize, order.count)]
    batch.gather(part(whole.count), of: whole, from: images, index: upcoming)
    upcoming += every
    condition.lock()
    ready.append(batch)
    condition.broadcast()
    condition.unlock()
    return true
  }

  private func takeSpare() -> ImageBatch? {
    condition.lock()
    defer { condition.unlock() }
    while spare.isEmpty && !isCancelled { condition.wait() }
    return isCancelled ? nil : spare.removeLast()
  }
}
