import Foundation
import ImageFormats
import ImageIntake
import ImageTesting
import Testing

/// The sample catalogs and the examples do what they say.
@Suite struct SampleTests {
    private let lab = Repository.root.appendingPathComponent("catalogs/lab.yaml").path

    @Test func theSentenceOfThePackageRuns() async throws {
        let source = try Repository.text("Examples/FirstRead/FirstRead.swift")
        #expect(source.contains(#"let image = try await Catalog.open("lab.yaml")["exp1"].read()"#))
        let folder = Repository.root.appendingPathComponent("catalogs").path
        let outcome = try Repository.run("FirstRead", [], in: folder)
        #expect(outcome.status == 0, "\(outcome.text)")
        #expect(outcome.text.contains("czyx 2 x 12 x 96 x 96 uint16"))
    }

    @Test func theSampleCatalogHasNoMistakes() async throws {
        let catalog = try await Catalog.open(lab)
        #expect(catalog.names == ["exp1", "exp2", "drift", "timelapse", "slide", "plate7"])
        #expect(catalog.diagnostics.isEmpty)
        for entry in catalog where entry.name != "slide" && !entry.isCatalog {
            _ = try await entry.read()
        }
        await expectFailure(.unsupported) { try await catalog["slide"].read() }
    }

    @Test func overridesCorrectWhatTheFileSays() async throws {
        let catalog = try await Catalog.open(lab)
        let second = try await catalog["exp2"].discover().images[0]
        #expect(second.metadata.spacing == [.z: 0.5, .y: 0.25, .x: 0.25])
        #expect(second.metadata.units == [.z: .micrometre, .y: .micrometre, .x: .micrometre])
        #expect(second.metadata.coords[.c] == .labels(["nuclei", "actin"]))
        #expect(second.metadata.attributes["day"] == 2)
        let drift = try await catalog["drift"].read().image
        #expect(drift.axes == "tyx")
        #expect(drift.metadata.spacing[.t] == 30)
        #expect(drift.metadata.units[.t] == .second)
        #expect(try await catalog["timelapse"].read().image.axes == "xyzt")
    }

    @Test func nestedEntriesAreFoundByTheirDottedNames() async throws {
        let catalog = try await Catalog.open(lab)
        let well = try await catalog["plate7.A1"].read().image
        #expect(well.count > 0)
        await expectFailure(.notFound) { try await catalog["plate7.Z9"].read() }
    }

    @Test func resultsGoBackIntoTheCatalog() async throws {
        try await Repository.withSampleCatalogs { folder in
            let before = try await Catalog.open(folder + "/lab.yaml")
            let outcome = try Repository.run("SegmentAndSave", ["lab.yaml", "exp1"], in: folder)
            #expect(outcome.status == 0, "\(outcome.text)")
            let after = try await Catalog.open(folder + "/lab.yaml")
            #expect(after.names == before.names + ["exp1-nuclei"])
            let mask = try await after["exp1-nuclei"].read().image
            let image = try await before["exp1"].read().image
            #expect(mask.axes == "zyx")
            #expect(mask.metadata.spacing == image.metadata.spacing)
            #expect(Set(try mask.pixels(as: UInt8.self)) == [0, 255])
        }
    }

