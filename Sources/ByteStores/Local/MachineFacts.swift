#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What this machine has to offer.
public enum MachineFacts {
    /// The processors that are online.
    public static let processorCount = max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1)

    /// The physical memory in bytes.
    public static let memoryByteCount: Int = {
        let (bytes, overflow) = Int(sysconf(Int32(_SC_PHYS_PAGES))).multipliedReportingOverflow(
            by: Int(sysconf(Int32(_SC_PAGESIZE))))
        return overflow || bytes <= 0 ? 1 << 33 : bytes
    }()

    /// The value of an environment variable, or nil if it is not set.
    package static func environmentVariable(_ name: String) -> String? {
        // A name with a zero byte would be looked up as what stands before it.
        guard !name.isEmpty, !name.unicodeScalars.contains("\0"), let value = getenv(name) else { return nil }
        return String(cString: value)
    }

    /// What clocks on the wall show: seconds since the start of 1970 on them, and below the second.
    package static func localTime() -> (seconds: Int, nanosecond: Int) {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        var parts = tm()
        guard localtime_r(&now.tv_sec, &parts) != nil else { return (now.tv_sec, now.tv_nsec) }
        return (now.tv_sec + Int(parts.tm_gmtoff), now.tv_nsec)
    }
}
