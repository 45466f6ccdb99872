import Testing

/// Exit statuses, and one line per error on standard error.
struct UsageTests {
    @Test(arguments: [
        (["inf"], "unexpected argument 'inf'; see 'imcat --help' for more information"),
        (["info"], "missing expected argument '<target> ...'; see 'imcat info --help' for more information"),
        (
            ["info", "a", "--regio", "z=1"],
            "unknown option '--regio'; did you mean '--region'?; see 'imcat info --help' for more information"
        ),
        (
            ["digest", "a", "--region", "q=1"],
            """
            the value 'q=1' is invalid for '--region <region>': 'q' in region 'q=1' is not an axis; write regions like \
            z=0:10,y=100:356,c=actin; see 'imcat digest --help' for more information
            """
        ),
        (
            ["info", "a", "--set", "spacing.z"],
            """
            '--set' cannot be used: 'spacing.z' sets nothing; write KEY=VALUE, such as spacing.z=0.5um; see 'imcat \
            info --help' for more information
            """
        ),
        (
            ["info", "a", "--option", "raw"],
            "'--option raw' sets nothing; write --option KEY=VALUE; see 'imcat info --help' for more information"
        ),
        (
            ["add", "c.yaml", "a", "b", "--name", "n"],
            "'--name' names one image, there are 2; see 'imcat add --help' for more information"
        ),
        (
            ["digest", "a", "--level=-1"],
            "'--level -1' is no level; levels are counted from 0; see 'imcat digest --help' for more information"
        ),
        (
            ["info", "a", "--level", "-1"],
            "'--level -1' is no level; levels are counted from 0; see 'imcat info --help' for more information"
        ),
    ])
    func `wrong usage is status 64 and one line`(_ arguments: [String], _ message: String) throws {
        let outcome = try Tool.run(arguments)
        #expect(outcome.status == 64)
        #expect(outcome.output == "")
        #expect(outcome.errors == "imcat: \(message)\n")
    }

    @Test
    func `a failure is status 1, one line, and the other targets are done`() throws {
        let folder = try Folder.sample()
        let outcome = try folder.imcat("info", "nix.nrrd", "flat.nrrd", "cells.nrrd#a")
        #expect(outcome.status == 1)
        #expect(outcome.output.hasPrefix("flat.nrrd: nrrd\n"))
        let lines = outcome.errors.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[0].hasPrefix("imcat: nix.nrrd: there is no such file; "))
        #expect(lines[1].hasPrefix("imcat: "))
    }

    @Test
    func `verbose adds the kind of error`() throws {
        let outcome = try Folder.sample().imcat("info", "--verbose", "nix.nrrd")
        #expect(outcome.errors.hasSuffix(" [not_found]\n"))
    }

    @Test
    func `control characters of files and names do not reach the terminal`() throws {
        let outcome = try Folder.sample().imcat("info", "ni\u{1B}[31mx\nimcat: all is well")
        #expect(outcome.status == 1)
        #expect(outcome.errors.hasPrefix("imcat: ni\\u{1b}[31mx\\nimcat: all is well: "))
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }

    #if os(Linux)
        @Test
        func `results that cannot be written are a failure`() throws {
            let folder = try Folder.sample()
            let outcome = try Shell.run("'\(Tool.path)' info flat.nrrd > /dev/full", in: folder)
            #expect(outcome.status == 1)
            #expect(outcome.errors == "imcat: standard output: cannot write: No space left on device\n")
        }
    #endif

    @Test
    func `a closed pipe ends quietly`() throws {
        let folder = try Folder.sample()
        let targets = Array(repeating: "flat.nrrd", count: 5000).joined(separator: " ")
        let outcome = try Shell.run("'\(Tool.path)' info \(targets) | head -n 1", in: folder)
        #expect(outcome.output == "flat.nrrd: nrrd\n")
        #expect(outcome.errors == "")
    }
}
