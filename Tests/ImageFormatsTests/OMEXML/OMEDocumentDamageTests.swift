import ImageCore
import Testing

@testable import ImageFormats

@Suite struct OMEDocumentDamageTests {
    private func failure(_ text: String) -> ParseError? {
        do throws(ParseError) {
            _ = try OMETexts.parse(text)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: ["-2", "0", "2147483649", "99999999999999999999", "abc", "", "2.5"])
    func sizesMustBeSizes(size: String) throws {
        let attributes = OMETexts.sizes("XYZCT", z: 1, c: 1, t: 1).replacing("SizeZ=\"1\"", with: "SizeZ=\"\(size)\"")
        let text = OMETexts.document(attributes)
        let error = try #require(failure(text))
        let shown = "Pixels: SizeZ is '\(size)'; it must be a whole number from 1 to 2147483648"
        #expect(error.message == shown)
        #expect(
            error.offset == text.utf8.count - attributes.utf8.count
                - "<Pixels ID=\"Pixels:0\" ></Pixels></Image></OME>".utf8.count)
    }

    @Test func whatIsRequiredMustBeThere() throws {
        let whole = OMETexts.sizes("XYZCT", z: 1, c: 1, t: 1)
        for name in ["DimensionOrder", "Type", "SizeX", "SizeY", "SizeZ", "SizeC", "SizeT"] {
            let error = try #require(failure(OMETexts.document(whole.replacing(name + "=", with: "Other="))))
            #expect(error.message.hasPrefix("Pixels: \(name) is missing; it must be"))
        }
        #expect(failure(OMETexts.document(OMETexts.sizes("XZYCT", z: 1, c: 1, t: 1))) != nil)
        #expect(failure(OMETexts.document(OMETexts.sizes("XYZCT", z: 1, c: 1, t: 1, type: "int64"))) != nil)
    }

    @Test func sizesMustNotOverflow() throws {
        let size = 1 << 31
        let error = try #require(failure(OMETexts.document(OMETexts.sizes("XYZCT", z: size, c: size, t: size))))
        #expect(error.message == "Pixels: the sizes make more bytes than can be counted")
    }

