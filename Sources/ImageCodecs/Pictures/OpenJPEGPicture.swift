import COpenJPEG
import ImageCore

/// A decoded picture that belongs to OpenJPEG.
struct OpenJPEGPicture: ~Copyable {
    private let image: UnsafeMutablePointer<opj_image_t>

    /// What the library reads from, and the first thing it says.
    private struct Reader {
        var start: UnsafeRawPointer?
        var count: Int
        var position = 0
        var message = ""
    }

    /// Decodes a stream.
    init(_ bytes: UnsafeRawBufferPointer, isBoxed: Bool) throws(CodecError) {
        var reader = Reader(start: bytes.baseAddress, count: bytes.count)
        let result = withUnsafeMutablePointer(to: &reader) { Self.decode($0, isBoxed: isBoxed) }
        guard let result else {
            let text = reader.message.isEmpty ? "the data are damaged" : reader.message
            throw CodecError("jpeg2000: \(text)")
        }
        image = result
    }

    deinit {
        opj_image_destroy(image)
    }

    private static func decode(
        _ reader: UnsafeMutablePointer<Reader>, isBoxed: Bool
    ) -> UnsafeMutablePointer<opj_image_t>? {
        guard let codec = opj_create_decompress(isBoxed ? OPJ_CODEC_JP2 : OPJ_CODEC_J2K) else { return nil }
        defer { opj_destroy_codec(codec) }
        var parameters = opj_dparameters_t()
        opj_set_default_decoder_parameters(&parameters)
        // Palettes and orders of channels are left to who reads the file.
        parameters.flags |= UInt32(OPJ_DPARAMETERS_IGNORE_PCLR_CMAP_CDEF_FLAG)
        opj_set_error_handler(
            codec,
            { text, data in
                guard let text, let reader = data?.assumingMemoryBound(to: Reader.self) else { return }
                if reader.pointee.message.isEmpty {
                    reader.pointee.message = String(String(cString: text).prefix { $0 != "\n" })
                }
            }, reader)
        guard opj_setup_decoder(codec, &parameters) != 0, let stream = stream(reader) else { return nil }
        defer { opj_stream_destroy(stream) }
        var image: UnsafeMutablePointer<opj_image_t>?
        guard opj_read_header(stream, codec, &image) != 0, opj_decode(codec, stream, image) != 0,
            opj_end_decompress(codec, stream) != 0
        else {
            opj_image_destroy(image)
            return nil
        }
        return image
    }

    private static func stream(_ reader: UnsafeMutablePointer<Reader>) -> UnsafeMutablePointer<opj_stream_t?>? {
        guard let stream = opj_stream_create(1 << 16, 1) else { return nil }
        opj_stream_set_user_data(stream, reader, nil)
        opj_stream_set_user_data_length(stream, UInt64(reader.pointee.count))
        opj_stream_set_read_function(stream) { target, count, data in
            guard let target, let reader = data?.assumingMemoryBound(to: Reader.self) else { return -1 }
            let taken = min(Int(clamping: count), reader.pointee.count - reader.pointee.position)
            guard taken > 0, let start = reader.pointee.start else { return -1 }
            target.copyMemory(from: start + reader.pointee.position, byteCount: taken)
            reader.pointee.position += taken
            return taken
        }
        opj_stream_set_skip_function(stream) { count, data in
            guard let reader = data?.assumingMemoryBound(to: Reader.self) else { return -1 }
            let position = reader.pointee.position
            let moved = min(max(Int(clamping: count), -position), reader.pointee.count - position)
            reader.pointee.position += moved
            return OPJ_OFF_T(moved)
        }
        opj_stream_set_seek_function(stream) { position, data in
            guard let reader = data?.assumingMemoryBound(to: Reader.self), position >= 0,
                position <= reader.pointee.count
            else { return 0 }
            reader.pointee.position = Int(position)
            return 1
        }
        return stream
    }

    /// Writes the samples side by side; what a smaller component lacks is repeated.
    func write(_ shape: PictureShape, _ room: UnsafeMutableRawBufferPointer) throws(CodecError) {
        guard Int(image.pointee.numcomps) == shape.sampleCount, let components = image.pointee.comps else {
            throw CodecError("jpeg2000: \(image.pointee.numcomps) components, \(shape.sampleCount) expected")
        }
        guard let target = room.baseAddress, shape.byteCount <= room.count else {
            throw .noRoom("jpeg2000", shape.byteCount, room.count)
        }
        for index in 0..<shape.sampleCount {
            let part = target + index * shape.elementType.size
            switch shape.elementType.size {
            case 1: try write(components[index], shape, part, UInt8.self)
            case 2: try write(components[index], shape, part, UInt16.self)
            default: try write(components[index], shape, part, UInt32.self)
            }
        }
    }

    @inline(__always)
    private func write<T: FixedWidthInteger & BitwiseCopyable>(
        _ component: opj_image_comp_t, _ shape: PictureShape, _ target: UnsafeMutableRawPointer, _: T.Type
    ) throws(CodecError) {
        let (width, height) = (Int(component.w), Int(component.h))
        let (stepX, stepY) = (Int(component.dx), Int(component.dy))
        guard let data = component.data, width > 0, height > 0, stepX > 0, stepY > 0 else {
            throw CodecError("jpeg2000: a component is missing")
        }
        let (left, top) = (Int(image.pointee.x0), Int(image.pointee.y0))
        let (firstX, firstY) = ((left + stepX - 1) / stepX, (top + stepY - 1) / stepY)
        let pixelSize = shape.sampleCount * MemoryLayout<T>.size
        var place = target
        for y in 0..<shape.height {
            let row = data + min(max((y + top) / stepY - firstY, 0), height - 1) * width
            for x in 0..<shape.width {
                let column = stepX == 1 ? min(x, width - 1) : min(max((x + left) / stepX - firstX, 0), width - 1)
                place.storeBytes(of: T(truncatingIfNeeded: row[column]), as: T.self)
                place += pixelSize
            }
        }
    }
}
