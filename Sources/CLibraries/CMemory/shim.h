// Copies that go past the caches to memory. Swift has no such stores; every compiler that Swift comes with has.

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// Copies `count` bytes that do not overlap; whole cache lines of the destination are written without being read or kept
/// in a cache. `memory_copy_streaming_end` must follow before another thread reads them.
static inline void memory_copy_streaming(void *to, const void *from, size_t count) {
    typedef uint64_t vector __attribute__((vector_size(16)));
    enum { line = 64 };
    char *destination = (char *)to;
    const char *source = (const char *)from;
    size_t head = -(uintptr_t)destination % line;
    if (count < head + line) {
        memcpy(destination, source, count);
        return;
    }
    memcpy(destination, source, head);
    destination += head;
    source += head;
    count -= head;
    for (; count >= line; count -= line, destination += line, source += line) {
        vector part[4];
        memcpy(part, source, line);
        for (int i = 0; i < 4; i++) __builtin_nontemporal_store(part[i], (vector *)destination + i);
    }
    memcpy(destination, source, count);
}

/// Orders the streamed bytes before all stores that follow.
static inline void memory_copy_streaming_end(void) {
#if defined(__x86_64__)
    __builtin_ia32_sfence();
#else
    __atomic_thread_fence(__ATOMIC_RELEASE);
#endif
}
