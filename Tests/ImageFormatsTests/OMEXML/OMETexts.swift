import ImageCore

@testable import ImageFormats

/// Descriptions that programs wrote, shortened where they repeat themselves, and ways to parse them.
enum OMETexts {
    static let start =
        #"<?xml version="1.0" encoding="UTF-8"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06">"#

    /// By tifffile.
    static let tifffile =
        #"<?xml version="1.0" encoding="UTF-8"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openmicroscopy.org/Schemas/OME/2016-06 http://www.openmicroscopy.org/Schemas/OME/2016-06/ome.xsd" UUID="urn:uuid:15ce9566-e6e1-11f1-80ef-02fc00000001" Creator="tifffile.py 2026.3.3"><Image ID="Image:0" Name="Image0"><Pixels ID="Pixels:0" DimensionOrder="XYZCT" Type="uint16" SizeX="29" SizeY="33" SizeZ="4" SizeC="3" SizeT="2" PhysicalSizeX="0.108" PhysicalSizeXUnit="µm" PhysicalSizeY="0.108" PhysicalSizeYUnit="µm" PhysicalSizeZ="0.29" PhysicalSizeZUnit="µm" TimeIncrement="1.5" TimeIncrementUnit="s"><Channel ID="Channel:0:0" SamplesPerPixel="1" Name="DAPI"><LightPath/></Channel><Channel ID="Channel:0:1" SamplesPerPixel="1" Name="GFP"><LightPath/></Channel><Channel ID="Channel:0:2" SamplesPerPixel="1" Name="mCherry &amp; co"><LightPath/></Channel><TiffData IFD="0" PlaneCount="24"/></Pixels></Image></OME>"#

    /// A colour image by tifffile.
    static let color =
        #"<?xml version="1.0" encoding="UTF-8"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openmicroscopy.org/Schemas/OME/2016-06 http://www.openmicroscopy.org/Schemas/OME/2016-06/ome.xsd" UUID="urn:uuid:15de2c56-e6e1-11f1-80ef-02fc00000001" Creator="tifffile.py 2026.3.3"><Image ID="Image:0" Name="Image0"><Pixels ID="Pixels:0" DimensionOrder="XYCZT" Type="uint8" SizeX="27" SizeY="25" SizeC="3" SizeZ="3" SizeT="1" Interleaved="true" PhysicalSizeX="0.25" PhysicalSizeY="0.25"><Channel ID="Channel:0:0" SamplesPerPixel="3"><LightPath/></Channel><TiffData IFD="0" PlaneCount="3"/></Pixels></Image></OME>"#

    /// By Bio-Formats, of the schema of 2010.
    static let y2010 =
        #"<?xml version="1.0" encoding="UTF-8" standalone="no"?><!-- Warning: this comment is an OME-XML metadata block, which contains crucial dimensional parameters and other important metadata. Please edit cautiously (if at all), and back up the original data before doing so. For more information, see the OME-TIFF web site: http://ome-xml.org/wiki/OmeTiff. --><OME xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" UUID="urn:uuid:384f2f43-b2ba-49d5-bb59-fc8bb3b76c9d" xsi:schemaLocation="http://www.openmicroscopy.org/Schemas/OME/2010-06 http://www.openmicroscopy.org/Schemas/OME/2010-06/ome.xsd" xmlns="http://www.openmicroscopy.org/Schemas/OME/2010-06"><Image ID="Image:0" Name="/data/18x24y5z1t2c8b-text.ome"><AcquiredDate>2010-03-02T15:08:59</AcquiredDate><Pixels DimensionOrder="XYCTZ" ID="Pixels:0" SizeC="2" SizeT="1" SizeX="18" SizeY="24" SizeZ="5" Type="uint8"><Channel Color="-2147483648" ID="Channel:0:0" SamplesPerPixel="1"><LightPath/></Channel><Channel Color="-2147483648" ID="Channel:0:1" SamplesPerPixel="1"><LightPath/></Channel><TiffData FirstC="0" FirstT="0" FirstZ="0" IFD="0" PlaneCount="1"><UUID FileName="18x24y5z1t2c8b-text.ome-v2010-06.ome.tiff">urn:uuid:384f2f43-b2ba-49d5-bb59-fc8bb3b76c9d</UUID></TiffData><TiffData FirstC="1" FirstT="0" FirstZ="0" IFD="1" PlaneCount="1"><UUID FileName="18x24y5z1t2c8b-text.ome-v2010-06.ome.tiff">urn:uuid:384f2f43-b2ba-49d5-bb59-fc8bb3b76c9d</UUID></TiffData></Pixels></Image><StructuredAnnotations xmlns="http://www.openmicroscopy.org/Schemas/SA/2010-06"><XMLAnnotation ID="Annotation:0"><Value><Image><Pixels SizeX="nothing"/></Image></Value></XMLAnnotation></StructuredAnnotations></OME>"#

