"""The small NIfTI and ANALYZE files that make_fixtures.py makes, with nibabel and SimpleITK.

Arrays are slowest axis first here; nibabel gets them the other way round. nibabel's matrices run along right, anterior and
superior, as NIfTI's do.
"""

import gzip

import nibabel as nib
import numpy as np
import SimpleITK as sitk
from make_fixtures import facts, pixels, write_facts

TYPES = "uint8 int16 int32 float32 float64 int8 uint16 uint32 int64 uint64 complex64 complex128".split()
KINDS = {1: (nib.Nifti1Image, nib.Nifti1Pair), 2: (nib.Nifti2Image, nib.Nifti2Pair)}
SPACING = {"z": 2.5, "y": 0.65, "x": 0.325}
ORIGIN = {"z": 3.0, "y": -20.5, "x": 10.25}


def values(shape, dtype):
    """Different values at every place, of types that `pixels` does not know too."""
    if dtype.startswith("complex"):
        part = "float32" if dtype == "complex64" else "float64"
        return (pixels(shape, part) - 1j * pixels(shape, part)[..., ::-1]).astype(dtype)
    return pixels(shape, dtype)


def matrix(spacing=SPACING, origin=ORIGIN):
    affine = np.diag([spacing["x"], spacing["y"], spacing.get("z", 1.0), 1.0])
    affine[:3, 3] = [origin["x"], origin["y"], origin.get("z", 0.0)]
    return affine


def header(version, order):
    kind = (nib.Nifti1Header, nib.Nifti2Header)[version - 1]
    return kind(endianness=order)


def save(folder, name, array, axes, found, *, affine=None, version=1, order="<", change=None, scaled=None):
    """Writes an array as it is stored; `scaled` is what is read of it, if that differs."""
    head = header(version, order)
    is_pair = name.endswith((".img", ".hdr", ".img.gz", ".hdr.gz"))
    image = KINDS[version][is_pair](array.T, matrix() if affine is None else affine, head, dtype=array.dtype)
    if change:
        change(image.header)
    path = folder / name
    nib.save(image, path)
    if name.endswith(".gz") and not is_pair:
        # The time of day lies in the gzip header.
        path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()), 6, mtime=0))
    write_facts(path, facts(array if scaled is None else scaled, axes, *found))


def types(folder):
    """All types, in both byte orders, all versions, single files and pairs, compressed and not."""
    ways = [
        {}, {"order": ">"}, {"version": 2}, {"version": 2, "order": ">"}, {"name": ".nii.gz", "order": ">"},
        {"name": ".hdr"}, {"version": 2, "name": ".nii.gz"}, {"version": 2, "name": ".hdr", "order": ">"},
    ]
    for number, dtype in enumerate(TYPES):
        for step in (0, 3):
            way = dict(ways[(number + step) % len(ways)])
            name = f"type-{dtype}-{step}" + way.pop("name", ".nii")
            save(folder, name, values((3, 4, 5), dtype), "zyx", (SPACING, {}, ORIGIN), **way)
    for dtype, letters in (("rgb24", "RGB"), ("rgba32", "RGBA")):
        array = values((2, 3, 4, 5, len(letters)), "uint8")
        kind = np.dtype([(letter, "u1") for letter in letters])
        image = nib.Nifti1Image(np.ascontiguousarray(array).view(kind)[..., 0].T, matrix(), dtype=kind)
        image.header.set_xyzt_units("mm", "sec")
        image.header["pixdim"][4] = 2.0
        nib.save(image, folder / f"{dtype}.nii")
        write_facts(
            folder / f"{dtype}.nii",
            facts(array, "tzyxc", SPACING | {"t": 2.0}, dict.fromkeys("zyx", "mm") | {"t": "s"}, ORIGIN))


def axes(folder):
    def units(space, time, step, start=0.0):
        def change(head):
            head.set_xyzt_units(space, time)
            head["pixdim"][4] = step
            head["toffset"] = start

        return change

    found = ({**SPACING, "t": 40.0}, dict.fromkeys("zyx", "µm") | {"t": "ms"}, ORIGIN)
    save(folder, "tzyx.nii.gz", values((3, 2, 4, 5), "uint16"), "tzyx", found, change=units("micron", "msec", 40.0))
    found = ({**SPACING, "t": 0.5}, dict.fromkeys("zyx", "m") | {"t": "µs"}, {**ORIGIN, "t": 7.0})
    save(
        folder, "tzyx-2.nii", values((3, 2, 4, 5), "float32"), "tzyx", found, version=2, order=">",
        change=units("meter", "usec", 0.5, 7.0))
    save(
        folder, "ctzyx.nii", values((2, 3, 2, 4, 5), "int16"), "ctzyx", ({**SPACING, "t": 1.5}, {}, ORIGIN),
        change=units("unknown", "unknown", 1.5))
    plane = {axis: SPACING[axis] for axis in "yx"}
    save(folder, "yx.nii", values((4, 5), "uint8"), "yx", (plane, {}, {axis: ORIGIN[axis] for axis in "yx"}))
    # Three planes are no colours.
    save(folder, "three-planes.nii", values((3, 4, 5), "uint8"), "zyx", (SPACING, {}, ORIGIN))
    save(
        folder, "one-time.nii.gz", values((1, 3, 4, 5), "int16")[0], "zyx", (SPACING, {}, ORIGIN),
        change=units("unknown", "unknown", 0.0))


