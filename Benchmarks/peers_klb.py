"""The KLB part of `peers.py`: Python's bz2 with a thread for each processor, by the layout of the format.

There is no other program that can be installed for it: pyklb has to be compiled.
"""

import os
import struct
import sys
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(os.path.join(HERE, "..", "Tests", "Interop"))

SHAPE, BLOCK = (1, 1, 32, 1024, 1024), (1, 1, 8, 96, 96)
REGION = (slice(8, 16), slice(300, 700), slice(300, 700))
WORKERS = os.cpu_count()
PEER = "Python's bz2, threads"


def read(path, region=(slice(0, SHAPE[2]), slice(0, SHAPE[3]), slice(0, SHAPE[4]))):
    """A region of the file: the blocks that it touches are decoded, each in one of the threads."""
    import bz2

    import klb_layout
    import numpy

    with open(path, "rb") as file:
        places = list(klb_layout.boxes(SHAPE, BLOCK))
        base = 319 + 8 * len(places)
        head = file.read(base)
        ends = struct.unpack_from(f"<{len(places)}Q", head, 319)
        array = numpy.empty([part.stop - part.start for part in region], "<u2")

        def decode(item):
            box, low, high = item
            box = box[2:]
            raw = bz2.decompress(os.pread(file.fileno(), high - low, base + low))
            block = numpy.frombuffer(raw, "<u2").reshape([part.stop - part.start for part in box])
            target, source = [], []
            for own, part in zip(box, region):
                first, last = max(own.start, part.start), min(own.stop, part.stop)
                target.append(slice(first - part.start, last - part.start))
                source.append(slice(first - own.start, last - own.start))
            array[tuple(target)] = block[tuple(source)]

        wanted = [
            item for item in zip(places, (0, *ends), ends)
            if all(own.start < part.stop and own.stop > part.start for own, part in zip(item[0][2:], region))
        ]
        with ThreadPoolExecutor(WORKERS) as pool:
            list(pool.map(decode, wanted))
    return array


def write(path, array):
    import bz2

    import klb_layout

    whole = array.reshape(SHAPE)
    with ThreadPoolExecutor(WORKERS) as pool:
        blocks = list(pool.map(lambda box: bz2.compress(whole[box].tobytes(), 2), klb_layout.boxes(SHAPE, BLOCK)))
    klb_layout.save(path, whole, BLOCK, "bzip2", blocks)


def register(workload, pixels):
    @workload("klb-bzip2", PEER)
    def _(folder):
        import numpy  # noqa: F401

        return lambda: read(f"{folder}/stack.klb"), pixels

    @workload("klb-region", PEER)
    def _(folder):
        import numpy  # noqa: F401

        return lambda: read(f"{folder}/stack.klb", REGION), pixels

    @workload("klb-write", PEER)
    def _(folder):
        array, path = read(f"{folder}/stack.klb"), f"{folder}/written-python.klb"

        def run():
            write(path, array)
            return path

        return run, lambda path: pixels(read(path)), lambda: os.path.exists(path) and os.remove(path)


def make_files(folder, noise):
    path = f"{folder}/stack.klb"
    if os.path.exists(path):
        return
    print(f"making {path}", file=sys.stderr)
    write(path + ".part", noise(SHAPE[2:]))
    os.rename(path + ".part", path)
