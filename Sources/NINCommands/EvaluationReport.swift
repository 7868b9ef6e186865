import Foundation
import NINTraining

/// What `nin eval` prints.
struct EvaluationReport: Encodable {
  struct Class: Encodable {
    let name: String
    let images: Int
    let accuracy: Double
  }

  let file: String
  let model: String
  let dataset: String
  let images: Int
  let loss: Double
  let top1: Double
  let top5: Double
  let livingOutputs: Int
  let classes: [Class]
  /// The number of images by their class (row) and by the predicted class (column). Nil if there
  /// are so many classes that the table would be larger than all the rest.
  let confusion: [[Int]]?

  init(file: String, model: String, dataset: String, _ result: Evaluation) {
    self.file = file
    self.model = model
    self.dataset = dataset
    images = result.classCounts.reduce(0, +)
    loss = result.loss
    top1 = result.top1
    top5 = result.top5
    livingOutputs = result.livingOutputs
    confusion = result.classNames.count <= 1000 ? result.confusion.rows : nil
    classes = result.classNames.indices.map {
      Class(
        name: result.classNames[$0], images: result.classCounts[$0],
        accuracy: result.classAccuracy[$0])
    }
  }

  var text: String {
    let head = [
      "Model: \(file) (\(model))", "Data:  \(dataset), \(images.of("test image"))",
      String(format: "Loss:  %.4f", loss), String(format: "Top-1: %.4f", top1),
    ]
    let tail = [
      "Living class outputs: \(livingOutputs) of \(classes.count)", "Accuracy per class:",
    ]
    // With five classes or fewer, the right one is always among the first five.
    let top5 = classes.count > 5 ? [String(format: "Top-5: %.4f", top5)] : []
    let rows = classes.map { row in
      row.images == 0
        ? [row.name, "no images"]
        : [row.name, String(format: "%.4f", row.accuracy) + "  of \(row.images)"]
    }
    return (head + top5 + tail + [TextTable.aligned(rows, indent: 2)]).joined(separator: "\n")
  }
}
