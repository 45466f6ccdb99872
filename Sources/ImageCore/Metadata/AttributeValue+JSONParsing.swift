extension AttributeValue {
    /// The value of a JSON document (RFC 8259), which must fill the bytes.
    ///
    /// Python's `NaN`, `Infinity` and `-Infinity` are taken too. Whole numbers without a fraction or an exponent are
    /// `int` or `unsigned` where they fit, all others are `double`. A repeated name takes the last value; half of a
    /// surrogate pair becomes U+FFFD; lists and mappings nest to 64 levels.
    public init(parsingJSON bytes: RawSpan) throws(ParseError) {
        var parser = JSONParser(bytes)
        self = try parser.document()
    }

    /// The value of a JSON document; see `init(parsingJSON:)` of a span.
    public init(parsingJSON bytes: Bytes) throws(ParseError) {
        try self.init(parsingJSON: bytes.span)
    }
}
