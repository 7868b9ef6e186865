// swift-tools-version: 6.2
import PackageDescription

/// A package that uses the libraries by version, as any other would.
let package = Package(
  name: "Client",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(url: Context.environment["NIN_REPOSITORY"] ?? "", from: "1.0.0")
  ],
  targets: [
    .executableTarget(
      name: "Client", dependencies: [.product(name: "NetworkInNetwork", package: "nin")])
  ]
)
