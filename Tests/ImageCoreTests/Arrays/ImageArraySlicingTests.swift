import ImageCore
import ImageTesting
import Testing

@Suite("Slicing") struct ImageArraySlicingTests {
    private func array() throws -> ImageArray {
        var image = SyntheticImage(axes: "czyx", shape: [3, 4, 5, 6])
        image.metadata.coords[.c] = .labels(["a", "b", "c"])
        image.metadata.spacing = [.z: 0.5, .y: 0.25, .x: 0.25]
        image.metadata.origin = [.z: 10]
        image.metadata.units = [.z: .micrometre, .y: .micrometre, .x: .micrometre]
        return try image.array()
    }

    @Test("every region equals the reference, also of what was sliced and turned before") func regions() throws {
        let whole = try array()
        for start in [whole, try whole.reordered(to: "xzcy"), try whole.slice(.y, 1..<5, step: 2)] {
            let reference = try ReferenceIndexer(start)
            for region in SampleRegions.of(axes: start.axes, shape: start.shape, coords: start.metadata.coords) {
                let part = try start.selecting(region)
                let expected = reference.selecting(region)
                #expect(part.axes == expected.axes && part.shape == expected.shape, "\(region.selections)")
                let isEqual = try part.bytes().array == expected.bytes
                #expect(isEqual, "\(region.selections)")
                #expect(part.metadata.coords[.c]?.count == part.extent(.c), "\(region.selections)")
            }
        }
    }

    @Test("slices of one place and of ranges") func conveniences() throws {
        let whole = try array()
        #expect(try whole.slice(.z, -1).bytes() == whole.slice(.z, 3).bytes())
        #expect(try whole.slice(.z, 1).axes == "cyx")
        #expect(try whole.slice(.x, 0..<6, step: 3).shape == [3, 4, 5, 2])
        #expect(throws: ImageError.self) { try whole.slice(.t, 0) }
        #expect(throws: ImageError.self) { try whole.slice(.z, 4) }
        #expect(throws: ImageError.self) { try whole.slice(.z, 0..<5) }
    }

    @Test("metadata follow: origin, spacing, names") func metadata() throws {
        let part = try array().selecting(
            Region([
                .c: .labels(["c", "a"]), .z: .range(lower: 1, upper: 4, step: 2),
                .y: .range(lower: 2, upper: nil, step: 1),
                .x: .index(3),
            ]))
        #expect(part.metadata.coords == [.c: .labels(["c", "a"])])
        #expect(part.metadata.spacing == [.z: 1, .y: 0.25])
        #expect(part.metadata.origin == [.z: 10.5, .y: 0.5])
        #expect(part.metadata.units == [.z: .micrometre, .y: .micrometre])
    }

    @Test("places that are not evenly spaced become positions") func positions() throws {
        let part = try array().selecting(Region([.z: .indices([3, 0, 1])]))
        #expect(part.metadata.coords[.z] == .values([11.5, 10, 10.5]))
        #expect(part.metadata.spacing[.z] == nil)
        #expect(part.metadata.origin[.z] == nil)
    }

    @Test("the largest step takes one place and leaves the metadata alone") func hugeStep() throws {
        let part = try array().slice(.z, 1..<4, step: Int.max)
        #expect(part.shape == [3, 1, 5, 6])
        #expect(part.metadata.spacing[.z] == 0.5)
        #expect(try part.bytes() == array().slice(.z, 1..<2).bytes())
    }

    @Test("coordinates of a wrong length never trap") func wrongCoordinates() throws {
        var array = try array()
        array.metadata.coords[.z] = .values([1, 2])
        #expect(try array.slice(.z, 3).shape == [3, 5, 6])
        #expect(try array.slice(.z, 2..<4).shape == [3, 2, 5, 6])
    }
}
