import ImageCore
import Testing

@Suite("ImageDescription") struct ImageDescriptionTests {
    @Test("as a mapping with stable keys, axes in order") func mapping() {
        var metadata = ImageMetadata()
        metadata.spacing = [.x: 0.5, .z: 2]
        metadata.units = [.x: .micrometre]
        metadata.coords = [.c: .labels(["a", "b"])]
        metadata.attributes["content"] = "note"
        metadata.diagnostics = [Diagnostic("odd")]
        let description = ImageDescription(
            name: "image", axes: "czyx", shape: [2, 3, 4, 5], elementType: .uint16, metadata: metadata,
            storedAxes: "zyxc", storedShape: [3, 4, 5, 2], chunks: [2, 1, 4, 5], levels: [[2, 3, 4, 5]])
        #expect(description.partitionCount == 2)
        #expect(
            description.attribute.json() == """
                {"name":"image","axes":"czyx","shape":[2,3,4,5],"dtype":"uint16","spacing":{"z":2.0,"x":0.5},\
                "spacing_units":{"x":"\u{B5}m"},"origin":{},"coords":{"c":["a","b"]},"stored_axes":"zyxc",\
                "stored_shape":[3,4,5,2],"chunks":[2,1,4,5],"levels":[[2,3,4,5]],"npartitions":2,\
                "metadata":{"content":"note"},"diagnostics":["odd"]}
                """)
    }

    @Test("a placement is shown by axis letter") func affine() {
        let affine = Affine(space: "scanner-xyz", directions: [.x: [1, 0], .y: [0, 2]], origin: [0, -1])
        #expect(
            affine.attribute.json()
                == #"{"space":"scanner-xyz","directions":{"y":[0.0,2.0],"x":[1.0,0.0]},"origin":[0.0,-1.0]}"#)
    }

    @Test("without axes there is one partition") func point() {
        let description = ImageDescription(
            name: "image", axes: "", shape: [], elementType: .bool, metadata: ImageMetadata(), storedAxes: "",
            storedShape: [], chunks: [], levels: [[]])
        #expect(description.partitionCount == 1)
    }
}
