import NINPictures

/// The first images of each class of a set, a row a class, small ones enlarged.
public struct ContactSheet {
  private let images: any ImageSource
  private let columns = 10
  private let gap = 4
  /// A background that images of no class have for theirs.
  private let background: UInt8 = 245

  public init(_ images: any ImageSource) {
    self.images = images
  }

  /// - Throws: `DatasetError` when an image cannot be read.
  public func picture() throws(DatasetError) -> Picture {
    let scale = max(1, 64 / max(images.width, images.height))
    let (cellWidth, cellHeight) = (images.width * scale + gap, images.height * scale + gap)
    let (width, height) = (
      columns * cellWidth + gap, images.classNames.count * cellHeight + gap
    )
    var pixels = [UInt8](repeating: background, count: width * height * images.channels)
    for (row, chosen) in firstOfEachClass.enumerated() {
      for (column, image) in chosen.enumerated() {
        let corner = (row * cellHeight + gap) * width + column * cellWidth + gap
        try draw(image, scale: scale, at: corner, width: width, into: &pixels)
      }
    }
    return Picture(width: width, height: height, channels: images.channels, pixels: pixels)
  }

  private var firstOfEachClass: [[Int]] {
    var chosen = [[Int]](repeating: [], count: images.classNames.count)
    for (index, label) in images.labels.enumerated() where chosen[Int(label)].count < columns {
      chosen[Int(label)].append(index)
    }
    return chosen
  }

  /// Each pixel becomes a square of `scale` times `scale`.
  private func draw(
    _ image: Int, scale: Int, at corner: Int, width: Int, into pixels: inout [UInt8]
  ) throws(DatasetError) {
    let channels = images.channels
    let source = try images.picture(image).pixels
    for y in 0..<(images.height * scale) {
      for x in 0..<(images.width * scale) {
        let from = (y / scale * images.width + x / scale) * channels
        let to = (corner + y * width + x) * channels
        for channel in 0..<channels { pixels[to + channel] = source[from + channel] }
      }
    }
  }
}
