import ImageCore
import Testing

@testable import ImageFormats

@Suite struct OMEWritingTests {
    private func pixels(_ metadata: ImageMetadata, _ sizes: [Axis: Int], samples: Int = 1) throws -> OMEPixels {
        try OMEPixels(sizes: sizes, type: .uint16, metadata: metadata, samplesPerPixel: samples)
    }

    private var metadata: ImageMetadata {
        var metadata = ImageMetadata()
        metadata.spacing = [.x: 0.15, .y: 0.15, .z: 1e-5, .t: 2.5]
        metadata.units = [.x: .micrometre, .y: .micrometre, .z: .millimetre, .t: .minute]
        metadata.coords[.c] = .labels(["DAPI", "<GFP> & \"co\"\n\u{1}"])
        return metadata
    }

    @Test func textIsExact() throws {
        var pixels = try pixels(metadata, [.t: 3, .c: 2, .z: 4, .y: 5, .x: 6])
        pixels.place(in: OMEPixels.FileReference(uuid: "urn:uuid:1", fileName: "a.ome.tif"))
        let document = OMEDocument(
            uuid: "urn:uuid:1", creator: "ImageIntake", images: [OMEImage(name: "cells", pixels: pixels)])
        #expect(
            document.xml
                == #"<?xml version="1.0" encoding="UTF-8"?>"#
                + #"<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance""#
                + #" xsi:schemaLocation="http://www.openmicroscopy.org/Schemas/OME/2016-06 http://www.openmicroscopy.org/Schemas/OME/2016-06/ome.xsd""#
                + #" UUID="urn:uuid:1" Creator="ImageIntake"><Image ID="Image:0" Name="cells">"#
                + #"<Pixels ID="Pixels:0" DimensionOrder="XYCZT" Type="uint16" SizeX="6" SizeY="5" SizeZ="4" SizeC="2" SizeT="3""#
                + #" PhysicalSizeX="0.15" PhysicalSizeXUnit="µm" PhysicalSizeY="0.15" PhysicalSizeYUnit="µm""#
                + #" PhysicalSizeZ="1e-05" PhysicalSizeZUnit="mm" TimeIncrement="2.5" TimeIncrementUnit="min">"#
                + #"<Channel ID="Channel:0:0" Name="DAPI" SamplesPerPixel="1" Color="16711935"/>"#
                + #"<Channel ID="Channel:0:1" Name="&lt;GFP&gt; &amp; &quot;co&quot;&#10;�" SamplesPerPixel="1" Color="-16711681"/>"#
                + #"<TiffData IFD="0" PlaneCount="24"><UUID FileName="a.ome.tif">urn:uuid:1</UUID></TiffData>"#
                + #"</Pixels></Image></OME>"#)
    }

    @Test func whatIsWrittenIsReadAgain() throws {
        var first = try pixels(metadata, [.t: 3, .c: 2, .z: 4, .y: 5, .x: 6])
        first.channels[1].name = "a\tb & 'c' > \"d\" µ\u{1F52C}"
        first.channels[0].id = "Channel:0:0"
        first.channels[1].id = "Channel:0:1"
        first.channels[1].emissionWavelength = OMEQuantity(value: 525.5, unit: "nm")
        first.channels[1].fluor = "Alexa & co"
        first.significantBits = 12
        first.isBigEndian = false
        first.place(in: OMEPixels.FileReference(uuid: "urn:uuid:1", fileName: "a&b.ome.tif"))
        var times = ImageMetadata()
        times.coords[.t] = .values([0, 1.5, 4])
        var second = try pixels(times, [.t: 3, .c: 3, .z: 2, .y: 5, .x: 6], samples: 3)
        second.channels[0].id = "Channel:1:0"
        second.planes[5].positionX = OMEQuantity(value: -1.25, unit: "reference frame")
        second.tiffData = [OMEPixels.TiffData(ifd: 24, firstZ: 1, firstT: 2, planeCount: 1)]
        let document = OMEDocument(
            uuid: "urn:uuid:1", creator: "x",
            images: [
                OMEImage(
                    id: "Image:0", name: "one", acquisitionDate: "2020-01-01T00:00:00", text: "a <b>\r\nc",
                    pixels: first),
                OMEImage(id: "Image:1", pixels: second),
            ])
        let read = try OMETexts.parse(document.xml)
        #expect(read == document)
        #expect(read.images[1].pixels.frameTimes?.values == [0, 1.5, 4])
        #expect(read.images[1].pixels.isInterleaved == true && read.images[1].pixels.timeIncrement == nil)
    }

    @Test func spacingWithoutAUnitIsInPixels() throws {
        var metadata = ImageMetadata()
        metadata.spacing = [.x: 2, .t: 3, .y: .nan, .z: -1]
        let pixels = try pixels(metadata, [.y: 5, .x: 6])
        #expect(pixels.physicalSizeX == OMEQuantity(value: 2, unit: "pixel"))
        #expect(pixels.timeIncrement == OMEQuantity(value: 3, unit: "s"))
        #expect(pixels.physicalSizeY == nil && pixels.physicalSizeZ == nil)
        #expect(pixels.channels == [OMEPixels.Channel(samplesPerPixel: 1)], "one channel has no colour")
    }

    @Test func impossibleSizesAreRefused() throws {
        for sizes: [Axis: Int] in [[.x: 0], [.i: 2], [.y: 1 << 32]] {
            #expect(throws: ImageError.self) { try pixels(ImageMetadata(), sizes) }
        }
        #expect(throws: ImageError.self) { try pixels(ImageMetadata(), [.c: 4], samples: 3) }
    }

    @Test func typesHaveNames() {
        let names: [(ElementType, String?)] = [
            (.bool, "bit"), (.float32, "float"), (.float64, "double"), (.complex64, "complex"),
            (.complex128, "double-complex"), (.int8, "int8"), (.uint32, "uint32"), (.int64, nil), (.float16, nil),
        ]
        for (type, name) in names {
            #expect(OMEPixels.PixelType(type)?.rawValue == name)
            if let found = OMEPixels.PixelType(type) { #expect(found.elementType == type) }
        }
    }

    @Test func colours() {
        #expect(ChannelColor(hexadecimal: "#00ff7F") == ChannelColor(red: 0, green: 255, blue: 127))
        #expect(ChannelColor(hexadecimal: "00FF7F")?.hexadecimal == "00FF7F")
        #expect(ChannelColor(hexadecimal: "00FF7") == nil && ChannelColor(hexadecimal: "+0FF7F") == nil)
        #expect(ChannelColor(red: 255, green: 255, blue: 255).omeNumber == -1)
        #expect(ChannelColor(omeNumber: 16_711_935) == ChannelColor(red: 0, green: 255, blue: 0))
        #expect(ChannelColor.standard(Int.min, of: 2).alpha == 255)
    }
}
