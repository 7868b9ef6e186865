import Foundation
import NINInterchange
import NINTraining

/// The formats a model can be exported to.
enum ExportFormat: String, CaseIterable {
  case onnx
}

private enum ExportOptions {
  static let format = Option<ExportFormat>.choice("--format", "What to write (onnx).")
  static let output = Option.text(
    "--output", "FILE", "Where to; else beside the model, with the format's extension.")
}

extension Command {
  static let export = Command(
    name: "export", abstract: "Write a model in another format.",
    discussion: "The ONNX file takes pixels / 255 as NCHW floats, any number of images at a time, "
      + "and gives logits; class names and preprocessing are in its metadata.",
    operands: [.model],
    groups: [
      .init(
        title: "Options",
        options: [ExportOptions.format.declaration, ExportOptions.output.declaration])
    ]
  ) { arguments, console in
    let path = try ModelFile.path(of: arguments.operands[0])
    let (description, parameters) = try ModelFile.load(path)
    let format = arguments[ExportOptions.format] ?? .onnx
    let beside = (path as NSString).deletingPathExtension + ".\(format.rawValue)"
    let output = arguments[ExportOptions.output] ?? beside
    switch format {
    case .onnx: try ONNXModel(description, parameters).write(to: output)
    }
    console.print(output)
    return .success
  }
}

extension Command.Operand {
  /// What `ModelFile.path(of:)` takes.
  static let model = Command.Operand(
    name: "model", help: "A run's folder, which means its best model, or a safetensors file.")
}
