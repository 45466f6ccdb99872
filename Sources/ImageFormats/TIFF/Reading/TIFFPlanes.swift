import ByteStores
import ImageCore
import Synchronization

/// The pages of an image in the order of its planes, wherever they lie.
///
/// Nothing is read before a page is asked for.
final class TIFFPlanes: Sendable {
    /// Where the pages are.
    enum Places: Sendable {
        /// Every so many pages of the chain of the first file.
        case run(first: Int, step: Int)
        /// For each plane the number of its file and of its page in it; -1 for a plane that is missing.
        case list(files: [Int], pages: [Int])
        /// What a function says: the number of the file and of the page in it; nil for a plane that is missing.
        case lookup(@Sendable (Int) -> (file: Int, page: Int)?)
        /// The offsets of directories that no chain holds, in the first file.
        ///
        /// 0 for a plane that is missing.
        case directories([Int])
        /// Segments of the first file that no directory places, by the number of the plane; nil for a missing one.
        case segments(@Sendable (Int) -> TIFFPage.Segments?)
    }

    /// The layout that all have.
    let layout: TIFFLayout
    /// How many there are.
    let count: Int
    /// The order of the bytes of numbers in the image; files of a set may have another one.
    let byteOrder: ByteOrder
    private let files: [TIFFMember]
    private let places: Places
    /// The number of the reduced version of each page (tag 330) that is meant; nil for the pages themselves.
    private let subIFD: Int?
    private let recent = Mutex(RecentPages())

    init(
        _ layout: TIFFLayout, count: Int, byteOrder: ByteOrder, in files: [TIFFMember], at places: Places,
        subIFD: Int? = nil
    ) {
        self.layout = layout
        self.count = count
        self.byteOrder = byteOrder
        self.files = files
        self.places = places
        self.subIFD = subIFD
    }

    /// The page of a plane; nil if the file says that it is not there.
    ///
    /// - Throws: `corrupt` if it is missing without a word or has another size or type than the others.
    func page(_ number: Int) async throws -> TIFFPage? {
        if let page = recent.withLock({ $0[number] }) { return page }
        guard let page = try await open(number) else { return nil }
        keep(page, number)
        return page
    }

    /// Keeps a page, which then need not be looked for.
    func keep(_ page: TIFFPage, _ number: Int) {
        recent.withLock { $0[number] = page }
    }

    private func open(_ number: Int) async throws -> TIFFPage? {
        switch places {
        case .directories(let offsets):
            guard offsets.indices.contains(number), offsets[number] > 0, let member = files.first else { return nil }
            let file = try await member.file()
            return try await page(try await file.directory(at: offsets[number]))
        case .segments(let place):
            guard let member = files.first, let segments = place(number) else { return nil }
            return try TIFFPage(file: try await member.file(), layout: layout, segments: segments)
        case .run(let first, let step):
            guard let member = files.first else { return nil }
            return try await page(first + number * step, in: member, plane: number)
        case .lookup(let place):
            guard let (member, page) = place(number) else { return nil }
            guard files.indices.contains(member) else { return nil }
            return try await self.page(page, in: files[member], plane: number)
        case .list(let members, let pages):
            guard pages.indices.contains(number), pages[number] >= 0 else { return nil }
            let member = members.indices.contains(number) ? members[number] : 0
            guard files.indices.contains(member) else { return nil }
            return try await page(pages[number], in: files[member], plane: number)
        }
    }

    private func page(_ number: Int, in member: TIFFMember, plane: Int) async throws -> TIFFPage {
        let file = try await member.file()
        let chain = try await file.chain(number &+ 1)
        guard let offset = chain.offset(of: number) else {
            throw ImageError.corrupt(
                "plane \(plane) is page \(number), but the file has \(chain.count) pages",
                at: .init(file.object.location))
        }
        if subIFD == nil, let page = simplePage(number, chain, file) { return page }
        let directory = try await file.directory(at: offset)
        guard let subIFD else { return try await page(directory) }
        guard let offsets = try await directory.integers(TIFFTag.subIFDs), offsets.indices.contains(subIFD) else {
            throw ImageError.corrupt(
                "page \(number) has no reduced version \(subIFD + 1)", at: .init(file.object.location))
        }
        return try await page(try await file.directory(at: offsets[subIFD]))
    }

    /// A page of one uncompressed segment, of which the chain knows everything.
    private func simplePage(_ number: Int, _ chain: TIFFChain, _ file: TIFFFile) -> TIFFPage? {
        guard let (found, start) = chain.page(number), start > 0, found == layout, layout.compression == 1,
            // A tile may be larger than its page.
            layout.segmentCount == 1, !layout.isTiled
        else { return nil }
        let byteCount = layout.storedByteCount(0)
        guard byteCount <= file.object.size - start else { return nil }
        return TIFFPage(file: file, layout: layout, start: start, byteCount: byteCount)
    }

    private func page(_ directory: TIFFDirectory) async throws -> TIFFPage {
        let page = try await TIFFPage(directory)
        let (found, wanted) = (page.layout, layout)
        let isSame =
            try found.width == wanted.width && found.height == wanted.height && found.depth == wanted.depth
            && found.samples == wanted.samples && found.isPlanar == wanted.isPlanar
            && found.elementType() == wanted.elementType()
        guard isSame else {
            throw ImageError.corrupt(
                "a page of \(found.width) x \(found.height) pixels with \(found.samples) samples of \(found.bits) bits "
                    + "stands among pages of \(wanted.width) x \(wanted.height) with \(wanted.samples) of \(wanted.bits)",
                at: .init(directory.file.object.location, byteOffset: directory.offset))
        }
        return page
    }

    /// The pages that were used last; several segments of one page are read one after the other.
    private struct RecentPages {
        private var pages: [(number: Int, page: TIFFPage)] = []
        private static let limit = 8

        subscript(number: Int) -> TIFFPage? {
            get { pages.last { $0.number == number }?.page }
            set {
                guard let newValue else { return }
                if pages.count == Self.limit { pages.removeFirst() }
                pages.append((number, newValue))
            }
        }
    }
}

/// One of the files of an image, opened when something in it is needed.
final class TIFFMember: Sendable {
    let resource: Resource
    private let opened: Mutex<TIFFFile?>
    /// A file that is one of very many is closed again: a process may have only so many open.
    private let isKept: Bool

    /// A file that is open already.
    init(_ file: TIFFFile, at resource: Resource) {
        self.resource = resource
        opened = Mutex(file)
        isKept = true
    }

    /// A file that is to be opened, and to be kept open if it is one of few.
    init(_ resource: Resource, isKept: Bool) {
        self.resource = resource
        opened = Mutex(nil)
        self.isKept = isKept
    }

    /// The open file.
    ///
    /// - Throws: `notFound` if it does not exist, `corrupt` if it is no TIFF file.
    func file() async throws -> TIFFFile {
        if let file = opened.withLock({ $0 }) { return file }
        let file = try await TIFFFile(try await resource.open())
        if isKept { opened.withLock { $0 = file } }
        return file
    }
}
