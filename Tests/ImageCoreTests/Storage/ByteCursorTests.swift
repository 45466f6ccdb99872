import ImageCore
import Testing

@Suite("ByteCursor") struct ByteCursorTests {
    private let bytes = Bytes([0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09])

    @Test("numbers in both byte orders, front to back") func numbers() throws {
        try bytes.withBytes { span in
            var cursor = ByteCursor(span)
            #expect(try cursor.read(UInt8.self) == 1)
            #expect(try cursor.read(UInt16.self) == 0x0302)
            cursor.byteOrder = .big
            #expect(try cursor.read(Int32.self) == 0x0405_0607)
            #expect(cursor.offset == 7)
            #expect(cursor.remaining == 2)
            try cursor.seek(to: 1)
            #expect(try cursor.read(UInt64.self) == 0x0203_0405_0607_0809)
            #expect(cursor.remaining == 0)
        }
    }

    @Test("reading past the end throws and stays where it was") func truncated() throws {
        try bytes.withBytes { span in
            var cursor = ByteCursor(span)
            try cursor.skip(8)
            for _ in 0..<2 {
                do throws(ParseError) {
                    _ = try cursor.read(UInt16.self)
                    Issue.record("read two bytes where one was left")
                } catch {
                    #expect(error.offset == 8)
                    #expect(error.imageError.code == .corrupt)
                    #expect(error.imageError.location?.byteOffset == 8)
                }
            }
            #expect(try cursor.read(UInt8.self) == 9)
        }
    }

    @Test("positions outside are errors", arguments: [-1, 10, Int.max, Int.min]) func seeking(position: Int) {
        bytes.withBytes { span in
            var cursor = ByteCursor(span)
            do throws(ParseError) {
                try cursor.seek(to: position)
                Issue.record("moved to \(position)")
            } catch { #expect(cursor.offset == 0) }
        }
    }

    @Test("skips outside are errors", arguments: [-1, 10, Int.max, Int.min]) func skipping(count: Int) {
        bytes.withBytes { span in
            var cursor = ByteCursor(span)
            do throws(ParseError) {
                try cursor.skip(count)
                Issue.record("skipped \(count)")
            } catch { #expect(cursor.offset == 0) }
            do throws(ParseError) {
                _ = try cursor.readText(count)
                Issue.record("read \(count) letters")
            } catch { #expect(cursor.offset == 0) }
        }
    }

    @Test(
        "lines",
        arguments: [
            ("a\nb\n", ["a", "b"]), ("a\r\nb", ["a", "b"]), ("\n\n", ["", ""]), ("", []), ("x\r", ["x"]),
            ("\r\n\r\n", ["", ""]),
            ("a\rb\n", ["a\rb"]), ("one", ["one"]),
        ])
    func lines(text: String, expected: [String]) throws {
        let lines = try Bytes(utf8: text).withBytes { span in
            var cursor = ByteCursor(span)
            var lines: [String] = []
            while let line = try cursor.readLine() { lines.append(line) }
            return lines
        }
        #expect(lines == expected)
    }

    @Test("a line beyond the limit is an error") func longLine() throws {
        let text = Bytes([UInt8](repeating: 0x61, count: 100))
        text.withBytes { span in
            var cursor = ByteCursor(span)
            #expect(throws: Never.self) {
                var free = ByteCursor(span); _ = try free.readLine(limit: 100)
            }
            do throws(ParseError) {
                _ = try cursor.readLine(limit: 99)
                Issue.record("100 letters within a limit of 99")
            } catch { #expect(error.offset == 0) }
        }
    }

    @Test(
        "text that is not UTF-8 is Latin-1",
        arguments: [
            ([UInt8]([0xB5, 0x6D]), "\u{B5}m"), ([0xC2, 0xB5], "\u{B5}"), ([0xE9, 0xFF], "\u{E9}\u{FF}"), ([], ""),
        ])
    func text(bytes: [UInt8], expected: String) throws {
        let text = try Bytes(bytes).withBytes { span in
            var cursor = ByteCursor(span)
            return try cursor.readText(bytes.count)
        }
        #expect(text == expected)
    }
}
