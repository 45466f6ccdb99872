import ImageCore
import Testing

@Suite("Metadata of parts") struct ImageMetadataTests {
    private func array(_ change: (inout ImageMetadata) -> Void) throws -> ImageArray {
        var array = try ImageArray(axes: "tzyx", shape: [4, 3, 2, 2], pixels: [UInt8](repeating: 0, count: 48))
        change(&array.metadata)
        return array
    }

    @Test("a placement moves with its first element and grows with the steps") func affine() throws {
        let part = try array {
            $0.affine = Affine(
                space: "left-posterior-superior", directions: [.z: [0, 0, 2], .y: [0, -1, 0], .x: [0.5, 0, 0]],
                origin: [10, 20, 30])
        }.selecting(
            Region([.z: .range(lower: 1, upper: 3, step: 1), .y: .index(1), .x: .range(lower: 0, upper: 2, step: 2)]))
        #expect(part.metadata.affine?.origin == [10, 19, 32])
        #expect(part.metadata.affine?.directions == [.z: [0, 0, 2], .x: [0.5, 0, 0]])
        #expect(part.metadata.affine?.space == "left-posterior-superior")
    }

    @Test("an unknown spacing stays unknown; an unknown origin becomes known only by cutting") func unknown() throws {
        let whole = try array { $0.spacing = [.z: 0.5] }
        let part = try whole.slice(.z, 1..<3)
        #expect(part.metadata.origin == [.z: 0.5])
        #expect(try whole.slice(.z, 0..<2).metadata.origin == [:])
        #expect(try whole.slice(.y, 1..<2).metadata == whole.metadata)
    }

    @Test("time points follow") func timePoints() throws {
        let whole = try array { $0.coords[.t] = .values([0, 1, 4, 9]) }
        #expect(try whole.slice(.t, 1..<4, step: 2).metadata.coords[.t] == .values([1, 9]))
        #expect(try whole.slice(.t, 2).metadata.coords[.t] == nil)
        #expect(try whole.selecting(Region([.t: .label("4.0")])).axes == "zyx")
    }

    @Test("coordinates know places by name or number") func coordinates() {
        let labels = Coordinates.labels(["1", "one", "one"])
        #expect(labels.position(of: "one") == 1)
        #expect(labels.position(of: "1") == 0)
        #expect(labels.position(of: "1.0") == nil)
        let values = Coordinates.values([0.1, 0.30000000000000004, 1e3])
        #expect(values.position(of: "0.1") == 0)
        #expect(values.position(of: "1000") == 2)
        #expect(values.position(of: "x") == nil)
        #expect(values.attribute == [0.1, 0.30000000000000004, 1000.0])
        #expect(labels.count == 3 && values.count == 3)
    }
}
