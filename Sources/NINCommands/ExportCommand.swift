import Foundation
import NINInterchange
import NINModels

/// The formats to which a model can be exported.
enum ExportFormat: String, CaseIterable {
  case onnx
}

private struct ExportOptions: CommandOptions {
  var model = ""
  var format = ExportFormat.onnx
  var output: String?

  static let operands: [Operand<Self>] = [.model(\.model)]
  static let groups: [OptionGroup<Self>] = [
    OptionGroup([
      .init("--format", \.format, .choice("FORMAT"), "The format to write."),
      .init(
        "--output", \.output, .path("FILE"),
        otherwise: "the model's name with the extension of the format", "The file to write."),
    ])
  ]
}

extension Command {
  static let export = Command(
    "export", "Write a model in another format.",
    discussion: "The input of the ONNX model is pixels / 255 as NCHW floats, for any number of "
      + "images, and its output is logits. Class names and preprocessing are in its metadata."
  ) { (options: ExportOptions, console) in
    let path = try ModelFile.path(of: options.model)
    let (description, parameters) = try ModelFile.load(path)
    let beside = (path as NSString).deletingPathExtension + ".\(options.format.rawValue)"
    let output = options.output ?? beside
    switch options.format {
    case .onnx: try ONNXModel(description, parameters).write(to: output)
    }
    console.print(output)
    return .success
  }
}
