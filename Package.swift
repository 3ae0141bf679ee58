// swift-tools-version: 6.3

import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

// One block per module, from the bottom of the graph to its top; dependencies point down only.
let package = Package(
  name: "mlcf-compose",
  products: [
    .executable(name: "mlcf-compose", targets: ["mlcf-compose"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
  ],
  targets: [
    .systemLibrary(
      name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(
      name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

    .systemLibrary(name: "CFileSystem"),

    .target(name: "Diagnostics", swiftSettings: settings),
    .testTarget(
      name: "DiagnosticsTests", dependencies: ["Diagnostics", "TestSupport"],
      swiftSettings: settings),

    .target(name: "Cryptography", dependencies: ["CLibCrypto"], swiftSettings: settings),
    .testTarget(
      name: "CryptographyTests", dependencies: ["Cryptography"], swiftSettings: settings),

    .target(name: "YAML", dependencies: ["CLibYAML", "Diagnostics"], swiftSettings: settings),
    .testTarget(
      name: "YAMLTests", dependencies: ["YAML", "Diagnostics", "TestSupport"],
      swiftSettings: settings),

    .target(
      name: "Edit", dependencies: ["Diagnostics", "Schema", "YAML"], swiftSettings: settings),
    .testTarget(
      name: "EditTests", dependencies: ["Diagnostics", "Edit", "TestSupport", "YAML"],
      swiftSettings: settings),

    .target(name: "Schema", dependencies: ["YAML"], swiftSettings: settings),
    .testTarget(name: "SchemaTests", dependencies: ["Schema"], swiftSettings: settings),

    .target(
      name: "Patch", dependencies: ["Diagnostics", "Schema", "YAML"], swiftSettings: settings),
    .testTarget(
      name: "PatchTests", dependencies: ["Diagnostics", "Patch", "Schema", "TestSupport", "YAML"],
      swiftSettings: settings),

    .target(
      name: "Compose",
      dependencies: [
        "Cryptography", "Diagnostics", "Patch", "Schema", "YAML",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ComposeTests", dependencies: ["Compose", "Diagnostics", "TestSupport", "YAML"],
      swiftSettings: settings),

    .target(
      name: "Git",
      dependencies: [
        "Compose", "Diagnostics", .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "GitTests",
      dependencies: [
        "Compose", "Diagnostics", "Git", "TestSupport",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),

    .target(
      name: "Project",
      dependencies: [
        "Diagnostics", "YAML", .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ProjectTests",
      dependencies: [
        "Diagnostics", "Project", .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),

    .target(
      name: "Releases",
      dependencies: [
        "Compose", "Cryptography", "Diagnostics", "Git", "Project", "YAML",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ReleasesTests",
      dependencies: [
        "Compose", "Diagnostics", "Git", "Project", "Releases", "TestSupport",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),

    .target(
      name: "Seal",
      dependencies: [
        "Compose", "Cryptography", "Diagnostics", "Project", "Releases", "Schema", "YAML",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "SealTests",
      dependencies: [
        "Compose", "Cryptography", "Diagnostics", "Project", "Seal", "TestSupport", "YAML",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),

    .target(
      name: "Compare",
      dependencies: ["Compose", "Diagnostics", "Schema", "Seal", "YAML"], swiftSettings: settings),
    .testTarget(
      name: "CompareTests",
      dependencies: ["Compare", "Compose", "Diagnostics", "TestSupport", "YAML"],
      swiftSettings: settings),

    .target(
      name: "Bundles",
      dependencies: [
        "CFileSystem", "Compose", "Cryptography", "Diagnostics", "Git", "Project", "Releases",
        "Seal", "YAML",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "BundlesTests",
      dependencies: [
        "Bundles", "Compose", "Cryptography", "Diagnostics", "Project", "TestSupport", "YAML",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),

    .target(
      name: "Explain",
      dependencies: ["Compose", "Diagnostics", "Seal", "YAML"],
      swiftSettings: settings),
    .testTarget(
      name: "ExplainTests",
      dependencies: [
        "Compose", "Diagnostics", "Explain", "Seal", "TestSupport", "YAML",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),

    .target(
      name: "Conversion",
      dependencies: [
        "Compose", "Diagnostics", "Edit", "YAML",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),

    .testTarget(
      name: "ConversionTests",
      dependencies: [
        "Compose", "Conversion", "Diagnostics", "Edit",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),

    .target(
      name: "Promote",
      dependencies: [
        "Bundles", "Compare", "Compose", "Cryptography", "Diagnostics", "Edit", "Git", "Project",
        "Releases", "Seal", "YAML", .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "PromoteTests",
      dependencies: [
        "Compose", "Diagnostics", "Project", "Promote", "TestSupport",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),

    // What the tests of several modules share; no product depends on it.
    .target(
      name: "TestSupport",
      dependencies: [
        "Compose", "Diagnostics", .product(name: "SystemPackage", package: "swift-system"),
      ],
      path: "Tests/TestSupport", swiftSettings: settings),

    .executableTarget(
      name: "mlcf-compose",
      dependencies: [
        "Bundles", "Compare", "Compose", "Conversion", "Cryptography", "Diagnostics", "Edit",
        "Explain", "Git", "Project", "Promote", "Releases", "Schema", "Seal", "YAML",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "CommandLineTests", dependencies: ["mlcf-compose", "TestSupport"],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