    @Test func theLinesOfTheReadmeRun() async throws {
        func lines(_ text: some StringProtocol) -> [String] {
            text.split(separator: "\n").map {
                ($0.components(separatedBy: " // ").first ?? "").trimmingCharacters(in: .whitespaces)
            }.filter { !$0.isEmpty }
        }
        let readme = try Repository.text("README.md")
        let start = try #require(readme.firstRange(of: "```swift\n")).upperBound
        let block = readme[start...].prefix(upTo: try #require(readme[start...].firstRange(of: "```")).lowerBound)
        let shown = lines(block)
        #expect(shown.count >= 10)
        let program = lines(try Repository.text("Examples/TenLines/TenLines.swift"))
        #expect(program.filter(shown.contains) == shown)
        try await Repository.withSampleCatalogs { folder in
            let outcome = try Repository.run("TenLines", [], in: folder)
            #expect(outcome.status == 0, "\(outcome.text)")
            #expect(outcome.text.hasSuffix("image czyx 2 x 12 x 96 x 96 uint16\n"))
            let image = try await Catalog.open(folder + "/lab.yaml")["exp1"].read()
            let parts = try await Catalog.open(folder + "/lab.yaml")["parts"].read()
            #expect(try parts.image.bytes() == image.image.bytes())
            let (found, wanted) = (parts.image.metadata, image.image.metadata)
            #expect(found.spacing == wanted.spacing && found.units == wanted.units && found.coords == wanted.coords)
        }
    }

    @Test func statisticsOfAllChannels() async throws {
        let outcome = try Repository.run("ChannelStatistics", [lab], in: "/")
        #expect(outcome.status == 0, "\(outcome.text)")
        for entry in try await Catalog.open(lab).walk().entries where !entry.isCatalog && entry.name != "slide" {
            let image = try await entry.read().image
            let channels = image.axes.contains(.c) ? image.extent(.c) ?? 0 : 1
            for channel in 0..<channels {
                let part = image.axes.contains(.c) ? try image.slice(.c, channel) : image
                let numbers = try part.statistics()
                let (low, high) = (numbers.minimum?.doubleValue ?? 0, numbers.maximum?.doubleValue ?? 0)
                #expect(outcome.text.contains("\(low) to \(high), mean \(String(numbers.mean ?? 0).prefix(8))"))
            }
        }
        #expect(outcome.text.contains("slide: no driver 'bioformats'") || outcome.text.contains("\nslide: "))
    }

    @Test func planesBecomeAStoreInACatalog() async throws {
        try await Repository.withSampleCatalogs { folder in
            let image = try await Catalog.open(folder + "/lab.yaml")["drift"].read().image
            try FileManager.default.createDirectory(atPath: folder + "/planes", withIntermediateDirectories: true)
            try await imsave(try image.reordered(to: "tyx"), to: folder + "/planes/p.tif", partition: "yx")
            let outcome = try Repository.run("PlanesToZarr", ["planes", "stack.zarr", "lab.yaml", "stack"], in: folder)
            #expect(outcome.status == 0, "\(outcome.text)")
            let stack = try await Catalog.open(folder + "/lab.yaml")["stack"]
            #expect(try await stack.read().image.axes == "zyx")
            #expect(try await stack.read().image.bytes() == image.bytes())
            #expect(stack.metadata["provenance"] != nil)
            let arguments = ["planes/p.t_{t:d}.tif", "series.zarr", "lab.yaml", "series"]
            let other = try Repository.run("PlanesToZarr", arguments, in: folder)
            #expect(other.status == 0, "\(other.text)")
            #expect(try await Catalog.open(folder + "/lab.yaml")["series"].read().image.axes == "tyx")
        }
    }

    @Test func theTableOfFormatsIsThatOfTheDrivers() throws {
        let rows = DriverRegistry.builtIn.drivers.map { type in
            let driver = type.driver
            let extensions = driver.extensions.map { "`.\($0)`" }.joined(separator: " ")
            let compressions = type.writer.map { (["none"] + $0.capabilities.compressions).joined(separator: ", ") }
            return
                "| `\(driver.name)` | \(driver.title) | \(extensions) | yes | \(compressions.map { "yes (\($0))" } ?? "no") |"
        }
        let readme = try Repository.text("README.md")
        let start = try #require(readme.firstRange(of: "<!-- formats -->\n")).upperBound
        let end = try #require(readme.firstRange(of: "<!-- /formats -->")).lowerBound
        let table = readme[start..<end].split(separator: "\n").map(String.init)
        #expect(Array(table.dropFirst(2)) == rows)
    }
}
