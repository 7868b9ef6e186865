import Foundation
import NINPictures
import NINTraining

@testable import NINCheckpoints
@testable import NINCommands
@testable import NINDatasets
@testable import NINReports

/// All that reads what this program has not written itself, or not in this process.
enum Reader: String, CaseIterable {
  case safetensors, header, description, options, state, metrics, cifar, idx, gzip, mat, picture
  case arguments

  func read(_ data: Data) throws {
    switch self {
    case .safetensors: _ = try SafetensorsFile(decoding: data)
    case .header: _ = try SafetensorsHeader(parsing: [UInt8](data))
    case .description: try Self.readDescription(data)
    case .options: _ = try Recipe(contentsOf: InputFile(data, name: "options.json").path)
    case .state: Self.readState(data)
    case .metrics: Self.readMetrics(data)
    case .cifar: try Self.readCIFAR(data)
    case .idx: _ = try IDXFile(contentsOf: InputFile(data, name: "idx").path, dimensions: 3)
    case .gzip: _ = try IDXFile(contentsOf: InputFile(data, name: "idx.gz").path, dimensions: 1)
    case .mat: try Self.readArrays(data)
    case .picture: _ = try Picture(decoding: data, name: "input")
    case .arguments: Self.readArguments(data)
    }
  }
}
