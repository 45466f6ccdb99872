import ImageCore
import Testing

@Suite("Axis") struct AxisTests {
    @Test("letters, in either case, and the canonical order")
    func letters() {
        #expect(Axis.allCases.map(\.letter) == ["i", "t", "c", "z", "y", "x"])
        for axis in Axis.allCases {
            #expect(Axis(letter: axis.letter) == axis)
            #expect(Axis(letter: Character(axis.letter.uppercased())) == axis)
            #expect(axis.description == String(axis.letter))
        }
        #expect([Axis.x, .c, .i, .z, .t, .y].sorted() == [.i, .t, .c, .z, .y, .x])
    }

    @Test("other letters are no axes", arguments: ["a", "s", "Q", "1", " ", "é", "\u{131}"])
    func unknown(letter: String) {
        #expect(Axis(letter: Character(letter)) == nil)
    }

    @Test(
        "kinds",
        arguments: [
            (Axis.i, Axis.Kind.image, false), (.t, .time, true), (.c, .channel, false), (.z, .space, true),
            (.y, .space, true), (.x, .space, true),
        ])
    func kinds(axis: Axis, kind: Axis.Kind, isPhysical: Bool) {
        #expect(axis.kind == kind)
        #expect(axis.isPhysical == isPhysical)
    }
}
