"""Runs our workloads and the peers' in turn, compares the results, prints one table and writes RESULTS.md.

    run.py --programs FOLDER [--data FOLDER] [--rounds N] [--repeat N] [--only WORKLOAD ...]

Every measurement is a process of its own, which repeats its workload a few times; the programs take turns, so that a
busy moment of the machine hits all of them. What is given is the median over all repetitions of all rounds.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PEERS = os.path.join(HERE, "peers.py")

TITLES = {
    "nrrd-raw": "read NRRD, raw, 256 MiB",
    "nrrd-gzip": "read NRRD, gzip, 256 MiB",
    "nrrd-region": "region of raw NRRD, 8 x 256 x 256 of 128 x 1024 x 1024",
    "transpose": "zyx to xyz, uint16, 256 MiB in memory",
    "catalog-open": "open a catalog of 100,000 entries, list the names",
    "catalog-decode": "the same, and decode every entry",
    "catalog-entry": "work out an entry of that catalog, when it is open",
    "catalog-search": "search all of its texts for two words",
    "catalog-add": "add an entry to it, checked and on the disk",
    "start-up": "describe a file of 250 kB: the whole process",
    "zarr-raw": "read Zarr, raw, 512 MiB in chunks of 4 MiB",
    "zarr-zstd": "read Zarr, zstd 3",
    "zarr-lz4": "read Zarr, blosc lz4, shuffled",
    "zarr-sharded": "read Zarr, zstd 3, in shards of 128 MiB",
    "zarr-zstd-region": "region of Zarr, zstd 3: 10 x 600 x 600",
    "zarr-lz4-region": "region of Zarr, blosc lz4: 10 x 600 x 600",
    "zarr-small": "read Zarr, raw, 64 MiB in 8,192 chunks of 8 KiB",
    "zarr-zip": "the same from a zip file",
    "zarr-zip-open": "describe that zip file",
    "zarr-write": "write Zarr, zstd 3, 512 MiB in chunks of 4 MiB",
    "zarr-pyramid": "write OME-Zarr with smaller levels, 64 MiB",
    "tiff-raw": "read TIFF, raw, 512 MiB",
    "tiff-deflate": "read TIFF, deflate with predictor",
    "tiff-lzw": "read TIFF, LZW",
    "tiff-zstd": "read TIFF, zstd, in tiles",
    "tiff-describe": "describe a TIFF of 100,000 pages",
    "tiff-page": "read page 50,000 of it",
    "tiff-pages": "read all pages of it",
    "tiff-many": "describe 1,000 TIFF files of 128 KiB",
    "tiff-write-raw": "write TIFF, raw, 512 MiB",
    "tiff-write-deflate": "write TIFF, deflate with predictor",
    "stack-read": "read 1,000 TIFF files of 512 KiB as one stack",
    "stack-describe": "describe that stack by the pattern of its names",
    "klb-bzip2": "read KLB, bzip2, 64 MiB in blocks of 144 KiB",
    "klb-region": "region of KLB, bzip2: 8 x 400 x 400",
    "klb-write": "write KLB, bzip2, 64 MiB",
    "nifti-raw": "read NIfTI, 256 MiB",
    "nifti-gzip": "read NIfTI, gzip, 256 MiB",
    "nifti-plane": "first plane, in the middle, of NIfTI, gzip",
    "nifti-planes": "four planes of it after it was read",
    "nifti-many": "describe 1,000 NIfTI files, gzip",
    "nifti-write-gzip": "write NIfTI, gzip, 256 MiB",
}
LIMITS = {
    "nrrd-raw": "pread into used memory",
    "nrrd-gzip": "ISA-L inflate on one core",
    "nrrd-region": "pread of the rows",
    "transpose": "memcpy",
    "catalog-open": "libyaml events, ignored",
    "catalog-decode": "libyaml events, ignored",
    "catalog-entry": "ours: open it and list the names",
    "catalog-search": "ours: open it and list the names",
    "catalog-add": "ours: open it and list the names",
    "start-up": "C program: open, read, print",
    "zarr-raw": "pread of all files, all cores",
    "zarr-zstd": "libzstd, all cores",
    "zarr-lz4": "c-blosc, all cores",
    "zarr-sharded": "libzstd, all cores",
    "zarr-zstd-region": "libzstd of 32 chunks, all cores",
    "zarr-lz4-region": "c-blosc of 32 chunks, all cores",
    "zarr-small": "open, pread of all files, all cores",
    "zarr-zip": "pread into used memory",
    "zarr-zip-open": "pread of the list of members",
    "zarr-write": "libzstd, all cores",
    "zarr-pyramid": "c-blosc with zstd 3, all cores",
    "tiff-raw": "pread into used memory",
    "tiff-deflate": "pread into used memory",
    "tiff-lzw": "pread into used memory",
    "tiff-zstd": "pread into used memory",
    "tiff-describe": "pread of the whole file",
    "tiff-page": "open, pread of a page",
    "tiff-pages": "pread into used memory",
    "tiff-many": "open, pread of 4 KiB each",
    "tiff-write-raw": "write of as much in one call",
    "tiff-write-deflate": "ISA-L, all cores",
    "stack-read": "open, pread of all files",
    "stack-describe": "open, pread of 4 KiB each",
    "klb-bzip2": "libbz2, all cores",
    "klb-region": "libbz2 of 25 blocks, all cores",
    "klb-write": "libbz2, all cores",
    "nifti-raw": "pread into used memory",
    "nifti-gzip": "ISA-L inflate on one core",
    "nifti-plane": "ISA-L inflate of half of it",
    "nifti-planes": "ISA-L inflate of four planes",
    "nifti-many": "open, pread of 512 bytes each",
    "nifti-write-gzip": "ISA-L, all cores",
}


def output(command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


class Series:
    """What one program needed for one workload."""

    def __init__(self, name):
        self.name, self.seconds, self.peak = name, [], None

    def add(self, result):
        self.seconds += result["seconds"]
        if result["peak"]:
            self.peak = max(self.peak or 0, result["peak"])

    @property
    def median(self):
        return statistics.median(self.seconds)

    @property
    def is_slow(self):
        """Whether another round would take too long."""
        return bool(self.seconds) and self.median > 10


def in_process(command, series):
    result = json.loads(output(command))
    series.add(result)
    return result["checksum"]


def measure(workload, peers, options):
    """All programs for one workload, in turn."""
    def ours(name):
        return [f"{options.programs}/imbench", name]

    commands = [(Series("ours"), ours(workload))]
    commands += [(Series(peer), [sys.executable, PEERS, workload, "--peer", peer]) for peer in peers]
    common = ["--data", options.data, "--repeat", str(options.repeat), "--json"]
    limit = Series(LIMITS[workload])
    checksums = {}
    for turn in range(options.rounds):
        # Each begins in its turn: who follows a program that has given memory back finds that more easily.
        first = turn % len(commands)
        for series, command in commands[first:] + commands[:first]:
            if not series.is_slow:
                checksums[series.name] = in_process(command + common, series)
        if len(set(checksums.values())) != 1:
            sys.exit(f"error: {workload}: the results differ: {checksums}")
        in_process(ours(f"limit-{workload}") + common, limit)
    return [series for series, _ in commands], limit


def whole_process(command, series):
    with open(os.devnull, "wb") as nowhere:
        actions = [(os.POSIX_SPAWN_DUP2, nowhere.fileno(), 1)]
        start = time.perf_counter()
        process = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
        _, status = os.waitpid(process, 0)
        seconds = time.perf_counter() - start
    if status != 0:
        sys.exit(f"error: {' '.join(command)} ended with status {status}")
    series.add({"seconds": [seconds], "peak": None})


def measure_start(options):
    """Whole processes that describe one file."""
    file = os.path.join(HERE, "..", "catalogs", "images", "exp1.nrrd")
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "open_and_read")
        compiler = shutil.which("cc") or shutil.which("clang") or "clang"
        subprocess.run([compiler, "-O2", "-o", program, os.path.join(HERE, "open_and_read.c")], check=True)
        script = "import sys, nrrd; print(nrrd.read_header(sys.argv[1]))"
        commands = [
            (Series("ours"), [f"{options.programs}/imcat", "info", file]),
            (Series("Python with pynrrd"), [sys.executable, "-c", script, file]),
            (Series(LIMITS["start-up"]), [program, file]),
        ]
        for _ in range(10 * options.rounds):
            for series, command in commands:
                whole_process(command, series)
    series = [series for series, _ in commands]
    return series[:2], series[2]


def measure_large(options):
    """Time and memory of `imcat convert` for files of 4 GiB, a Zarr store with smaller levels coming out."""
    subprocess.run([sys.executable, PEERS, "large", "--data", options.data], check=True)
    for file in ["large.nrrd", "large.tif"]:
        convert_large(options, f"{options.data}/{file}", f"{options.data}/written-large.zarr")
    for name in ["large-read", "large-write"]:
        series = Series(name)
        in_process([f"{options.programs}/imbench", name, "--data", options.data, "--repeat", "1", "--json"], series)
        print(f"{name}: {seconds(series.median)}")


def convert_large(options, file, store):
    shutil.rmtree(store, ignore_errors=True)
    command = [f"{options.programs}/imcat", "convert", file, store, "--quiet"]
    start = time.perf_counter()
    process = os.posix_spawn(command[0], command, os.environ)
    _, status, usage = os.wait4(process, 0)
    elapsed = time.perf_counter() - start
    if status != 0:
        sys.exit(f"error: {' '.join(command)} ended with status {status}")
    peak = usage.ru_maxrss << (0 if sys.platform == "darwin" else 10)
    print(f"imcat convert {os.path.basename(file)}: {seconds(elapsed)}, at most {memory(peak)} MiB of memory")
    shutil.rmtree(store)


def seconds(value):
    """A time with three digits and a unit."""
    if value >= 1:
        return f"{value:#.3g} s"
    if value >= 1e-3:
        return f"{value * 1e3:#.3g} ms".replace(". ", " ")
    return f"{value * 1e6:#.3g} µs".replace(". ", " ")


def ratio(value):
    return f"{value:.0f} x" if value >= 10 else f"{value:.1f} x" if value >= 2 else f"{value:.2f} x"


def memory(value):
    return "" if value is None else f"{value / 2**20:.0f}"


HEADER = [
    "workload", "ours", "MiB", "peer", "its time", "its MiB", "peer / ours", "physical limit", "its time", "ours / limit",
]


def rows(workload, programs, limit):
    ours = programs[0]
    for number, peer in enumerate(programs[1:]):
        first = number == 0
        yield [
            TITLES[workload] if first else "", seconds(ours.median) if first else "", memory(ours.peak) if first else "",
            peer.name, seconds(peer.median), memory(peer.peak), ratio(peer.median / ours.median),
            limit.name if first else "", seconds(limit.median) if first else "",
            ratio(ours.median / limit.median) if first else "",
        ]


def table(lines):
    columns = list(zip(*lines))
    widths = [max(len(cell) for cell in column) for column in columns]
    numbers = {place for place, name in enumerate(HEADER) if name not in ("workload", "peer", "physical limit")}

    def line(cells):
        return "| " + " | ".join(
            cell.rjust(width) if place in numbers else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(cells, widths))
        ) + " |"

    rule = "|" + "|".join("-" * (w + 1) + (":" if p in numbers else "-") for p, w in enumerate(widths)) + "|"
    return "\n".join([line(lines[0]), rule] + [line(cells) for cells in lines[1:]])


def processor():
    try:
        with open("/proc/cpuinfo") as file:
            return next(line.split(":")[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        return output(["sysctl", "-n", "machdep.cpu.brand_string"]) if sys.platform == "darwin" else platform.machine()


def system():
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.platform()


def report(text, options):
    versions = json.loads(output([sys.executable, PEERS, "versions"]))
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    swift = output(["swift", "--version"]).splitlines()[0].split("(")[0].strip()
    return f"""# Benchmarks

