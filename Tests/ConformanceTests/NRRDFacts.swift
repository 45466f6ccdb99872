import ImageCore

/// What follows from the header of an NRRD file, as another parser read it, by the rules of this package: axes, spacing
/// and units.
///
/// Written apart from the driver, which it checks.
struct NRRDFacts: Sendable {
    private var sizes: [Int]
    private var kinds: [String]
    private var labels: [String]
    private var units: [String]
    private var spaceUnits: [String]
    private var spacings: [Double?]
    /// A vector for each axis, nil for `none`; nil if there are not as many as axes.
    private var directions: [[Double]?]?

    init(_ header: [String: Any]) {
        sizes = header["sizes"] as? [Int] ?? []
        kinds = header["kinds"] as? [String] ?? []
        labels = header["labels"] as? [String] ?? []
        units = header["units"] as? [String] ?? []
        spaceUnits = header["space units"] as? [String] ?? []
        spacings = (header["spacings"] as? [Any] ?? []).map { $0 as? Double }
        if let rows = header["space directions"] as? [Any], rows.count == sizes.count {
            // NaN stands as a text.
            directions = rows.map { row in
                let numbers = (row as? [Any])?.map { $0 as? Double }
                return numbers.flatMap { $0.contains(nil) ? nil : $0.compactMap { $0 } }
            }
        }
    }

    /// The letters, fastest axis first as in the header.
    var letters: [Character] {
        let words: [String: Character] = ["channel": "c", "time": "t"]
        let named = labels.compactMap { label -> Character? in
            let name = label.lowercased()
            return name.count == 1 && "itczyx".contains(name) ? name.first : words[name]
        }
        if named.count == sizes.count, Set(named).count == named.count { return named }
        var free = Array("xyzcti")
        var result = [Character?](repeating: nil, count: sizes.count)
        func take(_ candidates: String, _ place: Int) {
            guard result[place] == nil, let letter = candidates.first(where: { free.contains($0) }) else { return }
            result[place] = letter
            free.removeAll { $0 == letter }
        }
        for place in sizes.indices {
            switch place < kinds.count ? kinds[place].lowercased() : "" {
            case "space", "domain": take("xyz", place)
            case "time": take("t", place)
            case "", "???", "none": if let directions { take(directions[place] == nil ? "ci" : "xyz", place) }
            default: take("ci", place)
            }
        }
        for place in sizes.indices {
            let isSpace = place < kinds.count && ["space", "domain"].contains(kinds[place].lowercased())
            take(isSpace ? "tci" : "xyzcti", place)
        }
        return result.compactMap { $0 }
    }

    /// The axes in stored order, slowest first.
    var axes: String { String(letters.reversed()) }

    /// Which item of a per-axis field belongs to an axis.
    ///
    /// The Python original writes items for the axes of space and time only, where it should write one for each.
    private func item(_ place: Int, of count: Int) -> Int? {
        if count == sizes.count { return place }
        let physical = letters.indices.filter { "tzyx".contains(letters[$0]) }
        return count == physical.count ? physical.firstIndex(of: place) : nil
    }

    /// The spacing by axis letter.
    var spacing: [String: Double] {
        var result: [String: Double] = [:]
        for (place, letter) in letters.enumerated() where "tzyx".contains(letter) {
            let norm = directions?[place].map { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }
            let number = item(place, of: spacings.count).flatMap { spacings[$0] }
            guard let value = norm ?? number, value.isFinite, value != 0 else { continue }
            result[String(letter)] = abs(value)
        }
        return result
    }

    /// The units by axis letter, of axes with a spacing: of the space where the axis lies in it, else its own.
    var canonicalUnits: [String: String] {
        var result: [String: String] = [:]
        var spaceAxis = 0
        for (place, letter) in letters.enumerated() {
            let isSpace = directions.map { $0[place] != nil } ?? "xyz".contains(letter)
            defer { if isSpace { spaceAxis += 1 } }
            var text = item(place, of: units.count).map { units[$0] } ?? ""
            if isSpace, spaceAxis < spaceUnits.count, !spaceUnits[spaceAxis].isEmpty { text = spaceUnits[spaceAxis] }
            guard spacing[String(letter)] != nil, let unit = Unit.parse(text)?.unit, unit.isTime == (letter == "t")
            else { continue }
            result[String(letter)] = unit.symbol
        }
        return result
    }
}
