public import ImageCore
public import Testing

/// Expects that something fails with an `ImageError` of a kind, and gives that error for further looks.
@discardableResult
public func expectFailure<R>(
    _ code: ImageError.Code, _ what: String = "", sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> R
) async -> ImageError? {
    do {
        _ = try await body()
        Issue.record("\(what) did not fail, \(code) was expected", sourceLocation: sourceLocation)
    } catch let error as ImageError {
        #expect(error.code == code, "\(what): \(error)", sourceLocation: sourceLocation)
        return error
    } catch {
        Issue.record("\(what) failed with \(error), \(code) was expected", sourceLocation: sourceLocation)
    }
    return nil
}
