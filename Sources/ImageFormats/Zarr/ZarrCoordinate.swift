import ImageCore
import ImageSources

/// An array of the names or positions along an axis, as xarray keeps them beside its variables.
struct ZarrCoordinate {
    private let values: Coordinates
    private let attributes: Attributes

    /// As many places as a time lapse may have.
    private static let countLimit = 1 << 20

    /// Reads the array.
    ///
    /// - Throws: `unsupported` for elements that are neither numbers nor text, `corrupt` for another number of them.
    init(_ node: ZarrNode, length: Int) async throws {
        let array = try node.array()
        guard array.metadata.shape == [length] else {
            throw ImageError.corrupt("the array has \(Shape.describe(array.metadata.shape)) elements, not \(length)")
        }
        attributes = array.metadata.attributes
        let chunks = try await array.decodedChunks(limit: Self.countLimit)
        let perChunk = array.metadata.codecs.innermost.chunk.first ?? 1
        switch array.metadata.type {
        case .number(let type):
            let fill = array.metadata.fill ?? Bytes([UInt8](repeating: 0, count: type.size))
            var numbers: [Double] = []
            for chunk in chunks {
                if let chunk {
                    numbers += try Self.numbers(chunk, type, array.metadata.codecs.innermost.byteOrder)
                } else {
                    let value = try Self.numbers(fill, type, .native).first ?? 0
                    numbers += [Double](repeating: value, count: perChunk)
                }
            }
            values = .values(Array(numbers.prefix(length)))
        case .fixedText(let count):
            let order = array.metadata.codecs.innermost.byteOrder
            values = .labels(try Self.texts(chunks, perChunk, length) { try Self.fixedTexts($0, count, order) })
        case .fixedBytes(let count):
            values = .labels(try Self.texts(chunks, perChunk, length) { try Self.byteTexts($0, count) })
        case .text:
            values = .labels(try Self.texts(chunks, perChunk, length) { try Self.variableTexts($0) })
        }
        guard values.count == length else {
            throw ImageError.corrupt("the array holds \(values.count) elements, not \(length)")
        }
    }

    /// Puts what the array says into the description of its axis.
    ///
    /// Where our own writer noted spacing and origin exactly, these count; evenly spaced positions say them otherwise.
    func complete(_ axis: inout StoredAxis) {
        for key in ["units", "unit"] {
            if axis.unit == nil, let text = attributes[key]?.stringValue { axis.unit = text }
        }
        if let spacing = attributes["spacing"]?.doubleValue {
            axis.spacing = spacing
            axis.origin = attributes["origin"]?.doubleValue
        } else if axis.spacing == nil || attributes["spacing"]?.isNull == true {
            axis.coords = values
        }
    }

    private static func numbers(_ bytes: Bytes, _ type: ElementType, _ order: ByteOrder) throws -> [Double] {
        let count = bytes.count / type.size
        let block = try ScatterTarget(count: count * type.size)
        let copy = StridedCopy(
            shape: [count], elementSize: type.size, sourceStrides: [type.size], destinationStrides: [type.size],
            swapWidth: order == .native ? 1 : type.swapWidth)
        try bytes.withBytes { (span) throws(ImageError) in try block.scatter(copy, from: span) }
        guard let pixel = type.pixelType as? any RealPixel.Type, type != .bool else {
            throw ImageError.unsupported("\(type) elements are no positions")
        }
        let array = try ImageArray(axes: "x", shape: [count], elementType: type, bytes: block.freeze())
        return try doubles(array, pixel)
    }

    private static func doubles<T: RealPixel>(_ array: ImageArray, _: T.Type) throws -> [Double] {
        try array.withSpan(of: T.self) { span in (0..<span.count).map { span[$0].doubleValue } }
    }

    private static func texts(
        _ chunks: [Bytes?], _ perChunk: Int, _ length: Int, _ decode: (Bytes) throws -> [String]
    ) throws -> [String] {
        var texts: [String] = []
        for chunk in chunks { texts += try chunk.map(decode) ?? [String](repeating: "", count: min(perChunk, length)) }
        return Array(texts.prefix(length))
    }

    /// Texts of so many UTF-32 units, filled up with zeros.
    private static func fixedTexts(_ bytes: Bytes, _ count: Int, _ order: ByteOrder) throws -> [String] {
        var cursor = ByteCursor(bytes.span, byteOrder: order)
        var texts: [String] = []
        while count > 0, cursor.remaining >= count * 4 {
            var scalars = String.UnicodeScalarView()
            for _ in 0..<count {
                let unit = try cursor.read(UInt32.self)
                if unit != 0 { scalars.append(Unicode.Scalar(unit) ?? "\u{FFFD}") }
            }
            texts.append(String(scalars))
        }
        return texts
    }

    private static func byteTexts(_ bytes: Bytes, _ count: Int) throws -> [String] {
        var cursor = ByteCursor(bytes.span)
        var texts: [String] = []
        while count > 0, cursor.remaining >= count {
            texts.append(String(try cursor.readText(count).prefix { $0 != "\0" }))
        }
        return texts
    }

    /// A count, then each text behind its length (codec `vlen-utf8`).
    private static func variableTexts(_ bytes: Bytes) throws -> [String] {
        var cursor = ByteCursor(bytes.span)
        let count = Int(try cursor.read(UInt32.self))
        guard count <= bytes.count / 4 else { throw ImageError.corrupt("\(count) texts in \(bytes.count) bytes") }
        var texts: [String] = []
        for _ in 0..<count { texts.append(try cursor.readText(Int(try cursor.read(UInt32.self)))) }
        return texts
    }
}
