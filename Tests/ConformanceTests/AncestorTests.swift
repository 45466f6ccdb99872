import Foundation
import ImageCore
import ImageIntake
import ImageTesting
import Testing

/// What the ancestor answers to files of the corpus is what is read here, too, but for the differences of a list.
@Suite("Answers of the ancestor") struct AncestorTests {
    /// A file, and the answer.
    struct Answer: Sendable, CustomTestStringConvertible {
        var path: String
        var axes: String
        var shape: [Int]
        var type: String
        var sha256: String
        var spacing: [String: Double]
        var units: [String: String]
        var channels: [String]?
        var testDescription: String { path }

        init?(_ entry: [String: Any]) {
            guard let path = entry["path"] as? String, let format = entry["format"] as? String,
                AncestorTests.formats.contains(format), let answer = entry["intake_io"] as? [String: Any],
                let axes = answer["axes"] as? String, let shape = answer["shape"] as? [Int],
                let type = answer["dtype"] as? String, let sha256 = answer["sha256"] as? String
            else { return nil }
            (self.path, self.axes, self.shape, self.type, self.sha256) = (path, axes, shape, type, sha256)
            spacing = (answer["spacing"] as? [String: Any] ?? [:]).compactMapValues { $0 as? Double }
            // It spells units as the file happens to: with the Greek letter, in letters, and "unknown" for none.
            units = (answer["spacing_units"] as? [String: String] ?? [:]).filter { $1 != "unknown" }.mapValues {
                ["\u{3BC}m", "um", "micron"].contains($0) ? "\u{B5}m" : $0 == "meter" ? "m" : $0
            }
            channels = answer["channels"] as? [String]
        }
    }

    /// The formats that are read here.
    static let formats: Set<String> = ["tiff", "nrrd", "nifti", "klb"]

    static let answers: [Answer] = {
        guard let data = try? Data(contentsOf: Places.corpus.appendingPathComponent("MANIFEST.json")),
            let entries = try? JSONSerialization.jsonObject(with: data) as? [[String: Any]]
        else { return [] }
        return entries.compactMap { Answer($0) }
    }()

    @Test("are ours, but for what is listed", arguments: answers) func compared(answer: Answer) async throws {
        let listed = AncestorDifference.all.filter { $0.paths.contains(answer.path) }
        let expected = listed.reduce(into: Set<AncestorDifference.Field>()) { $0.formUnion($1.fields) }
        var found: Set<AncestorDifference.Field> = []
        do {
            let image = try await imload(Places.corpus.appendingPathComponent(answer.path).path).arrays[0]
            if image.axes.letters != answer.axes { found.insert(.axes) }
            if image.shape != answer.shape { found.insert(.shape) }
            if image.elementType.rawValue != answer.type { found.insert(.type) }
            if try ExpectedImage.digest(of: image) != answer.sha256 { found.insert(.pixels) }
            let spacing = image.metadata.spacing
            // The list has decimals, and Foundation reads a number of 17 digits with the last bits off.
            let isSame =
                spacing.count == answer.spacing.count
                && spacing.allSatisfy { axis, value in
                    // Numbers of 32 bits are read as the decimals that they were written as.
                    answer.spacing["\(axis)"].map { abs($0 - value) <= 4 * value.ulp || Float($0) == Float(value) }
                        ?? false
                }
            if !isSame { found.insert(.spacing) }
            let units = Dictionary(uniqueKeysWithValues: image.metadata.units.map { ("\($0.key)", $0.value.symbol) })
            if units != answer.units { found.insert(.units) }
            if let channels = answer.channels { #expect(image.metadata.coords[.c] == .labels(channels)) }
        } catch is ImageError {
            found.insert(.everything)
        }
        #expect(found == expected, "\(listed.map(\.reason))")
    }

    @Test("there are many, where there is a corpus, and the list names none that is not there") func list() {
        guard ManifestEntry.all != nil else { return }
        #expect(Self.answers.count > 180)
        let known = Set(Self.answers.map(\.path))
        for difference in AncestorDifference.all {
            #expect(difference.paths.isSubset(of: known), "\(difference.paths.subtracting(known))")
        }
    }
}
