import ByteStores
import ImageCore
import Synchronization

/// One image data set somewhere, opened lazily: what a catalog entry or a path resolves to.
///
/// A driver is a subclass that describes itself (`driver`) and makes a reader from the request (`makeReader`);
/// everything else is the same for all formats.
open class ImageSource: @unchecked Sendable {
    // Sendable: the only state besides the request is the cached reader, behind a Mutex.

    /// What was asked for.
    public let request: SourceRequest
    private let opening = Mutex(Opening.notYet)

    /// How far the opening has come; who comes meanwhile waits.
    private enum Opening {
        case notYet
        case underWay(waiting: [CheckedContinuation<Void, Never>])
        case done(any ImageReader)
    }

    /// A source for a request; nothing is opened.
    ///
    /// - Throws: `invalidArgument` for an option the driver does not have (with the nearest) or of a wrong kind.
    public required init(_ request: SourceRequest) throws {
        var request = request
        let known = request.options.pairs.isEmpty ? [] : Self.driver.options
        for (name, value) in request.options.pairs {
            guard let option = known.first(where: { $0.name == name }) else {
                let names = known.map(\.name) + ["output_axis_order", "metadata"]
                throw ImageError.invalidArgument(
                    "driver '\(Self.driver.name)' has no option '\(name)'",
                    hint: nearestNameHint(to: name, among: names, else: "it has \(names.joined(separator: ", "))"))
            }
            request.options[name] = try option.checked(value)
        }
        self.request = request
    }

    /// Names, extensions, signatures and options.
    ///
    /// Subclasses must override it.
    open class var driver: DriverDescriptor {
        DriverDescriptor(name: "abstract", title: "no format", aliases: [], extensions: [])
    }

    /// What writes files of the driver's format, or nil if the format is only read.
    open class var writer: (any ImageWriter)? { nil }

    /// Reads the headers.
    ///
    /// Called once; the result is kept. Subclasses must override it.
    open func makeReader() async throws -> any ImageReader {
        throw ImageError.unsupported("driver '\(Self.driver.name)' cannot read", at: .init(request.resource.location))
    }

    /// The reader, made at the first call.
    ///
    /// After a failure the next call tries anew.
    public final func reader() async throws -> any ImageReader {
        while true {
            let known: (any ImageReader)?? = opening.withLock { opening in
                switch opening {
                case .done(let reader): return .some(reader)
                case .underWay: return .none
                case .notYet:
                    opening = .underWay(waiting: [])
                    return .some(nil)
                }
            }
            if let known { return if let reader = known { reader } else { try await openNow() } }
            await withCheckedContinuation { continuation in
                let isWaiting = opening.withLock { opening in
                    guard case .underWay(let waiting) = opening else { return false }
                    opening = .underWay(waiting: waiting + [continuation])
                    return true
                }
                if !isWaiting { continuation.resume() }
            }
            try Task.checkCancellation()
        }
    }

    /// Makes the reader, in the task of who asks for it first, and wakes those who wait.
    private func openNow() async throws -> any ImageReader {
        func finish(_ result: Opening) {
            let waiting = opening.withLock { opening in
                defer { opening = result }
                guard case .underWay(let waiting) = opening else { return [] as [CheckedContinuation<Void, Never>] }
                return waiting
            }
            for continuation in waiting { continuation.resume() }
        }
        do {
            let reader = try await makeReader()
            finish(.done(reader))
            return reader
        } catch {
            finish(.notYet)
            throw (error as? ImageError)?.located(in: request.resource.location) ?? error
        }
    }
}
