import NINPictures

extension Classifier {
  /// The `top` most probable classes, in descending order.
  /// - Parameters:
  ///   - picture: a picture of any size.
  ///   - top: the number of classes.
  /// - Throws: `CancellationError` when the task is cancelled before the picture is classified; the
  ///   errors of the other `classify`.
  public func classify(_ picture: Picture, top: Int = 5) async throws -> [Prediction] {
    try await classify([picture], top: top)[0]
  }

  /// The most probable classes of each of any number of pictures. Many tasks can call it at once:
  /// each prepares its pictures on its own thread, and the passes of the network run one after
  /// another.
  /// - Parameters:
  ///   - pictures: pictures of any size.
  ///   - top: the number of classes for each.
  /// - Throws: `CancellationError` when the task is cancelled before the pictures are classified;
  ///   the errors of the other `classify`.
  public func classify(_ pictures: [Picture], top: Int = 5) async throws -> [[Prediction]] {
    let prepared = try pictures.map { picture in
      try Task.checkCancellation()
      return try prepare(picture)
    }
    return try await turns.run { try self.classify(prepared: prepared, top: top) }
  }
}