Written by `make bench`. Files are in the page cache. Times are medians of {options.rounds} rounds of {options.repeat} runs, in
which the programs take turns; what needs more than 10 s runs once. The results are compared after every round. Imports
and the start of a process count only where it says so. MiB is the most memory that a process has had. The images are
noise as a camera adds it, about 10 bits in uint16.

{text}

- Machine: {processor()}, {os.cpu_count()} processors, {total:.0f} GiB, {system()}
- Ours: {swift}, release build with the Swift library linked statically
- Peers: {", ".join(f"{name} {version}" for name, version in versions.items())}
- Physical limits: the least that any program must do for the workload, done by nothing but the system or the C library,
  in memory that is already there. For the catalog it is what libyaml itself takes.
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", required=True, help="the folder with imbench and imcat")
    parser.add_argument("--data", default=os.path.join(HERE, "data"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=list(TITLES), help="some workloads; RESULTS.md stays as it is")
    parser.add_argument("--large", action="store_true", help="only convert a file of 4 GiB; takes 8 GB in the data folder")
    options = parser.parse_args()
    if options.large:
        return measure_large(options)

    subprocess.run([sys.executable, PEERS, "data", "--data", options.data], check=True)
    peers = json.loads(output([sys.executable, PEERS, "list"]))
    lines = [HEADER]
    for workload in options.only or TITLES:
        print(f"==> {TITLES[workload]}", flush=True)
        if workload == "start-up":
            programs, limit = measure_start(options)
        else:
            programs, limit = measure(workload, peers.get(workload, []), options)
        print("    " + ", ".join(f"{series.name} {seconds(series.median)}" for series in programs + [limit]), flush=True)
        lines += rows(workload, programs, limit)
    text = table(lines)
    print("\n" + text)
    if not options.only:
        with open(os.path.join(HERE, "RESULTS.md"), "w") as file:
            file.write(report(text, options))
        print("\nwritten to Benchmarks/RESULTS.md")


if __name__ == "__main__":
    main()
