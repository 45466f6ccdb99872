import ImageCore
import ImageFormats
import ImageSources
import ImageTesting
import Testing

/// What OME-XML says of an image besides its sizes.
@Suite struct OMEDescriptionTests {
    private func image(z: Int = 1, c: Int = 1, t: Int = 1, _ inner: String, after: String = "") async throws
        -> ImageDescription
    {
        let text =
            "<OME><Image ID=\"Image:0\"><Pixels DimensionOrder=\"XYZCT\" Type=\"uint8\" SizeX=\"4\" SizeY=\"2\" "
            + "SizeZ=\"\(z)\" SizeC=\"\(c)\" SizeT=\"\(t)\">\(inner)<TiffData/></Pixels><AnnotationRef ID=\"A:0\"/></Image>"
            + after + "</OME>"
        let pages = (0..<z * c * t).map { TIFFBuilder.Page(8 * $0, $0 == 0 ? [(270, .text(text))] : []) }
        return try await tiff(TIFFBuilder(pages).build()).describe()
    }

    private func modulo(_ elements: String) -> String {
        "<StructuredAnnotations><XMLAnnotation ID=\"A:0\" Namespace=\"openmicroscopy.org/omero/dimension/modulo\"><Value>"
            + "<Modulo namespace=\"http://www.openmicroscopy.org/Schemas/Additions/2011-09\">\(elements)</Modulo></Value>"
            + "</XMLAnnotation></StructuredAnnotations>"
    }

    @Test("what changes along a whole axis is the axis") func wholeModulo() async throws {
        let image = try await image(
            t: 4, "",
            after: modulo("<ModuloAlongT Type=\"lifetime\" Unit=\"ps\" Start=\"0\" End=\"300\" Step=\"100\"/>"))
        #expect(image.axes == "iyx" && image.shape == [4, 2, 4])
        #expect(image.metadata.coords[.i] == .values([0, 100, 200, 300]))
        #expect(
            image.metadata.attributes["ome"]?.mappingValue?["modulo"]
                == ["axis": "t", "type": "lifetime", "unit": "ps"])
    }

    @Test("of two such axes one is split, and the other told of") func twoModulos() async throws {
        let image = try await image(
            z: 4, t: 3, "",
            after: modulo(
                "<ModuloAlongZ Type=\"phase\" Start=\"0\" End=\"1\" Step=\"1\"/>"
                    + "<ModuloAlongT Type=\"angle\" Unit=\"degree\" Start=\"0\" End=\"20\" Step=\"10\"/>"))
        #expect(image.axes == "izyx" && image.shape == [3, 4, 2, 4])
        #expect(image.metadata.diagnostics.filter { $0.message.contains("only one axis") }.count == 1)
    }

    @Test("the name of a channel without an axis is kept") func singleName() async throws {
        let image = try await image(z: 2, "<Channel ID=\"Channel:0:0\" Name=\"GFP\" Fluor=\"eGFP\"/>")
        #expect(
            image.metadata.attributes["ome"]?.mappingValue?["channels"] == [["name": "GFP", "fluor": "eGFP"]])
        #expect(image.metadata.diagnostics.isEmpty)
    }

    @Test("what OME-XML says is written again as OME-XML") func again() async throws {
        let attributes: Attributes = [
            "ome": [
                "acquisition_date": "2020-01-02T03:04:05", "description": "a <b>", "significant_bits": 12,
                "channels": [
                    ["color": "FF0000", "fluor": "f", "emission_wavelength": ["value": 520.5, "unit": "nm"]],
                    ["color": "0000FF"],
                ],
            ]
        ]
        let text = try await written(attributes, channels: 2)
        #expect(
            text.contains(
                "<AcquisitionDate>2020-01-02T03:04:05</AcquisitionDate><Description>a &lt;b&gt;</Description>"))
        #expect(text.contains("SignificantBits=\"12\""))
        #expect(
            text.contains(
                "Color=\"-16776961\" Fluor=\"f\" EmissionWavelength=\"520.5\" EmissionWavelengthUnit=\"nm\""))
        #expect(text.contains("Color=\"65535\""))
    }

    @Test("what the schema does not allow is left out") func impossible() async throws {
        let text = try await written(
            [
                "ome": [
                    "acquisition_date": "yesterday", "significant_bits": 99,
                    "channels": [["name": "one", "emission_wavelength": ["value": -1, "unit": "nm"]]],
                ]
            ], channels: 1)
        #expect(!text.contains("AcquisitionDate") && !text.contains("SignificantBits") && !text.contains("Wavelength"))
        #expect(text.contains("Name=\"one\""))
    }

    @Test("the colours of OME-Zarr are those of OME-TIFF") func zarrColours() async throws {
        let text = try await written(["omero": ["channels": [["color": "FF0000"], ["label": "b"]]]], channels: 2)
        #expect(text.contains("Color=\"-16776961\""))
    }

    private func written(_ attributes: Attributes, channels: Int) async throws -> String {
        var metadata = ImageMetadata()
        metadata.attributes = attributes
        let array = try SyntheticImage(axes: "cyx", shape: [channels, 5, 6], elementType: .uint16, metadata: metadata)
            .array()
        return try await withTIFFScratch { folder in
            let writer = try #require(TIFFSource.writer)
            let path = folder + "/a.ome.tif"
            _ = try await writer.write([WritableImage(array)], to: path, options: WriteOptions(concurrency: 1))
            return try #require(try WrittenTIFF(path: path).directories[0].text(270))
        }
    }
}
