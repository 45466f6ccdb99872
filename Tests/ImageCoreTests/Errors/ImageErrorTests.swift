import ImageCore
import Testing

@Suite("ImageError") struct ImageErrorTests {
    @Test(
        "one line: where, what, what to do",
        arguments: [
            (ImageError.Location?.none, "wrong; do right"), (.init("a.nrrd"), "a.nrrd: wrong; do right"),
            (.init("a.nrrd", byteOffset: 812), "a.nrrd, byte 812: wrong; do right"),
            (.init("a.yaml", line: 3, column: 7, keyPath: "sources.x"), "a.yaml:3:7 (sources.x): wrong; do right"),
            (.init(line: 3), "line 3: wrong; do right"), (.init(byteOffset: 5), "byte 5: wrong; do right"),
            (.init(keyPath: "args"), "(args): wrong; do right"), (.init(), "wrong; do right"),
        ])
    func description(location: ImageError.Location?, text: String) {
        let error = ImageError.corrupt("wrong", at: location, hint: "do right")
        #expect(error.description == text)
    }

    @Test("codes can be caught") func catching() {
        func kind(_ error: ImageError) -> String {
            do { throw error } catch ImageError.Code.corrupt { return "corrupt" } catch ImageError.Code.notFound {
                return "not found"
            } catch { return "other" }
        }
        #expect(kind(.corrupt("")) == "corrupt")
        #expect(kind(.notFound("")) == "not found")
        #expect(kind(.limitExceeded("")) == "other")
        #expect(!(ImageError.Code.io ~= CancellationError()))
    }

    @Test(
        "codes as written",
        arguments: [
            (ImageError.Code.notFound, "not_found"), (.unsupported, "unsupported"), (.corrupt, "corrupt"),
            (.invalidArgument, "invalid_argument"), (.limitExceeded, "limit_exceeded"),
            (.permissionDenied, "permission_denied"), (.io, "io"),
        ])
    func codes(code: ImageError.Code, text: String) {
        #expect(code.description == text)
    }

    @Test("the resource is filled in where it is missing") func located() {
        let inner = ImageError.corrupt("wrong", at: .init(byteOffset: 3))
        #expect(inner.located(in: "f").location == .init("f", byteOffset: 3))
        #expect(inner.located(in: "f").located(in: "g").location?.resource == "f")
    }

    @Test("causes as a tree") func causes() {
        let error = ImageError(
            .corrupt, "outer", underlying: ImageError(.io, "inner", underlying: ParseError("deep", at: 2)))
        #expect(
            error.detailedDescription == """
                outer [corrupt]
                  caused by: inner [io]
                    caused by: deep (byte 2)
                """)
    }
}
