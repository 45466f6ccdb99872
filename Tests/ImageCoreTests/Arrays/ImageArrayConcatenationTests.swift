import ImageCore
import ImageTesting
import Testing

@Suite("Concatenation") struct ImageArrayConcatenationTests {
    @Test("parts of every axis, in any order of axes, make the whole", arguments: ["c", "z", "y", "x"])
    func parts(letter: String) throws {
        let axis = try #require(Axis(letter: Character(letter)))
        let whole = try SyntheticImage(axes: "czyx", shape: [3, 4, 5, 6], elementType: .int32).array()
        let length = whole.extent(axis) ?? 0
        let parts = [
            try whole.slice(axis, 0..<1), try whole.slice(axis, 1..<length - 1).reordered(to: "xcyz"),
            try whole.slice(axis, length - 1..<length).contiguous(),
        ]
        let joined = try ImageArray.concatenating(parts, along: axis)
        #expect(joined.axes == whole.axes && joined.shape == whole.shape)
        #expect(try joined.bytes() == whole.bytes())
    }

    @Test("a new axis comes first") func newAxis() throws {
        let whole = try SyntheticImage(axes: "tyx", shape: [3, 4, 5]).array()
        let parts = try (0..<3).map { try whole.slice(.t, $0) }
        let joined = try ImageArray.concatenating(parts, along: .t)
        #expect(joined.axes == "tyx" && joined.shape == [3, 4, 5])
        #expect(try joined.bytes() == whole.bytes())
    }

    @Test("names are joined if all have them") func names() throws {
        var one = try SyntheticImage(axes: "cx", shape: [2, 3]).array()
        var two = one
        one.metadata.coords[.c] = .labels(["a", "b"])
        two.metadata.coords[.c] = .labels(["c", "d"])
        #expect(
            try ImageArray.concatenating([one, two], along: .c).metadata.coords[.c] == .labels(["a", "b", "c", "d"]))
        two.metadata.coords[.c] = nil
        #expect(try ImageArray.concatenating([one, two], along: .c).metadata.coords[.c] == nil)
    }

    @Test("arrays that do not fit are errors") func misfits() throws {
        let one = try SyntheticImage(axes: "yx", shape: [2, 3]).array()
        let others = [
            try SyntheticImage(axes: "yx", shape: [2, 4]).array(),
            try SyntheticImage(axes: "zx", shape: [2, 3]).array(),
            try SyntheticImage(axes: "yx", shape: [2, 3], elementType: .int16).array(),
            try SyntheticImage(axes: "zyx", shape: [1, 2, 3]).array(),
            try SyntheticImage(axes: "x", shape: [3]).array(),
        ]
        for other in others {
            #expect(throws: ImageError.self, "\(other)") { try ImageArray.concatenating([one, other], along: .y) }
        }
        #expect(throws: ImageError.self) { try ImageArray.concatenating([], along: .y) }
    }
}
