import ImageCore
import Testing

@testable import ImageFormats

@Suite struct OMEDocumentTests {
    @Test func readsWhatTifffileWrites() throws {
        let document = try OMETexts.parse(OMETexts.tifffile)
        #expect(document.uuid == "urn:uuid:15ce9566-e6e1-11f1-80ef-02fc00000001")
        #expect(document.creator == "tifffile.py 2026.3.3")
        #expect(document.images.count == 1 && document.diagnostics.isEmpty && document.binaryOnly == nil)
        let image = try #require(document.images.first)
        #expect(image.id == "Image:0" && image.name == "Image0")
        let pixels = image.pixels
        #expect(pixels.dimensionOrder == .xyzct && pixels.type == .uint16)
        #expect([pixels.sizeX, pixels.sizeY, pixels.sizeZ, pixels.sizeC, pixels.sizeT] == [29, 33, 4, 3, 2])
        #expect(pixels.physicalSizeX == OMEQuantity(value: 0.108, unit: "\u{B5}m"))
        #expect(pixels.physicalSizeY == OMEQuantity(value: 0.108, unit: "\u{B5}m"))
        #expect(pixels.physicalSizeZ == OMEQuantity(value: 0.29, unit: "\u{B5}m"))
        #expect(pixels.timeIncrement == OMEQuantity(value: 1.5, unit: "s"))
        #expect(pixels.channelNames == ["DAPI", "GFP", "mCherry & co"])
        #expect(pixels.samplesPerPlane == 1)
        #expect(pixels.tiffData == [OMEPixels.TiffData(ifd: 0, planeCount: 24)])
        #expect(pixels.isInterleaved == nil && pixels.isBigEndian == nil && pixels.significantBits == nil)
    }

    @Test func readsAColourImage() throws {
        let pixels = try #require(try OMETexts.parse(OMETexts.color).images.first).pixels
        #expect(pixels.sizeC == 3 && pixels.channels.count == 1 && pixels.samplesPerPlane == 3)
        #expect(pixels.isInterleaved == true)
        // The schema's unit, where none stands.
        #expect(pixels.physicalSizeX == OMEQuantity(value: 0.25, unit: "\u{B5}m") && pixels.physicalSizeZ == nil)
        #expect(pixels.channelNames == nil)
    }

