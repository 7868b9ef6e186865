// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// Finds LLVM's OpenMP runtime, whose place differs between distributions: the folder with `omp.h`
/// and the folder with `libomp`.
///
/// `NIN_OPENMP_ROOT`, a folder with `include/omp.h` and `lib/libomp.so`, overrides the search.
func openMP() -> (include: String, library: String) {
  let files = FileManager.default
  let library = ["libomp.so", "libomp.dylib"]
  func holds(_ folder: String, _ names: [String]) -> Bool {
    names.contains { files.fileExists(atPath: folder + "/" + $0) }
  }
  func children(_ folder: String) -> [String] {
    let names = (try? files.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted { $0.compare($1, options: .numeric) == .orderedDescending }
      .map { folder + "/" + $0 }
  }
  var roots: [(includes: [String], libraries: [String])] = []
  if let root = Context.environment["NIN_OPENMP_ROOT"] {
    roots = [([root + "/include", root], [root + "/lib", root])]
  } else {
    for llvm in children("/usr/lib") where llvm.hasPrefix("/usr/lib/llvm") {
      let headers = children(llvm + "/lib/clang").map { $0 + "/include" }
      roots.append((headers + [llvm + "/include"], [llvm + "/lib"]))
    }
    let system = children("/usr/lib").filter { $0.hasSuffix("-linux-gnu") } + ["/usr/lib64"]
    roots.append((["/usr/include"], system))
    for brew in ["/opt/homebrew/opt/libomp", "/usr/local/opt/libomp", "/usr/local"] {
      roots.append(([brew + "/include"], [brew + "/lib"]))
    }
  }
  for root in roots {
    if let include = root.includes.first(where: { holds($0, ["omp.h"]) }),
      let lib = root.libraries.first(where: { holds($0, library) })
    {
      return (include, lib)
    }
  }
  let message =
    "nin needs the OpenMP runtime of LLVM: install it (Debian, Ubuntu: apt-get install libomp-dev; "
    + "macOS: brew install libomp) or name its folder in NIN_OPENMP_ROOT.\n"
  FileHandle.standardError.write(Data(message.utf8))
  exit(1)
}

let omp = openMP()

/// How to compile and link with an optional library of the system; nil if its header is not found.
/// `NIN_WITHOUT_LIBRARIES=1` leaves all of them out, and `NIN_WITHOUT_LIBRARIES=heif,z` those two.
func optional(header: String, libraries: [String]) -> (c: [CSetting], linker: [LinkerSetting])? {
  let unwanted = (Context.environment["NIN_WITHOUT_LIBRARIES"] ?? "").split(separator: ",")
  guard !unwanted.contains("1"), !libraries.contains(where: { unwanted.contains(Substring($0)) })
  else { return nil }
  let files = FileManager.default
  let linked = libraries.map { LinkerSetting.linkedLibrary($0) }
  #if os(macOS)
    // Every SDK has it.
    if header == "zlib.h" { return ([], linked) }
  #endif
  let entries = (try? files.contentsOfDirectory(atPath: "/usr/include")) ?? []
  let architectures = entries.filter { $0.contains("-linux-") }.map { "/usr/include/" + $0 }
  for folder in ["/usr/include"] + architectures
  where files.fileExists(atPath: "\(folder)/\(header)") { return ([], linked) }
  for root in ["/opt/homebrew", "/usr/local"]
  where files.fileExists(atPath: "\(root)/include/\(header)") {
    return (
      [.unsafeFlags(["-I\(root)/include"])], [.unsafeFlags(["-L\(root)/lib"])] + linked
    )
  }
  return nil
}

/// The settings to compile and link with the system's MPI, which each distribution has in another
/// place; nil when there is none. `NIN_MPI_ROOT` (a folder with `include/mpi.h` and
/// `lib/libmpi.so`) replaces the search.
func messagePassing() -> (c: [CSetting], linker: [LinkerSetting])? {
  let unwanted = (Context.environment["NIN_WITHOUT_LIBRARIES"] ?? "").split(separator: ",")
  guard !unwanted.contains("1"), !unwanted.contains("mpi") else { return nil }
  let files = FileManager.default
  var places: [(include: String, library: String?)] = []
  if let root = Context.environment["NIN_MPI_ROOT"] {
    places = [(root + "/include", root + "/lib")]
  } else {
    for machine in ["x86_64", "aarch64"] {
      places.append(("/usr/include/\(machine)-linux-gnu/mpi", nil))
      places.append(("/usr/include/openmpi-\(machine)", "/usr/lib64/openmpi/lib"))
    }
    places.append(("/usr/include", nil))
    for brew in ["/opt/homebrew", "/usr/local"] {
      places.append((brew + "/include", brew + "/lib"))
    }
  }
  guard let place = places.first(where: { files.fileExists(atPath: $0.include + "/mpi.h") }) else {
    return nil
  }
  let paths = place.library.map { ["-L" + $0, "-Xlinker", "-rpath", "-Xlinker", $0] } ?? []
  return (
    [.define("NIN_WITH_MPI"), .unsafeFlags(["-isystem", place.include])],
    [.unsafeFlags(paths), .linkedLibrary("mpi")]
  )
}

/// The libraries that decode pictures, each with the macro that the C code looks for.
let codecs = [
  ("NIN_WITH_JPEG", optional(header: "jpeglib.h", libraries: ["jpeg"])),
  ("NIN_WITH_PNG", optional(header: "png.h", libraries: ["png"])),
  ("NIN_WITH_WEBP", optional(header: "webp/demux.h", libraries: ["webp", "webpdemux"])),
  ("NIN_WITH_HEIF", optional(header: "libheif/heif.h", libraries: ["heif"])),
].compactMap { definition, found in
  found.map { (c: [.define(definition)] + $0.c, linker: $0.linker) }
}

let shimFlags = CSetting.unsafeFlags([
  "-O3", "-std=c17", "-Wall", "-Wextra", "-Wconversion", "-Werror",
])

let mpi = messagePassing()

let packingLibraries =
  optional(header: "zlib.h", libraries: ["z"]).map {
    [Target.target(name: "CNINZlib", cSettings: [shimFlags] + $0.c, linkerSettings: $0.linker)]
  } ?? []

/// Kernels and the Swift code around them are optimized in every configuration. A debug build
/// differs from a release build in its checks and symbols, but trains as fast.
let cSettings: [CSetting] = [
  .headerSearchPath("src"),
  // The driver of Apple's clang does not accept -fopenmp, but the compiler behind it does.
  .unsafeFlags([
    "-O3", "-std=c17", "-Xclang", "-fopenmp", "-idirafter", omp.include, "-ffp-contract=off",
    "-Wall", "-Wextra", "-Wshadow", "-Wconversion", "-Wno-sign-conversion", "-Werror",
  ]),
]
let swiftSettings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .unsafeFlags(["-O"]),
]
let testSettings: [SwiftSetting] = [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

/// A program that imports nothing but the library.
func example(_ name: String, _ folder: String) -> Target {
  .executableTarget(
    name: name, dependencies: ["NetworkInNetwork"], path: "Sources/Examples/" + folder,
    swiftSettings: swiftSettings)
}

/// - Parameter scripts: folders with the scripts that wrote recorded values.
func tests(
  _ name: String, _ dependencies: [Target.Dependency] = [], scripts: [String] = []
) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: [.target(name: name)] + dependencies, exclude: scripts,
    swiftSettings: testSettings)
}

