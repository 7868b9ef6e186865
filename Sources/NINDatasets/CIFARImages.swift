/// The images of CIFAR's binary files, read when they are asked for.
final class CIFARImages: ImageSource {
  let name: String
  let classNames: [String]
  let labels: [Int32]
  let height = CIFARFiles.side
  let width = CIFARFiles.side
  let channels = 3

  /// All of one length.
  private let files: [RecordFile]
  private let labelBytes: Int

  /// - Parameters:
  ///   - files: which hold the images in turn.
  ///   - labels: one per image.
  ///   - labelBytes: in front of each image.
  init(
    name: String, files: [RecordFile], labels: [Int32], labelBytes: Int, classNames: [String]
  ) {
    self.name = name
    self.files = files
    self.labels = labels
    self.labelBytes = labelBytes
    self.classNames = classNames
  }

  func copy(
    _ index: Int, into pixels: UnsafeMutableBufferPointer<UInt8>
  ) throws(DatasetError) {
    let plane = height * width
    let record = UnsafeMutableRawBufferPointer.allocate(
      byteCount: labelBytes + 3 * plane, alignment: 1)
    defer { record.deallocate() }
    let file = files[index / files[0].count]
    try file.read(index % files[0].count, into: record)
    // Planes of red, green and blue become pixels.
    for place in 0..<plane {
      for channel in 0..<3 {
        pixels[3 * place + channel] = record[labelBytes + channel * plane + place]
      }
    }
  }
}
