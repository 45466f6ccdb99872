import ByteStores
import ImageCore

/// The directories of a file one after the other, as far as they have been followed.
///
/// The chain is a list in which each only tells where the next one is. What a directory says about the layout is compared
/// with the one before; only where it differs it is parsed. Those at equal distances are kept as one run.
struct TIFFChain: Sendable {
    /// Directories at equal distances that have the same layout.
    struct Run: Sendable {
        /// The number of the first, and how many there are.
        var first: Int
        var count = 1
        /// Where the first lies, and the distance to the next.
        var offset: Int
        var stride = 0
        /// Where the only segment of the first page begins, and the distance to the next; 0 where pages have several.
        var segment: Int
        var segmentStride = 0
        /// The number of the layout; -1 for directories that are no pages.
        var layout: Int

        /// The numbers of the directories.
        var numbers: Range<Int> { first..<first + count }
    }

    private(set) var runs: [Run] = []
    /// The layouts that occur.
    private(set) var layouts: [TIFFLayout] = []
    private var knownLayouts: [TIFFLayout: Int] = [:]
    /// Whether the end was reached.
    private(set) var isComplete = false
    /// What ended the chain before its end.
    private(set) var diagnostic: Diagnostic?

    private var next: Int?
    private var template: TIFFTemplate?
    /// All directories, to notice a chain that runs in a circle; nil while each lies behind the one before, as in files
    /// that were written in one go.
    private var passed: Set<Int>?

    /// More directories are no file that anyone wrote.
    private static let limit = 1 << 26
    /// So many at equal distances let more be expected.
    private static let runStart = 8

    /// How many directories have been found.
    var count: Int { runs.last?.numbers.upperBound ?? 0 }

    /// The run that a directory stands in; nil beyond those that were found.
    private func run(of number: Int) -> Run? {
        guard number >= 0, number < count else { return nil }
        var (low, high) = (0, runs.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if runs[middle].first <= number { low = middle } else { high = middle - 1 }
        }
        return runs[low]
    }

    /// Where a directory lies; nil beyond those that were found.
    func offset(of number: Int) -> Int? { run(of: number).map { $0.offset + (number - $0.first) * $0.stride } }

    /// The layout of a page, and where its only segment begins, 0 where it has several; nil if it is no page.
    func page(_ number: Int) -> (layout: TIFFLayout, segment: Int)? {
        guard let run = run(of: number), layouts.indices.contains(run.layout) else { return nil }
        return (layouts[run.layout], run.segment &+ (number - run.first) &* run.segmentStride)
    }

    /// All pages with their layouts, in order; directories that are no pages are left out.
    var pages: some Sequence<(number: Int, layout: TIFFLayout)> {
        runs.lazy.filter { $0.layout >= 0 }.flatMap { run in run.numbers.lazy.map { ($0, layouts[run.layout]) } }
    }

    /// Follows the chain until it has so many directories.
    mutating func extend(to count: Int, in file: TIFFFile) async throws {
        var reader = TIFFWindow(file.object)
        let wanted = min(count, Self.limit)
        while self.count < wanted {
            try await followRun(to: wanted, file)
            let offset = next ?? file.header.firstDirectory
            if offset == 0 {
                isComplete = true
                return
            }
            guard self.count < wanted else { return }
            guard try await add(offset, file, &reader) else {
                isComplete = true
                return
            }
        }
    }

    /// Goes on with the last run as far as it reaches.
    private mutating func followRun(to wanted: Int, _ file: TIFFFile) async throws {
        var atOnce = 2 * Self.runStart
        while passed == nil, let template, template.isComparable, let run = runs.last, run.count >= Self.runStart,
            run.stride > 0, next == run.offset &+ run.count &* run.stride
        {
            let strides = TIFFStrides(
                object: file.object, template: template, start: run.offset &+ run.count &* run.stride,
                stride: run.stride, segment: run.segment &+ run.count &* run.segmentStride,
                segmentStride: run.segmentStride)
            let expected = min(atOnce, strides.limit, wanted - count)
            guard expected > 0 else { return }
            let found = try await strides.find(expected)
            guard found.count > 0 else { return }
            runs[runs.count - 1].count += found.count
            next = found.next
            guard found.count == expected else { return }
            atOnce *= 4
        }
    }

    /// Adds the directory at an offset; false if the chain ends before it.
    private mutating func add(_ offset: Int, _ file: TIFFFile, _ reader: inout TIFFWindow) async throws -> Bool {
        if passed == nil, let last = self.offset(of: count - 1), offset <= last {
            passed = Set(runs.flatMap { run in (0..<run.count).map { run.offset + $0 * run.stride } })
        }
        if passed?.contains(offset) == true {
            diagnostic = Diagnostic("the directories run in a circle at byte \(offset); the first round is read")
            return false
        }
        let bytes = try await reader.directory(at: offset, file)
        if let template, bytes.count == template.byteCount, bytes.withBytes({ template.matches($0, at: 0) }),
            let last = runs.last
        {
            append(offset, bytes.withBytes { template.segment($0, at: 0) }, last.layout)
            next = bytes.withBytes { template.next($0, at: 0) }
        } else {
            let directory = try await file.directory(at: offset)
            let number = try await layoutNumber(of: directory)
            let isCompared = directory.next != 0 && !file.header.isWide && bytes.count >= 8
            template = isCompared ? TIFFTemplate(bytes, directory, file.header) : nil
            append(offset, template.map { template in bytes.withBytes { template.segment($0, at: 0) } } ?? 0, number)
            next = directory.next
        }
        passed?.insert(offset)
        return true
    }

    private mutating func append(_ offset: Int, _ segment: Int, _ layout: Int) {
        guard var run = runs.last, run.layout == layout else {
            return runs.append(Run(first: count, offset: offset, segment: segment, layout: layout))
        }
        if run.count == 1 {
            (run.stride, run.segmentStride) = (offset - run.offset, segment &- run.segment)
        } else if offset != run.offset &+ run.count &* run.stride
            || segment != run.segment &+ run.count &* run.segmentStride
        {
            return runs.append(Run(first: count, offset: offset, segment: segment, layout: layout))
        }
        run.count += 1
        runs[runs.count - 1] = run
    }

    private mutating func layoutNumber(of directory: TIFFDirectory) async throws -> Int {
        guard directory.entry(TIFFTag.imageWidth) != nil else { return -1 }
        let layout = try await TIFFLayout(directory)
        if let known = knownLayouts[layout] { return known }
        knownLayouts[layout] = layouts.count
        layouts.append(layout)
        return layouts.count - 1
    }
}