    @Test func placesOfPlanesMustBePlaces() throws {
        for attribute in ["IFD=\"-1\"", "FirstZ=\"a\"", "PlaneCount=\"99999999999\""] {
            #expect(
                failure(OMETexts.document(OMETexts.sizes("XYZCT", z: 1, c: 1, t: 1), "<TiffData \(attribute)/>")) != nil
            )
        }
    }

    @Test func whatIsOptionalBecomesADiagnostic() throws {
        let document = try OMETexts.parse(
            OMETexts.document(
                OMETexts.sizes("XYZCT", z: 1, c: 1, t: 1)
                    + #" PhysicalSizeX="0,5" PhysicalSizeY="-1" PhysicalSizeZ="0" TimeIncrement="NaN" Interleaved="perhaps""#
                    + #" SignificantBits="0""#,
                #"<Channel Color="red" SamplesPerPixel="-1"/><Plane TheZ="1" TheC="0" TheT="0"/><Plane TheZ="0"/>"#))
        let pixels = try #require(document.images.first).pixels
        #expect(pixels.physicalSizeX == nil && pixels.physicalSizeY == nil && pixels.physicalSizeZ == nil)
        #expect(pixels.timeIncrement == nil && pixels.isInterleaved == nil && pixels.significantBits == nil)
        #expect(pixels.channels == [OMEPixels.Channel()] && pixels.planes.isEmpty)
        // A size of 0 is how writers say that they do not know.
        #expect(document.diagnostics.count == 9)
        #expect(document.diagnostics[0].message.hasSuffix("PhysicalSizeX is '0,5', which is no number"))
    }

    @Test func unknownUnitsStayAsText() throws {
        let document = try OMETexts.parse(
            OMETexts.document(
                OMETexts.sizes("XYZCT", z: 1, c: 1, t: 1) + #" PhysicalSizeX="2" PhysicalSizeXUnit="furlong""#
                    + #" PhysicalSizeY="2" PhysicalSizeYUnit="pixel""#))
        let pixels = try #require(document.images.first).pixels
        #expect(pixels.physicalSizeX == OMEQuantity(value: 2, unit: "furlong"))
        #expect(pixels.physicalSizeX?.physical == nil && pixels.physicalSizeY?.physical == nil)
        #expect(document.diagnostics.count == 1)
    }

    @Test func manyDiagnosticsAreFew() throws {
        let planes = String(repeating: "<Plane TheZ=\"9\"/>", count: 1000)
        let document = try OMETexts.parse(OMETexts.document(OMETexts.sizes("XYZCT", z: 1, c: 1, t: 1), planes))
        #expect(document.diagnostics.count == 51)
        #expect(document.diagnostics.last?.message == "and 950 more of this kind")
    }

    @Test func imagesWithoutPixelsAreLeftOut() throws {
        let document = try OMETexts.parse(OMETexts.start + "<Image ID=\"I\" Name=\"empty\"/></OME>")
        #expect(document.images.isEmpty)
        #expect(document.diagnostics.map(\.message) == ["the image empty has no Pixels; it is left out"])
    }

    @Test func entitiesAreRefused() throws {
        let bomb =
            #"<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Image ID="Image:0" Name="&b;"/></OME>"#
        #expect(try #require(failure(bomb)).message == "a document type is declared, which may define entities")
        #expect(failure(#"<!DOCTYPE OME SYSTEM "file:///etc/passwd"><OME/>"#) != nil)
        #expect(failure("<OME>&secret;</OME>") != nil)
    }

    @Test func whatIsNoXMLIsRefused() throws {
        let text =
            #"<?xml version="1.0"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Image><Pixels></OME>"#
        #expect(
            try #require(failure(text)).message
                == "Pixels: DimensionOrder is missing; it must be an order of planes such as XYZCT")
        #expect(try #require(failure("<OME><Image></OME>")).message == "invalid XML: mismatched tag")
        #expect(try #require(failure("")).message == "invalid XML: no element found")
        #expect(try #require(failure("<html/>")).message == "the first element is 'html', not 'OME'")
        #expect(failure("<OME/><OME/>") != nil)
    }

    @Test func nestingHasALimit() throws {
        func nested(_ depth: Int) -> String {
            "<OME>" + String(repeating: "<a>", count: depth - 1) + String(repeating: "</a>", count: depth - 1)
                + "</OME>"
        }
        #expect(failure(nested(128)) == nil)
        #expect(try #require(failure(nested(129))).message == "elements nest to more than 128 levels")
        #expect(failure(nested(200_000)) != nil)
    }

    @Test(arguments: [OMETexts.tifffile, OMETexts.y2010, String(OMETexts.multifile)])
    func cutOffOrChangedTextsThrowOrAreRead(text: String) {
        let bytes = Array(text.utf8)
        for count in stride(from: 0, to: bytes.count, by: 7) {
            #expect(throws: ParseError.self) { try OMETexts.parse(Array(bytes.prefix(count))) }
        }
        for place in stride(from: 0, to: bytes.count, by: 3) {
            for change: UInt8 in [0x01, 0x80, 0x22, 0x3C] {
                var changed = bytes
                changed[place] ^= change
                if let document = try? OMETexts.parse(changed) {
                    for image in document.images { _ = try? OMEPlaneMap(image.pixels, uuid: document.uuid) }
                }
            }
        }
    }

    @Test func manyElementsAreReadQuickly() throws {
        var contents = ""
        for t in 0..<100_000 {
            contents +=
                "<TiffData FirstC=\"0\" FirstT=\"\(t)\" FirstZ=\"0\" IFD=\"0\" PlaneCount=\"1\"><UUID FileName=\"part_\(t).tif\">"
                + "urn:uuid:00000000-0000-0000-0000-\(100_000_000_000 + t)</UUID></TiffData>\n"
        }
        for t in 0..<100_000 {
            contents +=
                "<Plane TheZ=\"0\" TheC=\"0\" TheT=\"\(t)\" DeltaT=\"\(Double(t) / 4)\" ExposureTime=\"0.1\" PositionX=\"1.25\"/>\n"
        }
        let text = Bytes(utf8: OMETexts.document(OMETexts.sizes("XYCZT", z: 1, c: 1, t: 100_000), contents))
        let clock = ContinuousClock()
        let start = clock.now
        let document = try text.withBytes { (span) throws(ParseError) in try OMEDocument.parse(span) }
        let pixels = try #require(document.images.first).pixels
        let map = try OMEPlaneMap(pixels)
        // Far above what it takes: what this finds is growth with the square.
        #expect(clock.now - start < .seconds(20))
        #expect(pixels.tiffData.count == 100_000 && pixels.planes.count == 100_000 && pixels.files.count == 100_000)
        #expect(map.location(z: 0, c: 0, t: 77_777) == OMEPlaneMap.Location(file: 77_777, directory: 0))
        #expect(pixels.frameTimes?.values[99_999] == 24_999.75)
    }
}
