#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Numbers as people read them; JSON has the exact ones.
enum Numbers {
    /// A size in decimal units: `192 B`, `16.8 MB`.
    static func bytes(_ count: Int) -> String {
        var value = Double(count)
        var units = ["kB", "MB", "GB", "TB", "PB", "EB"].makeIterator()
        guard value >= 1000, var unit = units.next() else { return "\(count) B" }
        value /= 1000
        while value >= 999.95, let next = units.next() {
            value /= 1000
            unit = next
        }
        return formatted("%.1f", value) + " " + unit
    }

    /// A number with at most six significant digits.
    static func short(_ value: Double) -> String { formatted("%.6g", value) }

    /// A duration: `8 s`, `3:05`, `1:02:03`.
    static func duration(seconds: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        if seconds < 60 { return "\(seconds) s" }
        if seconds < 3600 { return "\(seconds / 60):\(two(seconds % 60))" }
        return "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    }

    private static func formatted(_ format: String, _ value: Double) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 400) { buffer in
            guard let start = buffer.baseAddress else { return "" }
            _ = withVaList([value]) { vsnprintf(start, buffer.count, format, $0) }
            return String(cString: start)
        }
    }
}
