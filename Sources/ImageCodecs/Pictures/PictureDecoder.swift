public import ImageCore

/// What a picture's own header says about it.
public struct PictureShape: Sendable, Hashable, CustomStringConvertible {
    /// The pixels of a row.
    public var width: Int
    /// The rows.
    public var height: Int
    /// The samples of a pixel, which lie side by side.
    public var sampleCount: Int
    /// The type of a sample.
    public var elementType: ElementType

    /// A shape.
    public init(width: Int, height: Int, sampleCount: Int, elementType: ElementType = .uint8) {
        self.width = width
        self.height = height
        self.sampleCount = sampleCount
        self.elementType = elementType
    }

    /// The bytes of all samples.
    public var byteCount: Int { rowByteCount.multipliedClamped(by: max(height, 0)) }

    /// Width, height, samples and their type.
    public var description: String { "\(width) x \(height) x \(sampleCount) \(elementType)" }

    /// The bytes of a row.
    var rowByteCount: Int {
        max(width, 0).multipliedClamped(by: max(sampleCount, 0)).multipliedClamped(by: elementType.size)
    }
}

/// Decodes pictures whose data say how large they are.
public protocol PictureDecoder: Sendable {
    /// The name that formats know it by, such as `jpeg`.
    var name: String { get }

    /// What the header of a picture says.
    ///
    /// - Throws: `CodecError` if it is damaged, or of a kind that is not supported.
    func shape(of input: RawSpan) throws(CodecError) -> PictureShape

    /// Appends the samples of a picture to `output`, row by row, in the byte order of this machine.
    ///
    /// The picture may be smaller than expected, as at the edge of an image.
    ///
    /// - Returns: what the picture is.
    /// - Throws: `CodecError` if it is wider or higher than expected or has other samples, if there is no room for it, or if
    ///   it is damaged. Never traps, whatever the input.
    func decode(_ input: RawSpan, expecting: PictureShape, into output: inout OutputRawSpan) throws(CodecError)
        -> PictureShape
}

extension PictureDecoder {
    /// Checks a picture against what is expected, and returns the bytes that its samples take.
    func check(_ shape: PictureShape, expecting: PictureShape, room: Int) throws(CodecError) -> Int {
        guard shape.width > 0, shape.height > 0, shape.width <= expecting.width, shape.height <= expecting.height,
            shape.sampleCount == expecting.sampleCount, shape.elementType == expecting.elementType
        else { throw CodecError("\(name): the picture is \(shape), expected is \(expecting)") }
        guard shape.byteCount <= room else { throw .noRoom(name, shape.byteCount, room) }
        return shape.byteCount
    }
}
