// swift-tools-version: 6.2
import PackageDescription

/// A package that uses the libraries by version, as any other would. A user's manifest has the URL
/// of the repository in place of the environment variable.
let package = Package(
  name: "Example",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(url: Context.environment["NIN_REPOSITORY"] ?? "", from: "1.0.0")
  ],
  targets: [
    .executableTarget(
      name: "Classify", dependencies: [.product(name: "NetworkInNetwork", package: "nin")]),
    .executableTarget(
      name: "TrainingLoop", dependencies: [.product(name: "NetworkInNetwork", package: "nin")]),
  ]
)
