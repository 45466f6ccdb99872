import ByteStores
import ImageCore
import ImageSources

/// A KLB file whose header and size agree.
///
/// The format has no magic number. What makes a file one is that its fields, the table of its blocks and the end of its
/// last block add up to its size.
struct KLBFile: Sendable {
    let header: KLBHeader
    let blocks: KLBBlockTable
    /// What a user should know.
    let diagnostics: [Diagnostic]

    /// Reads the fields and the last entry of the table.
    ///
    /// - Throws: `corrupt` for what is no KLB file, or one that was cut off.
    init(_ object: any ByteObject) async throws {
        let prefix = try await object.readPrefix(KLBHeader.Form.versioned.byteCount)
        let version = prefix.prefix(1).array.first
        let current = await Self.result { try await Candidate(object, prefix, .versioned) }
        var chosen = try? current.get()
        if chosen?.end != object.size, let old = try? await Candidate(object, prefix, .original), old.end == object.size
        {
            chosen = old
        }
        guard let file = chosen else { throw Self.explained(current, version, object) }
        guard file.end <= object.size else {
            throw ImageError.corrupt(
                "its blocks end at byte \(file.end), the file has \(object.size); it was cut off",
                at: .init(object.location))
        }
        var diagnostics: [Diagnostic] = []
        if let version = file.header.version, version != KLBHeader.currentVersion {
            guard file.end == object.size else { throw Self.explained(current, version, object) }
            diagnostics.append(Diagnostic("the header is of version \(version); it was read as version 2"))
        }
        if file.end < object.size {
            diagnostics.append(Diagnostic("\(object.size - file.end) bytes follow the last block; they are left out"))
        }
        header = file.header
        blocks = KLBBlockTable(object, header, start: file.headerEnd, byteCount: file.end - file.headerEnd)
        self.diagnostics = diagnostics
    }

    private static func result<T>(_ body: () async throws -> T) async -> Result<T, any Error> {
        do { return .success(try await body()) } catch { return .failure(error) }
    }

    /// The error for a file that is of neither form.
    private static func explained(
        _ result: Result<Candidate, any Error>, _ version: UInt8?, _ object: any ByteObject
    ) -> any Error {
        if let version, version != KLBHeader.currentVersion {
            return ImageError.corrupt(
                "it is no KLB file: the first byte, the version of its header, is \(version) and not 2, and its size is "
                    + "not what the header would demand", at: .init(object.location))
        }
        if case .failure(let error) = result {
            if let error = error as? ParseError { return error.imageError.located(in: object.location) }
            return error
        }
        return ImageError.corrupt("it is no KLB file", at: .init(object.location))
    }

    /// A header that has been read in one of its forms, and where the file would end by it.
    private struct Candidate {
        let header: KLBHeader
        let headerEnd: Int
        let end: Int

        init(_ object: any ByteObject, _ prefix: Bytes, _ form: KLBHeader.Form) async throws {
            header = try KLBHeader(parsing: prefix.span, as: form)
            headerEnd = try header.byteCount()
            guard headerEnd <= object.size else {
                throw ImageError.corrupt(
                    "the table of its \(Shape.describe(header.blockCounts)) blocks ends at byte \(headerEnd), the file "
                        + "has \(object.size)", at: .init(object.location))
            }
            let size = MemoryLayout<UInt64>.size
            let entry = try await object.read(headerEnd - size..<headerEnd)
            var cursor = ByteCursor(entry.span)
            let last = try cursor.read(UInt64.self)
            let (sum, overflows) = headerEnd.addingReportingOverflow(Int(clamping: last))
            guard !overflows else {
                throw ImageError.corrupt(
                    "its last block would end at byte \(last) behind the header",
                    at: .init(object.location, byteOffset: headerEnd - size))
            }
            end = sum
            try checkPlausibility(object)
        }

        /// Refuses blocks that cannot possibly hold the pixels, before memory is taken for them.
        private func checkPlausibility(_ object: any ByteObject) throws(ImageError) {
            let pixels = try header.pixelByteCount()
            let available = end - headerEnd
            let isEnough =
                header.compression == .none
                ? available == pixels : pixels / header.compression.ratioLimit <= available
            guard isEnough else {
                throw .corrupt(
                    "\(available) bytes of blocks (\(header.compression.name)) cannot hold the \(pixels) bytes of pixels "
                        + "that the header claims", at: .init(object.location))
            }
        }
    }
}
