import ImageCore
import Testing

@testable import ImageFormats

@Suite struct ImageJDescriptionTests {
    private func parse(_ text: String) throws -> ImageJDescription {
        try #require(Bytes(utf8: text).withBytes { ImageJDescription.parse($0) })
    }

    @Test func readsWhatImageJWrites() throws {
        let bead = try parse("ImageJ=1.53f\nimages=41\nslices=41\nunit=\\u00B5m\nspacing=0.125\nloop=false\n\0")
        #expect(bead.version == "1.53f" && bead.images == 41 && bead.slices == 41 && bead.frames == 1)
        #expect(bead.unit == "\u{B5}m" && bead.spacing == 0.125 && bead.loops == false && !bead.isHyperstack)
        #expect(bead.dimensions(planeCount: 41) == .init(frames: 1, slices: 41, channels: 1))
        #expect(bead.dimensions(planeCount: 40) == nil)
        let calibration = bead.calibration(
            x: ResolutionRational(44_460_534, 1_000_000), y: ResolutionRational(44_460_534, 1_000_000),
            resolutionUnit: 1)
        let distance = 1_000_000.0 / 44_460_534
        #expect(calibration.spacing == [.x: distance, .y: distance, .z: 0.125])
        #expect(calibration.units == [.x: "\u{B5}m", .y: "\u{B5}m", .z: "\u{B5}m"])
        #expect(bead.attributes.isEmpty && bead.diagnostics.isEmpty)
    }

    @Test func readsAHyperstack() throws {
        let text =
            "ImageJ=1.54p\nimages=75\nchannels=3\nslices=5\nframes=5\nhyperstack=true\nmode=composite\nunit=cm\n"
            + "finterval=3\ntunit=hr\nyunit=pm\nzunit=nm\nspacing=8.0\nloop=false\n"
        let description = try parse(text)
        #expect(description.dimensions(planeCount: 75) == .init(frames: 5, slices: 5, channels: 3))
        #expect(description.isHyperstack && description.mode == .composite)
        let calibration = description.calibration(
            x: ResolutionRational(58_823, 1_000_000), y: ResolutionRational(10_000, 1_000_000), resolutionUnit: 3)
        #expect(calibration.spacing == [.x: 1_000_000.0 / 58_823, .y: 100, .z: 8, .t: 3])
        #expect(calibration.units == [.x: "cm", .y: "pm", .z: "nm", .t: "hr"])
    }

    @Test func readsWhatTifffileWrites() throws {
        let text =
            "ImageJ=1.11a\nimages=24\nchannels=2\nslices=4\nframes=3\nhyperstack=true\nmode=composite\nloop=false\n"
            + "spacing=0.35\nunit=um\nfinterval=12.5\ntunit=s\nfps=0.08\nmin=0.0\nmax=4000.0\n"
        let description = try parse(text)
        #expect(description.minimum == 0 && description.maximum == 4000 && description.framesPerSecond == 0.08)
        let calibration = description.calibration(
            x: ResolutionRational(10_000, 1083), y: ResolutionRational(10_000, 1083), resolutionUnit: 1)
        #expect(calibration.spacing == [.x: 0.1083, .y: 0.1083, .z: 0.35, .t: 12.5])
        #expect(calibration.units == [.x: "um", .y: "um", .z: "um", .t: "s"])
    }

    @Test func theUnitOfTheTagsMattersOnceOnly() throws {
        let one = ResolutionRational(10, 1)
        func x(_ unit: String, _ tag: Int?) throws -> Double? {
            try parse("ImageJ=1\n\(unit)").calibration(x: one, y: one, resolutionUnit: tag).spacing[.x]
        }
        #expect(try x("unit=um", 3) == 1000, "the one exception")
        for (unit, tag) in [("unit=cm", 3), ("unit=inch", 2), ("unit=mm", 3), ("unit=um", 1), ("", 3), ("", nil)] {
            #expect(try x(unit, tag) == 0.1, "\(unit)")
        }
        #expect(try x("unit=\\u00B5m", 3) == 0.1)
    }

    @Test func defaultsOfCalibration() throws {
        let one = ResolutionRational(1, 1)
        let bare = try parse("SCIFIO=0.42\n").calibration(x: one, y: ResolutionRational(0, 0), resolutionUnit: 3)
        #expect(bare.spacing == [.x: 1] && bare.units == [.x: "pixel", .y: "pixel", .z: "pixel"])
        // What the ancestor wrote.
        let description = try parse(
            "ImageJ=1.11a\nimages=4\nslices=4\nhyperstack=True\nfinterval=0.0\nspacing=-1.5\nunit=\\u03bcm\n"
                + "xorigin=2\nzorigin=-4\nfps=4")
        let found = description.calibration(x: ResolutionRational(2, 1), y: nil, resolutionUnit: 1)
        #expect(found.spacing == [.x: 0.5, .z: 1.5, .t: 0.25] && found.units[.t] == "sec")
        #expect(found.origin == [.x: -1, .z: 6] && found.units[.x] == "\u{3BC}m" && description.isHyperstack)
    }

