import ImageCore

extension ZipIndex {
    /// Notes where each member must end, and refuses members that share bytes.
    ///
    /// Archives that unpack to endless data let their members overlap. A member listed twice under one name is one.
    mutating func limitMembers(by directoryStart: Int) throws(ImageError) {
        let order = inOrder()
        var limit = directoryStart
        var next: Int?
        for number in order.reversed() {
            let entry = entries[number]
            if let next, entries[next].start == entry.start {
                guard haveSameName(number, next), entries[next].storedSize == entry.storedSize else {
                    throw overlap(number, name(next))
                }
                entries[number].limit = entries[next].limit
                continue
            }
            // The local header repeats the name; what else it holds is seen when the member is opened.
            let header = ZipRecord.localHeader.byteCount + Int(entry.storedNameCount)
            guard entry.start <= limit - header, entry.storedSize <= limit - header - entry.start else {
                throw overlap(number, next.map(name))
            }
            entries[number].limit = limit
            limit = entry.start
            next = number
        }
    }

    /// The numbers of the entries by their places; most archives have them in order.
    private func inOrder() -> [Int] {
        let isOrdered = entries.indices.dropFirst().allSatisfy { entries[$0 - 1].start <= entries[$0].start }
        if isOrdered { return Array(entries.indices) }
        return entries.indices.sorted { (entries[$0].start, $0) < (entries[$1].start, $1) }
    }

    private func overlap(_ number: Int, _ other: String?) -> ImageError {
        let what = other.map { "the member '\($0)'" } ?? "the archive's directory"
        return .corrupt("'\(name(number))' reaches into \(what)", at: .init(byteOffset: entries[number].start))
    }
}