/// All readers of files, for libFuzzer: see Tests/Torture. It can only be linked with the
/// sanitizer.
let fuzzing: [Target] =
  Context.environment["NIN_FUZZ"] == nil
  ? []
  : [
    .executableTarget(
      name: "nin-fuzz",
      dependencies: [
        "NINCheckpoints", "NINCommands", "NINDatasets", "NINModels", "NINPictures", "NINReports",
        "NINTraining",
      ], path: "Tests/Torture/Fuzz",
      swiftSettings: swiftSettings,
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])])
  ]

let package = Package(
  name: "nin",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "nin", targets: ["nin"]),
    .library(name: "NetworkInNetwork", targets: ["NetworkInNetwork"]),
  ],
  targets: packingLibraries + fuzzing + [
    .target(
      name: "CKernels", path: "CKernels", exclude: ["KERNELS.md"], cSettings: cSettings,
      linkerSettings: [.unsafeFlags(["-L" + omp.library]), .linkedLibrary("omp")]),
    .target(name: "CNINCommit", cSettings: [shimFlags]),
    .target(
      name: "CNINCodecs",
      cSettings: [shimFlags] + codecs.flatMap(\.c), linkerSettings: codecs.flatMap(\.linker)),
    .target(
      name: "CNINMPI", cSettings: [shimFlags] + (mpi?.c ?? []), linkerSettings: mpi?.linker ?? []
    ),
    library("NINTensors"),
    library("NINKernels", ["CKernels", "NINTensors"]),
    library("NINModules", ["NINTensors"]),
    library("NINCheckpoints"),
    library("NINCommunication", ["CNINMPI", "NINKernels"]),
    library("NINPictures", ["CNINCodecs", "NINKernels"]),
    library("NINPlans", ["NINKernels", "NINModules", "NINTensors"]),
    library("NINOptimizers", ["NINKernels"]),
    library(
      "NINDatasets",
      ["NINKernels", "NINPictures", "NINTensors"]
        + packingLibraries.map { .target(name: $0.name) }),
    .target(
      name: "CNINPretrained", exclude: ["cifar10.safetensors"],
      cSettings: [shimFlags, .unsafeFlags(["-Wno-c23-extensions"])]),
    library(
      "NINModels",
      [
        "CNINPretrained", "NINCheckpoints", "NINKernels", "NINModules", "NINPlans", "NINTensors",
      ]),
    library(
      "NINTraining",
      [
        "NINCheckpoints", "NINCommunication", "NINDatasets", "NINKernels", "NINModels",
        "NINModules", "NINOptimizers", "NINPlans", "NINTensors",
      ]),
    library(
      "NINInterchange", ["NINCheckpoints", "NINModels", "NINModules", "NINPlans", "NINTensors"]),
    library(
      "NINInference",
      ["NINKernels", "NINModels", "NINModules", "NINPictures", "NINPlans", "NINTensors"]),
    library(
      "NINReports",
      [
        "NINCheckpoints", "NINCommunication", "NINDatasets", "NINKernels", "NINPictures",
        "NINTraining",
      ]),
    library(
      "NetworkInNetwork",
      [
        "NINCheckpoints", "NINCommunication", "NINDatasets", "NINInference", "NINInterchange",
        "NINKernels", "NINModels", "NINModules", "NINOptimizers", "NINPictures", "NINPlans",
        "NINReports", "NINTensors", "NINTraining",
      ]),
    library("NINReference", ["NINTensors"]),
    library("NINVerification", ["NINKernels", "NINReference", "NINTensors"]),
    library(
      "NINBenchmarking",
      [
        "NINCheckpoints", "NINDatasets", "NINKernels", "NINModules", "NINOptimizers", "NINPlans",
        "NINTensors", "NINVerification",
      ]),
    library(
      "NINCommands",
      [
        "CNINCommit", "NINBenchmarking", "NINCheckpoints", "NINCommunication", "NINDatasets",
        "NINInference", "NINInterchange", "NINKernels", "NINModels", "NINModules",
        "NINOptimizers", "NINPictures", "NINPlans", "NINReports", "NINTensors", "NINTraining",
        "NINVerification",
      ]),
    .executableTarget(name: "nin", dependencies: ["NINCommands"], swiftSettings: swiftSettings),
    example("nin-example-classify", "Classify"),
    example("nin-example-training-loop", "TrainingLoop"),
    .executableTarget(
      name: "nin-bench", dependencies: ["NINCommands"], path: "Benchmarks/NinBench",
      swiftSettings: swiftSettings),
    tests("NINTensors"),
    tests("NINKernels", ["NINTensors", "NINVerification"]),
    tests("NINModules", ["NINTensors"]),
    tests("NINModels", ["NINCheckpoints", "NINKernels", "NINModules", "NINPlans", "NINTensors"]),
    tests("NINCheckpoints"),
    tests("NINCommunication", ["NINKernels"]),
    tests("NINPictures", ["NINKernels"], scripts: ["Fixtures"]),
    tests(
      "NINPlans",
      [
        "NINCheckpoints", "NINKernels", "NINModules", "NINOptimizers", "NINReference", "NINTensors",
      ],
      scripts: ["Fixtures"]),
    tests("NINOptimizers", ["NINKernels"], scripts: ["Fixtures"]),
    tests(
      "NINDatasets",
      ["NINKernels", "NINModules", "NINPictures", "NINPlans", "NINReference", "NINTensors"],
      scripts: ["Fixtures"]),
    tests(
      "NINTraining",
      [
        "NINCheckpoints", "NINDatasets", "NINKernels", "NINModels", "NINModules", "NINOptimizers",
        "NINPlans",
      ]),
    tests(
      "NINInference",
      [
        "NINDatasets", "NINKernels", "NINModels", "NINModules", "NINPictures", "NINPlans",
        "NINTraining",
      ]),
    tests("NINReports", ["NINDatasets", "NINKernels", "NINModules", "NINTraining"]),
    tests(
      "NINInterchange",
      [
        "NINCheckpoints", "NINKernels", "NINModels", "NINModules", "NINPlans", "NINTensors",
      ]),
    tests("NINVerification", ["NINKernels", "NINReference", "NINTensors"]),
    tests("NINBenchmarking", ["NINKernels", "NINModules", "NINPlans"]),
    tests(
      "NINCommands",
      ["NINCommunication", "NINDatasets", "NINKernels", "NINPictures", "NINTraining"]),
  ],
  cLanguageStandard: .c17
)