    /// Of the schema of 2008, with names of channels outside of the pixels.
    static let y2008 = """
        <?xml version="1.0" encoding="UTF-8"?><!-- Warning: this comment is an OME-XML metadata block. -->
        <OME xmlns:SPW="http://www.openmicroscopy.org/Schemas/SPW/2008-09" xmlns="http://www.openmicroscopy.org/Schemas/OME/2008-09" UUID="927d6b38-605e-4d00-9fe4-59f54ed8c536">
        <Experimenter ID="urn:lsid:export.openmicroscopy.org:Experimenter:46be26c5-9fcf-497e-a913-48513759f00b_2"/>
        <Image DefaultPixels="P" ID="I" Name="/RAID10/ccdbUploadedData/4000_1329454128445-23.png">
        <CreationDate>2012-02-16 23:49:22.0</CreationDate>
        <Description>Withers</Description>
        <LogicalChannel ID="LC:1" Name="Red" SamplesPerPixel="1"/>
        <LogicalChannel ID="LC:2" Name="Green" SamplesPerPixel="1"/>
        <LogicalChannel ID="LC:3" Name="Blue" SamplesPerPixel="1"/>
        <Pixels BigEndian="true" DimensionOrder="XYCTZ" ID="P" PixelType="uint8" SizeC="3" SizeT="1" SizeX="1000" SizeY="929" SizeZ="1">
        <TiffData>
        <UUID FileName="__omero_export__9123116754402588364.ome.tiff">927d6b38-605e-4d00-9fe4-59f54ed8c536</UUID>
        </TiffData>
        </Pixels>
        </Image>
        </OME>
        """

    /// One of three files with a plane each.
    static let multifile =
        start.dropLast()
        + #" UUID="urn:uuid:305f5e8d-e48d-5c3a-8ce3-446622dd8a8a"><Image ID="Image:0" Name="multi"><Pixels ID="Pixels:0" BigEndian="false" DimensionOrder="XYZCT" SizeX="26" SizeY="18" SizeZ="3" SizeC="1" SizeT="1" Type="uint16" PhysicalSizeX="0.2" PhysicalSizeY="0.2" PhysicalSizeZ="1"><Channel ID="Channel:0:0" SamplesPerPixel="1"/><TiffData FirstC="0" FirstT="0" FirstZ="0" IFD="0" PlaneCount="1"><UUID FileName="part_0.ome.tif">urn:uuid:305f5e8d-e48d-5c3a-8ce3-446622dd8a8a</UUID></TiffData><TiffData FirstC="0" FirstT="0" FirstZ="1" IFD="0" PlaneCount="1"><UUID FileName="part_1.ome.tif">urn:uuid:a4c08562-50fa-5599-939c-eb6f2a83a362</UUID></TiffData><TiffData FirstC="0" FirstT="0" FirstZ="2" IFD="0" PlaneCount="1"><UUID FileName="part_2.ome.tif">urn:uuid:d35aeaf3-5d1d-535a-a31a-22133ddf5f3d</UUID></TiffData></Pixels></Image></OME>"#

    static func parse(_ text: some StringProtocol) throws(ParseError) -> OMEDocument {
        try parse(Array(text.utf8))
    }

    static func parse(_ bytes: [UInt8]) throws(ParseError) -> OMEDocument {
        try Bytes(bytes).withBytes { (span) throws(ParseError) in try OMEDocument.parse(span) }
    }

    /// A document with one image whose pixels have these attributes and contents.
    static func document(
        _ attributes: String =
            #"DimensionOrder="XYZCT" Type="uint16" SizeX="4" SizeY="3" SizeZ="2" SizeC="1" SizeT="1""#,
        _ contents: String = "", after: String = ""
    ) -> String {
        start + "<Image ID=\"Image:0\"><Pixels ID=\"Pixels:0\" \(attributes)>\(contents)</Pixels></Image>\(after)</OME>"
    }

    /// Attributes of pixels of a size.
    static func sizes(_ order: String, z: Int, c: Int, t: Int, type: String = "uint8") -> String {
        #"DimensionOrder="\#(order)" Type="\#(type)" SizeX="4" SizeY="3" SizeZ="\#(z)" SizeC="\#(c)" SizeT="\#(t)""#
    }
}
