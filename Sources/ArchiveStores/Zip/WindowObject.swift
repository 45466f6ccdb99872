import ByteStores
import ImageCore

/// A range of another object as an object of its own; reads go straight through.
struct WindowObject: ByteObject {
    let object: any ByteObject
    let range: Range<Int>
    let location: String

    var size: Int { range.count }

    func read(at position: Int, into target: ScatterTarget, _ part: Range<Int>) async throws {
        let (end, overflow) = position.addingReportingOverflow(part.count)
        guard !overflow, position >= 0 else { throw ImageError.corrupt("byte \(position)", at: .init(location)) }
        try checkRange(position..<end)
        try await object.read(at: range.lowerBound + position, into: target, part)
    }
}
