import ArchiveStores
import ByteStores
import ImageCore
import ImageTesting
import Testing

@Suite("Hostile zip archives") struct HostileZipTests {
    /// An archive put together by hand, field by field.
    private struct Member {
        var name: [UInt8]
        var data: [UInt8] = []
        var method: UInt16 = 0
        var checksum: UInt32 = 0
        var size: UInt32?
        var storedSize: UInt32?
        /// Where the directory says that it is, instead of where it is.
        var start: UInt32?

        init(_ name: String) { self.name = Array(name.utf8) }
    }

    private func little(_ number: some FixedWidthInteger) -> [UInt8] {
        (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    private func archive(_ members: [Member]) -> [UInt8] {
        var bytes: [UInt8] = []
        var directory: [UInt8] = []
        for member in members {
            let common =
                little(UInt16(20)) + little(UInt16(0)) + little(member.method) + little(UInt32(0))
                + little(member.checksum) + little(member.storedSize ?? UInt32(member.data.count))
                + little(member.size ?? UInt32(member.data.count)) + little(UInt16(member.name.count))
            directory += [0x50, 0x4B, 1, 2, 20, 0] + common + [UInt8](repeating: 0, count: 12)
            directory += little(member.start ?? UInt32(bytes.count)) + member.name
            bytes += [0x50, 0x4B, 3, 4] + common + [0, 0] + member.name + member.data
        }
        let start = UInt32(bytes.count)
        bytes += directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0]
        bytes += little(UInt16(members.count)) + little(UInt16(members.count))
        return bytes + little(UInt32(directory.count)) + little(start) + [0, 0]
    }

    private func open(_ bytes: [UInt8]) async throws -> ZipStore {
        try await ZipStore(MemoryObject(location: "a.zip", bytes: Bytes(bytes)), location: "a.zip")
    }

    private func failure(_ bytes: [UInt8], _ key: String? = nil) async throws -> ImageError? {
        do {
            let store = try await open(bytes)
            if let key { _ = try await store.readAll(key) }
            return nil
        } catch let error as ImageError {
            #expect(error.location?.resource?.hasPrefix("a.zip") == true)
            return error
        }
    }

    @Test(
        "names that lead out of the archive",
        arguments: [
            "../a", "a/../../b", "..", "a/..", "/etc/passwd", "/", "a\\b", "C:/a", "c:", "a\0b", "",
        ])
    func names(name: String) async throws {
        var member = Member("good")
        member.data = [1]
        let error = try await failure(archive([member, Member(name)]))
        #expect(error?.code == .corrupt)
        #expect(error?.message.contains("'\(name)'") == true)
        #expect(error?.location?.byteOffset == 35 + 30 + name.utf8.count + 50)
    }

    @Test("empty and single-dot parts are left out") func plainNames() async throws {
        let store = try await open(archive(["./", "./a", "b//c", ".d/..."].map { Member($0) }))
        #expect(try await store.list("") == [".d/", "a", "b/"])
        #expect(try await store.open("a") != nil)
        #expect(try await store.open("b/c") != nil)
        #expect(try await store.open(".d/...") != nil)
        #expect(try await store.open("") == nil)
    }

    @Test("members that overlap") func overlaps() async throws {
        var (a, b, c) = (Member("a"), Member("b"), Member("c"))
        a.data = [UInt8](repeating: 1, count: 100)
        b.data = [2]
        c.data = [3]
        #expect(try await failure(archive([a, b, c])) == nil)
        // One behind the other's back, in any order.
        a.storedSize = 101
        a.size = 101
        #expect(try await failure(archive([a, b]))?.code == .corrupt)
        #expect(try await failure(archive([b, a]))?.code == .corrupt, "into the directory")
        (a.storedSize, a.size) = (nil, nil)
        // Several names for one member.
        b.start = 0
        (b.storedSize, b.size) = (100, 100)
        let error = try await failure(archive([a, b]))
        #expect(error?.code == .corrupt && error?.message.contains("'a'") == true)
        // One inside of another, and one beyond the members.
        b.start = 40
        (b.storedSize, b.size) = (1, 1)
        #expect(try await failure(archive([a, b, c]))?.code == .corrupt)
        b.start = 200
        #expect(try await failure(archive([a, b, c]))?.code == .corrupt)
        // Listed twice, it is one.
        var again = a
        again.start = 0
        again.data = []
        (again.storedSize, again.size) = (100, 100)
        #expect(try await failure(archive([a, again, c]), "a") == nil)
        again.storedSize = 99
        #expect(try await failure(archive([a, again, c]))?.code == .corrupt)
    }

    @Test("a local header longer than the directory lets expect") func localHeader() async throws {
        var (a, b) = (Member("a"), Member("b"))
        (a.data, b.data) = ([1, 2, 3], [4])
        let bytes = archive([a, b])
        for (place, value) in [(0, UInt8(0)), (26, 2), (28, 1), (29, 255)] {
            var damaged = bytes
            damaged[place] = value
            #expect(try await failure(damaged, "a")?.code == .corrupt, "\(place)")
            #expect(try await failure(damaged, "b") == nil)
        }
    }

    @Test("sizes that cannot be") func sizes() async throws {
        var member = Member("a")
        member.data = [3, 0]
        member.method = 8
        member.size = 0
        #expect(try await failure(archive([member]), "a") == nil)
        member.size = 1
        #expect(try await failure(archive([member]), "a")?.code == .corrupt, "less than claimed")
        member.size = 3000
        #expect(try await failure(archive([member]), "a")?.message.contains("cannot become") == true)
        member.size = 0xFFFF_FFFE
        #expect(try await failure(archive([member]), "a")?.code == .limitExceeded)
        member.size = 0xFFFF_FFFF
        #expect(try await failure(archive([member]), "a")?.message.contains("64-bit") == true)
        member.method = 0
        member.size = 1
        #expect(try await failure(archive([member]), "a")?.code == .corrupt)
    }

    @Test("deflated data that are damaged or lie about their size or checksum") func deflated() async throws {
        // Python: zlib.compress(b"abcabcabcabc", wbits=-15) and zlib.crc32.
        var member = Member("a")
        member.data = [0x4B, 0x4C, 0x4A, 0x4E, 0x84, 0x21, 0x00]
        member.method = 8
        member.size = 12
        member.checksum = 0x5A6E_2A34
        #expect(try await open(archive([member])).readAll("a")?.text == "abcabcabcabc")
        for (size, checksum) in [(UInt32(11), member.checksum), (13, member.checksum), (12, 0), (0, 0)] {
            var lying = member
            (lying.size, lying.checksum) = (size, checksum)
            #expect(try await failure(archive([lying]), "a")?.code == .corrupt)
        }
        for count in 0..<member.data.count - 1 {
            var short = member
            short.data.removeLast(member.data.count - count)
            #expect(try await failure(archive([short]), "a")?.code == .corrupt)
        }
        member.data = [0xFF, 0xFF, 0xFF]
        #expect(try await failure(archive([member]), "a")?.code == .corrupt)
    }

    @Test("ends that lie") func ends() async throws {
        let good = archive([Member("a")])
        let end = good.count - 22
        // Disks, counts, the directory's size and place.
        for (place, value, code) in [
            (4, UInt8(1), ImageError.Code.unsupported), (6, 1, .unsupported), (8, 2, .unsupported), (15, 1, .corrupt),
            (16, 99, .corrupt), (19, 255, .corrupt), (12, 46, .corrupt), (20, 1, .corrupt),
        ] {
            var damaged = good
            damaged[end + place] = value
            #expect(try await failure(damaged)?.code == code, "\(place)")
        }
        var counted = good
        (counted[end + 8], counted[end + 10]) = (2, 2)
        #expect(try await failure(counted)?.code == .corrupt)
        (counted[end + 8], counted[end + 10]) = (0, 0)
        #expect(try await failure(counted)?.code == .corrupt)
        for place in end + 8..<end + 12 { counted[place] = 0xFF }
        #expect(try await failure(counted)?.message.contains("64-bit") == true)
        #expect(try await failure([])?.code == .corrupt)
        #expect(try await failure([UInt8](repeating: 0x50, count: 100_000))?.code == .corrupt)
    }

    @Test("64-bit numbers that do not fit anything") func large() async throws {
        let scratch = try Scratch()
        var writer = try ZipWriter(path: scratch.path + "/a.zip", zip64: .always)
        try writer.add(name: "a", bytes: Bytes([1, 2, 3]))
        try writer.finish()
        let good = try #require(try await LocalStore(folder: scratch.path).readAll("a.zip")).array
        #expect(try await failure(good, "a") == nil)
        // The 64-bit numbers of the member and of both end records.
        let directory = 30 + 1 + 20 + 3
        let numbers = [directory + 51, directory + 59, directory + 67]
        let record = directory + 75
        let ends = [16, 24, 32, 40, 48, 56 + 8].map { record + $0 }
        for place in numbers + ends {
            for value in [UInt64.max, 1 << 63, UInt64(Int.max), 1 << 40, 1_000] {
                var damaged = good
                damaged.replaceSubrange(place..<place + 8, with: little(value))
                let error = try await failure(damaged, "a")
                // The locator is made good by looking right before it.
                if place == record + 64 { #expect(error == nil) } else { #expect(error != nil, "\(place) \(value)") }
            }
        }
    }

    @Test(
        "cut off anywhere, it is refused or whole, and damage to any byte never traps",
        arguments: [Archives.stored, Archives.deflated, Archives.zip64, Archives.streamed, Archives.encrypted])
    func damage(good: [UInt8]) async throws {
        for count in 0..<good.count {
            #expect(try await failure(Array(good[..<count]))?.code == .corrupt, "cut at \(count)")
        }
        for place in good.indices {
            for value in [good[place] ^ 0xFF, good[place] ^ 1, good[place] ^ 0x80, 0] {
                var damaged = good
                damaged[place] = value
                guard let store = try? await open(damaged), let names = try await store.list("") else { continue }
                for name in names {
                    do {
                        _ = try await store.readAll(name)
                    } catch {
                        #expect(error is ImageError)
                    }
                }
            }
        }
    }
}
