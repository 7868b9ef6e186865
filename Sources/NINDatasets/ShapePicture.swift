import NINTensors

/// One image of the built-in set: the random choices that are made before it is drawn.
struct ShapePicture {
  private let outline: ShapeOutline
  private let center: SIMD2<Float>
  private let scale: Float
  /// The first row of the rotation; its length is 1.
  private let turn: SIMD2<Float>
  private let figure: SIMD3<Float>
  private let ground: SIMD3<Float>
  private let gradient: SIMD2<Float>
  private let stripes: SIMD2<Float>
  private let noise: Float
  private let specks: [(center: SIMD2<Float>, radius: Float, color: SIMD3<Float>)]

  init(_ outline: ShapeOutline, _ stream: inout RandomStream) {
    func within(_ range: Range<Float>) -> Float { stream.uniform(in: range) }
    func color() -> SIMD3<Float> { .init(within(0..<1), within(0..<1), within(0..<1)) }
    self.outline = outline
    scale = within(6..<12)
    let room = 15.5 - scale * 0.9
    center = .init(15.5 + within(-room..<room), 15.5 + within(-room..<room))
    // Less than an eighth of a turn either way, so that an arrow still points upwards.
    let slope = within(-0.55..<0.55)
    let cosine = 1 / (1 + slope * slope).squareRoot()
    turn = .init(cosine, slope * cosine)
    let ground = color()
    var figure = color()
    while Self.contrast(figure, ground) < 0.35 { figure = color() }
    (self.ground, self.figure) = (ground, figure)
    gradient = .init(within(-0.012..<0.012), within(-0.012..<0.012))
    stripes = .init(within(-0.6..<0.6), within(-0.6..<0.6))
    noise = within(0.02..<0.1)
    specks = (0..<stream.integer(below: 5)).map { _ in
      (.init(within(0..<32), within(0..<32)), within(0.7..<2), color())
    }
  }

  func draw(into image: UnsafeMutableBufferPointer<UInt8>, _ stream: inout RandomStream) {
    for y in 0..<DrawnShapes.side {
      for x in 0..<DrawnShapes.side {
        let color = blend(Float(x), Float(y))
        for channel in 0..<3 {
          let value = color[channel] + noise * (stream.uniform() + stream.uniform() - 1)
          image[(y * DrawnShapes.side + x) * 3 + channel] = UInt8(min(max(value, 0), 1) * 255)
        }
      }
    }
  }

  /// The colour of a pixel before noise: four samples of the figure over ground and specks.
  private func blend(_ x: Float, _ y: Float) -> SIMD3<Float> {
    let offset = SIMD2(x, y) - 15.5
    let wave = (stripes * offset).sum()
    let shade = (gradient * offset).sum() + 0.05 * (wave - 2 * (wave / 2).rounded())
    var color = ground + shade
    for speck in specks {
      let d = SIMD2(x, y) - speck.center
      if (d * d).sum() < speck.radius * speck.radius { color = speck.color }
    }
    var covered: Float = 0
    for (dx, dy) in [(-0.25, -0.25), (0.25, -0.25), (-0.25, 0.25), (0.25, 0.25)] as [(Float, Float)]
    where isInside(x + dx, y + dy) { covered += 0.25 }
    return color + covered * (figure - shade - color)
  }

  private func isInside(_ x: Float, _ y: Float) -> Bool {
    let d = (SIMD2(x, y) - center) / scale
    return outline.contains(turn.x * d.x + turn.y * d.y, turn.y * d.x - turn.x * d.y)
  }

  private static func contrast(_ a: SIMD3<Float>, _ b: SIMD3<Float>) -> Float {
    let d = a - b
    return (d * d).sum().squareRoot()
  }
}
