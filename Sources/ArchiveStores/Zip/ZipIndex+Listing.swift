extension ZipIndex {
    /// The numbers of the entries, sorted by the bytes of their names.
    func sorted() -> [Int] {
        let bytes = names.span
        return numbers.sorted { Self.precedes(bytes, entries[$0].nameRange, bytes, entries[$1].nameRange) }
    }

    /// The names directly below a folder, out of the sorted numbers; nil if there is no such folder.
    ///
    /// Takes as many steps as there are names, whatever lies below them.
    func list(_ folder: String, _ sorted: [Int]) -> [String]? {
        let prefix = folder.isEmpty ? [] : Array(folder.utf8) + [ZipName.slash]
        var found: [String] = []
        var place = firstPlace(sorted, prefix)
        var isFolder = folder.isEmpty
        while place < sorted.count {
            let name = names[entries[sorted[place]].nameRange]
            guard name.starts(with: prefix) else { break }
            isFolder = true
            let rest = name.dropFirst(prefix.count)
            if let slash = rest.firstIndex(of: ZipName.slash) {
                found.append(String(decoding: rest[...slash], as: UTF8.self))
                // On to what follows all names with this folder's prefix.
                place = firstPlace(sorted, Array(name[..<slash]) + [ZipName.slash + 1])
            } else {
                if !rest.isEmpty { found.append(String(decoding: rest, as: UTF8.self)) }
                place += 1
            }
        }
        return isFolder ? found.sorted() : nil
    }

    /// The first place whose name is not before another.
    private func firstPlace(_ sorted: [Int], _ name: [UInt8]) -> Int {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            let range = entries[sorted[middle]].nameRange
            if Self.precedes(names.span, range, name.span, 0..<name.count) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func precedes(_ a: Span<UInt8>, _ one: Range<Int>, _ b: Span<UInt8>, _ other: Range<Int>) -> Bool {
        for step in 0..<min(one.count, other.count) {
            let (x, y) = (a[one.lowerBound + step], b[other.lowerBound + step])
            if x != y { return x < y }
        }
        return one.count < other.count
    }
}
