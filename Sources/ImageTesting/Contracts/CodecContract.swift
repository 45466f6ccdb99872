public import ImageCodecs
import ImageCore
public import Testing

/// What every lossless byte codec promises: round trips of anything, exact capacities, and errors, never traps, for
/// damaged input.
public struct CodecContract: Sendable {
    private let codec: any ByteCodec
    private let detectsDamage: Bool
    private let location: SourceLocation

    /// The contract for a codec.
    ///
    /// Without a checksum in its data, a codec does not notice all damage; then it must only not trap.
    public init(
        _ codec: any ByteCodec, detectsDamage: Bool = true, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        self.codec = codec
        self.detectsDamage = detectsDamage
        location = sourceLocation
    }

    /// Inputs of several kinds: nothing, one byte, runs, text, noise, and sizes around the limits of blocks.
    public static let samples: [[UInt8]] = {
        var numbers = SeededNumbers(seed: 3)
        var samples: [[UInt8]] = [[], [0], [255], Array("abcabcabcabc".utf8), [UInt8](repeating: 0, count: 100_000)]
        for count in [2, 255, 4096, 65_535, 65_536, 200_001] {
            samples.append((0..<count).map { _ in UInt8.random(in: 0...255, using: &numbers) })
            samples.append((0..<count).map { UInt8(truncatingIfNeeded: $0 / 7 &* $0 / 1000) })
        }
        return samples
    }()

    /// Checks everything.
    ///
    /// - Throws: what the codec throws where it should not.
    public func check() throws {
        for sample in Self.samples {
            let packed = try encode(sample)
            #expect(
                try decode(packed, capacity: sample.count) == sample, "\(sample.count) bytes", sourceLocation: location)
            #expect(try decode(packed, capacity: sample.count + 100) == sample, sourceLocation: location)
            #expect(try encode(sample) == packed, "equal input gives equal output", sourceLocation: location)
            if !sample.isEmpty {
                expectError("one byte of room too little for \(sample.count)") {
                    _ = try decode(packed, capacity: sample.count - 1)
                }
            }
            if !packed.isEmpty {
                expectError("no room to encode \(sample.count) bytes") {
                    _ = try encode(sample, capacity: packed.count - 1)
                }
            }
        }
        try checkDamage()
    }

    /// Truncations at every length fail; flipped bits fail or are harmless, and nothing traps.
    public func checkDamage() throws {
        let sample = Array("A line of text that is repeated, so that there is something to compress. ".utf8)
        let original = (0..<40).flatMap { sample + Array("\($0)".utf8) }
        let packed = try encode(original)
        for length in 0..<packed.count {
            try expectNoTrap("\(length) of \(packed.count) bytes") {
                _ = try decode(Array(packed[..<length]), capacity: original.count)
            }
        }
        var wrong = 0
        for bit in 0..<packed.count * 8 {
            var damaged = packed
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            guard let result = try? decode(damaged, capacity: original.count + 64) else { continue }
            // Fields that mean nothing to the data (a time stamp) may differ.
            if result != original { wrong += 1 }
        }
        #expect(
            wrong == 0 || !detectsDamage, "damage that went unnoticed and changed the data", sourceLocation: location)
        var numbers = SeededNumbers(seed: 11)
        for count in 0..<300 {
            let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &numbers) }
            try expectNoTrap("\(count) random bytes") { _ = try decode(noise, capacity: 1000) }
        }
    }

    private func encode(_ bytes: [UInt8], capacity: Int? = nil) throws -> [UInt8] {
        try run(capacity ?? codec.encodedByteCountLimit(bytes.count)) { output throws(CodecError) in
            try codec.encode(bytes.span.bytes, into: &output)
        }
    }

    private func decode(_ bytes: [UInt8], capacity: Int) throws -> [UInt8] {
        try run(capacity) { output throws(CodecError) in try codec.decode(bytes.span.bytes, into: &output) }
    }

    /// Runs a codec on a block that has guard bytes behind it; they must stay as they are.
    private func run(_ capacity: Int, _ body: (inout OutputRawSpan) throws(CodecError) -> Void) throws -> [UInt8] {
        let guarded = 16
        let target = try ScatterTarget(count: max(capacity, 0) + guarded)
        try target.withOutput(max(capacity, 0)..<target.count) { output in
            for _ in 0..<guarded { output.append(0x5A, as: UInt8.self) }
        }
        let (_, written) = try target.withOutput(0..<max(capacity, 0)) { try body(&$0) }
        let bytes = target.freeze().array
        #expect(bytes.suffix(guarded).allSatisfy { $0 == 0x5A }, "written beyond the room", sourceLocation: location)
        return Array(bytes[..<written])
    }

    /// Expects an error where damage is detected, otherwise an error or any result.
    private func expectNoTrap(_ what: String, _ body: () throws -> Void) throws {
        if detectsDamage { return expectError(what, body) }
        do { try body() } catch is CodecError {}
    }

    private func expectError(_ what: String, _ body: () throws -> Void) {
        #expect(throws: CodecError.self, "\(codec.name): \(what)", sourceLocation: location, performing: body)
    }
}
