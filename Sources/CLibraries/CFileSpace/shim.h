// Space for a file before its bytes come. glibc shows `fallocate` only to those who define _GNU_SOURCE before its first
// header, which Swift's module of it does not.

#if defined(__linux__)
#if defined(__cplusplus)
extern "C"
#endif
int fallocate(int descriptor, int mode, long start, long count);
#endif

/// Asks for blocks on the disk for `count` bytes from `start` on; the file's size stays. Nothing is said of a failure:
/// the write that follows finds the same, and where no space can be asked for, writing works as well.
static inline void file_space_reserve(int descriptor, long start, long count) {
#if defined(__linux__)
    enum { keep_size = 1 };
    (void)fallocate(descriptor, keep_size, start, count);
#else
    (void)descriptor, (void)start, (void)count;
#endif
}
