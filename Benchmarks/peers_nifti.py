"""The NIfTI part of `peers.py`: reading, describing and writing files with nibabel, and with SimpleITK what it can."""

import os
import shutil
import sys

SMALL_FILES, SMALL_SHAPE = 1_000, (32, 32, 16)
PLANE, PLANES = 64, [20, 50, 80, 110]


def small_files(folder):
    return [f"{folder}/small-nifti/{number:04}.nii.gz" for number in range(SMALL_FILES)]


def register(workload, pixels):
    def reversed_pixels(array):
        return pixels(array.T)

    for name, file in {"nifti-raw": "volume.nii", "nifti-gzip": "volume-gzip.nii.gz"}.items():
        def read(name=name, file=file):
            path = "{}/" + file

            @workload(name, "nibabel")
            def _(folder):
                import nibabel
                import numpy

                # A mapped file is no array in memory yet.
                return lambda: numpy.array(nibabel.load(path.format(folder), mmap=False).dataobj), reversed_pixels

            @workload(name, "SimpleITK")
            def _(folder):
                import SimpleITK

                return lambda: SimpleITK.ReadImage(path.format(folder)), lambda image: pixels(
                    SimpleITK.GetArrayViewFromImage(image))

        read()

    @workload("nifti-plane", "nibabel")
    def _(folder):
        import nibabel

        return lambda: nibabel.load(f"{folder}/volume-gzip.nii.gz").dataobj[..., PLANE], reversed_pixels

    @workload("nifti-planes", "nibabel")
    def _(folder):
        import nibabel

        image = nibabel.load(f"{folder}/volume-gzip.nii.gz", keep_file_open=True)
        return lambda: [image.dataobj[..., z] for z in PLANES], lambda planes: " ".join(map(reversed_pixels, planes))

    @workload("nifti-many", "nibabel")
    def _(folder):
        import nibabel

        def run():
            return "\n".join("x".join(map(str, nibabel.load(path).shape[::-1])) for path in small_files(folder))

        return run, lambda text: text

    @workload("nifti-write-gzip", "nibabel")
    def _(folder):
        import nibabel
        import numpy

        data = numpy.array(nibabel.load(f"{folder}/volume.nii").dataobj)
        path = f"{folder}/written-nibabel.nii.gz"

        def run():
            nibabel.save(nibabel.Nifti1Image(data, numpy.diag([0.2, 0.2, 0.5, 1])), path)
            return path

        def finish(path):
            print(f"nifti-write-gzip nibabel: {os.path.getsize(path)} bytes", file=sys.stderr)
            return reversed_pixels(numpy.asarray(nibabel.load(path).dataobj))

        return run, finish, lambda: os.path.exists(path) and os.remove(path)


def make_files(folder):
    # Not the plain file's name with .gz, for which niftilib, and so ITK, opens the plain file.
    last = f"{folder}/volume-gzip.nii.gz"
    if os.path.exists(last):
        return
    import nibabel
    import nrrd
    import numpy

    print(f"making the NIfTI files in {folder}", file=sys.stderr)
    volume, _ = nrrd.read(f"{folder}/volume.nrrd", index_order="F")
    matrix = numpy.diag([0.2, 0.2, 0.5, 1])
    nibabel.save(nibabel.Nifti1Image(volume, matrix), f"{folder}/volume.nii")
    files = small_files(folder)
    shutil.rmtree(os.path.dirname(files[0]), ignore_errors=True)
    os.makedirs(os.path.dirname(files[0]))
    x, y, z = SMALL_SHAPE
    for number, path in enumerate(files):
        part = volume[number % 32 * x : number % 32 * x + x, number // 32 * y : number // 32 * y + y, :z]
        nibabel.save(nibabel.Nifti1Image(part, matrix), path)
    nibabel.save(nibabel.Nifti1Image(volume, matrix), f"{folder}/volume-part.nii.gz")
    os.rename(f"{folder}/volume-part.nii.gz", last)
