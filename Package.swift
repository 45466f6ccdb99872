// swift-tools-version: 6.2
import PackageDescription

// The manifest is a table: one line per target, with what it may depend on; the loop below gives every target the
// same settings. `Sources/CLibraries` holds module maps of system libraries (Debian: apt, macOS: brew), nothing else.

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let shared: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// Span-returning getters need this experimental feature; only the module that owns the memory has it.
let lifetimes: [SwiftSetting] = [.enableExperimentalFeature("Lifetimes")]

func cLibrary(_ name: String, _ pkgConfig: String?, apt: String, brew: String) -> Target {
    .systemLibrary(
        name: name, path: "Sources/CLibraries/\(name)", pkgConfig: pkgConfig,
        providers: [.apt([apt]), .brew([brew])])
}

func library(_ name: String, _ dependencies: [Target.Dependency], _ extra: [SwiftSetting] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: shared + extra)
}

func program(_ name: String, _ path: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies, path: path, exclude: path.hasPrefix("Examples") ? ["README.md"] : [],
        swiftSettings: shared)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: shared)
}

let package = Package(
    name: "ImageIntake",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "ImageIntake", targets: ["ImageIntake"]),
        .library(name: "ImageCore", targets: ["ImageCore"]),
        .library(name: "ImageSources", targets: ["ImageSources"]),
        .library(name: "ImageTesting", targets: ["ImageTesting"]),
        .executable(name: "imcat", targets: ["imcat"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
    ],
    targets: [
        cLibrary("CYAML", "yaml-0.1", apt: "libyaml-dev", brew: "libyaml"),
        cLibrary("CISAL", "libisal", apt: "libisal-dev", brew: "isa-l"),
        // Debian ships no pkg-config file for bzip2; its header and library lie in the default places.
        cLibrary("CBzip2", nil, apt: "libbz2-dev", brew: "bzip2"),
        cLibrary("CNettle", "nettle", apt: "nettle-dev", brew: "nettle"),

        library("ImageCore", [], lifetimes),
        library("ByteStores", ["ImageCore"]),
        library("ImageCodecs", ["ImageCore", "CISAL", "CBzip2", "CNettle"]),
        library("ImageSources", ["ImageCore", "ByteStores"]),
        library("ImageFormats", ["ImageCore", "ByteStores", "ImageCodecs", "ImageSources"]),
        library("ImageCatalogs", ["ImageCore", "ByteStores", "ImageSources", "CYAML"]),
        library(
            "ImageIntake",
            ["ImageCore", "ByteStores", "ImageCodecs", "ImageSources", "ImageFormats", "ImageCatalogs"]),
        library("ImageTesting", ["ImageCore", "ByteStores", "ImageCodecs", "ImageSources"]),
        program("imcat", "Sources/imcat", ["ImageIntake", argumentParser]),
    ],
    swiftLanguageModes: [.v6]
)
