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

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: shared)
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
        cLibrary("CZstd", "libzstd", apt: "libzstd-dev", brew: "zstd"),
        cLibrary("CLZ4", "liblz4", apt: "liblz4-dev", brew: "lz4"),
        cLibrary("CBlosc", "blosc", apt: "libblosc-dev", brew: "c-blosc"),
        cLibrary("CLZMA", "liblzma", apt: "liblzma-dev", brew: "xz"),
        cLibrary("CExpat", "expat", apt: "libexpat1-dev", brew: "expat"),
        cLibrary("CTurboJPEG", "libturbojpeg", apt: "libturbojpeg0-dev", brew: "jpeg-turbo"),
        cLibrary("CWebP", "libwebp", apt: "libwebp-dev", brew: "webp"),
        cLibrary("CLERC", "Lerc", apt: "liblerc-dev", brew: "lerc"),
        cLibrary("COpenJPEG", "libopenjp2", apt: "libopenjp2-7-dev", brew: "openjpeg"),
        cLibrary("CTIFF", "libtiff-4", apt: "libtiff-dev", brew: "libtiff"),

        // A header alone: stores that Swift has no words for.
        .systemLibrary(name: "CMemory", path: "Sources/CLibraries/CMemory"),
        // The same: a system call that Swift's module of glibc does not show.
        .systemLibrary(name: "CFileSpace", path: "Sources/CLibraries/CFileSpace"),

        library("ImageCore", ["CMemory"], lifetimes),
        library("ByteStores", ["ImageCore", "CFileSpace"]),
        library(
            "ImageCodecs",
            [
                "ImageCore", "CISAL", "CBzip2", "CNettle", "CZstd", "CLZ4", "CBlosc", "CLZMA", "CTurboJPEG", "CWebP",
                "CLERC", "COpenJPEG", "CTIFF",
            ]),
        library("ArchiveStores", ["ImageCore", "ByteStores", "ImageCodecs"]),
        library("ImageSources", ["ImageCore", "ByteStores"]),
        library("ImageFormats", ["ImageCore", "ByteStores", "ImageCodecs", "ImageSources", "CExpat"]),
        library("ImageCatalogs", ["ImageCore", "ByteStores", "ImageSources", "CYAML"]),
        library(
            "ImageIntake",
            [
                "ImageCore", "ByteStores", "ImageCodecs", "ArchiveStores", "ImageSources", "ImageFormats",
                "ImageCatalogs",
            ]),
        library("ImageTesting", ["ImageCore", "ByteStores", "ImageCodecs", "ImageSources"]),
        program("imcat", "Sources/imcat", ["ImageIntake", argumentParser]),

        program("FirstRead", "Examples/FirstRead", ["ImageIntake"]),
        program("CatalogGuide", "Examples/CatalogGuide", ["ImageIntake"]),
        program("SampleImages", "Examples/SampleImages", ["ImageIntake"]),
        program("SegmentAndSave", "Examples/SegmentAndSave", ["ImageIntake"]),
        program("ChannelStatistics", "Examples/ChannelStatistics", ["ImageIntake"]),
        program("PlanesToZarr", "Examples/PlanesToZarr", ["ImageIntake"]),
        program("TenLines", "Examples/TenLines", ["ImageIntake"]),
        program("imbench", "Benchmarks/Workloads", ["ImageIntake", "CISAL", "CYAML", "CZstd", "CBlosc", "CBzip2"]),
        // Reads files in a process of its own, so that tests see a trap, a hang or a crash as such.
        program(
            "improbe", "Tests/ProbeTool",
            ["ImageIntake", "ImageSources", "ImageFormats", "ByteStores", "ImageCore", "ProbeSteps"]),
        // The system calls that write files, counted, so that the program can be ended in front of each.
        .target(name: "ProbeSteps", path: "Tests/ProbeSteps"),

        tests("ImageCoreTests", ["ImageCore", "ImageTesting"]),
        tests("ByteStoresTests", ["ByteStores", "ImageCore", "ImageTesting", "improbe"]),
        tests("ImageCodecsTests", ["ImageCodecs", "ImageCore", "ImageTesting"]),
        tests("ArchiveStoresTests", ["ArchiveStores", "ByteStores", "ImageCodecs", "ImageCore", "ImageTesting"]),
        tests("ImageSourcesTests", ["ImageSources", "ByteStores", "ImageCore", "ImageTesting"]),
        tests(
            "ImageFormatsTests",
            ["ImageFormats", "ImageSources", "ByteStores", "ImageCodecs", "ImageCore", "ImageTesting"],
            exclude: ["Fixtures"]),
        tests("ImageCatalogsTests", ["ImageCatalogs", "ImageSources", "ByteStores", "ImageCore", "ImageTesting"]),
        tests(
            "ImageIntakeTests",
            [
                "ImageIntake", "ImageFormats", "ImageTesting", "FirstRead", "SegmentAndSave", "ChannelStatistics",
                "PlanesToZarr", "TenLines", "improbe",
            ]),
        tests("imcatTests", ["ImageIntake", "imcat", "CatalogGuide"], exclude: ["Help"]),
        tests("ArchitectureTests", []),
        tests("RobustnessTests", ["ImageCore", "ImageTesting", "improbe"]),
        tests(
            "ConformanceTests",
            ["ImageIntake", "ImageSources", "ImageFormats", "ByteStores", "ImageCore", "ImageCodecs", "ImageTesting"]),
        tests(
            "Interop", ["ImageIntake", "ImageSources", "ImageFormats", "ByteStores", "ImageCore", "ImageTesting"],
            exclude: [
                "requirements.txt", "make_fixtures.py", "peers.py", "zarr_cases.py", "zarr_check.py",
                "tiff_check.py", "tiff_fixtures.py", "klb_layout.py", "klb_check.py", "klb_fixtures.py",
                "zarr_fixtures.py", "bioformats_check.py", "BioFormatsCheck.java",
                "intake_check.py", "schema_check.py", "catalog_check.py", "nifti_check.py", "nifti_fixtures.py",
            ]),
    ],
    swiftLanguageModes: [.v6]
)
