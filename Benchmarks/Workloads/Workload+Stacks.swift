import ImageIntake

extension Workload {
    private static let count = 1_000

    /// Many files that are one image.
    static var stacks: [Workload] {
        [
            Workload(name: "stack-read", summary: "read 1,000 files as one stack") { folder in
                {
                    let image = try await imload("\(folder)/planes/p_z{z:d}.tif", driver: "filepattern").image
                    return { try image.sha256() }
                }
            },
            Workload(name: "stack-describe", summary: "describe them as one stack") { folder in
                {
                    let image = try await imdescribe("\(folder)/planes/p_z{z:d}.tif", driver: "filepattern").images
                        .first
                    return { (image?.shape ?? []).map(String.init).joined(separator: "x") }
                }
            },
        ]
    }

    /// The least that any program must do with these files.
    static var stackLimits: [Workload] {
        ["read": 512 << 10, "describe": 4096].sorted { $0.key < $1.key }.map { name, size in
            Workload(name: "limit-stack-\(name)", summary: "open 1,000 files, and pread \(size) bytes of each") {
                folder in
                let memory = Memory(count: size)
                return {
                    for number in 0..<count {
                        let digits = String(number)
                        let name = String(repeating: "0", count: 4 - digits.count) + digits
                        try OpenFile("\(folder)/planes/p_z\(name).tif").read(into: memory.buffer, at: 0)
                    }
                    return { "" }
                }
            }
        }
    }
}
