import Synchronization

/// States of a C library that are used again: making one costs more than coding a small block with it.
///
/// Each call has a context of its own; as many exist as there are calls at the same time.
final class ContextPool: Sendable {
    private struct Context: @unchecked Sendable {
        // Sendable: a context is in the pool or with one call, never both.
        let pointer: OpaquePointer
    }

    /// More than that are not kept while they are idle.
    private static let idleLimit = 32

    private let idle = Mutex<[Context]>([])
    private let create: @Sendable () -> OpaquePointer?
    private let destroy: @Sendable (OpaquePointer) -> Void

    /// A pool without contexts.
    init(create: @escaping @Sendable () -> OpaquePointer?, destroy: @escaping @Sendable (OpaquePointer) -> Void) {
        self.create = create
        self.destroy = destroy
    }

    deinit {
        idle.withLock { contexts in
            for context in contexts { destroy(context.pointer) }
        }
    }

    /// Calls a function with a context that nobody else uses; what state it is in, its last user left.
    func withContext<R>(
        for name: String, _ body: (OpaquePointer) throws(CodecError) -> R
    ) throws(CodecError) -> R {
        guard let context = take() else { throw CodecError("\(name): no memory") }
        defer { put(context) }
        return try body(context.pointer)
    }

    private func take() -> Context? {
        idle.withLock { $0.popLast() } ?? create().map(Context.init)
    }

    private func put(_ context: Context) {
        let isKept = idle.withLock { contexts in
            guard contexts.count < Self.idleLimit else { return false }
            contexts.append(context)
            return true
        }
        if !isKept { destroy(context.pointer) }
    }
}
