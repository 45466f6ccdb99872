#include <lzma.h>

/// A stream in its first state; the macro for it is no constant that Swift imports.
static inline lzma_stream lzma_empty_stream(void) {
    lzma_stream stream = LZMA_STREAM_INIT;
    return stream;
}

/// The end of a list of filters.
static const lzma_vli lzma_end_of_filters = LZMA_VLI_UNKNOWN;

/// Streams one after the other are decoded as one.
static const uint32_t lzma_flag_concatenated = LZMA_CONCATENATED;
