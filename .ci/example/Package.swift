// swift-tools-version: 6.2
import PackageDescription

/// A package that uses the library by version, as any other would: the examples, beside targets of
/// its own with common names. A user's manifest has the URL of the repository in place of the
/// environment variable.
let network: Target.Dependency = .product(name: "NetworkInNetwork", package: "nin")
let own = ["Commands", "Datasets", "Inference", "Modules", "Reports", "Tensors", "Training"]

let package = Package(
  name: "Example",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(url: Context.environment["NIN_REPOSITORY"] ?? "", from: "1.0.0")
  ],
  targets: own.map { .target(name: $0) } + [
    .executableTarget(
      name: "Classify", dependencies: [network] + own.map { .target(name: $0) }),
    .executableTarget(name: "TrainingLoop", dependencies: [network]),
  ]
)