def placements(folder):
    # No form: spacing, and nothing else, is known.
    image = nib.Nifti1Image(values((3, 4, 5), "int16").T, None)
    image.header["pixdim"][1:4] = [0.325, 0.65, 2.5]
    nib.save(image, folder / "no-form.nii")
    write_facts(folder / "no-form.nii", facts(values((3, 4, 5), "int16"), "zyx", SPACING))
    # A quarter turn, and a mirror.
    turned = np.array([[0, -0.65, 0, 1], [-0.325, 0, 0, 2], [0, 0, 2.5, 3], [0, 0, 0, 1.0]])
    for name, codes in (("qform", (1, 0)), ("sform", (0, 4)), ("both", (1, 1))):
        image = nib.Nifti1Image(values((3, 4, 5), "int16").T, turned)
        image.set_qform(turned, codes[0])
        image.set_sform(turned, codes[1])
        image.header.set_xyzt_units("mm")
        nib.save(image, folder / f"turned-{name}.nii")
        write_facts(
            folder / f"turned-{name}.nii",
            facts(values((3, 4, 5), "int16"), "zyx", SPACING, dict.fromkeys("zyx", "mm")))


def scaled(folder):
    def scaling(slope, inter):
        def change(head):
            head.set_slope_inter(slope, inter)

        return change

    def save_raw(name, array, slope, inter, dtype, version=1, order="<"):
        """nibabel scales when it saves; the header is set behind its back."""
        stored = array.astype(array.dtype.newbyteorder(order))
        head = header(version, order)
        head.set_data_dtype(array.dtype)
        head.set_data_shape(array.shape[::-1])
        head.set_sform(matrix(), 2)
        head["pixdim"][1:4] = [0.325, 0.65, 2.5]
        head["vox_offset"] = 352 if version == 1 else 544
        head.set_slope_inter(slope, inter)
        data = head.binaryblock + bytes(4) + stored.tobytes()
        path = folder / name
        path.write_bytes(gzip.compress(data, 6, mtime=0) if name.endswith(".gz") else data)
        slope, inter = float(head["scl_slope"]), float(head["scl_inter"])
        real = array.astype("complex128" if array.dtype.kind == "c" else "float64")
        write_facts(path, facts((real * slope + inter).astype(dtype), "zyx", SPACING, {}, ORIGIN))

    save_raw("scaled-uint8.nii.gz", values((3, 4, 5), "uint8"), 0.25, -17.5, "float32")
    save_raw("scaled-int16.nii", values((3, 40, 50), "int16"), 0.1, 3100.75, "float32", order=">")
    save_raw("scaled-uint16-fine.nii", values((3, 4, 5), "uint16"), 1e-4, 1e6, "float64")
    save_raw("scaled-int32.nii.gz", values((3, 4, 5), "int32"), 2.0, 0.0, "float64", version=2, order=">")
    save_raw("scaled-float32.nii", values((3, 4, 5), "float32"), 3.0, 1.0, "float64", version=2)
    save_raw("scaled-complex64.nii", values((3, 4, 5), "complex64"), 2.0, 1.0, "complex128")
    save_raw("slope-zero.nii", values((3, 4, 5), "int16"), 1.0, 0.0, "int16")


def extensions(folder):
    image = nib.Nifti1Image(values((3, 4, 5), "uint8").T, matrix())
    image.header.extensions.append(nib.nifti1.Nifti1Extension("comment", "a comment µ".encode()))
    image.header.extensions.append(nib.nifti1.Nifti1Extension(40, bytes(range(64))))
    for name in ("extensions.nii", "extensions.nii.gz"):
        nib.save(image, folder / name)
        if name.endswith(".gz"):
            path = folder / name
            path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()), 6, mtime=0))
        write_facts(folder / name, facts(values((3, 4, 5), "uint8"), "zyx", SPACING, {}, ORIGIN))


def analyze(folder):
    head = nib.AnalyzeHeader(endianness=">")
    array = values((3, 4, 5), "int16")
    image = nib.AnalyzeImage(array.T, None, head)
    image.set_data_dtype(array.dtype)
    image.header["pixdim"][1:4] = [0.325, 0.65, 2.5]
    nib.save(image, folder / "analyze.hdr")
    write_facts(folder / "analyze.hdr", facts(array, "zyx", SPACING))
    write_facts(folder / "analyze.img", facts(array, "zyx", SPACING))


def from_itk(folder):
    array = values((3, 4, 5), "int16")
    image = sitk.GetImageFromArray(array)
    image.SetSpacing((0.5, 0.25, 2.0))
    image.SetDirection((0, -1, 0, 1, 0, 0, 0, 0, 1))
    sitk.WriteImage(image, str(folder / "itk-turned.nii"))
    found = ({"z": 2.0, "y": 0.25, "x": 0.5}, dict.fromkeys("zyx", "mm"))
    write_facts(folder / "itk-turned.nii", facts(array, "zyx", *found))
    array = values((3, 4, 5, 2), "float32")
    sitk.WriteImage(sitk.GetImageFromArray(array, isVector=True), str(folder / "itk-vector.nii"))
    stored = np.moveaxis(array, 3, 0)[:, None]
    one = dict.fromkeys("zyx", 1.0)
    write_facts(folder / "itk-vector.nii", facts(stored, "ctzyx", one, dict.fromkeys("zyx", "mm")))


def make(folder):
    for part in (types, axes, placements, scaled, extensions, analyze, from_itk):
        part(folder)
