"""The peers' half of the benchmarks: times one workload in this process and prints the median.

    peers.py WORKLOAD --peer NAME [--data FOLDER] [--repeat N] [--json]

`imbench` takes the same arguments and does the same for ours. `peers.py data --data FOLDER` makes the files that both
read, `peers.py list` prints the workloads with their peers, `peers.py versions` what is compared.
"""

import argparse
import hashlib
import json
import os
import resource
import statistics
import sys
import time

WORKLOADS = {}

# After so many seconds, nothing is repeated.
SLOW = 10


def workload(name, peer):
    """Registers a function that prepares a workload.

    It returns what is timed, what makes a checksum of the result, and, where files are written, what removes them.
    """

    def register(prepare):
        WORKLOADS.setdefault(name, {})[peer] = prepare
        return prepare

    return register


def pixels(array):
    """The checksum of an array in C order."""
    import numpy

    return hashlib.sha256(memoryview(numpy.ascontiguousarray(array)).cast("B")).hexdigest()


def texts(lines):
    """The checksum of texts."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


# Reading NRRD files.


def pynrrd_read(name):
    import nrrd

    return lambda: nrrd.read(name, index_order="C")[0]


def simpleitk_read(name):
    import SimpleITK

    return lambda: SimpleITK.ReadImage(name)


def simpleitk_pixels(image):
    import SimpleITK

    return pixels(SimpleITK.GetArrayViewFromImage(image))


@workload("nrrd-raw", "pynrrd")
def _(folder):
    return pynrrd_read(f"{folder}/volume.nrrd"), pixels


@workload("nrrd-raw", "SimpleITK")
def _(folder):
    return simpleitk_read(f"{folder}/volume.nrrd"), simpleitk_pixels


@workload("nrrd-gzip", "pynrrd")
def _(folder):
    return pynrrd_read(f"{folder}/volume-gzip.nrrd"), pixels


@workload("nrrd-gzip", "SimpleITK")
def _(folder):
    return simpleitk_read(f"{folder}/volume-gzip.nrrd"), simpleitk_pixels


@workload("nrrd-region", "pynrrd")
def _(folder):
    read = pynrrd_read(f"{folder}/volume.nrrd")
    return lambda: read()[60:68, 256:512, 256:512], pixels


@workload("nrrd-region", "SimpleITK")
def _(folder):
    import SimpleITK

    def run():
        reader = SimpleITK.ImageFileReader()
        reader.SetFileName(f"{folder}/volume.nrrd")
        reader.SetExtractIndex([256, 256, 60])
        reader.SetExtractSize([256, 256, 8])
        return reader.Execute()

    return run, simpleitk_pixels


# Arrays.


@workload("transpose", "NumPy")
def _(folder):
    import numpy

    array = pynrrd_read(f"{folder}/volume.nrrd")()
    return lambda: numpy.ascontiguousarray(array.transpose(2, 1, 0)), pixels


# Catalogs.


def load_yaml(folder):
    import yaml

    with open(f"{folder}/catalog.yaml", "rb") as file:
        return yaml.load(file, Loader=yaml.CSafeLoader)["sources"]


@workload("catalog-open", "PyYAML (C loader)")
def _(folder):
    import yaml  # noqa: F401

    return lambda: list(load_yaml(folder)), texts


@workload("catalog-decode", "PyYAML (C loader)")
def _(folder):
    import yaml  # noqa: F401

    def run():
        return [f"{name} {entry['driver']} {entry['args']['uri']}" for name, entry in load_yaml(folder).items()]

    return run, texts


# The files that all read.


def make_data(folder):
    os.makedirs(folder, exist_ok=True)
    make_catalog(f"{folder}/catalog.yaml")
    make_volumes(folder)
    peers_zarr.make_stores(folder)
    peers_tiff.make_files(folder, peers_zarr.noise, peers_zarr.SHAPE)
    peers_tiff.make_planes(folder, peers_zarr.noise, peers_zarr.SHAPE)
    peers_klb.make_files(folder, peers_zarr.noise)
    peers_nifti.make_files(folder)


def make_catalog(path):
    if os.path.exists(path):
        return
    print(f"making {path}", file=sys.stderr)
    with open(path + ".part", "w") as file:
        file.write("# 100,000 images\nname: large\nmetadata: {version: 1}\nsources:\n")
        for number in range(100_000):
            file.write(
                f"  run{number // 96:04d}-well{number % 96:02d}:\n"
                f"    description: Plate {number // 96}, well {number % 96}, stained on day {number % 7}\n"
                f"    driver: intake_io.source.nrrd.NrrdSource\n"
                f"    metadata:\n"
                f"      spacing: {{z: 0.5, y: 0.25, x: 0.25}}\n"
                f"      coords: {{c: [nuclei, actin]}}\n"
                f"    args:\n"
                f"      uri: images/{number // 96:04d}/{number % 96:02d}.nrrd\n"
            )
    os.rename(path + ".part", path)


def make_volumes(folder):
    raw, packed = f"{folder}/volume.nrrd", f"{folder}/volume-gzip.nrrd"
    if os.path.exists(raw) and os.path.exists(packed):
        return
    import nrrd
    import numpy

    # 256 MiB of blobs as a camera sees them: the noise, not the shape, decides how well they compress.
    print(f"making {raw} and {packed}", file=sys.stderr)
    random = numpy.random.default_rng(1)
    y, x = numpy.mgrid[0:1024, 0:1024].astype(numpy.float32)
    volume = numpy.empty((128, 1024, 1024), numpy.uint16)
    for z in range(128):
        light = 300 + 250 * numpy.sin(x / 37 + z / 11) * numpy.cos(y / 53 - z / 17)
        volume[z] = numpy.clip(light + numpy.sqrt(light) * random.standard_normal(light.shape, numpy.float32), 0, 4095)
    header = {"space dimension": 3, "space directions": numpy.diag([0.2, 0.2, 0.5])}
    nrrd.write(packed, volume, {**header, "encoding": "gzip"}, compression_level=4, index_order="C")
    nrrd.write(raw, volume, {**header, "encoding": "raw"}, index_order="C")


import peers_klb  # noqa: E402
import peers_nifti  # noqa: E402
import peers_tiff  # noqa: E402
import peers_zarr  # noqa: E402

peers_zarr.register(workload, pixels)
peers_tiff.register(workload, pixels)
peers_klb.register(workload, pixels)
peers_nifti.register(workload, pixels)

# Measuring.


def peak_bytes():
    """The largest memory this process has had. On Linux, getrusage also counts the process that started this one."""
    if sys.platform == "linux":
        with open("/proc/self/status") as file:
            return next(int(line.split()[1]) << 10 for line in file if line.startswith("VmHWM"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def measure(prepare, folder, repeat):
    run, checksum, *reset = prepare(folder)
    seconds = []
    for _ in range(repeat + 1):
        if sum(seconds) > SLOW:
            break
        result = None
        for clean in reset:
            clean()
        start = time.perf_counter()
        result = run()
        seconds.append(time.perf_counter() - start)
    peak = peak_bytes()
    # The first run, in which the machine has to find the memory, counts only where it is the only one.
    seconds = seconds[1:] or seconds
    outcome = {"seconds": seconds, "median": statistics.median(seconds), "peak": peak, "checksum": checksum(result)}
    result = None
    for clean in reset:
        clean()
    return outcome


def versions():
    from importlib.metadata import version

    names = {"pynrrd": "pynrrd", "SimpleITK": "SimpleITK", "NumPy": "numpy", "PyYAML": "PyYAML"}
    names |= {name: name for name in ("zarr", "zarrs", "tensorstore", "numcodecs", "ome-zarr", "tifffile", "imagecodecs", "nibabel")}
    return {"Python": sys.version.split()[0], **{name: version(package) for name, package in names.items()}}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workload")
    parser.add_argument("--peer")
    parser.add_argument("--data", default="Benchmarks/data")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    if arguments.workload == "data":
        make_data(arguments.data)
    elif arguments.workload == "large":
        peers_zarr.make_large(arguments.data)
    elif arguments.workload == "list":
        print(json.dumps({name: list(peers) for name, peers in WORKLOADS.items()}))
    elif arguments.workload == "versions":
        print(json.dumps(versions()))
    else:
        result = measure(WORKLOADS[arguments.workload][arguments.peer], arguments.data, arguments.repeat)
        if arguments.json:
            print(json.dumps(result))
        else:
            print(f"{arguments.workload}: {result['median']} s, {result['peak'] >> 20} MiB, {result['checksum']}")


if __name__ == "__main__":
    main()
