/// Whole SVG documents.
enum SVG {
  /// A drawing inside a page that has the styles of the theme.
  static func inline(width: Double, height: Double, label: String, _ drawing: String) -> String {
    Markup.element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "role": "img", "aria-label": label,
        "viewBox": "0 0 \(Int(width)) \(Int(height))", "width": "\(Int(width))",
        "height": "\(Int(height))",
      ], drawing)
  }

  /// A separate file that contains the styles of the theme.
  static func file(width: Double, height: Double, label: String, _ drawing: String) -> String {
    let style = Markup.element("style", [:], Theme.colours + Theme.charts)
    let frame = Markup.element(
      "rect", ["class": "frame", "width": "\(Int(width))", "height": "\(Int(height))"])
    return inline(width: width, height: height, label: label, style + frame + drawing) + "\n"
  }
}
