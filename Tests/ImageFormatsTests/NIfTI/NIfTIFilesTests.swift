import ByteStores
import Foundation
import ImageCore
import ImageSources
import ImageTesting
import Testing

@testable import ImageFormats

/// Which files an image consists of, and which of them are compressed.
@Suite struct NIfTIFilesTests {
    private static let pixels: [UInt8] = [0x1F, 0x8B, 8, 0, 5, 6, 7, 8]

    @Test("pixels may begin as gzip files do") func likeGzip() async throws {
        let header = nifti(isPair: true)
        for version in [NIfTIHeader.Version.one, .two, .analyze] {
            for pixels in [Self.pixels, [0x1F, 0x8B, 9, 0, 5, 6, 7, 8], [0x1F, 0x8B, 8, 0xFF, 5, 6, 7, 8]] as [[UInt8]]
            {
                let own = nifti(version, isPair: true)
                let image = try await niftiSource([("a.img", Bytes(pixels)), ("a.hdr", own)]).read().image
                #expect(try image.bytes().array == pixels)
                let other = try await niftiSource([("a.hdr", own), ("a.img", Bytes(pixels))]).read().image
                #expect(try other.bytes().array == pixels)
            }
        }
        // Compressed, as the name says or, without it, as their size does.
        let large = nifti(.one, ["dim": .array([3, 20, 20, 2, 1, 1, 1, 1])], isPair: true)
        let zeros = Bytes([UInt8](repeating: 0, count: 800))
        for (name, head, pixels) in [
            ("a.img.gz", header, Bytes(Self.pixels)), ("a.img.gz", large, zeros), ("a.img", large, zeros),
        ] {
            let image = try await niftiSource([("a.hdr", head), (name, try gzipped(pixels))]).read().image
            #expect(try image.bytes() == pixels, "\(name)")
        }
    }

    @Test("the other file of a pair, in small and capital letters") func letters() async throws {
        let header = nifti(isPair: true)
        let pixels = Bytes([1, 2, 3, 4, 5, 6, 7, 8])
        for (name, other) in [
            ("a.hdr", "a.img"), ("A.HDR", "A.IMG"), ("CAT.HDR", "CAT.img"), ("x.Hdr", "x.Img"), ("x.Hdr", "x.img"),
            ("x.hdr", "x.Img"), ("x.Hdr", "x.IMG"), ("x.hdr", "x.IMG"), ("x.HDR", "x.Img.gz"), ("x.hdr", "x.img.GZ"),
            ("x.HDR.GZ", "x.IMG.GZ"), ("x.Hdr.GZ", "x.Img.GZ"),
        ] {
            let isPacked = name.lowercased().hasSuffix(".gz")
            let head = isPacked ? try gzipped(header) : header
            let body = other.lowercased().hasSuffix(".gz") ? try gzipped(pixels) : pixels
            for files in [[(name, head), (other, body)], [(other, body), (name, head)]] {
                let image = try await niftiSource(files).read().image
                #expect(try image.bytes() == pixels, "\(files.map(\.0))")
            }
        }
    }

    @Test("a pair is written in the letters of its name") func writtenLetters() async throws {
        let image = SyntheticImage(axes: "zyx", shape: [2, 3, 4], elementType: .uint8)
        for (name, other) in [
            ("CAT.HDR", "CAT.IMG"), ("x.Img.GZ", "x.Hdr.GZ"), ("x.img", "x.hdr"), ("y.hdr.gz", "y.img.gz"),
        ] {
            let folder = FileManager.default.temporaryDirectory.path + "/nifti-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let array = try image.array()
            _ = try await NIfTIWriter().write(
                [WritableImage(array)], to: "\(folder)/\(name)", options: WriteOptions(concurrency: 2))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [name, other].sorted())
            for one in [name, other] {
                let resource = try StoreRegistry().resource(at: "\(folder)/\(one)")
                let request = SourceRequest(
                    resource, axisOrder: .stored, environment: SourceEnvironment(drivers: .builtIn))
                #expect(try await NIfTISource(request).read().image.bytes() == array.bytes(), "\(one)")
            }
        }
    }

    @Test("many members, most of them empty, and headers longer than what is fetched first") func members() async throws
    {
        let file = nifti(.one, pixels: Self.pixels)
        let empty = try gzipped(Bytes.empty)
        let parts = [try gzipped(file.slice(0..<100)), try gzipped(file.slice(100..<file.count))].map(\.array)
        let many = (0..<20_000).flatMap { _ in empty.array }
        for bytes in [many + parts[0] + parts[1], parts[0] + many + parts[1], parts[0] + parts[1] + many] {
            let image = try await niftiSource([("a.nii.gz", Bytes(bytes))]).read().image
            #expect(try image.bytes().array == Self.pixels)
        }
        var damaged = many + parts[0] + parts[1]
        damaged[empty.count * 10_000 - 3] ^= 1
        await #expect(throws: ImageError.self) { try await niftiSource([("a.nii.gz", Bytes(damaged))]).read() }
        let whole = try gzipped(file).array
        for length in [100, 500, 501, 502, 503, 1000, 3000] {
            var named = Array(whole[..<10]) + [UInt8](repeating: 0x6E, count: length) + [0] + whole[10...]
            named[3] |= 8
            let image = try await niftiSource([("a.nii.gz", Bytes(named))]).read().image
            #expect(try image.bytes().array == Self.pixels, "\(length)")
        }
    }
}
