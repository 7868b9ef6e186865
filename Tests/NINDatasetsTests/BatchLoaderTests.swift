import Foundation
import Testing

@testable import NINDatasets

@Suite struct BatchLoaderTests {
  /// 25 images of two bytes, which are the image's number.
  private let images: LabelledImages

  init() throws {
    images = try LabelledImages(
      name: "numbers", height: 1, width: 2, channels: 1,
      classNames: (0..<25).map { "class \($0)" },
      pixels: (0..<25).flatMap { [UInt8($0), UInt8(100 + $0)] }, labels: (0..<25).map { Int32($0) })
  }

  /// The numbers of the images, one list per batch. Checks that bytes and labels belong together.
  private func epoch(
    _ number: Int = 0, batchSize: Int = 4, shuffled: Bool = true, seed: UInt64 = 1, first: Int = 0
  ) -> [[Int]] {
    let loader = BatchLoader(
      images, batchSize: batchSize, shuffled: shuffled, seed: seed, epoch: number, first: first)
    defer { loader.cancel() }
    var batches: [[Int]] = []
    while let batch = loader.next() {
      #expect(batch.index == first + batches.count)
      for place in 0..<batch.count {
        #expect(Int32(batch.pixels[2 * place]) == batch.labels[place])
        #expect(Int32(batch.pixels[2 * place + 1]) == batch.labels[place] + 100)
      }
      batches.append((0..<batch.count).map { Int(batch.labels[$0]) })
      loader.recycle(batch)
    }
    return batches
  }

  @Test(arguments: [1, 4, 5, 24, 25, 26, 1000])
  func eachImageOncePerEpochAndTheLastBatchPartial(_ batchSize: Int) {
    let batches = epoch(batchSize: batchSize)
    #expect(batches.flatMap { $0 }.sorted() == Array(0..<25))
    #expect(batches.dropLast().allSatisfy { $0.count == batchSize })
    #expect(batches.last?.count == (25 - 1) % batchSize + 1)
    #expect(batches.count == BatchLoader.batchCount(of: 25, batchSize: batchSize))
  }

  @Test func theOrderDependsOnSeedAndEpochAlone() {
    #expect(epoch(2, seed: 7) == epoch(2, seed: 7))
    #expect(epoch(2, seed: 7).flatMap { $0 } == epoch(2, batchSize: 9, seed: 7).flatMap { $0 })
    #expect(epoch(2, seed: 7) != epoch(3, seed: 7))
    #expect(epoch(2, seed: 7) != epoch(2, seed: 8))
  }

  @Test func unshuffledIsTheOrderOfTheSet() {
    #expect(epoch(shuffled: false).flatMap { $0 } == Array(0..<25))
  }

  @Test(arguments: 0...8)
  func resumedInMidEpochGivesTheRemainingBatches(_ first: Int) {
    #expect(epoch(5, first: first) == Array(epoch(5).dropFirst(first)))
  }

  @Test func batchesThatAreKeptDoNotChange() throws {
    let loader = BatchLoader(images, batchSize: 4, shuffled: false, seed: 0, epoch: 0)
    defer { loader.cancel() }
    let kept = try #require(loader.next())
    for _ in 0..<4 { loader.recycle(try #require(loader.next())) }
    #expect((0..<kept.count).map { kept.labels[$0] } == [0, 1, 2, 3])
  }

  @Test(.timeLimit(.minutes(1)))
  func cancellationEndsTheThreadAndTheBatches() {
    weak var released: BatchLoader?
    do {
      let loader = BatchLoader(images, batchSize: 1, shuffled: true, seed: 1, epoch: 0)
      released = loader
      _ = loader.next()
      loader.cancel()
      while loader.next() != nil {}
    }
    for _ in 0..<200 where released != nil { Thread.sleep(forTimeInterval: 0.01) }
    #expect(released == nil, "the loader's thread still holds it")
  }

  @Test func withoutAThreadTheBatchesAreTheSame() {
    let loader = BatchLoader(
      images, batchSize: 4, shuffled: true, seed: 1, epoch: 2, first: 1,
      startThread: { _ in false })
    var batches: [[Int]] = []
    while let batch = loader.next() {
      batches.append((0..<batch.count).map { Int(batch.labels[$0]) })
      loader.recycle(batch)
    }
    #expect(batches == epoch(2, first: 1))
    loader.cancel()
    #expect(loader.next() == nil)
  }

  @Test func anEmptySetHasNoBatches() throws {
    let none = try LabelledImages(
      name: "none", height: 1, width: 1, channels: 1, classNames: [], pixels: [], labels: [])
    let loader = BatchLoader(none, batchSize: 4, shuffled: true, seed: 1, epoch: 0)
    #expect(loader.batchCount == 0 && loader.next() == nil)
  }
}
