import NINDatasets

/// Images of another source, some of them unreadable.
struct UnreadableImages: ImageSource {
  private let base: any ImageSource
  private let unreadable: Range<Int>

  init(_ base: any ImageSource, unreadable: Range<Int>) {
    (self.base, self.unreadable) = (base, unreadable)
  }

  static func error(of index: Int) -> DatasetError {
    .picture(name: "image \(index)", reason: "damaged")
  }

  var name: String { base.name }
  var height: Int { base.height }
  var width: Int { base.width }
  var channels: Int { base.channels }
  var classNames: [String] { base.classNames }
  var labels: [Int32] { base.labels }

  func copy(
    _ index: Int, into pixels: UnsafeMutableBufferPointer<UInt8>
  ) throws(DatasetError) {
    if unreadable.contains(index) { throw Self.error(of: index) }
    try base.copy(index, into: pixels)
  }
}
