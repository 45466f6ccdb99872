import ImageCore
import ImageSources
import ImageTesting
import Testing

@testable import ImageCatalogs

@Suite("User parameters") struct ParameterTests {
    private func parameter(_ declaration: String) throws -> CatalogParameter {
        let catalog = try Catalog(
            text: "sources: {a: {driver: tif, args: {uri: x}, parameters: {p: {description: d, \(declaration)}}}}")
        let entry = try catalog.entry(named: "a")
        #expect(entry.diagnostics == [], "\(declaration)")
        return try #require(entry.parameters.first)
    }

    @Test(
        "values become what the type says",
        arguments: [
            ("type: bool", "yes", true), ("type: bool", "OFF", false), ("type: bool", 1, true),
            ("type: bool", "0", false),
            ("type: int", "5", 5), ("type: int", 5.0, 5), ("type: float", "5.7", 5.7), ("type: float", 5, 5.0),
            ("type: str", 5, "5"), ("type: unicode", true, "True"), ("type: str", 5.7, "5.7"), ("type: str", "", ""),
            ("type: list", "[1, a]", [1, "a"]), ("type: tuple", [1], [1]), ("type: dict", "{a: 1}", ["a": 1]),
            ("type: 'list[int]'", ["1", 2], [1, 2]), ("type: 'dict[str]'", ["a": 1], ["a": "1"]),
            ("type: mlist, allowed: [a, b]", "[a]", ["a"]), ("type: other", "5", 5), ("type: other", "word", "word"),
            ("type: datetime", "2020-07-01", "2020-07-01 00:00:00"),
            ("type: datetime", "2020-07-01T10:00:00Z", "2020-07-01 10:00:00+00:00"),
            ("type: datetime", 86_400, "1970-01-02 00:00:00"), ("type: datetime", 0.5, "1970-01-01 00:00:00.500000"),
            ("type: datetime", ["__datetime__": true, "as_str": "2020-01-01"], "2020-01-01 00:00:00"),
            ("type: datetime", "1593561600", "2020-07-01 00:00:00"),
            ("type: datetime", "1593561600.5", "2020-07-01 00:00:00.500000"),
            ("type: float", "010", 10.0), ("type: float", "1e3", 1000.0), ("type: float", "0x10", 16.0),
            ("type: float", "1_000", 1000.0), ("type: float, default: 1", ".inf", .double(.infinity)),
            ("type: float", ".nan", .double(.nan)),
            ("type: 'mlist[float]', allowed: [1, 2], default: [1]", [1], [1.0]),
            ("type: 'mlist[int]', allowed: [1, 2]", "['2']", [2]), ("type: mlist, allowed: [1, 2]", [1.0], [1.0]),
            ("type: 'mlist[str]', allowed: [1, 2]", [2], ["2"]),
        ] as [(String, AttributeValue, AttributeValue)])
    func coercion(declaration: String, value: AttributeValue, expected: AttributeValue) throws {
        #expect(try parameter(declaration).checked(value) == expected)
    }

    @Test(
        "other values are refused",
        arguments: [
            ("type: bool", "maybe"), ("type: bool", 2), ("type: int", "5.7"), ("type: int", 5.7), ("type: int", "abc"),
            ("type: int", ""), ("type: int", true), ("type: float", "x"), ("type: str", ["a"]), ("type: list", "abc"),
            ("type: list", 5), ("type: dict", "[1]"), ("type: dict", "{a: 1"), ("type: mlist, allowed: [a]", "a"),
            ("type: mlist, allowed: [a]", ["b"]), ("type: datetime", "5"), ("type: datetime", "2021-02-30"),
            ("type: 'list[int]'", ["x"]), ("type: int, min: 0, default: 1", -1), ("type: int, max: 9", 10),
            ("type: int, min: 0, max: 0", 1), ("type: str, allowed: [a, b], default: a", "c"),
            ("type: datetime, min: 2020-01-01, default: 2020-01-01", "2019-12-31"),
            ("type: float, max: 1", 1.5), ("type: float, min: 0", .double(.nan)), ("type: float, max: 0", ".nan"),
            ("type: float", "nan"), ("type: float", "inf"), ("type: float", "0x1p2"), ("type: float", ""),
            ("type: 'mlist[float]', allowed: [1]", [2]), ("type: datetime", "20200231"),
        ] as [(String, AttributeValue)])
    func refusals(declaration: String, value: AttributeValue) throws {
        let parameter = try parameter(declaration)
        let error = #expect(throws: ImageError.self) { try parameter.checked(value) }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message.contains("'p'") == true)
    }

