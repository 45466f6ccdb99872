import ImageCore
import Testing

@Suite("AxisOrder") struct AxisOrderTests {
    @Test("parses letters in either case", arguments: [("czyx", "czyx"), ("TCYX", "tcyx"), ("", ""), ("x", "x")])
    func parsing(text: String, letters: String) throws {
        let order = try AxisOrder(parsing: text)
        #expect(order.letters == letters)
        #expect(order.description == letters)
        #expect(order.count == letters.count)
    }

    @Test("refuses repeated and unknown letters", arguments: ["xx", "zyxz", "a", "z y", "zY x", "xX"])
    func refusing(text: String) {
        #expect { _ = try AxisOrder(parsing: text) } throws: { ImageError.Code.invalidArgument ~= $0 }
    }

    @Test("is a collection of axes") func collection() throws {
        let order: AxisOrder = "tczyx"
        #expect(order.position(of: .c) == 1)
        #expect(order.position(of: .i) == nil)
        #expect(order[4] == .x)
        #expect(Array(order.reversed()) == [.x, .y, .z, .c, .t])
        #expect(order.removing([.t, .y, .i]) == "czx")
        #expect(AxisOrder.canonical([.x, .t, .c]) == "tcx")
        #expect(AxisOrder.canonical == "itczyx")
        #expect(throws: ImageError.self) { try AxisOrder([Axis.x, .y, .x]) }
    }

    @Test(
        "arranges axes by another order",
        arguments: [
            ("zyx", "itczyx", "zyx"), ("yxc", "itczyx", "cyx"), ("zyx", "xyz", "xyz"), ("yx", "tyxc", "yx"),
            ("", "xy", ""),
        ])
    func arranged(axes: String, order: String, expected: String) throws {
        let result = try AxisOrder(parsing: axes).arranged(by: try AxisOrder(parsing: order))
        #expect(result.letters == expected)
    }

    @Test("an order without place for an axis is an error that names it") func missing() throws {
        let error = try #require(throws: ImageError.self) {
            try AxisOrder(parsing: "czyx").arranged(by: "zyx")
        }
        #expect(error.code == .invalidArgument)
        #expect(error.message.contains("axis c"))
    }
}