    @Test func readsEarlierYears() throws {
        let document = try OMETexts.parse(OMETexts.y2010)
        let image = try #require(document.images.first)
        #expect(document.images.count == 1, "what annotations hold is no image")
        #expect(image.acquisitionDate == "2010-03-02T15:08:59")
        #expect(image.pixels.dimensionOrder == .xyctz && image.pixels.sizeZ == 5)
        #expect(
            image.pixels.channels.map(\.color)
                == Array(repeating: ChannelColor(red: 128, green: 0, blue: 0, alpha: 0), count: 2))
        #expect(image.pixels.tiffData.map(\.ifd) == [0, 1] && image.pixels.tiffData.map(\.file) == [0, 0])
        #expect(
            image.pixels.files == [
                OMEPixels.FileReference(
                    uuid: "urn:uuid:384f2f43-b2ba-49d5-bb59-fc8bb3b76c9d",
                    fileName: "18x24y5z1t2c8b-text.ome-v2010-06.ome.tiff")
            ])
    }

    @Test func readsTheSchemaOf2008() throws {
        let document = try OMETexts.parse(OMETexts.y2008)
        let image = try #require(document.images.first)
        #expect(image.text == "Withers" && image.acquisitionDate == "2012-02-16 23:49:22.0")
        #expect(image.pixels.type == .uint8 && image.pixels.isBigEndian == true)
        #expect(image.pixels.channelNames == ["Red", "Green", "Blue"])
        #expect(image.pixels.tiffData == [OMEPixels.TiffData(file: 0)])
        #expect(image.pixels.files.first?.uuid == document.uuid)
    }

    @Test func readsTimesAndPositionsOfPlanes() throws {
        let document = try OMETexts.parse(
            OMETexts.document(
                OMETexts.sizes("XYCZT", z: 1, c: 1, t: 3),
                """
                <Plane TheZ="0" TheC="0" TheT="0" DeltaT="0" ExposureTime="0.5" PositionX="1.5" PositionY="-2" />
                <Plane TheZ="0" TheC="0" TheT="2" DeltaT="2500" DeltaTUnit="ms" PositionZ="7" PositionZUnit="mm"/>
                <Plane TheZ="0" TheC="0" TheT="1" DeltaT="0.02" DeltaTUnit="min"/>
                """))
        let pixels = try #require(document.images.first).pixels
        let first = try #require(pixels.planes.first)
        #expect(first.deltaT == OMEQuantity(value: 0, unit: "s"))
        #expect(first.exposureTime == OMEQuantity(value: 0.5, unit: "s"))
        #expect(first.positionX == OMEQuantity(value: 1.5, unit: "reference frame"))
        #expect(first.positionY == OMEQuantity(value: -2, unit: "reference frame") && first.positionZ == nil)
        #expect(pixels.planes[1].positionZ == OMEQuantity(value: 7, unit: "mm"))
        let times = try #require(pixels.frameTimes)
        #expect(times.values == [0, 1.2, 2.5] && times.unit == .second)
    }

    @Test func timesOfFramesNeedAllFrames() throws {
        let text = OMETexts.document(
            OMETexts.sizes("XYCZT", z: 2, c: 1, t: 2),
            """
            <Plane TheZ="0" TheC="0" TheT="0" DeltaT="1"/><Plane TheZ="1" TheC="0" TheT="0" DeltaT="2"/>\
            <Plane TheZ="1" TheC="0" TheT="1" DeltaT="3"/>
            """)
        #expect(try #require(try OMETexts.parse(text).images.first).pixels.frameTimes == nil)
    }

    @Test func readsPlanesOfTheSchemaOf2008() throws {
        let text = OMETexts.document(
            OMETexts.sizes("XYCZT", z: 1, c: 1, t: 1),
            #"<Plane TheZ="0" TheC="0" TheT="0"><PlaneTiming DeltaT="1.5" ExposureTime="2"/><StagePosition PositionX="3"/></Plane>"#
        )
        let plane = try #require(try OMETexts.parse(text).images.first?.pixels.planes.first)
        #expect(plane.deltaT?.value == 1.5 && plane.exposureTime?.value == 2 && plane.positionX?.value == 3)
    }

    @Test func readsChannels() throws {
        let text = OMETexts.document(
            OMETexts.sizes("XYCZT", z: 1, c: 3, t: 1),
            """
            <Channel ID="C:0" Name="DAPI" Color="65535" EmissionWavelength="461" Fluor="Hoechst"/>
            <Channel ID="C:1" Color="-16776961" ExcitationWavelength="0.488" ExcitationWavelengthUnit="\u{B5}m"/>
            <Channel ID="C:2" Color="4278190335" SamplesPerPixel="1"/>
            """)
        let channels = try #require(try OMETexts.parse(text).images.first).pixels.channels
        #expect(channels[0].color == ChannelColor(red: 0, green: 0, blue: 255))
        #expect(channels[0].emissionWavelength == OMEQuantity(value: 461, unit: "nm") && channels[0].fluor == "Hoechst")
        #expect(channels[1].color == ChannelColor(red: 255, green: 0, blue: 0))
        #expect(channels[1].excitationWavelength == OMEQuantity(value: 0.488, unit: "\u{B5}m"))
        #expect(channels[2].color == ChannelColor(red: 255, green: 0, blue: 0), "the same bits without a sign")
    }

    @Test func readsAReferenceToACompanion() throws {
        let text =
            OMETexts.start.dropLast()
            + #" UUID="urn:uuid:1"><BinaryOnly MetadataFile="a.companion.ome" UUID="urn:uuid:2"/></OME>"#
        let document = try OMETexts.parse(text)
        #expect(document.images.isEmpty && document.uuid == "urn:uuid:1")
        #expect(document.binaryOnly == OMEDocument.BinaryOnly(metadataFile: "a.companion.ome", uuid: "urn:uuid:2"))
    }

    @Test func readsPrefixes() throws {
        let text = """
            \u{FEFF} <ome:OME xmlns:ome="urn:x"><ome:Image ID="I"><ome:Pixels DimensionOrder="XYZCT" Type="float" \
            ome:SizeX="2" SizeY="1" SizeZ="1" SizeC="1" SizeT="1"/></ome:Image></ome:OME>\0\0
            """
        let pixels = try #require(try OMETexts.parse(text).images.first).pixels
        #expect(pixels.sizeX == 2 && pixels.type.elementType == .float32 && pixels.tiffData.isEmpty)
    }

    @Test func readsLatin1AndUTF16() throws {
        let text = OMETexts.document(
            OMETexts.sizes("XYCZT", z: 1, c: 1, t: 1) + " PhysicalSizeX=\"2\" PhysicalSizeXUnit=\"\u{B5}m\"")
        let latin = try OMETexts.parse(text.unicodeScalars.map { UInt8($0.value) })
        #expect(latin.images.first?.pixels.physicalSizeX?.unit == "\u{B5}m" && latin.diagnostics.count == 1)
        let wide = text.replacing("encoding=\"UTF-8\"", with: "")
        let utf16 = try OMETexts.parse([0xFF, 0xFE] + wide.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
        #expect(utf16.images.first?.pixels.physicalSizeX?.unit == "\u{B5}m" && utf16.diagnostics.isEmpty)
    }

    @Test func knowsOMEWhenItSeesIt() {
        func isOME(_ text: String) -> Bool { Bytes(utf8: text).withBytes { OMEDocument.isOME($0) } }
        for text in [OMETexts.tifffile, OMETexts.y2010, OMETexts.y2008, "\u{FEFF}<a:OME>", " <OME/>", "<OME>"] {
            #expect(isOME(text), "\(text.prefix(30))")
        }
        for text in [
            "", "<", "<OM", "ImageJ=1", "<?xml version", "<!-- <OME>", "<OMEGA>", "<html><OME>", "{}", "<!-->",
        ] {
            #expect(!isOME(text), "\(text)")
        }
    }

    // MARK: Annotations and plates

    private static let modulo = """
        <StructuredAnnotations><XMLAnnotation ID="A:1" Namespace="openmicroscopy.org/omero/dimension/modulo"><Value>\
        <Modulo namespace="http://www.openmicroscopy.org/Schemas/Additions/2011-09">\
        <ModuloAlongT Type="lifetime" TypeDescription="Gated" Unit="ps" Start="33" Step="500" End="1533"/>\
        <ModuloAlongC Type="angle"><Label>0</Label> <Label> 90 </Label></ModuloAlongC></Modulo>\
        </Value></XMLAnnotation></StructuredAnnotations>
        """

    @Test func readsDivisionsOfAxes() throws {
        let text = OMETexts.document(OMETexts.sizes("XYCZT", z: 1, c: 4, t: 8), after: Self.modulo)
        let image = try #require(try OMETexts.parse(text).images.first)
        #expect(
            image.modulo == [
                OMEModulo(axis: .t, type: "lifetime", start: 33, step: 500, end: 1533, unit: "ps"),
                OMEModulo(axis: .c, type: "angle", labels: ["0", "90"]),
            ])
        #expect(image.modulo.map(\.count) == [4, 2])
    }

    @Test func divisionsBelongToTheImagesThatReferToThem() throws {
        func image(_ id: String, _ reference: String) -> String {
            "<Image ID=\"\(id)\"><Pixels \(OMETexts.sizes("XYCZT", z: 1, c: 2, t: 4))/>\(reference)</Image>"
        }
        let text =
            OMETexts.start + image("I:0", "") + image("I:1", "<AnnotationRef ID=\"A:1\"/>") + Self.modulo + "</OME>"
        let document = try OMETexts.parse(text)
        #expect(document.images.map(\.modulo.count) == [0, 2])
    }

    @Test func aDivisionThatDoesNotFitIsLeftOut() throws {
        let text = OMETexts.document(OMETexts.sizes("XYCZT", z: 1, c: 4, t: 6), after: Self.modulo)
        let document = try OMETexts.parse(text)
        #expect(document.images.first?.modulo.map(\.axis) == [.c])
        #expect(
            document.diagnostics.map(\.message) == ["a division of axis t does not fit its size of 6; it is left out"])
    }

    @Test func readsPlates() throws {
        let text = OMETexts.document(
            after: """
                <Plate ID="Plate:0" Name="screen" RowNamingConvention="letter" ColumnNamingConvention="number">
                <Well ID="W:0" Row="1" Column="1"><WellSample ID="WS:0" Index="0"><ImageRef ID="Image:3"/></WellSample>
                <WellSample ID="WS:1" Index="1"/><WellSample ID="WS:2" Index="2"><ImageRef ID="Image:0"/></WellSample></Well>
                <Well ID="W:1" Column="1"/></Plate>
                <Plate ID="Plate:1" RowNamingConvention="number" ColumnNamingConvention="number"><Well Row="0" Column="11">
                <WellSample><ImageRef ID="Image:9"/></WellSample></Well></Plate>
                """)
        let document = try OMETexts.parse(text)
        #expect(document.plates.map(\.name) == ["screen", nil])
        #expect(document.plates[0].wells.map(\.fields) == [["Image:3", nil, "Image:0"]])
        #expect(
            document.wellFields == [
                "Image:3": OMEDocument.WellField(plate: "screen", well: "B2", field: 0),
                "Image:0": OMEDocument.WellField(plate: "screen", well: "B2", field: 2),
                "Image:9": OMEDocument.WellField(plate: nil, well: "1-12", field: 0),
            ])
        #expect(document.diagnostics.map(\.message) == ["a Well has no row and column; it is left out"])
    }

    @Test func namesRowsAndColumns() {
        #expect(
            [0, 25, 26, 27, 701, 702].map { OMEDocument.Naming.letter.name($0) } == ["A", "Z", "AA", "AB", "ZZ", "AAA"])
        #expect(OMEDocument.wellName(row: 0, column: 1, rows: .number, columns: .letter) == "1B")
        #expect(OMEDocument.wellName(row: 1 << 31, column: 1, rows: .letter, columns: .letter) == "FXSHRXY-B")
    }
}
