import Foundation
import NINDatasets
import NINKernels
import NINPictures
import NINTraining

/// A wrong prediction with its picture, as part of a page.
struct MistakeFigure {
  let html: String

  /// The longest edge of a picture in the page.
  private static let longestEdge = 112

  /// The picture is left out if it can no longer be read.
  init(_ mistake: Evaluation.Mistake, _ images: any ImageSource) {
    let names = images.classNames
    let (truth, said) = (names[mistake.label], names[mistake.predicted])
    let percent = (mistake.probability * 100).formatted(digits: 1)
    let caption = Markup.element(
      "figcaption", [:],
      Markup.element("b", [:], Markup.text(truth))
        + Markup.text(" taken for ") + Markup.element("b", [:], Markup.text(said))
        + Markup.text(", \(percent) %") + "<br>" + Markup.text(images.title(of: mistake.image)))
    let picture = (try? images.picture(mistake.image)).flatMap { try? Self.reduced($0) }
    html = Markup.element(
      "figure", [:], (picture.map { Self.image($0, "\(truth) taken for \(said)") } ?? "") + caption)
  }

  private static func reduced(_ picture: Picture) throws -> Picture {
    let longest = max(picture.width, picture.height)
    guard longest > longestEdge else { return picture }
    return try picture.resized(
      width: max(1, picture.width * longestEdge / longest),
      height: max(1, picture.height * longestEdge / longest),
      context: ExecutionContext(threads: 1))
  }

  private static func image(_ picture: Picture, _ description: String) -> String {
    let isSmall = max(picture.width, picture.height) <= longestEdge / 2
    return "<img class=\"\(isSmall ? "small" : "")\" alt=\"\(Markup.text(description))\" "
      + "src=\"data:image/png;base64,\(picture.pngData().base64EncodedString())\">"
  }
}
