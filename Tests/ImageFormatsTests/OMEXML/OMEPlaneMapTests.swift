import ImageCore
import Testing

@testable import ImageFormats

@Suite struct OMEPlaneMapTests {
    private typealias Location = OMEPlaneMap.Location

    private func map(
        _ order: String, z: Int, c: Int, t: Int, _ contents: String = "", samples: Int? = nil,
        directoryCount: (Int?) -> Int? = { _ in nil }
    ) throws -> OMEPlaneMap {
        let document = try OMETexts.parse(OMETexts.document(OMETexts.sizes(order, z: z, c: c, t: t), contents))
        return try OMEPlaneMap(
            try #require(document.images.first).pixels, uuid: "urn:uuid:OWN", samplesPerPlane: samples,
            directoryCount: directoryCount)
    }

    @Test(arguments: [
        // The directories of z = 1, of c = 1 and of t = 1, in an image of 4 z, 3 c and 2 t.
        ("XYZCT", [1, 4, 12]), ("XYZTC", [1, 8, 4]), ("XYCTZ", [6, 1, 3]), ("XYCZT", [3, 1, 12]),
        ("XYTCZ", [6, 2, 1]), ("XYTZC", [2, 8, 1]),
    ])
    func withoutTiffDataPlanesAreInOrder(order: String, steps: [Int]) throws {
        let map = try map(order, z: 4, c: 3, t: 2)
        #expect(map.runs == [OMEPlaneMap.Run(start: 0, count: 24, file: nil, directory: 0)])
        #expect(map.location(z: 1, c: 0, t: 0) == Location(directory: steps[0]))
        #expect(map.location(z: 0, c: 1, t: 0) == Location(directory: steps[1]))
        #expect(map.location(z: 0, c: 0, t: 1) == Location(directory: steps[2]))
        #expect(map.location(z: 3, c: 2, t: 1) == Location(directory: 23))
        #expect(map.location(z: 4, c: 0, t: 0) == nil && map.location(z: -1, c: 0, t: 0) == nil)
        #expect(map.missingCount == 0)
    }

    @Test func defaultsOfTiffData() throws {
        // One plane if a directory is named, else all of the file.
        #expect(
            try map("XYZCT", z: 5, c: 1, t: 1, #"<TiffData IFD="2"/>"#).runs == [
                .init(start: 0, count: 1, directory: 2)
            ])
        #expect(try map("XYZCT", z: 5, c: 1, t: 1, "<TiffData/>").runs == [.init(start: 0, count: 5, directory: 0)])
        let short = try map("XYZCT", z: 5, c: 1, t: 1, "<TiffData/>") { _ in 3 }
        #expect(short.runs == [.init(start: 0, count: 3, directory: 0)] && short.missingCount == 2)
        let long = try map("XYZCT", z: 5, c: 1, t: 1, #"<TiffData FirstZ="1"/>"#) { _ in 100 }
        #expect(long.runs == [.init(start: 1, count: 4, directory: 0)] && long.missingCount == 1)
        #expect(long.diagnostics.isEmpty)
        #expect(try map("XYZCT", z: 5, c: 1, t: 1) { _ in 2 }.missingCount == 3)
    }

    @Test func planesThatFollowEachOtherAreOneRun() throws {
        let parts = (0..<6).map { #"<TiffData IFD="\#($0)" FirstC="\#($0 % 2)" FirstZ="\#($0 / 2)" PlaneCount="1"/>"# }
        #expect(try map("XYCZT", z: 3, c: 2, t: 1, parts.joined()).runs == [.init(start: 0, count: 6, directory: 0)])
        // In another order they are six.
        let map = try map("XYZCT", z: 3, c: 2, t: 1, parts.reversed().joined())
        #expect(map.runs.count == 6 && map.location(z: 2, c: 1, t: 0) == Location(directory: 5))
        #expect(map.location(z: 1, c: 0, t: 0) == Location(directory: 2))
    }

    @Test func filesAreToldApart() throws {
        let document = try OMETexts.parse(OMETexts.multifile)
        let pixels = try #require(document.images.first).pixels
        let map = try OMEPlaneMap(pixels, uuid: document.uuid)
        #expect(
            (0..<3).map { map.location(z: $0, c: 0, t: 0) } == [
                Location(file: nil, directory: 0), Location(file: 1, directory: 0), Location(file: 2, directory: 0),
            ])
        #expect(pixels.files.map(\.fileName) == ["part_0.ome.tif", "part_1.ome.tif", "part_2.ome.tif"])
        // From the companion's or another member's point of view the first is a file like the others.
        let other = try OMEPlaneMap(pixels, uuid: "urn:uuid:A4C08562-50FA-5599-939C-EB6F2A83A362")
        #expect(other.runs.map(\.file) == [0, nil, 2])
        #expect(OMEPlaneMap.same("urn:uuid:AB", "ab") && !OMEPlaneMap.same(nil, nil) && !OMEPlaneMap.same("a", "b"))
    }

