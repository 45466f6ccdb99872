import ImageCore
import Testing

@testable import ImageFormats

/// A header as text, parsed as a whole file.
func header(_ lines: String..., version: Int = 5, blank: Bool = true, lineEnd: String = "\n") throws -> NRRDHeader {
    let text = (["NRRD000\(version)"] + lines + (blank ? [""] : [])).map { $0 + lineEnd }.joined()
    let parsed = try Bytes(utf8: text + "data").withBytes { (span) throws(ParseError) in
        try NRRDHeader.parse(span, isWhole: true)
    }
    return try #require(parsed).0
}

private let minimal = ["type: uint8", "dimension: 2", "sizes: 3 2", "encoding: raw"]

@Suite struct NRRDHeaderTests {
    @Test func readsTheLeastAHeaderNeeds() throws {
        let header = try header("type: uint8", "dimension: 2", "sizes: 3 2", "encoding: raw")
        #expect(header.elementType == .uint8)
        #expect(header.sizes == [3, 2])
        #expect(header.encoding == .raw)
        #expect(header.dataFile == nil)
        #expect(header.diagnostics.isEmpty)
    }

    @Test(arguments: ["\n", "\r\n"])
    func dataBeginAfterTheBlankLine(lineEnd: String) throws {
        let text = (["NRRD0004"] + minimal + [""]).map { $0 + lineEnd }.joined()
        let (_, end) = try #require(
            try Bytes(utf8: text + "abcdef").withBytes { (span) throws(ParseError) in
                try NRRDHeader.parse(span, isWhole: true)
            })
        #expect(end == text.utf8.count)
    }

    @Test func aHeaderThatIsCutOffAsksForMore() throws {
        let text = (["NRRD0004"] + minimal + [""]).map { $0 + "\n" }.joined()
        for count in 9..<text.utf8.count {
            let part = Bytes(utf8: String(text.prefix(count)))
            let parsed = try part.withBytes { (span) throws(ParseError) in try NRRDHeader.parse(span, isWhole: false) }
            #expect(parsed == nil, "after \(count) bytes")
        }
    }

    @Test(arguments: [
        ("signed char", ElementType.int8), ("int8_t", .int8), ("uchar", .uint8), ("short int", .int16),
        ("unsigned short int", .uint16), ("int", .int32), ("signed int", .int32), ("uint32_t", .uint32),
        ("long long int", .int64), ("signed long long", .int64), ("ulonglong", .uint64),
        ("unsigned long long int", .uint64), ("float", .float32), ("double", .float64), ("Unsigned  Char", .uint8),
    ])
    func knowsTheTypesInAllSpellings(name: String, type: ElementType) throws {
        let header = try header("type: \(name)", "dimension: 1", "sizes: 3", "encoding: raw", "endian: little")
        #expect(header.elementType == type)
    }

    @Test(arguments: [
        ("raw", NRRDHeader.Encoding.raw), ("gz", .gzip), ("gzip", .gzip), ("GZIP", .gzip), ("bz2", .bzip2),
        ("bzip2", .bzip2), ("txt", .text), ("text", .text), ("ascii", .text), ("ASCII", .text), ("hex", .hex),
    ])
    func knowsTheEncodings(name: String, encoding: NRRDHeader.Encoding) throws {
        #expect(try header("type: int8", "dimension: 1", "sizes: 3", "encoding: \(name)").encoding == encoding)
    }

    @Test func fieldNamesIgnoreCaseAndKnowSynonyms() throws {
        let header = try header(
            "Type: uint8", "DIMENSION: 2", "sizes: 3 2", "encoding: raw", "centerings: cell node", "axismins: 1 2",
            "lineskip: 4", "byteskip: -1", "datafile: a.raw")
        #expect(header.centers == ["cell", "node"])
        #expect(header.axisMins == [1, 2])
        #expect(header.lineSkip == 4)
        #expect(header.byteSkip == -1)
        #expect(header.dataFile == .single("a.raw"))
    }

    @Test func keepsKeyValuePairsAndLeavesOutComments() throws {
        let header = try header(
            "# a comment", "type: uint8", "dimension: 1", "sizes: 3", "encoding: raw",
            "my key:=a value with: colons := and more", "lines:=one\\ntwo\\\\three", "µ:=5 µm")
        #expect(header.keyValues["my key"] == "a value with: colons := and more")
        #expect(header.keyValues["lines"] == "one\ntwo\\three")
        #expect(header.keyValues["µ"] == "5 µm")
        #expect(header.keyValues.count == 3)
    }

    @Test func readsVectorsQuotesAndNumbers() throws {
        let header = try header(
            "type: uint8", "dimension: 3", "space: left-posterior-superior", "sizes: 3 2 4",
            "space directions: none ( 1, 0, -2.5e-1 ) (0,NaN,1)", "space origin: (1.5,2,3)",
            "labels: \"a \\\"quoted\\\" name\" \"\" \"z\"", "units: mm \"\" \"um\"", "encoding: raw",
            "spacings: nan 0.25 -inf")
        #expect(header.spaceDirections == [nil, [1, 0, -0.25], nil])
        #expect(header.spaceOrigin == [1.5, 2, 3])
        #expect(header.labels == ["a \"quoted\" name", "", "z"])
        // One quote makes quotes delimiters: words outside of them do not count.
        #expect(header.units == ["", "um"])
        #expect(header.spacings[0].isNaN)
        #expect(header.spacings[1...] == [0.25, -.infinity])
    }

    @Test func readsListsAndPatternsOfDataFiles() throws {
        let list = try header(
            "type: uint8", "dimension: 3", "sizes: 3 2 2", "encoding: raw", "data file: LIST 2", "a.raw", "b c.raw")
        #expect(list.dataFile == .list(["a.raw", "b c.raw"], subdimension: 2))
        let pattern = try header(
            "type: uint8", "dimension: 3", "sizes: 3 2 2", "encoding: raw", "data file: s%03d.raw 9 11 2")
        #expect(pattern.dataFile == .list(["s009.raw", "s011.raw"], subdimension: nil))
        let down = try header(
            "type: uint8", "dimension: 3", "sizes: 3 2 2", "encoding: raw", "data file: s%d.raw 3 1 -1 2")
        #expect(down.dataFile == .list(["s3.raw", "s2.raw", "s1.raw"], subdimension: 2))
    }

    @Test(arguments: [
        ("%d", 7, "7"), ("a%03d.b", 7, "a007.b"), ("%5d", 12, "   12"), ("%-4dx", 12, "12  x"), ("%%%d", 3, "%3"),
        ("%03d", -5, "-05"), ("%+d", 5, "+5"),
    ])
    func fillsInPatterns(format: String, number: Int, name: String) {
        #expect(NRRDHeader.formatted(format, number) == name)
    }

    @Test(arguments: ["%s", "%d%d", "none", "%n", "%999d", "%", "%lld"])
    func refusesOtherPatterns(format: String) {
        #expect(NRRDHeader.formatted(format, 1) == nil)
    }

    @Test(arguments: [
        ["type: uint8", "type: uint8"], ["sizes: 3 -2"], ["sizes: 3 0"], ["sizes: 99999999999999999999 1"],
        ["dimension: 3"], ["dimension: x"], ["encoding: zstd"], ["endian: middle"], ["type: block"], ["line skip: -1"],
        ["byte skip: -2"], ["space directions: (1,0"], ["space directions: up (1,0)"], ["spacings: one two"],
        ["data file: LIST"], ["data file: a%d.raw 0 99999999999 1"], ["data file: a%d.raw 0 5 0"],
        ["data file: %d.raw 0 -9223372036854775808 -1"],
        ["data file: a%d.raw 1 9999999 1"], ["data file: \(String(repeating: "a", count: 5000))%d 0 1 1"],
        ["sizes: " + String(repeating: "1 ", count: 17), "dimension: 17"], ["data file:"],
        ["neither one nor the other"],
    ])
    func refusesWhatMakesNoSense(lines: [String]) throws {
        // The line replaces the minimal header's line of that field, unless the point is that it stands there twice.
        let names = Set(lines.map { $0.prefix { $0 != ":" } })
        let isRepeated = names.count < lines.count
        let kept = minimal.filter { line in isRepeated || !names.contains { line.hasPrefix($0 + ":") } }
        let text = (["NRRD0004"] + kept + lines + [""]).map { $0 + "\n" }.joined()
        #expect(throws: ParseError.self) {
            _ = try Bytes(utf8: text).withBytes { (span) throws(ParseError) in
                try NRRDHeader.parse(span, isWhole: true)
            }
        }
    }

    @Test func unknownFieldsAreKeptAndReported() throws {
        let header = try header("type: uint8", "dimension: 1", "sizes: 3", "encoding: raw", "colour: blue")
        #expect(header.fields["colour"] == "blue")
        #expect(header.diagnostics.map(\.message) == ["'colour' is no field of the format; it is kept as it is"])
    }

    @Test(arguments: [
        ("LPS", "left-posterior-superior"), ("rast", "right-anterior-superior-time"), ("scanner-xyz", "scanner-xyz"),
    ])
    func spacesHaveLongNames(name: String, long: String) throws {
        #expect(try header("type: uint8", "dimension: 1", "space: \(name)", "sizes: 3", "encoding: raw").space == long)
    }
}
