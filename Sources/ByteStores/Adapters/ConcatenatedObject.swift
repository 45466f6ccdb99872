public import ImageCore

/// Parts of several objects, one after the other, as one object: an image whose data lie in a list of files.
public struct ConcatenatedObject: ByteObject {
    /// A part of an object.
    public struct Part: Sendable {
        var object: any ByteObject
        var range: Range<Int>

        /// The bytes of an object in a range, which must lie inside.
        public init(_ object: any ByteObject, _ range: Range<Int>) throws(ImageError) {
            try object.checkRange(range)
            self.object = object
            self.range = range
        }
    }

    /// The location as people write it.
    public let location: String
    /// The number of bytes.
    public let size: Int
    private let parts: [Part]
    /// Where each part begins.
    private let starts: [Int]

    /// The parts in order.
    ///
    /// - Throws: `limitExceeded` if their sizes do not add up to an `Int`.
    public init(location: String, _ parts: [Part]) throws(ImageError) {
        self.location = location
        self.parts = parts
        var starts: [Int] = []
        var total = 0
        for part in parts {
            starts.append(total)
            let (sum, overflow) = total.addingReportingOverflow(part.range.count)
            guard !overflow else { throw .limitExceeded("the files together are too large", at: .init(location)) }
            total = sum
        }
        self.starts = starts
        size = total
    }

    /// Fills a part of a block; see `ByteObject`.
    public func read(at position: Int, into target: ScatterTarget, _ range: Range<Int>) async throws {
        let (end, overflow) = position.addingReportingOverflow(range.count)
        guard !overflow, position >= 0 else { throw ImageError.corrupt("byte \(position)", at: .init(location)) }
        try checkRange(position..<end)
        var part = max((starts.partitionIndex { $0 > position }) - 1, 0)
        var at = position
        while at < end {
            let start = starts[part]
            let partEnd = start + parts[part].range.count
            let stop = min(end, partEnd)
            if stop > at {
                let place = range.lowerBound + (at - position)
                try await parts[part].object.read(
                    at: parts[part].range.lowerBound + (at - start), into: target, place..<place + (stop - at))
                at = stop
            }
            part += 1
        }
    }
}

extension [Int] {
    /// The first place whose element fulfils a condition that is false, then true; the count if there is none.
    fileprivate func partitionIndex(_ isAfter: (Int) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