    @Test func badNumbersBecomeDiagnostics() throws {
        let description = try parse(
            "ImageJ=1.53t\nimages=abc\nspacing=1e999\nunit=\\u00\nfinterval=NaN\nslices=-3\nframes=0")
        #expect(description.images == 1 && description.slices == 1 && description.spacing == nil)
        #expect(description.frameInterval == nil && description.unit == "\\u00")
        #expect(
            description.diagnostics.map(\.message) == [
                "ImageJ's images is 'abc', which is no count", "ImageJ's spacing is '1e999', which is no number",
                "ImageJ's finterval is 'NaN', which is no number", "ImageJ's slices is '-3', which is no count",
                "ImageJ's frames is '0', which is no count",
            ])
        let large = try parse("ImageJ=1\nchannels=2000000000\nslices=2000000000\nframes=2000000000")
        #expect(large.dimensions(planeCount: 1) == nil)
    }

    @Test func otherKeysAreKept() throws {
        let description = try parse("ImageJ=1.53t\ncf=0\nc0=-32768.0\nc1=1.0\nvunit=Gray\\ Value\nmode=odd\ninfo=a\\nb")
        #expect(description.attributes == ["cf": "0", "c0": "-32768.0", "c1": "1.0", "mode": "odd", "info": "a\nb"])
        #expect(description.valueUnit == "Gray Value" && description.mode == nil)
    }

    @Test(arguments: ["", "ImageJ", "imagej=1", " ImageJ=1", "{\"shape\": [1]}", "<OME>"])
    func whatIsOfAnotherKindIsNone(text: String) {
        #expect(Bytes(utf8: text).withBytes { ImageJDescription.parse($0) } == nil)
    }

    // MARK: Writing

    @Test func textIsExact() {
        var metadata = ImageMetadata()
        metadata.spacing = [.x: 0.15, .y: 0.15, .z: 0.5, .t: 2]
        metadata.units = [.x: .micrometre, .y: .micrometre, .z: .micrometre, .t: .minute]
        metadata.origin = [.x: -0.3, .y: 0]
        let description = ImageJDescription(
            sizes: [.t: 2, .z: 3, .c: 4, .y: 5, .x: 6], metadata: metadata, window: 0...255)
        #expect(
            description.text == """
                ImageJ=1.11a
                images=24
                channels=4
                slices=3
                frames=2
                hyperstack=true
                mode=composite
                unit=\\u00B5m
                spacing=0.5
                finterval=2.0
                tunit=min
                min=0.0
                max=255.0
                xorigin=2.0

                """)
        #expect(ImageJDescription(sizes: [.y: 5, .x: 6], metadata: ImageMetadata()).text == "ImageJ=1.11a\n")
    }

    @Test func differentUnitsAreWritten() throws {
        var metadata = ImageMetadata()
        metadata.spacing = [.x: 1, .y: 2, .z: 3]
        metadata.units = [.x: .angstrom, .y: .millimetre]
        let description = ImageJDescription(sizes: [.z: 2, .y: 5, .x: 6], metadata: metadata)
        #expect(
            description.text
                == "ImageJ=1.11a\nimages=2\nslices=2\nhyperstack=true\nunit=\\u00C5\nyunit=mm\nzunit=pixel\nspacing=3.0\n"
        )
    }

    @Test func whatIsWrittenIsReadAgain() throws {
        var description = ImageJDescription()
        (description.images, description.channels, description.slices, description.frames) = (24, 2, 3, 4)
        description.isHyperstack = true
        description.mode = .color
        description.unit = "\u{B5}m"
        description.yUnit = " a=b\\c\u{1F52C}"
        description.zUnit = "z:#!"
        description.tUnit = "s"
        description.spacing = 1e-5
        description.frameInterval = 0.1
        description.framesPerSecond = 10
        description.loops = true
        (description.minimum, description.maximum) = (-1.5, 3e10)
        (description.xOrigin, description.yOrigin, description.zOrigin) = (1, -2, 0.5)
        description.valueUnit = "a\tb"
        description.order = "czt"
        description.attributes = ["a key=:": "line\r\nend", "#": "\u{C}", "": "x"]
        #expect(try parse(description.text) == description)
        #expect(description.text.utf8.allSatisfy { $0 < 0x80 })
    }

    // MARK: The line format

    private func pairs(_ bytes: [UInt8]) -> [String] {
        Bytes(bytes).withBytes { JavaProperties.parse($0) }.map { "\($0.key)|\($0.value)" }
    }

    @Test func linesAsInJava() {
        let text =
            "# comment\n! other\\\na=1\n  b : 2\nc 3\nd\\ e\\=f=g=h\nlong=one \\\n    two\nempty\n\n=v\nt=\\t\\n\\q\\\\\r\nlast=\\"
        #expect(
            pairs(Array(text.utf8)) == [
                "a|1", "b|2", "c|3", "d e=f|g=h", "long|one two", "empty|", "|v", "t|\t\nq\\", "last|",
            ])
        // Latin-1, and UTF-8 where it is that.
        #expect(pairs([0x75, 0x3D, 0xB5, 0x6D]) == ["u|\u{B5}m"])
        #expect(pairs([0x75, 0x3D, 0xC2, 0xB5, 0x6D]) == ["u|\u{B5}m"])
        #expect(pairs(Array("u=\\uD83D\\uDD2C\\u00b5\\ud83d\\u12".utf8)) == ["u|\u{1F52C}\u{B5}\u{FFFD}\\u12"])
    }

    @Test func damagedTextsAreRead() {
        let text = Array("ImageJ=1.53f\nimages=41\nslices=41\nunit=\\u00B5m\nspacing=0.125\nloop=false\n".utf8)
        for count in 0..<text.count { _ = Bytes(text.prefix(count)).withBytes { ImageJDescription.parse($0) } }
        for place in text.indices {
            for change: UInt8 in [0x01, 0x40, 0x80, 0x5C] {
                var changed = text
                changed[place] ^= change
                let found = Bytes(changed).withBytes { ImageJDescription.parse($0) }
                _ = found?.calibration(x: ResolutionRational(1, 2), y: nil, resolutionUnit: 3)
            }
        }
    }
}
