import ByteStores
import ImageCore
public import ImageSources
public import Testing

/// What every writer promises together with the reader of its format: an array that its capabilities admit comes back
/// exactly as it was: pixels, axes, shape, type, spacing, units, origin, coordinates, placement and attributes.
public struct RoundTripContract: Sendable {
    private let driver: ImageSource.Type
    private let environment: SourceEnvironment
    private let location: SourceLocation

    /// The contract for a driver that has a writer.
    public init(
        _ driver: ImageSource.Type, environment: SourceEnvironment, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        self.driver = driver
        self.environment = environment
        location = sourceLocation
    }

    /// Writes arrays of every type, of many axes, with every compression, and reads them back.
    ///
    /// - Parameter folder: an existing folder for the files.
    /// - Throws: what writer and reader throw where they should not.
    public func check(in folder: String) async throws {
        let writer = try #require(driver.writer, "\(driver.driver.name) has a writer", sourceLocation: location)
        let can = writer.capabilities
        for type in ElementType.allCases where can.elementTypes.contains(type) {
            try await check(
                SyntheticImage(axes: "zyx", shape: [3, 5, 7], elementType: type), .automatic, writer, folder)
        }
        for (axes, shape) in Self.shapes where can.axes.isSuperset(of: axes) {
            for metadata in Self.metadata(axes, shape) {
                let image = SyntheticImage(axes: axes, shape: shape, metadata: metadata)
                try await check(image, .automatic, writer, folder)
            }
        }
        let type = ElementType.allCases.first { can.elementTypes.contains($0) && $0 != .bool } ?? .uint8
        for name in can.compressions + ["none"] {
            let image = SyntheticImage(axes: "yx", shape: [301, 200], elementType: type)
            try await check(image, Compression(algorithm: name, level: nil), writer, folder)
        }
    }

    /// Writes one array and compares what is read.
    ///
    /// - Throws: what writer and reader throw where they should not.
    public func check(
        _ image: SyntheticImage, _ compression: Compression, _ writer: any ImageWriter, _ folder: String
    ) async throws {
        let what = "\(image.axes) \(Shape.describe(image.shape)) \(image.elementType) \(compression.algorithm)"
        // Where a name says how a file is compressed.
        let packed = driver.driver.extensions.first { $0.hasSuffix(".gz") }
        let first = compression.algorithm == "gzip" ? packed : nil
        let suffix = try #require(first ?? driver.driver.extensions.first, sourceLocation: location)
        let path = folder + "/round trip." + suffix
        let array = try image.array()
        let options = WriteOptions(compression: compression, overwrite: true, concurrency: 2)
        let lost = try await writer.write([WritableImage(array)], to: path, options: options)
        #expect(lost.isEmpty, "\(what): reported as lost: \(lost)", sourceLocation: location)
        let source = try driver.init(
            SourceRequest(try environment.stores.resource(at: path), axisOrder: .stored, environment: environment))
        let read = try await source.read().image.reordered(to: array.axes)
        #expect(read.axes == array.axes, "\(what)", sourceLocation: location)
        #expect(read.shape == array.shape, "\(what)", sourceLocation: location)
        #expect(read.elementType == array.elementType, "\(what)", sourceLocation: location)
        let same = try read.bytes() == array.bytes()
        #expect(same, "the pixels of \(what)", sourceLocation: location)
        expectEqual(read.metadata, array.metadata, what)
        await #expect(throws: ImageError.self, "\(what): not replaced unasked", sourceLocation: location) {
            try await writer.write([WritableImage(array)], to: path, options: WriteOptions(compression: compression))
        }
    }

    private func expectEqual(_ read: ImageMetadata, _ written: ImageMetadata, _ what: String) {
        #expect(read.spacing == written.spacing, "spacing of \(what)", sourceLocation: location)
        #expect(read.units == written.units, "units of \(what)", sourceLocation: location)
        #expect(read.origin == written.origin, "origin of \(what)", sourceLocation: location)
        #expect(read.coords == written.coords, "coordinates of \(what)", sourceLocation: location)
        #expect(read.affine == written.affine, "placement of \(what)", sourceLocation: location)
        // A format may add facts of its own (its encoding); what was written must be there.
        for (key, value) in written.attributes.pairs {
            #expect(read.attributes[key] == value, "attribute '\(key)' of \(what)", sourceLocation: location)
        }
        #expect(read.diagnostics.isEmpty, "\(what): \(read.diagnostics)", sourceLocation: location)
    }

    private static let shapes: [(AxisOrder, [Int])] = [
        ("yx", [4, 6]), ("zyx", [3, 4, 5]), ("czyx", [2, 3, 4, 5]), ("tzyx", [3, 2, 4, 5]), ("tczyx", [2, 3, 2, 4, 5]),
        ("itczyx", [2, 2, 3, 2, 3, 4]), ("cyx", [3, 4, 5]), ("tyx", [3, 4, 5]), ("iyx", [2, 3, 4]), ("yxc", [4, 5, 3]),
        ("zyx", [1, 1, 1]), ("xyz", [3, 4, 5]),
    ]

    /// Nothing, numbers that are no binary fractions, and everything at once.
    private static func metadata(_ axes: AxisOrder, _ shape: [Int]) -> [ImageMetadata] {
        var plain = ImageMetadata()
        let physical = axes.filter(\.isPhysical)
        for (number, axis) in physical.enumerated() {
            plain.spacing[axis] = [0.1, 0.65, 1.0 / 3, 2.5][number % 4]
            plain.units[axis] = axis == .t ? .second : .micrometre
        }
        var full = plain
        for (number, axis) in physical.enumerated() { full.origin[axis] = -1.5 + Double(number) * 0.7 }
        if let count = axes.position(of: .c).map({ shape[$0] }) {
            full.coords[.c] = .labels((0..<count).map { ["DAPI", "GFP \"green\"", "a\\b, c"][$0 % 3] + "\($0)" })
        }
        full.attributes["note"] = "line one\nline two \\ \u{B5}"
        var cases = [ImageMetadata(), plain, full]
        if Set(physical) == [.z, .y, .x] { cases.append(placed()) }
        return cases
    }

    /// A placement that is turned by a right angle, so that the lengths of its vectors are exact.
    private static func placed() -> ImageMetadata {
        var metadata = ImageMetadata()
        metadata.affine = Affine(
            space: "left-posterior-superior", directions: [.z: [0, 0, -2.5], .y: [0.65, 0, 0], .x: [0, 0.1, 0]],
            origin: [10, -20.5, 0.3])
        metadata.spacing = [.z: 2.5, .y: 0.65, .x: 0.1]
        return metadata
    }
}
