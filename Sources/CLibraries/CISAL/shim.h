#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>
#include <stddef.h>

/// The size of the work buffer for a level of isal_deflate; the macros behind it are no constants that Swift imports.
static inline uint32_t isal_level_buffer_size(uint32_t level) {
    switch (level) {
    case 0: return ISAL_DEF_LVL0_DEFAULT;
    case 1: return ISAL_DEF_LVL1_DEFAULT;
    case 2: return ISAL_DEF_LVL2_DEFAULT;
    default: return ISAL_DEF_LVL3_DEFAULT;
    }
}

/// Where the last field of the state of isal_inflate begins, the output it has decoded; its array is too large for Swift.
static inline size_t isal_inflate_state_output_offset(void) {
    return offsetof(struct inflate_state, tmp_out_buffer);
}
