import Foundation
import NINDatasets
import NINKernels
import NINPictures
import Testing

/// A folder of pictures of all kinds, as cameras and phones make them, with orientation tags. The
/// pixels must be the same as Pillow's.
@Suite struct ManyKindsTests {
  private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("NINPicturesTests/Fixtures").path

  @Test func allStandUprightWhateverTheyAreCalled() throws {
    let all = try FileManager.default.contentsOfDirectory(atPath: Self.fixtures)
    let names = all.filter { name in
      guard case .picture(let format)? = FileKind(ofFile: "\(Self.fixtures)/\(name)") else {
        return false
      }
      return format.isSupported && all.contains("\(name).expected.ppm")
    }
    #expect(names.count >= 6)
    let tree = try PictureTree([])
    try FileManager.default.createDirectory(
      atPath: "\(tree.path)/all", withIntermediateDirectories: true)
    for name in names {
      // Half of them have the extension of another format.
      let other = name.hasPrefix("turned") ? name : "\(name).jpg"
      try FileManager.default.copyItem(
        atPath: "\(Self.fixtures)/\(name)", toPath: "\(tree.path)/all/\(other)")
    }
    let images = try ImageFolder(tree.path, .init(side: 9, isForTesting: true)).load().test
    #expect(images.count == names.count)
    let context = try ExecutionContext(threads: 1)
    for index in 0..<images.count {
      let name = try #require(
        names.first {
          images.title(of: index) == "all/\($0.hasPrefix("turned") ? $0 : "\($0).jpg")"
        })
      let expected = try Picture(contentsOf: "\(Self.fixtures)/\(name).expected.ppm")
        .fitted(side: 9, channels: 3, context: context)
      #expect(try images.picture(index) == expected, "\(name)")
    }
  }
}
