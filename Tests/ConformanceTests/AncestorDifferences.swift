/// Where the answer of the ancestor to a file of the corpus is not ours, and why.
struct AncestorDifference {
    /// What is compared.
    enum Field: Sendable { case axes, shape, type, pixels, spacing, units, everything }

    let reason: String
    let fields: Set<Field>
    let paths: Set<String>

    /// All of them.
    static let all: [AncestorDifference] = [
        AncestorDifference(
            reason: "a spacing of 1 is kept, which it took for unknown", fields: [.spacing],
            paths: [
                "nrrd/generated/io-zyx-raw.nrrd"
            ]),
        AncestorDifference(
            reason: "labels are read", fields: [.spacing, .units],
            paths: [
                "nrrd/generated/itczyx-labels.nrrd"
            ]),
        AncestorDifference(
            reason: "spacing is the length of a direction, not its diagonal", fields: [.spacing],
            paths: [
                "nrrd/generated/itk.nrrd",
                "nrrd/itk_bunnyPadded.nrrd",
                "nrrd/pyradiomics_brain1_label.nrrd",
            ]),
        AncestorDifference(
            reason: "units of every spelling are known", fields: [.units],
            paths: [
                "nrrd/nat_FCWB_2um_mask.nrrd",
                "nrrd/nat_LHMask_sum.nrrd",
            ]),
        AncestorDifference(
            reason: "a kind of time is an axis of time", fields: [.axes, .spacing, .units],
            paths: [
                "nrrd/nrrd.jl_small_time.nrrd"
            ]),
        AncestorDifference(
            reason: "the data are in the order that the axes say", fields: [.pixels, .shape],
            paths: [
                "tiff/bia_hela-cells.tif"
            ]),
        AncestorDifference(
            reason: "a resolution for display is no spacing", fields: [.spacing],
            paths: [
                "tiff/bia_membrane2d_merge_annotation.tif",
                "tiff/generated/bigtiff-be-u2.tif",
                "tiff/generated/bigtiff-tiled-f8.tif",
                "tiff/generated/matrix-webp.tif",
                "tiff/generated/miniswhite-u2.tif",
                "tiff/generated/palette-u1.tif",
                "tiff/generated/palette-u2.tif",
                "tiff/generated/planar-5ch-tiled-lzma.tif",
                "tiff/generated/sparse-strips.tif",
                "tiff/generated/uneven-strips.tif",
                "tiff/generated/volumetric-tiles.tif",
                "tiff/image_rgbr4x4.hdr.tiff",
                "tiff/imagecodecs_gray.c16.tif",
                "tiff/imagecodecs_rgb.tiled.lerc.u1.tif",
                "tiff/imagecodecs_rgb.tiled.lzma.u1.tif",
                "tiff/imagecodecs_rgb.tiled.zstd.u1.tif",
            ]),
        AncestorDifference(
            reason: "a resolution for display is no spacing", fields: [.spacing, .units],
            paths: [
                "tiff/generated/gdal-cog-overviews.tif",
                "tiff/generated/gdal-interleave-band-tiled.tif",
                "tiff/generated/gdal-lerc-zstd.tif",
                "tiff/generated/gdal-nbits12.tif",
                "tiff/generated/gdal-sparse.tif",
                "tiff/generated/resolution-inch-zero.tif",
                "tiff/generated/tiffcp-be-planar-lzw.tif",
                "tiff/generated/tiffcp-bigtiff-tiled-zip.tif",
                "tiff/generated/tiffcp-packbits.tif",
                "tiff/generated/vips-jpeg-tiled.tif",
                "tiff/generated/vips-pyramid-pages.tif",
                "tiff/generated/vips-pyramid-subifd.tif",
                "tiff/generated/vips-webp.tif",
                "tiff/generated/vips-zstd.tif",
                "tiff/image-tiff_flower-palette-04.tif",
                "tiff/image-tiff_flower-rgb-planar-02.tif",
                "tiff/image-tiff_flower-rgb-planar-10.tif",
                "tiff/image-tiff_flower-rgb-planar-12.tif",
                "tiff/image-tiff_flower-rgb-planar-14.tif",
                "tiff/image-tiff_flower-rgb-planar-32.tif",
                "tiff/image-tiff_minisblack-2c-8b-alpha.tiff",
                "tiff/image-tiff_random-fp16-pred2.tiff",
                "tiff/image-tiff_tiled-cmyk-i8.tif",
                "tiff/klb_img.tif",
                "tiff/sharp_cielab-dagams.tiff",
                "tiff/twelvemonkeys_extra-channels.tif",
                "tiff/twelvemonkeys_little-endian-rgba-4444.tiff",
                "tiff/twelvemonkeys_planar-yuv444-jpeg-lzw.tif",
                "tiff/twelvemonkeys_shapes_lzw_predictor3.tif",
            ]),
        AncestorDifference(
            reason: "a spacing of 1 without a unit is unknown", fields: [.spacing],
            paths: [
                "tiff/generated/ij-deflate-tiled-none-pred2.tif",
                "tiff/generated/ij-zyx-f4-nounits.tif",
            ]),
        AncestorDifference(
            reason: "the data are in the order that the axes say", fields: [.pixels, .shape, .spacing],
            paths: [
                "tiff/generated/ij-rgb-zyxs.tif"
            ]),
        AncestorDifference(
            reason: "a spacing of 1 without a unit is unknown", fields: [.spacing, .units],
            paths: [
                "tiff/generated/ij-tyx-u1-loop.tif"
            ]),
        AncestorDifference(
            reason: "the time between frames is read", fields: [.spacing, .units],
            paths: [
                "tiff/generated/large-tzyx.ome.tif",
                "tiff/generated/ome-tczyx-u2.ome.tif",
            ]),
        AncestorDifference(
            reason: "the schema's default units", fields: [.units],
            paths: [
                "tiff/generated/ome-multifile/part_0.ome.tif",
                "tiff/generated/ome-multifile/part_1.ome.tif",
                "tiff/generated/ome-multifile/part_2.ome.tif",
                "tiff/generated/ome-xyczt-order.ome.tif",
            ]),
        AncestorDifference(
            reason: "the data are in the order that the axes say", fields: [.pixels, .shape, .units],
            paths: [
                "tiff/generated/ome-rgb.ome.tif"
            ]),
        AncestorDifference(
            reason: "with ImageJ's unit the resolution is not scaled once more; 0 is unknown",
            fields: [.spacing, .units],
            paths: [
                "tiff/ilastik_2d_zero_division.tif",
                "tiff/ilastik_3d.tif",
                "tiff/ilastik_5d.tif",
            ]),
        AncestorDifference(
            reason: "24 bits are read as they are, in 32", fields: [.pixels],
            paths: [
                "tiff/image-tiff_seq-1c-24b-072a9dc9.tiff",
                "tiff/image-tiff_seq-3c-24b-planar-6296c0c9.tiff",
            ]),
        AncestorDifference(
            reason: "the compression is not known here", fields: [.everything],
            paths: [
                "tiff/imagecodecs_rgb.tiled.jpegxr.u1.tif"
            ]),
        AncestorDifference(
            reason: "the maker's pixel size goes before the resolution", fields: [.spacing],
            paths: [
                "tiff/imageio-binaries_fei-sem-rbc.tif"
            ]),
        AncestorDifference(
            reason: "old JPEG is decoded by libtiff", fields: [.pixels, .spacing, .units],
            paths: [
                "tiff/twelvemonkeys_old-style-jpeg-no-jpeginterchangeformatlength.tif"
            ]),
        AncestorDifference(
            reason: "axes by meaning, not by how many there are", fields: [.axes, .shape],
            paths: [
                "nifti/dipy_S0_10slices.nii.gz",
                "nifti/nifti-reader_little.nii.gz",
            ]),
        AncestorDifference(
            reason: "values are scaled as the header says", fields: [.pixels, .type],
            paths: [
                "nifti/generated/dcm2niix.nii.gz",
                "nifti/generated/n1-scaled-i2-be.nii",
                "nifti/generated/n1-scaled-u1.nii.gz",
                "nifti/niivue_IPL.nii.gz",
                "nifti/niivue_shear.nii.gz",
            ]),
        AncestorDifference(
            reason: "the data are in the order that the axes say", fields: [.shape],
            paths: [
                "nifti/generated/itk-vector.nii"
            ]),
        AncestorDifference(
            reason: "spacing of the placement in space; units beside a spacing alone", fields: [.spacing],
            paths: [
                "nifti/generated/n1-2d.nii"
            ]),
        AncestorDifference(
            reason: "the data are in the order that the axes say", fields: [.pixels, .shape, .spacing],
            paths: [
                "nifti/generated/n1-5d.nii"
            ]),
        AncestorDifference(
            reason: "axes by meaning, not by how many there are", fields: [.axes, .shape, .spacing],
            paths: [
                "nifti/generated/n1-dim0-zero-trailing-ones.nii"
            ]),
        AncestorDifference(
            reason: "axes by meaning, not by how many there are", fields: [.axes, .spacing, .units],
            paths: [
                "nifti/generated/n2-f4-4d.nii.gz"
            ]),
        AncestorDifference(
            reason: "axes by meaning, not by how many there are", fields: [.axes, .pixels, .spacing, .type, .units],
            paths: [
                "nifti/nibabel_functional.nii"
            ]),
        AncestorDifference(
            reason: "axes by meaning, not by how many there are", fields: [.axes, .pixels, .shape, .spacing, .units],
            paths: [
                "nifti/nibabel_resampled_anat_moved.nii"
            ]),
        AncestorDifference(
            reason: "the data are in the order that the axes say", fields: [.pixels, .shape, .spacing, .type],
            paths: [
                "nifti/nifti-reader_5D_small.nii"
            ]),
        AncestorDifference(
            reason: "axes by meaning, not by how many there are", fields: [.axes, .spacing],
            paths: [
                "nifti/nifti-rs_int32.nii",
                "nifti/nifti-rs_int64.nii",
            ]),
        AncestorDifference(
            reason: "spacing of the placement in space; units beside a spacing alone", fields: [.units],
            paths: [
                "nifti/niivue_fs_LR.32k.LR.curvature.dscalar.nii"
            ]),
    ]
}
