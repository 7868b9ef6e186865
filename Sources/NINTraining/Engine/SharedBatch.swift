import NINCommunication
import NINDatasets

/// A batch that ranks share: what this rank has of it, and what it knows of the rest.
///
/// It is cut into leaves, whose gradients are added in a tree (`TreeSum`). Leaves are cut by the
/// places that images have before any of them turns out to be unreadable, so that every rank knows
/// beforehand which to load.
struct SharedBatch {
  let own: ImageBatch
  /// Images that could be read, on all ranks.
  let count: Int
  /// The images of each leaf, by place among those.
  let leaves: [Range<Int>]
  /// What could not be read, on all ranks.
  let skipped: [DatasetError]
  /// Whether one of the ranks asks to stop.
  let isStopping: Bool
  /// The place of the first image of `own` among all.
  private let first: Int

  /// The images that a rank loads of a batch of `count`.
  static func part(of count: Int, shards: Int, _ rank: Int, _ size: Int) -> Range<Int> {
    let leaves = min(shards, count)
    let own = TreeSum.leaves(of: leaves, rank: rank, size: size)
    return bound(own.lowerBound, leaves, count)..<bound(own.upperBound, leaves, count)
  }

  /// Where the leaf number `leaf` of `leaves` begins in a batch of `count`.
  private static func bound(_ leaf: Int, _ leaves: Int, _ count: Int) -> Int {
    leaves == 0 ? 0 : count * leaf / leaves
  }

  /// Tells the other ranks what this one could not read.
  /// - Parameters:
  ///   - own: what this rank has loaded.
  ///   - shards: leaves of a batch that has so many images.
  ///   - isStopping: whether this rank asks to stop.
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

  /// With mixup every rank loads all images; what one of them lacks, none may use.
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

  /// The labels of `images`, which are this rank's.
  func labels(of images: Range<Int>) -> UnsafePointer<Int32> {
    own.labels(from: images.lowerBound - first)
  }

  /// The places of `images` in what this rank has.
  func inOwn(_ images: Range<Int>) -> Range<Int> {
    (images.lowerBound - first)..<(images.upperBound - first)
  }
}
