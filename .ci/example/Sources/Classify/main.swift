import NetworkInNetwork

// Classify <run or model file> <picture>
let classifier = try Classifier(contentsOf: CommandLine.arguments[1])
let picture = try Picture(contentsOf: CommandLine.arguments[2])

for guess in try classifier.classify(picture, top: 3) {
  print(guess.name, guess.probability)
}
