import Foundation
import ImageCore
import Testing

@testable import ImageFormats

@Suite struct ImageJMetadataTests {
    // Written by tifffile.
    private static let counts = [36, 22, 8, 10, 8, 10, 32, 16, 2, 2, 2]
    private static let little =
        "SklKSW9mbmkBAAAAbGJhbAQAAABnbmFyAQAAAHBvcnAEAAAAaABlAGwAbABvAAoAdwBvAHIAbABkAEQAQQBQAEkARwBGAFAAIAC1AEQAQQBQAEkA"
        + "RwBGAFAAIAC1AAAAAAAAAAAAAAAAAADgb0AAAAAAAAD4PwAAAAAA0FhAQwBIAEEATgBOAEUATABTAGEAawB2AA=="
    private static let big =
        "SUpJSmluZm8AAAABbGFibAAAAARyYW5nAAAAAXByb3AAAAAEAGgAZQBsAGwAbwAKAHcAbwByAGwAZABEAEEAUABJAEcARgBQACAAtQBEAEEAUABJ"
        + "AEcARgBQACAAtQAAAAAAAAAAQG/gAAAAAAA/+AAAAAAAAEBY0AAAAAAAAEMASABBAE4ATgBFAEwAUwBhAGsAdg=="

    private func bytes(_ text: String) throws -> [UInt8] { Array(try #require(Data(base64Encoded: text))) }

    private func parse(_ counts: [Int], _ bytes: [UInt8], _ order: ByteOrder) -> ImageJMetadata {
        Bytes(bytes).withBytes { ImageJMetadata.parse(counts: counts, bytes: $0, byteOrder: order) }
    }

    private var expected: ImageJMetadata {
        var metadata = ImageJMetadata()
        metadata.info = "hello\nworld"
        metadata.labels = ["DAPI", "GFP \u{B5}", "DAPI", "GFP \u{B5}"]
        metadata.ranges = [.init(minimum: 0, maximum: 255), .init(minimum: 1.5, maximum: 99.25)]
        metadata.properties = [.init(key: "CHANNELS", value: "a"), .init(key: "k", value: "v")]
        return metadata
    }

    @Test func readsWhatTifffileWrites() throws {
        #expect(parse(Self.counts, try bytes(Self.little), .little) == expected)
        #expect(parse(Self.counts, try bytes(Self.big), .big) == expected)
        // The order of the pieces is that of their first bytes, whatever that of the file.
        #expect(parse(Self.counts, try bytes(Self.big), .little) == expected)
    }

    @Test func writesTheSameBytes() throws {
        let little = try #require(expected.encoded(.little))
        #expect(little.counts == Self.counts.map { UInt32($0) })
        #expect(try little.bytes == bytes(Self.little))
        let big = try #require(expected.encoded(.big))
        #expect(big.counts == Self.counts.map { UInt32($0) })
        #expect(try big.bytes == bytes(Self.big))
        #expect(ImageJMetadata().encoded(.little) == nil && ImageJMetadata().isEmpty && !expected.isEmpty)
    }

    @Test func readsWhatImageJWrites() throws {
        let ranges = "SUpJSnJhbmcAAAABAAAAAAAAAABAb+AAAAAAAAAAAAAAAAAAQG/gAAAAAAAAAAAAAAAAAEBv4AAAAAAA"
        let metadata = parse([12, 48], try bytes(ranges), .big)
        #expect(metadata.ranges == Array(repeating: .init(minimum: 0, maximum: 255), count: 3))
        #expect(metadata.diagnostics.isEmpty && metadata.labels.isEmpty)
        // Labels and a property of a stack of 41 planes.
        let head = try bytes("SUpJSmxhYmwAAAApcHJvcAAAAAI=")
        let label = try bytes("AEMAaABTADE=")
        let property = try bytes("AFUAbgBpAHEAdQBlAE4AYQBtAGUAdAByAHUAZQ==")
        let bead = parse(
            [20] + Array(repeating: 8, count: 41) + [20, 8],
            head + Array(repeating: label, count: 41).joined() + property,
            .big)
        #expect(bead.labels == Array(repeating: "ChS1", count: 41))
        #expect(bead.properties == [.init(key: "UniqueName", value: "true")])
        #expect(bead.channelNames(.init(frames: 1, slices: 41, channels: 1)) == nil, "a stack has no channels")
    }

    @Test func skipsWhatItDoesNotKnow() throws {
        // A region of interest, then a table that is too short, then a text of an odd number of bytes.
        let bytes: [UInt8] =
            Array("IJIJ".utf8) + Array("roi ".utf8) + [0, 0, 0, 1] + Array("luts".utf8) + [0, 0, 0, 1]
            + Array("info".utf8) + [0, 0, 0, 1] + [1, 2, 3] + [9, 9] + [0, 65, 7]
        let metadata = parse([28, 3, 2, 3], bytes, .big)
        #expect(metadata.info == "A" && metadata.tables.isEmpty)
        #expect(metadata.diagnostics.map(\.message) == ["a table of colours has 2 bytes; it is left out"])
    }

    @Test func damageBecomesADiagnostic() throws {
        let good = try bytes(Self.little)
        for count in 0..<good.count {
            #expect(!parse(Self.counts, Array(good.prefix(count)), .little).diagnostics.isEmpty, "\(count)")
        }
        for place in good.indices {
            for change: UInt8 in [0x01, 0x80, 0xFF] {
                var changed = good
                changed[place] ^= change
                _ = parse(Self.counts, changed, .little)
            }
        }
        for counts in [[], [0], [11], [812], [-4], [36], [36, -1], [36, Int.max], [804, 1]] {
            #expect(!parse(counts, good, .little).diagnostics.isEmpty, "\(counts)")
        }
    }

    // MARK: Channels

    @Test func labelsThatAgreeNameChannels() {
        func names(_ labels: [String], frames: Int = 1, slices: Int, channels: Int) -> [String]? {
            var metadata = ImageJMetadata()
            metadata.labels = labels
            return metadata.channelNames(.init(frames: frames, slices: slices, channels: channels))
        }
        #expect(names(["DAPI", "GFP", "DAPI", "GFP"], slices: 2, channels: 2) == ["DAPI", "GFP"])
        #expect(
            names(["a\n(exposure 1)", "b", "a\n(exposure 2)", "b"], frames: 2, slices: 1, channels: 2) == ["a", "b"])
        #expect(names(["t1 z1 c1", "t1 z1 c2", "t1 z2 c1", "t1 z2 c2"], slices: 2, channels: 2) == nil)
        #expect(names(["x", "x", "x", "x"], slices: 2, channels: 2) == nil)
        #expect(names(["a", "", "a", ""], slices: 2, channels: 2) == nil)
        #expect(names(["Red"], slices: 1, channels: 3) == nil)
        #expect(names(["a", "b"], frames: Int.max, slices: Int.max, channels: 2) == nil)
    }

    @Test(arguments: [["DAPI", "GFP"], ["", ""], ["a\nb", "a\nb "], ["µ\u{1F52C}\u{0}\"\\", "[\"x\"]"], ["only"]])
    func namesThatAreWrittenAreReadAgain(names: [String]) throws {
        let metadata = ImageJMetadata(channelNames: names, planeCount: 6)
        let encoded = try #require(metadata.encoded(.big))
        let read = parse(encoded.counts.map { Int($0) }, encoded.bytes, .big)
        #expect(read.channelNames(.init(frames: 2, slices: 3, channels: names.count)) == names)
        #expect(read == metadata && read.labels.count == 6 * names.count)
        #expect(read.channelNames(.init(frames: 2, slices: 3, channels: names.count + 1)) == nil)
    }

    @Test func namesStandInLabelsAndInfo() {
        let metadata = ImageJMetadata(channelNames: ["DAPI", "a\nb"], planeCount: 2)
        #expect(metadata.labels == ["DAPI", "a b", "DAPI", "a b"])
        #expect(metadata.info == "Channel 1: DAPI\nChannel 2: a b\n")
        #expect(metadata.properties == [.init(key: "intake.c", value: #"["DAPI","a\nb"]"#)])
    }

    @Test func tablesOfColours() throws {
        let green = ChannelColor(red: 0, green: 255, blue: 0)
        let odd = ChannelColor(red: 100, green: 3, blue: 255)
        let metadata = ImageJMetadata(channelNames: [], planeCount: 1, colors: [green, odd])
        #expect(metadata.tables[0] == Array(repeating: 0, count: 256) + (0...255) + Array(repeating: 0, count: 256))
        let encoded = try #require(metadata.encoded(.little))
        #expect(encoded.counts == [12, 768, 768])
        #expect(parse(encoded.counts.map { Int($0) }, encoded.bytes, .little).colors == [green, odd])
        var other = metadata
        other.tables[0][300] = 200
        #expect(other.colors == [nil, odd])
    }
}
