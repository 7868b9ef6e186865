/// How a stored picture must be turned and mirrored to be upright: the values of EXIF's tag
/// `Orientation` (Exif 2.32, section 4.6.4), which cameras write when they are held sideways.
public enum Orientation: Int, CaseIterable, Sendable {
  /// Stored upright.
  case upright = 1
  /// To be mirrored left to right.
  case mirrored
  /// To be turned by 180 degrees.
  case halfTurn
  /// To be mirrored top to bottom.
  case mirroredHalfTurn
  /// To be mirrored at the diagonal from the upper left corner.
  case transposed
  /// To be turned clockwise by 90 degrees.
  case quarterTurn
  /// To be mirrored at the diagonal from the upper right corner.
  case transversed
  /// To be turned clockwise by 270 degrees.
  case threeQuarterTurn

  /// Whether rows become columns.
  var swapsSides: Bool { rawValue >= 5 }

  /// Whether stored columns are taken from right to left.
  fileprivate var reversesColumns: Bool { [2, 3, 7, 8].contains(rawValue) }

  /// Whether stored rows are taken from bottom to top.
  fileprivate var reversesRows: Bool { [3, 4, 6, 7].contains(rawValue) }
}

extension Picture {
  /// The picture turned upright, as Pillow's `ImageOps.exif_transpose` does it.
  public func oriented(_ orientation: Orientation) -> Picture {
    guard orientation != .upright else { return self }
    let column = orientation.reversesColumns ? -1 : 1
    let row = orientation.reversesRows ? -width : width
    let start =
      (orientation.reversesColumns ? width - 1 : 0)
      + (orientation.reversesRows ? (height - 1) * width : 0)
    let swaps = orientation.swapsSides
    return gathered(
      width: swaps ? height : width, height: swaps ? width : height, start: start,
      across: swaps ? row : column, down: swaps ? column : row)
  }

  /// A picture whose pixel (x, y) is pixel `start + x * across + y * down` of this one.
  private func gathered(
    width newWidth: Int, height newHeight: Int, start: Int, across: Int, down: Int
  ) -> Picture {
    let turned = [UInt8](unsafeUninitializedCapacity: pixels.count) { buffer, count in
      count = pixels.count
      pixels.withUnsafeBufferPointer { source in
        var to = 0
        for y in 0..<newHeight {
          var from = (start + y * down) * channels
          for _ in 0..<newWidth {
            for channel in 0..<channels { buffer[to + channel] = source[from + channel] }
            to += channels
            from += across * channels
          }
        }
      }
    }
    return Picture(width: newWidth, height: newHeight, channels: channels, pixels: turned)
  }
}
