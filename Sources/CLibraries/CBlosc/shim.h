#include <limits.h>
#include <stddef.h>
#include <blosc.h>

/// The most bytes that can be compressed at once; the macro is no constant that Swift imports.
static const int blosc_byte_count_limit = BLOSC_MAX_BUFFERSIZE;
