#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <tiffio.h>

// A file that lies in memory, as libtiff reads it, and the first thing that it said about it. Its functions take variable
// arguments and lists of them, which Swift cannot pass.
typedef struct {
    const uint8_t *bytes;
    uint64_t count;
    uint64_t position;
    char message[256];
} tiff_memory_file;

static inline tmsize_t tiff_memory_read(thandle_t handle, void *target, tmsize_t count) {
    tiff_memory_file *file = (tiff_memory_file *)handle;
    if (count <= 0 || file->position >= file->count) return 0;
    uint64_t left = file->count - file->position;
    uint64_t taken = (uint64_t)count < left ? (uint64_t)count : left;
    memcpy(target, file->bytes + file->position, taken);
    file->position += taken;
    return (tmsize_t)taken;
}

static inline tmsize_t tiff_memory_write(thandle_t handle, void *source, tmsize_t count) {
    (void)handle, (void)source, (void)count;
    return -1;
}

static inline toff_t tiff_memory_seek(thandle_t handle, toff_t offset, int origin) {
    tiff_memory_file *file = (tiff_memory_file *)handle;
    if (origin == SEEK_CUR) offset += file->position;
    if (origin == SEEK_END) offset += file->count;
    file->position = offset;
    return offset;
}

static inline int tiff_memory_close(thandle_t handle) {
    (void)handle;
    return 0;
}

static inline toff_t tiff_memory_size(thandle_t handle) { return ((tiff_memory_file *)handle)->count; }

static inline int tiff_memory_error(TIFF *tiff, void *data, const char *module, const char *format, va_list list) {
    tiff_memory_file *file = (tiff_memory_file *)data;
    (void)tiff, (void)module;
    if (file->message[0] == 0) vsnprintf(file->message, sizeof file->message, format, list);
    return 1;
}

static inline int tiff_memory_warning(TIFF *tiff, void *data, const char *module, const char *format, va_list list) {
    (void)tiff, (void)data, (void)module, (void)format, (void)list;
    return 1;
}

// Opens the file without a word on the standard error; no single allocation is larger than the limit.
static inline TIFF *tiff_memory_open(tiff_memory_file *file, tmsize_t limit) {
    TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
    if (options == NULL) return NULL;
    TIFFOpenOptionsSetMaxSingleMemAlloc(options, limit);
    TIFFOpenOptionsSetErrorHandlerExtR(options, tiff_memory_error, file);
    TIFFOpenOptionsSetWarningHandlerExtR(options, tiff_memory_warning, file);
    // `m`: the functions that map a file are not asked for.
    TIFF *tiff = TIFFClientOpenExt(
        "memory", "rm", (thandle_t)file, tiff_memory_read, tiff_memory_write, tiff_memory_seek, tiff_memory_close,
        tiff_memory_size, NULL, NULL, options);
    TIFFOpenOptionsFree(options);
    return tiff;
}
