import ImageCore
import Testing

@Suite("Nearest names") struct NearestNameTests {
    private let names = ["nrrd", "tif", "nifti", "zarr", "actin", "nuclei"]

    @Test(
        "mistakes",
        arguments: [
            ("nrdd", "nrrd"), ("NRRD", "nrrd"), ("niffti", "nifti"), ("aktin", "actin"), ("acitn", "actin"),
            ("tiff", "tif"),
            ("nuclie", "nuclei"), ("za rr", "zarr"),
        ])
    func near(name: String, expected: String) {
        #expect(nearestName(to: name, among: names) == expected)
    }

    @Test("nothing is near", arguments: ["", "x", "png", "brightfield", "dicom"]) func far(name: String) {
        #expect(nearestName(to: name, among: names) == nil)
        #expect(nearestNameHint(to: name, among: names, else: "there are 6") == "there are 6")
    }

    @Test("hints") func hints() {
        #expect(nearestNameHint(to: "actn", among: names) == "did you mean 'actin'?")
        #expect(nearestName(to: "a", among: [String]()) == nil)
        #expect(
            nearestName(to: String(repeating: "a", count: 100_000), among: ["b", String(repeating: "a", count: 64)])
                != nil)
    }
}
