import ByteStores
import ImageCore
import Testing

@Suite("ResourceLocation") struct ResourceLocationTests {
    @Test(
        "schemes",
        arguments: [
            ("https://host/a", "https"), ("HTTP://x", "http"), ("s3+x.y-z://b", "s3+x.y-z"), ("a.nrrd", nil),
            ("C://x", nil),
            ("a b://c", nil), ("://x", nil), ("/tmp/a://b", nil), ("file:///x", "file"),
        ] as [(String, String?)])
    func schemes(text: String, scheme: String?) {
        #expect(ResourceLocation.scheme(text) == scheme)
    }

    @Test(
        "local paths",
        arguments: [
            ("a/b.nrrd", "a/b.nrrd"), ("/x", "/x"), ("file:///a/b", "/a/b"), ("file:///a%20b%C2%B5", "/a b\u{B5}"),
            ("https://host/a", nil), ("a%20b", "a%20b"), ("", ""),
        ] as [(String, String?)])
    func localPaths(text: String, path: String?) throws {
        #expect(try ResourceLocation.localPath(text) == path)
    }

    @Test(
        "impossible paths are errors",
        arguments: [
            "a\0b", "file://host/a", "file:///a%2", "file:///a%zz", "file:///a%", "file:///%00", "file:///a%+1",
            "file:///a%-0",
        ])
    func impossible(text: String) {
        #expect { _ = try ResourceLocation.localPath(text) } throws: { ImageError.Code.invalidArgument ~= $0 }
    }

    @Test(
        "folders and names",
        arguments: [
            ("/a/b.nrrd", "/a", "b.nrrd"), ("b.nrrd", "", "b.nrrd"), ("/b", "/", "b"), ("a/b/", "a/b", "b"),
            ("", "", ""),
            ("https://h/a/b", "https://h/a", "b"),
        ])
    func parts(path: String, folder: String, name: String) {
        #expect(ResourceLocation.folder(of: path) == folder)
        #expect(ResourceLocation.name(of: path) == name)
    }

    @Test(
        "normal forms",
        arguments: [
            ("a//b/./c", "a/b/c"), ("/a//", "/a"), ("./a", "a"), ("a/../b", "a/../b"),
            ("https://h//a/./b", "https://h/a/b"),
            ("file:///a//b", "file:///a/b"), ("//a", "/a"), ("", ""), ("/", "/"),
        ])
    func normal(path: String, expected: String) {
        #expect(ResourceLocation.normalized(path) == expected)
    }

    @Test(
        "relative paths start at a folder",
        arguments: [
            ("a.nrrd", "/data", "/data/a.nrrd"), ("../a", "/data", "/data/../a"), ("/a", "/data", "/a"), ("a", "", "a"),
            ("https://h/a", "/data", "https://h/a"), ("a", "https://h/d", "https://h/d/a"), ("./a", "x/", "x/a"),
        ])
    func resolving(path: String, folder: String, expected: String) {
        #expect(ResourceLocation.resolved(path, in: folder) == expected)
    }

    @Test(
        "credentials are left out",
        arguments: [
            ("http://u:p@h/a", "http://***@h/a"), ("s3://key@b", "s3://***@b"),
            ("http://u:p@q@h/a@b", "http://***@h/a@b"), ("https://h/a@b", "https://h/a@b"), ("/data/a@b", "/data/a@b"),
            ("http://h?x=a@b", "http://h?x=a@b"), ("http://u p@h", "http://***@h"), ("://", "://"), ("", ""),
            ("of http://u:p@h/a and ftp://v@i", "of http://***@h/a and ftp://***@i"),
            ("https://h/a?x=1&X-Amz-Signature=ab%2F&y=2#f", "https://h/a?x=1&X-Amz-Signature=***&y=2#f"),
            (
                "'https://h?token=t': is it s3://u@b?api_key=k&z?",
                "'https://h?token=***': is it s3://***@b?api_key=***&z?"
            ),
            ("what?token=t", "what?token=t"), ("https://h?token=&key", "https://h?token=&key"),
        ])
    func redacting(text: String, expected: String) {
        #expect(ResourceLocation.redacted(text) == expected)
    }
}
