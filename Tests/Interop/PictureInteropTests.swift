import Foundation
import ImageCore
import ImageIntake
import Testing

/// Pictures that are written, read by Pillow.
@Suite("Pictures, read by others") struct PictureInteropTests {
    @Test("PNG files have the samples of the picture", arguments: [(1, 3, 5), (3, 40, 7), (1, 1, 1), (3, 300, 500)])
    func png(channelCount: Int, height: Int, width: Int) throws {
        guard let peers = Peers.find() else { return }
        let samples = (0..<height * width * channelCount).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }
        let picture = try Picture(width: width, height: height, channelCount: channelCount, samples: samples)
        let path = FileManager.default.temporaryDirectory.path + "/picture-\(UUID().uuidString).png"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try picture.savePNG(to: path)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: peers.python)
        let script = """
            import hashlib, sys
            from PIL import Image
            image = Image.open(sys.argv[1])
            print(image.mode, image.width, image.height, hashlib.sha256(image.tobytes()).hexdigest())
            """
        process.arguments = ["-c", script, path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let sum = try ImageArray(axes: "x", shape: [samples.count], pixels: samples).sha256()
        #expect(said == "\(channelCount == 3 ? "RGB" : "L") \(width) \(height) \(sum)\n")
    }
}
