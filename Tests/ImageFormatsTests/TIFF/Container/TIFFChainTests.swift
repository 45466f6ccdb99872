import ByteStores
import ImageCore
import Testing

@testable import ImageFormats

/// Long chains, of which most directories lie at equal distances.
@Suite struct TIFFChainTests {
    /// Many pages of one byte each, as `change` makes the page of a number.
    private func builder(
        _ count: Int, _ byteOrder: ByteOrder = .little, isBig: Bool = false,
        _ change: (Int, inout TIFFBuilder.Page) -> Void = { _, _ in }
    ) -> TIFFBuilder {
        let pages = (0..<count).map { number in
            var page = TIFFBuilder.Page(number, width: 1, height: 1)
            change(number, &page)
            return page
        }
        return TIFFBuilder(byteOrder: byteOrder, isBig: isBig, pages)
    }

    private func chain(_ file: [UInt8], upTo count: Int = .max) async throws -> TIFFChain {
        let store = MemoryStore(["a.tif": Bytes(file)])
        let object = try #require(try await store.open("a.tif"))
        return try await TIFFFile(object).chain(count)
    }

    /// Checks the places of all directories, and the pixel that each page is.
    private func expectAll(_ builder: TIFFBuilder) async throws {
        let file = builder.build()
        let chain = try await chain(file)
        #expect(chain.isComplete)
        #expect((0..<chain.count).map { chain.offset(of: $0) } == builder.offsets())
        #expect(chain.offset(of: chain.count) == nil)
        for number in 0..<chain.count {
            // The last of a chain has no template, and so its place is not known.
            guard let segment = chain.page(number)?.segment, segment > 0 else { continue }
            #expect(file[segment] == UInt8(truncatingIfNeeded: number))
        }
    }

    @Test(
        "equal distances are one run",
        arguments: [(ByteOrder.little, false), (.little, true), (.big, false), (.big, true)])
    func equal(byteOrder: ByteOrder, isBig: Bool) async throws {
        let builder = builder(3000, byteOrder, isBig: isBig)
        try await expectAll(builder)
        let chain = try await chain(builder.build())
        #expect(chain.runs.count == 1)
        #expect(chain.page(2999)?.segment == chain.page(0).map { $0.segment + 2999 * chain.runs[0].segmentStride })
    }

    @Test("a gap, another size, another tag, a moved segment: nothing is expected blindly", arguments: [9, 700, 2998])
    func deviations(at place: Int) async throws {
        try await expectAll(
            builder(3000) { if $0 == place { $1.segments = [[UInt8(truncatingIfNeeded: $0), 0, 0, 0]] } })
        try await expectAll(builder(3000) { if $0 == place { $1.entries = [(305, .text("abc"))] } })
        // A directory of the same size that says something else.
        let other = builder(3000) { if $0 == place { ($1.height, $1.entries) = (1, [(278, .longs([7]))]) } }
        try await expectAll(other)
        let wide = builder(3000) { if $0 == place { $1.entries = [(256, .longs([2])), (279, .longs([2]))] } }
        let chain = try await chain(wide.build())
        #expect(chain.count == 3000)
        #expect((0..<3000).filter { chain.page($0)?.layout.width == 2 } == [place])
        var file = builder(3000).build()
        let offset = builder(3000).offsets()[place]
        let entry = try #require((0..<9).map { offset + 2 + 12 * $0 }.first { file[$0] == 17 && file[$0 + 1] == 1 })
        file.replaceSubrange(entry + 8..<entry + 12, with: [8, 0, 0, 0])
        #expect(try await self.chain(file).page(place)?.segment == (place == 2999 ? 0 : 8))
    }

    @Test("a chain that turns back in the middle of a run is cut there", arguments: [0, 100, 1999])
    func circle(to place: Int) async throws {
        let builder = builder(2000)
        var file = builder.build()
        let offsets = builder.offsets()
        let link = offsets[1500] + 2 + 12 * Int(file[offsets[1500]])
        let target = offsets[place]
        file.replaceSubrange(link..<link + 4, with: (0..<4).map { UInt8(truncatingIfNeeded: target >> (8 * $0)) })
        let chain = try await chain(file)
        #expect(chain.count == (place < 1500 ? 1501 : 1502))
        #expect((chain.diagnostic != nil) == (place < 1500))
    }

    @Test("no further than asked for, and not beyond the file") func partial() async throws {
        let builder = builder(3000)
        let file = builder.build()
        #expect(try await chain(file, upTo: 1200).count == 1200)
        let offsets = builder.offsets()
        let cut = Array(file.prefix(offsets[2500] + 20))
        #expect(try await chain(cut, upTo: 2500).count == 2500)
        await #expect(throws: ImageError.self) { try await chain(cut) }
    }
}
