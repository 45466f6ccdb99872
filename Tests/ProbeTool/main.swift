import ByteStores
import ImageCore
import ImageIntake
import ImageSources
import ProbeSteps

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

// A program that may crash: the tests start it, so that a trap, a hang or too much memory is seen from outside.
//
//     improbe read [FILE ...]       describes and reads each file (from standard input, one per line, if none is named)
//     improbe catalog               opens each catalog (from standard input), looks at all in it, and tries an edit
//     improbe edit CATALOG nobody   adds an entry, as a user without rights if it can become one
//     improbe edit CATALOG always   adds an entry and removes it again, until it is killed
//     improbe edit CATALOG full N   adds an entry; the system says at the byte N that there is no room
//     improbe edit CATALOG step N   adds an entry, and is killed in front of the Nth call of the system that writes
//     improbe replace FILE SIZE     replaces FILE for ever, each time by SIZE bytes of one value, until it is killed
//     improbe fill STORE Z COUNT    writes COUNT planes of a zyx store of uint16 from Z on, each pixel the number of its plane
//
// `read` prints "begin FILE" before and "ok FILE" or "error FILE: MESSAGE" after each, so that the last begin without an
// end names the culprit. It has at most 4 GiB of address space, and 20 seconds for each file.

func say(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    var done = 0
    while done < bytes.count {
        let count = bytes[done...].withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
        if count <= 0 { exit(3) }
        done += count
    }
}

func probe(_ path: String) async {
    say("begin \(path)")
    alarm(20)
    var environment = SourceEnvironment.standard
    environment.limits = ReadLimits(byteCount: 1 << 28)
    do {
        let described = try await imdescribe(path, environment: environment)
        let dataset = try await imload(path, environment: environment)
        for (image, array) in zip(described.images, dataset.arrays) {
            _ = image.attribute.json(pretty: true)
            guard image.shape == array.shape, image.elementType == array.elementType else {
                say("error \(path): DISAGREEMENT between describing and reading")
                continue
            }
            if !array.elementType.isComplex { _ = try array.statistics() }
            if let axis = array.axes.first, array.shape[0] > 0 {
                let part = Region([axis: .index(-1)])
                let cut = try await imload(path, axes: .stored, region: part, environment: environment).image
                _ = try cut.bytes()
            }
        }
        say("ok \(path)")
    } catch {
        say("error \(path): \(String("\(error)".prefix(300)).replacing("\n", with: " "))")
    }
    alarm(0)
}

/// Looks at all that a catalog says, nested ones included, and works out an edit without writing it.
func probeCatalog(_ path: String) async {
    say("begin \(path)")
    alarm(60)
    do {
        let catalog = try await Catalog.open(path)
        _ = catalog.names
        _ = catalog.diagnostics.count
        var mistakes = 0
        for entry in catalog {
            _ = (entry.driver, entry.description, entry.isPattern)
            do {
                if entry.isCatalog {
                    for inner in try await entry.catalog() where inner.isCatalog { _ = try await inner.catalog() }
                } else {
                    let resolved = try await entry.resolved()
                    _ = AttributeValue.mapping(resolved.metadata).json().utf8.count
                }
            } catch { mistakes += 1 }
        }
        _ = try await catalog.search("improbable words").count
        let writer = try CatalogWriter(path)
        try await writer.add(NewEntry(name: "improbe", driver: "nrrd", uri: "x.nrrd"), dryRun: true)
        if let name = catalog.names.first {
            for edit in [.remove(name), .rename(name, to: "improbe"), .describe(name, as: "x")] as [CatalogEdit] {
                do { try await writer.apply([edit], dryRun: true) } catch { mistakes += 1 }
            }
        }
        if mistakes > 0 {
            say("error \(path): \(mistakes) mistakes in entries")
        } else {
            say("ok \(path)")
        }
    } catch {
        say("error \(path): \(String("\(error)".prefix(300)).replacing("\n", with: " "))")
    }
    alarm(0)
}

func limitMemory() {
    #if os(Linux)
        var limit = rlimit(rlim_cur: 4 << 30, rlim_max: 4 << 30)
        setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    #endif
    // A core file of every crash would fill the disk.
    var noCore = rlimit(rlim_cur: 0, rlim_max: 0)
    #if os(Linux)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &noCore)
    #endif
}

func replaceForEver(_ path: String, size: Int) throws -> Never {
    var value: UInt8 = 0
    while true {
        value &+= 1
        var file = try AtomicFile(path: path)
        // Several pieces, so that there are moments with half a file.
        let piece = Bytes([UInt8](repeating: value, count: size / 8))
        for _ in 0..<8 { try file.append(piece) }
        try file.commit()
        say("\(value)")
    }
}

let arguments = CommandLine.arguments.dropFirst()
switch arguments.first {
case "read"?:
    limitMemory()
    if arguments.count > 1 {
        for path in arguments.dropFirst() { await probe(path) }
    } else {
        while let path = readLine() { await probe(path) }
    }
    say("end")
case "catalog"?:
    limitMemory()
    while let path = readLine() { await probeCatalog(path) }
    say("end")
case "edit"? where arguments.count >= 3:
    let words = Array(arguments)
    if words[2] == "nobody", getuid() == 0 {
        // Rights that root has would let it write everywhere.
        guard setgid(65534) == 0, setuid(65534) == 0 else { exit(3) }
    } else if words[2] == "full", let size = words.last.flatMap({ rlim_t($0) }) {
        signal(SIGXFSZ, SIG_IGN)
        var limit = rlimit(rlim_cur: size, rlim_max: size)
        #if os(Linux)
            setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        #else
            setrlimit(RLIMIT_FSIZE, &limit)
        #endif
    }
    do {
        let writer = try CatalogWriter(words[1])
        let entry = NewEntry(name: "new", driver: "nrrd", uri: "/x.nrrd")
        while words[2] == "always" {
            try await writer.add(entry, replace: true)
            say("added")
            try await writer.remove(["new"])
            say("removed")
        }
        if words[2] == "step", let number = words.last.flatMap({ CInt($0) }) { improbe_end_before_step(number) }
        try await writer.add(entry)
        improbe_end_before_step(0)
        say("written")
    } catch {
        say("\(error)")
        exit(1)
    }
case "replace"? where arguments.count == 3:
    let path = arguments[arguments.startIndex + 1]
    try replaceForEver(path, size: Int(arguments[arguments.startIndex + 2]) ?? 1 << 20)
case "fill"? where arguments.count == 4:
    let words = Array(arguments)
    let (first, count) = (Int(words[2]) ?? 0, Int(words[3]) ?? 0)
    let shape = try await imdescribe(words[1]).images[0].shape
    let plane = shape[1] * shape[2]
    let pixels = (0..<count * plane).map { UInt16(first + $0 / plane) }
    let part = try ImageArray(axes: "zyx", shape: [count, shape[1], shape[2]], pixels: pixels)
    try await imwrite(part, into: words[1], at: [.z: first])
default:
    say("usage: improbe read [FILE ...] | improbe replace FILE SIZE | improbe fill STORE Z COUNT")
    exit(2)
}
