/// The images of CIFAR's binary files, each read from disk when it is needed.
final class CIFARImages: ImageSource {
  let name: String
  let classNames: [String]
  let labels: [Int32]
  let height = CIFARFiles.side
  let width = CIFARFiles.side
  let channels = 3

  /// All have the same number of records.
  private let files: [RecordFile]
  private let labelBytes: Int

  /// - Parameters:
  ///   - name: what the set is called.
  ///   - files: the images, file after file.
  ///   - labels: one per image.
  ///   - labelBytes: the number of bytes before each image.
  ///   - classNames: in the order of the labels.
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
