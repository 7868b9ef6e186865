import NINCommunication
import NINDatasets

/// A batch that ranks share: the images of this rank, and the facts about the others.
///
/// A batch is divided into leaves, whose gradients are added in a tree (`TreeSum`). The division
/// includes unreadable images, so that every rank knows in advance which images to load.
struct SharedBatch {
  let own: ImageBatch
  /// The number of readable images on all ranks.
  let count: Int
  /// The images of each leaf, by their place among the readable ones.
  let leaves: [Range<Int>]
  /// The errors of unreadable images on all ranks.
  let skipped: [DatasetError]
  /// Whether at least one rank wants to stop.
  let isStopping: Bool
  /// The place of the first image of `own` among all readable ones.
  private let first: Int

  /// The images of a batch of `count` that a rank loads.
  static func part(of count: Int, shards: Int, _ rank: Int, _ size: Int) -> Range<Int> {
    let leaves = min(shards, count)
    let own = TreeSum.leaves(of: leaves, rank: rank, size: size)
    return bound(own.lowerBound, leaves, count)..<bound(own.upperBound, leaves, count)
  }

  /// The first image of leaf number `leaf` of `leaves` in a batch of `count`.
  private static func bound(_ leaf: Int, _ leaves: Int, _ count: Int) -> Int {
    leaves == 0 ? 0 : count * leaf / leaves
  }

  /// Exchanges the unreadable images with the other ranks.
  /// - Parameters:
  ///   - own: the images that this rank has loaded.
  ///   - shards: the number of leaves, if the batch has at least as many images.
  ///   - isStopping: whether this rank wants to stop.
  ///   - communicator: the ranks.
  /// - Throws: `CommunicationError`; `DatasetError` of an image that only some ranks could read.
  init(
    _ own: ImageBatch, shards: Int, isStopping: Bool, _ communicator: any Communicator
  ) throws {
    let report = Report(
      isStopping: isStopping,
      unread: zip(own.skippedPlaces, own.skipped).map { UnreadImage($1, place: $0) })
    let reports = try communicator.gather(coded: report)
    let unread = reports.flatMap(\.unread).reduce(into: [Int: UnreadImage]()) { $0[$1.place] = $1 }
    let places = unread.keys.sorted()
    func readable(before place: Int) -> Int { place - places.count { $0 < place } }
    let leafCount = min(shards, own.wholeCount)
    let bounds = (0...leafCount).map { readable(before: Self.bound($0, leafCount, own.wholeCount)) }
    leaves = zip(bounds, bounds.dropFirst()).map { $0..<$1 }
    skipped = places.compactMap { unread[$0]?.error }
    count = own.wholeCount - places.count
    first = readable(before: own.firstPlace)
    self.isStopping = reports.contains(where: \.isStopping)
    self.own = own
    try requireSameImages(places, unread)
  }

  /// With mixup, every rank loads all images. An image that one rank cannot read is an error.
  private func requireSameImages(
    _ places: [Int], _ unread: [Int: UnreadImage]
  ) throws(DatasetError) {
    let range = own.firstPlace..<(own.firstPlace + own.images.count + own.skipped.count)
    let others = places.first { range.contains($0) && !own.skippedPlaces.contains($0) }
    if let error = others.flatMap({ unread[$0]?.error }) { throw error }
  }

  private struct Report: Codable {
    var isStopping: Bool
    var unread: [UnreadImage]
  }

  /// The labels of `images`, which this rank has loaded.
  func labels(of images: Range<Int>) -> UnsafePointer<Int32> {
    own.labels(from: images.lowerBound - first)
  }

  /// The places of `images` in `own`.
  func inOwn(_ images: Range<Int>) -> Range<Int> {
    (images.lowerBound - first)..<(images.upperBound - first)
  }
}
