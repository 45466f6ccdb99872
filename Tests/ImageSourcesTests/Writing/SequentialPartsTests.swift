import ImageCore
import ImageTesting
import Testing

@testable import ImageSources

@Suite("Parts that follow each other") struct SequentialPartsTests {
    private func image(_ axes: AxisOrder, _ shape: [Int], stored: AxisOrder, isSequential: Bool) -> WritableImage {
        let description = ImageDescription(
            name: "image", axes: axes, shape: shape, elementType: .uint16, metadata: ImageMetadata(),
            storedAxes: stored, storedShape: shape, chunks: shape, levels: [shape])
        return WritableImage(description, isSequential: isSequential) { _ in throw ImageError.unsupported("not read") }
    }

    /// The first pixel and the number of pixels of each part, in the order of the image.
    private func runs(_ image: WritableImage, _ byteCount: Int) -> [(first: Int, count: Int)] {
        let strides = Shape.strides(image.shape, elementSize: 1)
        return Array(SequentialParts(image, byteCount: byteCount)).map { box in
            (
                zip(box, strides).reduce(0) { $0 + $1.0.lowerBound * $1.1 }, box.reduce(1) { $0 * $1.count }
            )
        }
    }

    @Test("whatever the size, the parts are the image from its first pixel to its last") func cover() {
        for shape in [[3, 4, 5], [1, 4, 5], [3, 1, 1], [1, 1, 1], [7, 2, 9]] {
            for byteCount in [1, 2, 10, 39, 40, 41, 1000] {
                for isSequential in [false, true] {
                    let image = image("zyx", shape, stored: "zyx", isSequential: isSequential)
                    var next = 0
                    for run in runs(image, byteCount) {
                        #expect(run.first == next && run.count > 0)
                        #expect(run.count * 2 <= max(byteCount, shape[2] * 2))
                        next += run.count
                    }
                    #expect(next == image.byteCount / 2, "\(shape) \(byteCount)")
                }
            }
        }
    }

    @Test("what comes forwards in another order is not asked for twice") func otherOrder() {
        // Along c, which the file has inside, everything is decoded for each place of t anyway.
        let image = image("tczyx", [2, 3, 4, 5, 6], stored: "ctzyx", isSequential: true)
        #expect(runs(image, 100).map(\.count) == [360, 360])
        #expect(runs(self.image("tczyx", [2, 3, 4, 5, 6], stored: "tczyx", isSequential: true), 100).count > 2)
        // A part of the file's axes in the file's order is in order.
        #expect(runs(self.image("tzyx", [2, 4, 5, 6], stored: "ctzyx", isSequential: true), 100).count > 2)
    }

    @Test("an image without pixels has no parts, one without axes a single one") func empty() {
        #expect(runs(image("zyx", [3, 0, 5], stored: "zyx", isSequential: false), 100).isEmpty)
        #expect(runs(image("", [], stored: "", isSequential: false), 100).count == 1)
    }
}
