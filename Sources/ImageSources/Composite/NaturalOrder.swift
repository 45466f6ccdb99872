/// The order in which people expect numbered names: `a2` before `a10`.
package func naturallyPrecedes(_ a: String, _ b: String) -> Bool {
    var (x, y) = (Array(a.utf8)[...], Array(b.utf8)[...])
    while let first = x.first, let second = y.first {
        if first.isDigit, second.isDigit {
            let (left, right) = (x.prefix { $0.isDigit }, y.prefix { $0.isDigit })
            let (p, q) = (left.drop { $0 == UInt8(ascii: "0") }, right.drop { $0 == UInt8(ascii: "0") })
            if p.count != q.count { return p.count < q.count }
            if !p.elementsEqual(q) { return p.lexicographicallyPrecedes(q) }
            x = x.dropFirst(left.count)
            y = y.dropFirst(right.count)
        } else {
            if first.lowerCase != second.lowerCase { return first.lowerCase < second.lowerCase }
            x.removeFirst()
            y.removeFirst()
        }
    }
    if x.isEmpty != y.isEmpty { return x.isEmpty }
    return a < b
}
