import ImageCore
import Testing

@Suite("Attributes") struct AttributeValueTests {
    @Test("a mapping keeps its order, and names are unique") func order() {
        var map = Attributes([("b", 1), ("a", 2), ("b", 3)])
        #expect(map.keys == ["b", "a"])
        #expect(map["b"] == 3)
        map["c"] = "x"
        map["b"] = nil
        #expect(map.keys == ["a", "c"])
        #expect(map["c"] == "x" && map["b"] == nil)
        map["a"] = 5
        #expect(map.keys == ["a", "c"] && map["a"] == 5 && map.count == 2)
        map["nothing"] = nil
        #expect(map.count == 2)
        #expect(Attributes().isEmpty)
    }

    @Test("a mapping of any size finds its names while it grows and shrinks") func sizes() {
        let names = (0..<20).map { "name \($0)" }
        var map = Attributes()
        for (count, name) in names.enumerated() {
            #expect(map[name] == nil)
            map[name] = .int(count)
            map[name] = .int(count)
            #expect(map.keys == Array(names[...count]))
            for (value, name) in names[...count].enumerated() { #expect(map[name] == .int(value)) }
        }
        for first in names.indices {
            map[names[first]] = nil
            #expect(map.keys == Array(names[(first + 1)...]) && map[names[first]] == nil)
            for value in names.indices.dropFirst(first + 1) { #expect(map[names[value]] == .int(value)) }
        }
    }

    @Test("mappings are equal whatever their order") func equality() {
        let list: AttributeValue = [1, 2]
        let one = Attributes([("a", 1), ("b", list)])
        let two = Attributes([("b", list), ("a", 1)])
        #expect(one == two)
        #expect(one.hashValue == two.hashValue)
        #expect(one != Attributes([("a", 1), ("b", .array([2, 1]))]))
        #expect(one != Attributes([("a", 1)]))
    }

    @Test("views") func views() {
        #expect(AttributeValue.int(3).doubleValue == 3)
        #expect(AttributeValue.unsigned(UInt.max).doubleValue == 0x1p64)
        #expect(AttributeValue.double(3).intValue == nil)
        #expect(AttributeValue.string("3").doubleValue == nil)
        #expect(AttributeValue.bool(true).boolValue == true)
        #expect(AttributeValue.array([1]).arrayValue == [1])
        #expect(AttributeValue.mapping(Attributes([("a", 1)])).mappingValue?["a"] == 1)
        #expect(AttributeValue.null.isNull && !AttributeValue.bool(false).isNull)
        let kinds: [AttributeValue] = [.null, true, 1, 1.5, "a", [], [:]]
        #expect(
            kinds.map(\.kindName) == [
                "null", "a truth value", "a number", "a number", "a text", "a list", "a mapping",
            ])
    }

    @Test(
        "JSON",
        arguments: [
            (AttributeValue.null, "null"), (true, "true"), (-5, "-5"), (.unsigned(.max), "18446744073709551615"),
            (0.1, "0.1"),
            (.double(1), "1.0"), (.double(.nan), "\"nan\""), (.double(.infinity), "\"inf\""),
            (.double(-.infinity), "\"-inf\""),
            ("\u{B5}m", "\"\u{B5}m\""), ("a\"b\\c\nd\te\rf", #""a\"b\\c\nd\te\rf""#),
            ("\u{1}\u{1F}\u{7F}", #""\u0001\u001f\u007f""#),
            ([], "[]"), ([:], "{}"), ([1, "a", [2]], #"[1,"a",[2]]"#),
            (["k": [1], "j": ["l": .null]], #"{"k":[1],"j":{"l":null}}"#),
        ] as [(AttributeValue, String)])
    func json(value: AttributeValue, text: String) {
        #expect(value.json() == text)
    }

    @Test("JSON over lines") func pretty() {
        let value: AttributeValue = ["a": [1, 2], "b": [["c": 1], ["c": 2]], "d": [:], "e": ["f": "g"]]
        #expect(
            value.json(pretty: true) == """
                {
                  "a": [1, 2],
                  "b": [
                    {
                      "c": 1
                    },
                    {
                      "c": 2
                    }
                  ],
                  "d": {},
                  "e": {
                    "f": "g"
                  }
                }
                """)
    }

    @Test("a NaN equals a NaN") func nan() {
        #expect(AttributeValue.double(.nan) == .double(-.nan))
        #expect(Attributes([("a", .array([.double(.nan)]))]) == Attributes([("a", .array([.double(.nan)]))]))
        #expect(AttributeValue.double(0).hashValue == AttributeValue.double(-0.0).hashValue)
        #expect(AttributeValue.int(1) != .double(1))
    }
}
