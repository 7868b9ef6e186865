import Foundation
import NetworkInNetwork

/// What a picture shows: the three most probable classes.
func classify(_ path: String, with model: String) throws {
  let classifier = try Classifier(contentsOf: model)
  let picture = try Picture(contentsOf: path)
  for guess in try classifier.classify(picture, top: 3) {
    print(guess.name, guess.probability)
  }
}

let arguments = CommandLine.arguments
guard arguments.count == 3 else {
  print("Usage: \(arguments[0]) MODEL PICTURE    (MODEL: the folder of a run, or a model file)")
  exit(64)
}
do {
  try classify(arguments[2], with: arguments[1])
} catch {
  FileHandle.standardError.write(Data("Error: \(error)\n".utf8))
  exit(1)
}
