import ImageIntake

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// How long a workload took, how much memory the process had at most, and the checksum of what came out.
struct Measurement {
    let seconds: [Double]
    let peakByteCount: Int
    let checksum: String

    /// Runs a workload `count` times, and once before that: then the machine first has to find the memory.
    init(of workload: Workload, folder: String, count: Int) async throws {
        let run = try await workload.prepare(folder)
        var seconds: [Double] = []
        var checksum = ""
        var peak = 0
        let output = workload.output.map { "\(folder)/\($0)" }
        defer { output.map(Self.remove) }
        for round in 0...count {
            output.map(Self.remove)
            let start = ContinuousClock.now
            let outcome = try await run()
            if round > 0 { seconds.append((ContinuousClock.now - start) / .seconds(1)) }
            // The checksum may need memory of its own.
            peak = Self.peakByteCount
            if round == count { checksum = try await outcome() }
        }
        self.seconds = seconds
        self.checksum = checksum
        peakByteCount = peak
    }

    /// The middle of the times.
    var median: Double { seconds.sorted()[seconds.count / 2] }

    /// The result as `--json` prints it.
    var attribute: AttributeValue {
        [
            "seconds": .array(seconds.map { .double($0) }), "median": .double(median), "peak": .int(peakByteCount),
            "checksum": .string(checksum),
        ]
    }

    /// Removes a folder with all that it holds.
    private static func remove(_ path: String) {
        if let folder = opendir(path) {
            while let entry = readdir(folder) {
                let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                }
                if name != ".", name != ".." { remove("\(path)/\(name)") }
            }
            closedir(folder)
            rmdir(path)
        } else {
            unlink(path)
        }
    }

    /// The largest memory this process has had.
    private static var peakByteCount: Int {
        #if os(Linux)
            // getrusage also counts the process that started this one.
            guard let file = fopen("/proc/self/status", "r") else { return 0 }
            defer { fclose(file) }
            var line = [CChar](repeating: 0, count: 256)
            while fgets(&line, Int32(line.count), file) != nil {
                let text = line.withUnsafeBytes { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
                guard text.hasPrefix("VmHWM:") else { continue }
                return (Int(text.filter(\.isNumber)) ?? 0) << 10
            }
            return 0
        #else
            var usage = rusage()
            getrusage(RUSAGE_SELF, &usage)
            return usage.ru_maxrss
        #endif
    }
}
