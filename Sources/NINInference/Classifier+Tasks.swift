import NINPictures

extension Classifier {
  /// The `top` likeliest classes, the likeliest first.
  /// - Parameters:
  ///   - picture: of any size.
  ///   - top: how many classes.
  /// - Throws: `CancellationError` when the task is cancelled before the picture's turn; else as the
  ///   other `classify` does.
  public func classify(_ picture: Picture, top: Int = 5) async throws -> [Prediction] {
    try await classify([picture], top: top)[0]
  }

  /// The likeliest classes of each picture, however many there are. Many tasks may ask at once: each
  /// prepares its pictures on its own thread, and the passes of the network follow one another.
  /// - Parameters:
  ///   - pictures: of any size.
  ///   - top: how many classes of each.
  /// - Throws: `CancellationError` when the task is cancelled before its turn; else as the other
  ///   `classify` does.
  public func classify(_ pictures: [Picture], top: Int = 5) async throws -> [[Prediction]] {
    let prepared = try pictures.map { picture in
      try Task.checkCancellation()
      return try prepare(picture)
    }
    return try await turns.run { try self.classify(prepared: prepared, top: top) }
  }
}
