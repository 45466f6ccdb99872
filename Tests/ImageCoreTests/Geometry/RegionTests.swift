import ImageCore
import Testing

@Suite("Region") struct RegionTests {
    @Test(
        "parses",
        arguments: [
            ("z=3", [Axis.z: AxisSelection.index(3)]), ("z=-1", [.z: .index(-1)]), ("Z=0", [.z: .index(0)]),
            ("z=0:10", [.z: .range(lower: 0, upper: 10, step: 1)]),
            ("z=:10", [.z: .range(lower: nil, upper: 10, step: 1)]),
            ("z=2:", [.z: .range(lower: 2, upper: nil, step: 1)]),
            ("z=:", [.z: .range(lower: nil, upper: nil, step: 1)]),
            ("y=100:356:2", [.y: .range(lower: 100, upper: 356, step: 2)]),
            ("y=::3", [.y: .range(lower: nil, upper: nil, step: 3)]),
            ("y=1:2:", [.y: .range(lower: 1, upper: 2, step: 1)]),
            ("y=-5:-1", [.y: .range(lower: -5, upper: -1, step: 1)]),
            ("y= 1 : 2 ", [.y: .range(lower: 1, upper: 2, step: 1)]),
            ("c=actin", [.c: .label("actin")]), ("c=a:b", [.c: .label("a:b")]), ("c=1:2:3:4", [.c: .label("1:2:3:4")]),
            ("c=nuclei,actin", [.c: .labels(["nuclei", "actin"])]), ("c=0,2,-1", [.c: .indices([0, 2, -1])]),
            ("c=0,actin", [.c: .labels(["0", "actin"])]), ("c=a=b", [.c: .label("a=b")]),
            (
                " z = 0:10 , y=4,c=actin ",
                [
                    .z: .range(lower: 0, upper: 10, step: 1), .y: .index(4), .c: .label("actin"),
                ]
            ),
            ("t=0.5", [.t: .label("0.5")]), ("c=1,z=2,3", [.c: .index(1), .z: .indices([2, 3])]),
        ] as [(String, [Axis: AxisSelection])])
    func parsing(text: String, selections: [Axis: AxisSelection]) throws {
        #expect(try Region(parsing: text).selections == selections)
    }

    @Test(
        "refuses",
        arguments: ["", "3", "q=1", "zy=1", "=1", "z=", "z=1,", "z=1,,2", "z=1,z=2", "z=1,Z=2", ",z=1", "z = "])
    func refusing(text: String) {
        #expect { _ = try Region(parsing: text) } throws: { ImageError.Code.invalidArgument ~= $0 }
    }

    @Test("numbers beyond Int are labels, not traps") func hugeNumbers() throws {
        let text = "c=99999999999999999999"
        #expect(try Region(parsing: text).selections == [.c: .label("99999999999999999999")])
        #expect(try Region(parsing: "z=0:99999999999999999999").selections == [.z: .label("0:99999999999999999999")])
    }
}
