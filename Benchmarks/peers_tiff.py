"""The TIFF part of `peers.py`: reading, describing and writing files with tifffile, and with libvips what it can."""

import os
import shutil
import sys
import time

PAGES, PAGE_SHAPE = 100_000, (16, 32)
SMALL_FILES, SMALL_SHAPE = 1_000, (256, 256)
PLANES, PLANE_SHAPE = 1_000, (512, 512)
# What all programs of a machine with two processors do best with.
WORKERS = os.cpu_count()

READS = {
    "tiff-raw": "stack-raw.tif", "tiff-deflate": "stack-deflate.tif", "tiff-lzw": "stack-lzw.tif",
    "tiff-zstd": "stack-zstd.tif", "tiff-pages": "pages.tif",
}
WRITES = {
    "tiff-write-raw": {}, "tiff-write-deflate": {"compression": "zlib", "predictor": True},
}


def small_files(folder):
    return [f"{folder}/small-tiff/{number:04}.tif" for number in range(SMALL_FILES)]


def planes(folder):
    return [f"{folder}/planes/p_z{number:04}.tif" for number in range(PLANES)]


def register(workload, pixels):
    def tifffile_shape(series):
        return "x".join(map(str, series.shape))

    for name, file in READS.items():
        def read(name=name, file=file):
            @workload(name, "tifffile")
            def _(folder):
                import tifffile

                path = f"{folder}/{file}"
                tifffile.TiffFile(f"{folder}/small-tiff/0000.tif").close()  # imports
                return lambda: tifffile.imread(path, maxworkers=WORKERS), pixels

        read()

    for name in ["tiff-raw", "tiff-deflate", "tiff-lzw"]:
        def read_stack(name=name, file=READS[name]):
            @workload(name, "libvips")
            def _(folder):
                import numpy
                import pyvips

                def run():
                    image = pyvips.Image.new_from_file(f"{folder}/{file}", n=-1, access="sequential")
                    return numpy.frombuffer(image.write_to_memory(), "<u2")

                return run, pixels

        read_stack()

    def vips():
        import pyvips

        # It would remember an image that was opened before, which nobody else does.
        pyvips.cache_set_max(0)
        return pyvips

    def vips_shape(image):
        pages = image.get("n-pages")
        return "x".join(map(str, ([pages] if pages > 1 else []) + [image.height, image.width]))

    @workload("tiff-describe", "libvips")
    def _(folder):
        pyvips = vips()
        return lambda: vips_shape(pyvips.Image.new_from_file(f"{folder}/pages.tif")), lambda text: text

    @workload("tiff-page", "libvips")
    def _(folder):
        import numpy

        pyvips = vips()

        def run():
            image = pyvips.Image.new_from_file(f"{folder}/pages.tif", page=PAGES // 2)
            return numpy.frombuffer(image.write_to_memory(), "<u2")

        return run, pixels

    @workload("tiff-many", "libvips")
    def _(folder):
        pyvips = vips()

        def run():
            return "\n".join(vips_shape(pyvips.Image.new_from_file(path)) for path in small_files(folder))

        return run, lambda text: text

    @workload("tiff-describe", "tifffile")
    def _(folder):
        import tifffile

        def run():
            with tifffile.TiffFile(f"{folder}/pages.tif") as file:
                return tifffile_shape(file.series[0])

        return run, lambda text: text

    @workload("tiff-page", "tifffile")
    def _(folder):
        import tifffile

        def run():
            with tifffile.TiffFile(f"{folder}/pages.tif") as file:
                return file.pages[PAGES // 2].asarray()

        return run, pixels

    @workload("tiff-many", "tifffile")
    def _(folder):
        import tifffile

        def run():
            shapes = []
            for path in small_files(folder):
                with tifffile.TiffFile(path) as file:
                    shapes.append(tifffile_shape(file.series[0]))
            return "\n".join(shapes)

        return run, lambda text: text

    @workload("stack-read", "tifffile")
    def _(folder):
        import tifffile

        files = planes(folder)

        def seconds(workers):
            start = time.perf_counter()
            tifffile.imread(files, ioworkers=workers)
            return time.perf_counter() - start

        # Its best number of workers depends on the machine, so each is tried first.
        best = min((1, WORKERS, 2 * WORKERS), key=seconds)
        return lambda: tifffile.imread(files, ioworkers=best), pixels

    @workload("stack-describe", "tifffile")
    def _(folder):
        import tifffile

        def run():
            shapes = set()
            for path in planes(folder):
                with tifffile.TiffFile(path) as file:
                    shapes.add(tifffile_shape(file.series[0]))
            (shape,) = shapes
            return f"{PLANES}x{shape}"

        return run, lambda text: text

    for name, arguments in WRITES.items():
        def write(name=name, arguments=arguments):
            @workload(name, "tifffile")
            def _(folder):
                import tifffile

                data = tifffile.imread(f"{folder}/stack-raw.tif", maxworkers=WORKERS)
                path = f"{folder}/written-tifffile-{name}.tif"

                def run():
                    tifffile.imwrite(path, data, imagej=True, maxworkers=WORKERS, metadata={"axes": "ZYX"}, **arguments)
                    return path

                def finish(path):
                    print(f"{name} tifffile: {os.path.getsize(path)} bytes", file=sys.stderr)
                    return pixels(tifffile.imread(path, maxworkers=WORKERS))

                return run, finish, lambda: os.path.exists(path) and os.remove(path)

        write()


def make_files(folder, noise, shape):
    last = f"{folder}/pages.tif"
    if os.path.exists(last):
        return
    import numpy
    import tifffile

    print(f"making the TIFF files in {folder}", file=sys.stderr)
    stack = noise(shape)
    common = {"metadata": {"axes": "ZYX"}, "maxworkers": WORKERS}
    tifffile.imwrite(f"{folder}/stack-raw.tif", stack, imagej=True, metadata={"axes": "ZYX"})
    tifffile.imwrite(f"{folder}/stack-deflate.tif", stack, compression="zlib", predictor=True, **common)
    tifffile.imwrite(f"{folder}/stack-lzw.tif", stack, compression="lzw", **common)
    tifffile.imwrite(f"{folder}/stack-zstd.tif", stack, compression="zstd", tile=(256, 256), **common)
    files = small_files(folder)
    shutil.rmtree(os.path.dirname(files[0]), ignore_errors=True)
    os.makedirs(os.path.dirname(files[0]))
    for number, path in enumerate(files):
        tifffile.imwrite(path, stack[number % shape[0], : SMALL_SHAPE[0], : SMALL_SHAPE[1]], imagej=True)
    height, width = PAGE_SHAPE
    per = shape[1] // height * (shape[2] // width)
    with tifffile.TiffWriter(last + ".part") as file:
        # One page after the other, each with a directory of its own, and nothing that says so beforehand.
        for number in range(PAGES):
            plane, rest = number // per % shape[0], number % per
            y, x = rest // (shape[2] // width) * height, rest % (shape[2] // width) * width
            file.write(
                numpy.ascontiguousarray(stack[plane, y : y + height, x : x + width]), contiguous=False, metadata=None,
                description=None)
    os.rename(last + ".part", last)


def make_planes(folder, noise, shape):
    """A stack with a file for each plane."""
    last = planes(folder)[-1]
    if os.path.exists(last):
        return
    import numpy
    import tifffile

    print(f"making {os.path.dirname(last)}", file=sys.stderr)
    stack = noise(shape)
    os.makedirs(os.path.dirname(last), exist_ok=True)
    height, width = PLANE_SHAPE
    for number, path in enumerate(planes(folder)):
        plane = stack[number % shape[0], :height, number // shape[0] :][:, :width]
        tifffile.imwrite(path, numpy.ascontiguousarray(plane), imagej=True)
