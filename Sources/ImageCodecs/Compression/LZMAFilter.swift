import CLZMA

/// One filter of LZMA data.
public enum LZMAFilter: Sendable, Hashable {
    /// Differences of bytes that lie so many bytes apart, 1 to 256.
    case delta(distance: Int)
    /// LZMA, which `.lzma` has.
    case lzma1(Options)
    /// LZMA2, which `.xz` has.
    case lzma2(Options)

    /// The options of LZMA and LZMA2; what is nil, the preset decides.
    public struct Options: Sendable, Hashable {
        /// The level, 0 to 9; 2^31 more means the slower variant.
        public var preset: UInt32 = 6
        /// The size of the dictionary in bytes.
        public var dictionarySize: UInt32?
        /// How many bits of the byte before count for a literal.
        public var literalContextBits: UInt32?
        /// How many bits of the position count for a literal.
        public var literalPositionBits: UInt32?
        /// How many bits of the position count otherwise.
        public var positionBits: UInt32?
        /// 1 is fast, 2 is normal.
        public var mode: UInt32?
        /// A match of so many bytes is good enough.
        public var niceLength: UInt32?
        /// The match finder, by the number of liblzma.
        public var matchFinder: UInt32?
        /// How far the match finder looks; 0 lets it choose.
        public var depth: UInt32?

        /// The options of a preset.
        public init(preset: UInt32 = 6) {
            self.preset = preset
        }
    }

    /// A filter as Python's `lzma` module describes it: its number, and options by their names (`preset`, `dict_size`,
    /// `lc`, `lp`, `pb`, `mode`, `nice_len`, `mf`, `depth`, `dist`).
    ///
    /// - Throws: `CodecError` for an unknown filter or option, or a value that is out of range.
    public init(id: UInt64, options: [String: Int] = [:]) throws(CodecError) {
        var options = options
        func take(_ key: String) throws(CodecError) -> UInt32? {
            guard let value = options.removeValue(forKey: key) else { return nil }
            guard let number = UInt32(exactly: value) else { throw CodecError("lzma: \(key) cannot be \(value)") }
            return number
        }
        if id == 3 {
            self = .delta(distance: Int(try take("dist") ?? 1))
        } else {
            var values = Options(preset: try take("preset") ?? 6)
            values.dictionarySize = try take("dict_size")
            values.literalContextBits = try take("lc")
            values.literalPositionBits = try take("lp")
            values.positionBits = try take("pb")
            values.mode = try take("mode")
            values.niceLength = try take("nice_len")
            values.matchFinder = try take("mf")
            values.depth = try take("depth")
            switch id {
            case 0x21: self = .lzma2(values)
            case 0x4000_0000_0000_0001: self = .lzma1(values)
            default: throw CodecError("lzma: filter \(id) is not supported")
            }
        }
        if let key = options.keys.sorted().first { throw CodecError("lzma: filter \(id) has no option '\(key)'") }
    }
}

/// Filters in the form that liblzma takes.
struct LZMAFilterList {
    /// The filters.
    let filters: [LZMAFilter]

    /// A list.
    init(_ filters: [LZMAFilter]) {
        self.filters = filters
    }

    /// Calls a function with the address of the list.
    ///
    /// - Throws: `CodecError` for numbers of filters and options that do not exist; what the function throws.
    func withFilters<R>(
        _ body: (UnsafePointer<lzma_filter>) throws(CodecError) -> R
    ) throws(CodecError) -> R {
        guard (1...Int(LZMA_FILTERS_MAX)).contains(filters.count) else {
            throw CodecError("lzma: there must be one to \(LZMA_FILTERS_MAX) filters, not \(filters.count)")
        }
        let options = UnsafeMutablePointer<lzma_options_lzma>.allocate(capacity: filters.count)
        let deltas = UnsafeMutablePointer<lzma_options_delta>.allocate(capacity: filters.count)
        let list = UnsafeMutablePointer<lzma_filter>.allocate(capacity: filters.count + 1)
        defer {
            options.deallocate()
            deltas.deallocate()
            list.deallocate()
        }
        for (index, filter) in filters.enumerated() {
            switch filter {
            case .delta(let distance):
                guard (1...256).contains(distance) else {
                    throw CodecError("lzma: a distance is 1 to 256, not \(distance)")
                }
                var value = lzma_options_delta()
                value.type = LZMA_DELTA_TYPE_BYTE
                value.dist = UInt32(distance)
                (deltas + index).initialize(to: value)
                (list + index).initialize(to: lzma_filter(id: 3, options: deltas + index))
            case .lzma1(let values):
                (options + index).initialize(to: try values.libraryOptions())
                (list + index).initialize(to: lzma_filter(id: 0x4000_0000_0000_0001, options: options + index))
            case .lzma2(let values):
                (options + index).initialize(to: try values.libraryOptions())
                (list + index).initialize(to: lzma_filter(id: 0x21, options: options + index))
            }
        }
        (list + filters.count).initialize(to: lzma_filter(id: lzma_end_of_filters, options: nil))
        return try body(list)
    }
}

extension LZMAFilter.Options {
    /// The options in the form that liblzma takes.
    fileprivate func libraryOptions() throws(CodecError) -> lzma_options_lzma {
        var result = lzma_options_lzma()
        guard lzma_lzma_preset(&result, preset) == 0 else { throw CodecError("lzma: there is no preset \(preset)") }
        if let dictionarySize { result.dict_size = dictionarySize }
        if let literalContextBits { result.lc = literalContextBits }
        if let literalPositionBits { result.lp = literalPositionBits }
        if let positionBits { result.pb = positionBits }
        if let mode { result.mode = lzma_mode(mode) }
        if let niceLength { result.nice_len = niceLength }
        if let matchFinder { result.mf = lzma_match_finder(matchFinder) }
        if let depth { result.depth = depth }
        return result
    }
}
