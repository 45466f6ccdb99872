import ImageIntake

/// Our half of the benchmarks: times one workload in this process and prints the median.
///
/// `Benchmarks/peers.py` takes the same arguments and does the same for other software, `Benchmarks/run.py` runs both
/// in turn and compares.
@main
struct Imbench {
    static func main() async throws {
        var words = Array(CommandLine.arguments.dropFirst())
        func option(_ name: String) -> String? {
            guard let place = words.firstIndex(of: name), place + 1 < words.count else { return nil }
            defer { words.removeSubrange(place...place + 1) }
            return words[place + 1]
        }
        let folder = option("--data") ?? "Benchmarks/data"
        let count = option("--repeat").flatMap { Int($0) } ?? 3
        let isJSON = words.contains("--json")
        words.removeAll { $0 == "--json" }

        guard words.count == 1, let workload = Workload.all.first(where: { $0.name == words[0] }) else {
            print("usage: imbench WORKLOAD [--data FOLDER] [--repeat N] [--json]\n")
            for workload in Workload.all { print("  \(workload.name): \(workload.summary)") }
            return
        }
        let result = try await Measurement(of: workload, folder: folder, count: max(count, 1))
        if isJSON {
            print(result.attribute.json())
        } else {
            print("\(workload.name): \(result.median) s, \(result.peakByteCount >> 20) MiB, \(result.checksum)")
        }
    }
}
