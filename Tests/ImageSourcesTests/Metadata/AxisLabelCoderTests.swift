import ImageCore
import Testing

@testable import ImageSources

@Suite("Names of axes") struct AxisLabelCoderTests {
    typealias Case = (labels: [String?], kinds: [StoredAxis.Kind], expected: String)

    static let cases: [Case] = [
        (["z", "y", "x"], [.unknown, .unknown, .unknown], "zyx"), (["X", "Y", "Z"], [.space, .space, .space], "xyz"),
        (["time", "channel", "y", "x"], [.unknown, .unknown, .unknown, .unknown], "tcyx"),
        // Labels that are not ours, or repeated: kinds decide.
        (["col", "row"], [.space, .space], "yx"), (["x", "x"], [.space, .space], "yx"),
        (["t", nil, nil], [.time, .space, .space], "tyx"), ([nil, nil, nil], [.space, .space, .space], "zyx"),
        ([nil, nil, nil, nil], [.space, .space, .space, .channel], "zyxc"),
        ([nil, nil, nil, nil], [.list, .space, .space, .space], "czyx"),
        ([nil, nil, nil, nil, nil], [.list, .list, .space, .space, .space], "iczyx"),
        // A fourth space axis is time.
        ([nil, nil, nil, nil], [.space, .space, .space, .space], "tzyx"),
        // Without anything, the count decides.
        ([nil], [.unknown], "x"), ([nil, nil], [.unknown, .unknown], "yx"),
        ([nil, nil, nil], [.unknown, .unknown, .unknown], "zyx"),
        ([nil, nil, nil, nil], [.unknown, .unknown, .unknown, .unknown], "czyx"),
        ([nil, nil, nil, nil, nil], [.unknown, .unknown, .unknown, .unknown, .unknown], "tczyx"),
        ([nil, nil, nil, nil, nil, nil], [.unknown, .unknown, .unknown, .unknown, .unknown, .unknown], "itczyx"),
        ([nil, nil, nil], [.time, .time, .space], "ytx"), ([], [], ""),
    ]

    @Test("by labels, else kinds, else the count", arguments: cases)
    func decoding(item: Case) throws {
        let axes = zip(item.labels, item.kinds).map { StoredAxis(label: $0, kind: $1, length: 2) }
        #expect(try AxisLabelCoder.decode(axes).letters == item.expected)
    }

    @Test("any kinds of up to six axes give as many different letters") func everyCombination() throws {
        let kinds: [StoredAxis.Kind] = [.space, .time, .channel, .list, .unknown]
        for number in 0..<15_625 {
            var rest = number
            let axes = (0..<6).map { _ in
                defer { rest /= 5 }
                return StoredAxis(kind: kinds[rest % 5], length: 1)
            }
            guard try AxisLabelCoder.decode(axes).count == 6 else {
                Issue.record("\(axes.map(\.kind)) lost an axis")
                return
            }
        }
    }

    @Test("seven axes are too many") func seven() {
        let axes = (0..<7).map { _ in StoredAxis(kind: .list, length: 1) }
        #expect { _ = try AxisLabelCoder.decode(axes) } throws: { ImageError.Code.unsupported ~= $0 }
    }

    @Test("every axis encodes to what decodes to it", arguments: Axis.allCases) func inverse(axis: Axis) throws {
        let encoded = AxisLabelCoder.encode(axis, length: 5)
        #expect(encoded.length == 5)
        #expect(try AxisLabelCoder.decode([encoded]).letters == axis.description)
    }
}