    @Test("now and today are times") func clock() throws {
        let parameter = try parameter("type: datetime")
        #expect(try parameter.checked("now").stringValue?.hasPrefix("20") == true)
        #expect(try parameter.checked("today").stringValue?.hasSuffix(" 00:00:00") == true)
    }

    @Test("mistakes in declarations are told with their places, all at once") func mistakes() async throws {
        let catalog = try Catalog(
            text: """
                metadata:
                  parameters:
                    bad: {type: strr}
                    root: {default: /data}
                sources:
                  a:
                    driver: tif
                    args: {uri: x}
                    parameters:
                      default: {description: d, type: int, default: abc}
                      bounds: {description: d, type: int, default: 5, max: 3}
                      minimum: {description: d, type: int, min: x}
                      none: {description: d, type: mlist}
                      type: {description: d}
                      list: [1]
                      key: {description: d, type: int, mini: 3}
                  b: {driver: tif, args: {uri: x}, parameters: [{name: p}]}
                  c: {driver: tif, args: {uri: "{{ root }}/c"}, parameters: null}
                """)
        let found = catalog.diagnostics.map { "\($0.location.line ?? 0) \($0.severity) \($0.location.keyPath ?? "")" }
        #expect(
            found == [
                "3 error metadata.parameters.bad", "10 error sources.a.parameters.default",
                "11 error sources.a.parameters.bounds", "12 error sources.a.parameters.minimum",
                "13 error sources.a.parameters.none", "14 error sources.a.parameters.type",
                "15 error sources.a.parameters.list", "16 warning sources.a.parameters.key",
                "17 error sources.b.parameters",
            ])
        #expect(catalog.diagnostics.first?.hint == "did you mean 'str'?")
        #expect(try await catalog["c"].resolved().uri == "/data/c")
    }

    private let lab = """
        metadata:
          parameters: {root: {description: disks, type: str, default: /data}}
        sources:
          exp:
            driver: tif
            parameters:
              well: {description: w, type: str, default: A1, allowed: [A1, B2]}
              t: {description: t, type: int, default: 0, min: 0, max: 95}
              raw: {description: r, type: bool, default: no}
              folder: {description: f, type: str, default: "{{ root }}/{{ well }}"}
            args:
              uri: "{{ folder }}/t{{ '%03d' | format(t) }}.tif"
              raw: "{{ raw }}"
            metadata: {t: "{{ t }}", text: "t={{ t }}", well: "{{ well | lower }}"}
          own:
            driver: tif
            parameters: {root: {description: mine, type: str, default: /mine}}
            args: {uri: "{{ root }}/x", output_axis_order: "{{ order | default('tyx') }}"}
          circle:
            driver: tif
            parameters:
              a: {description: a, type: str, default: "{{ b }}"}
              b: {description: b, type: str, default: "{{ a }}"}
            args: {uri: "{{ a }}"}
          zero:
            driver: tif
            parameters: {n: {description: n, type: int, min: 1}}
            args: {uri: "x{{ n }}"}
        """

    @Test("values reach templates with their types, and the catalog stays as it is") func values() async throws {
        let catalog = try Catalog(text: lab)
        let plain = try await catalog["exp"].resolved()
        #expect(plain.uri == "/data/A1/t000.tif")
        #expect(plain.metadata == ["t": 0, "text": "t=0", "well": "a1"])
        #expect(plain.options == ["raw": false])
        let given = try await catalog["exp", with: ["well": "B2", "t": 3, "raw": true]].resolved()
        #expect(given.uri == "/data/B2/t003.tif")
        #expect(given.options == ["raw": true])
        #expect(given.parameters["t"] == 3)
        #expect(try await catalog["exp", with: ["t": "7", "root": "/mnt"]].resolved().uri == "/mnt/A1/t007.tif")
        #expect(try await catalog["exp"].resolved().uri == plain.uri)
        let chained = try await catalog["exp"].with(["well": "B2"]).with(["t": 1]).resolved()
        #expect(chained.uri == "/data/B2/t001.tif")
        #expect(try await catalog["own"].resolved().uri == "/mine/x")
    }

    @Test("explicit arguments win, and are data") func arguments() async throws {
        let catalog = try Catalog(text: lab)
        let other = try await catalog["exp", with: ["uri": "/other/{{ t }}.tif"]].resolved()
        #expect(other.uri == "/other/{{ t }}.tif")
        #expect(try await catalog["own", with: ["order": "xyt"]].source().request.axisOrder == .custom("xyt"))
        #expect(
            try await catalog["own", with: ["output_axis_order": "ytx"]].source().request.axisOrder == .custom("ytx"))
        let template = try await catalog["exp", with: ["folder": "{{ root }}"]].resolved()
        #expect(template.uri == "/lab/{{ root }}/t000.tif")
    }

    @Test(
        "mistakes of the caller",
        arguments: [
            (["wel": "B2"], "did you mean 'well'? parameters: root, well, t, raw, folder; arguments: "),
            (["well": "C3"], "allowed are A1, B2"), (["t": 96], nil),
            (["t": "x"], nil), (["nothing_like_it": 1], "parameters: root, well, t, raw, folder; arguments: "),
        ] as [(Attributes, String?)])
    func callers(values: Attributes, hint: String?) async throws {
        let entry = try await Catalog(text: lab)["exp", with: values]
        let error = await #expect(throws: ImageError.self) { try await entry.resolved() }
        #expect(error?.code == .invalidArgument)
        #expect(error?.location?.line == 4 || error?.location?.line == 12)
        if let hint { #expect(error?.hint?.contains(hint) == true, "\(error?.hint ?? "")") }
    }

    @Test("circles and zeros outside of the bounds") func circles() async throws {
        let catalog = try Catalog(text: lab)
        let circle = await #expect(throws: ImageError.self) { try await catalog["circle"].resolved() }
        #expect(circle?.code == .corrupt && circle?.message.contains("made of itself") == true)
        #expect(try await catalog["circle", with: ["a": "/x"]].resolved().uri == "/x")
        let zero = await #expect(throws: ImageError.self) { try await catalog["zero"].resolved() }
        #expect(zero?.message.contains("no default") == true)
        #expect(try await catalog["zero", with: ["n": 4]].resolved().uri == "/lab/x4")
    }

    @Test("defaults that nothing uses are checked, but may need what this machine has not") func unused() async throws {
        let catalog = try Catalog(
            text: """
                sources:
                  circle:
                    driver: tif
                    parameters:
                      p: {description: p, type: str, default: "{{ q }}"}
                      q: {description: q, type: str, default: "{{ p }}"}
                    args: {uri: x}
                  type:
                    driver: tif
                    parameters: {r: {description: r, type: int, default: "{{ CATALOG_DIR }}"}}
                    args: {uri: x}
                  variable:
                    driver: tif
                    parameters:
                      home: {description: h, type: str, default: env(HOME)}
                      n: {description: n, type: int, min: 1}
                    args: {uri: x}
                """)
        await expectFailure(.corrupt) { try await catalog["circle"].resolved() }
        #expect(try await catalog["circle", with: ["q": "a"]].resolved().parameters == ["p": "a", "q": "a"])
        await expectFailure(.invalidArgument) { try await catalog["type"].resolved() }
        #expect(try await catalog["variable"].resolved().parameters == [:])
    }
}