    @Test func filesWithoutCountsGoOnToTheNext() throws {
        let parts = (0..<3).map {
            #"<TiffData FirstT="\#($0 * 2)"><UUID FileName="\#($0).tif">u\#($0)</UUID></TiffData>"#
        }
        let map = try map("XYZCT", z: 2, c: 1, t: 6, parts.reversed().joined())
        #expect(
            map.runs == [
                .init(start: 0, count: 4, file: 2, directory: 0), .init(start: 4, count: 4, file: 1, directory: 0),
                .init(start: 8, count: 4, file: 0, directory: 0),
            ])
        #expect(map.diagnostics.isEmpty)
    }

    @Test func colourPlanesCountOnce() throws {
        let contents =
            #"<Channel SamplesPerPixel="3"/><Channel SamplesPerPixel="3"/><TiffData IFD="0" PlaneCount="4"/>"#
        let map = try map("XYCZT", z: 2, c: 6, t: 1, contents)
        #expect(map.planeCount == 4 && map.missingCount == 0)
        #expect(map.location(z: 1, c: 1, t: 0) == Location(directory: 3) && map.location(z: 0, c: 2, t: 0) == nil)
        // What the directories say wins over the text.
        #expect(try self.map("XYCZT", z: 2, c: 6, t: 1, contents, samples: 6).planeCount == 2)
        #expect(throws: ImageError.self) { try self.map("XYCZT", z: 2, c: 6, t: 1, contents, samples: 4) }
        #expect(throws: ImageError.self) { try self.map("XYCZT", z: 2, c: 6, t: 1, contents, samples: 0) }
    }

    @Test func theLastPlaceOfAPlaneCounts() throws {
        let map = try map(
            "XYZCT", z: 10, c: 1, t: 1,
            """
            <TiffData IFD="0" PlaneCount="10"/><TiffData IFD="20" FirstZ="3" PlaneCount="4"/>\
            <TiffData IFD="30" FirstZ="4" PlaneCount="2"/><TiffData IFD="40" FirstZ="9" PlaneCount="5"/>
            """)
        #expect((0..<10).map { map.location(z: $0, c: 0, t: 0)?.directory } == [0, 1, 2, 20, 30, 31, 23, 7, 8, 40])
        #expect(map.diagnostics.count == 2 && map.missingCount == 0)
    }

    @Test func overlapsAgreeWithPaintingPlaneByPlane() throws {
        var seed: UInt64 = 7
        func random(_ limit: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % limit
        }
        for _ in 0..<50 {
            var expected = [Int?](repeating: nil, count: 40)
            var contents = ""
            for _ in 0..<random(25) {
                let (first, count, ifd) = (random(40), random(12), random(1000))
                contents += #"<TiffData IFD="\#(ifd)" FirstZ="\#(first)" PlaneCount="\#(count)"/>"#
                for place in first..<min(first + count, 40) { expected[place] = ifd + place - first }
            }
            if contents.isEmpty { continue }
            let map = try map("XYZCT", z: 40, c: 1, t: 1, contents)
            #expect((0..<40).map { map.location(z: $0, c: 0, t: 0)?.directory } == expected, "\(contents)")
            #expect(map.missingCount == expected.count { $0 == nil })
        }
    }

    @Test func claimsCostNothing() throws {
        let most = 1 << 31
        let map = try map(
            "XYZCT", z: most, c: 4, t: 1000, #"<TiffData IFD="5" PlaneCount="2147483648"/><TiffData FirstT="1000"/>"#)
        #expect(map.runs == [.init(start: 0, count: most, directory: 5)])
        #expect(map.planeCount == most * 4000 && map.missingCount == most * 3999)
        #expect(map.location(z: most - 1, c: 0, t: 0) == Location(directory: most + 4))
        #expect(map.diagnostics.map(\.message) == ["1 TiffData begin outside of the image; they are left out"])
    }

    @Test func namesOfFilesStayInTheFolder() {
        func safe(_ name: String) -> String? { OMEPixels.FileReference(fileName: name).safeName }
        #expect(safe("a.tif") == "a.tif" && safe("sub/a.tif") == "sub/a.tif" && safe("a..tif") == "a..tif")
        for name in [
            "../../../../etc/passwd", "/etc/passwd", "a/../b", "C:\\a.tif", "..", "", "a//b", "http://x/a", "a\\b",
        ] {
            #expect(safe(name) == nil, "\(name)")
        }
    }
}
