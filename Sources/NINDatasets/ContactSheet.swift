import NINPictures

/// A picture of the first images of each class: one row per class, below its name. Small images are
/// enlarged.
public struct ContactSheet {
  private let images: any ImageSource
  private let columns = 10
  private let gap = 4
  private let name = Figure.lineHeight + 8

  /// A sheet with some of `images`.
  public init(_ images: any ImageSource) {
    self.images = images
  }

  /// The sheet. Its first line says how many images there are and how large they are.
  /// - Throws: `DatasetError` when an image cannot be read.
  public func figure() throws(DatasetError) -> Figure {
    let scale = max(1, 64 / max(images.width, images.height))
    let (across, down) = (images.width * scale + gap, images.height * scale + gap + name)
    let width = columns * across + gap
    var figure = Figure(
      width: width, height: images.classNames.count * down + gap + name, background: 245)
    figure.write("\(images.count) images, \(images.sizes)", x: gap, y: gap, room: width - 2 * gap)
    for (label, chosen) in firstOfEachClass.enumerated() {
      let top = name + gap + label * down
      figure.write(images.classNames[label], x: gap, y: top + 4, room: width - 2 * gap)
      for (column, image) in chosen.enumerated() {
        let picture = try images.picture(image).enlarged(scale)
        figure.place(picture, x: gap + column * across, y: top + name)
      }
    }
    return figure
  }

  private var firstOfEachClass: [[Int]] {
    var chosen = [[Int]](repeating: [], count: images.classNames.count)
    for (index, label) in images.labels.enumerated() where chosen[Int(label)].count < columns {
      chosen[Int(label)].append(index)
    }
    return chosen
  }
}
