import ImageCore

/// Catalogs with every declarative feature, and what is asked of them, for intake and for us.
struct CatalogCase {
    /// The file.
    var file = "lab.yaml"
    /// The entry, with `/` between the names of nested catalogs; nil asks for the catalog itself.
    var entry: String?
    var values: Attributes = [:]
    /// Where we differ on purpose: what we give instead, and why.
    ///
    /// Nil where both agree.
    var difference: Difference?

    /// A difference that is meant.
    struct Difference {
        var why: String
        /// The parts of our answer that differ; an empty mapping stands for an error of ours.
        var ours: Attributes
    }

    init(
        _ entry: String?, _ values: Attributes = [:], in file: String = "lab.yaml", differs why: String? = nil,
        ours: Attributes = [:]
    ) {
        self.entry = entry
        self.file = file
        self.values = values
        difference = why.map { Difference(why: $0, ours: ours) }
    }

    static let files: [String: String] = [
        "lab.yaml": lab, "inner.yaml": inner, "sets/one.yaml": one, "sets/two.yml": two, merged: merging,
        byAlias: whole,
    ]

    /// Files with merge keys, which intake refuses: it is given what PyYAML makes of them.
    static let merged = "merged.yaml"
    static let byAlias = "alias.yaml"

    private static let merging = """
        name: merged
        about: &about {version: 1, owner: imaging}
        common: &common
          driver: tif
          description: common
          metadata: &meta {stain: dapi, day: 1}
          parameters: &parameters
            well: {description: position, type: str, default: A1, allowed: [A1, B2]}
        base: &base
          # a comment
          first: {<<: *common, args: {uri: "{{ CATALOG_DIR }}/first_{{ well }}.tif"}}
          second:
            <<: *common
            description: second
            metadata: {<<: *meta, day: 2}
            args: &args {uri: /second.tif}
        more: &more
          <<: *base
          second: {driver: nrrd, args: {uri: /more.nrrd}}
          "<<": {driver: nrrd, args: {uri: /quoted.nrrd}}
          third: {args: {<<: *args, raw: true}, <<: *common}
        last: &last {fourth: {driver: tif, args: *args}, first: {driver: nrrd, args: {uri: /never.nrrd}}}
        top: &top {description: all of it, metadata: {lost: 1}}
        metadata: {<<: *about, day: 3}
        sources:
          own:
            driver: tif
            parameters: {<<: *parameters, t: {description: t, type: int, default: 3}}
            args: {uri: "/own_{{ well }}_{{ t }}.tif"}
          <<: [*more, *last, {fifth: {driver: tif, args: {uri: /fifth.tif}}}]
          third: {driver: tif, args: {uri: /third.tif}}
          twice: {driver: tif, args: {uri: /a.tif}, metadata: {<<: *meta, <<: {day: 4, z: 5}}}
          !!merge <<:
          - ä ö: {driver: tif, args: {uri: /ä.tif}}
            fourth: {driver: nrrd, args: {uri: /fourth.nrrd}}
          - *last
        <<: *top
        """

    private static let whole = """
        name: by alias
        entries: &entries
            a: {driver: tif, args: {uri: "{{ CATALOG_DIR }}/a.tif"}}
            b: &b {driver: tif, args: {uri: /b.tif}}
            c: *b
        sources: *entries
        """

    private static let inner = """
        description: said inside
        metadata: {inside: 1, owner: inner}
        sources:
          x: {driver: tif, args: {uri: "{{ CATALOG_DIR }}/x.tif"}}
          root: {driver: tif, args: {uri: "{{ root }}/x.tif"}}
        """
    private static let one = "sources: {p: {driver: tif, args: {uri: \"{{ CATALOG_DIR }}p.tif\"}}}\n"
    private static let two = "sources: {q: {driver: nrrd, args: {uri: \"{{ CATALOG_DIR }}/q.nrrd\"}}}\n"

    private static let lab = """
        name: the lab
        description: all of it
        metadata:
          version: 1
          owner: imaging
          parameters:
            root: {description: disks, type: str, default: /data}
        plugins: {source: []}
        sources:
          plain:
            description: a first one
            driver: tif
            args: {uri: "{{ CATALOG_DIR }}/plain.tif"}
          dotted: {driver: intake_io.source.tif.TifSource, args: {uri: /a.tif}}
          short class: {driver: "intake_io.source:NrrdSource", args: {uri: /a.nrrd}}
          a.b: {driver: [nosuch, tif], args: {uri: /a.tif}}
          named:
            driver: {one: {class: tif, args: {raw: true}}, two: {class: nrrd}}
            args: {uri: /a.tif}
          scalars:
            driver: tif
            args: {uri: /a.tif}
            metadata:
              octal: 010
              base60: 1:30
              flag: no
              number: 1e3
              float: 1.0e+3
              hex: 0xff
              underscore: 1_000
              day: 2020-01-02
              nothing: ~
              empty:
              text: "10"
              quoted: 'yes'
              list: [1, two, [3]]
              block: |
                two
                lines
              folded: >-
                one
                line
              inf: .inf
          anchor: {driver: tif, args: &shared {uri: /shared.tif}, metadata: &meta {a: 1}}
          alias of args: {driver: tif, args: *shared, metadata: *meta}
          tuple: {driver: tif, args: {uri: /a.tif}, metadata: {t: !!python/tuple [1, 2]}}
          well:
            driver: tif
            parameters:
              well: {description: position, type: str, default: A1, allowed: [A1, A2, B1]}
              t: {description: time, type: int, default: 0, min: 0, max: 95}
              f: {description: f, type: float, default: 1.5}
              b: {description: b, type: bool, default: true}
              l: {description: l, type: list, default: [1, 2]}
              d: {description: d, type: dict, default: {k: v}}
              m: {description: m, type: mlist, default: [dapi], allowed: [dapi, gfp]}
              o: {description: o, type: other, default: 5}
              u: {description: u, type: unicode, default: é}
              day: {description: day, type: datetime, default: "2020-07-01 00:00:00"}
              blank: {description: no default, type: str}
            args:
              uri: "{{ root }}/{{ well }}_t{{ '%03d' | format(t) }}.tif"
            metadata:
              text: "f={{ f }} b={{ b }} o={{ o }} u={{ u }}"
              day: "on {{ day }}"
              blank: "[{{ blank }}]"
              upper: "{{ well | lower | upper | replace('A', 'X') }}"
              joined: "{{ l | join('-') }}"
              default: "{{ undefined | default('else') }}"
              int: "n{{ '7' | int }}"
              typed: "{{ t }}"
              deep: [{k: "{{ well }}"}]
          same name:
            driver: tif
            parameters: {raw: {description: raw, type: bool, default: true}}
            args: {uri: /a.tif, raw: "{{ 'True' }}"}
          own root: {driver: tif, parameters: {root: {description: r, type: str, default: /own}}, args: {uri: "{{ root }}/a.tif"}}
          computed: {driver: tif, parameters: {p: {description: p, type: str, default: env(IMAGEINTAKE_INTEROP)}}, args: {uri: "/{{ p }}"}}
          fallback: {driver: tif, args: {uri: "/{{ env(IMAGEINTAKE_NONE, 'fall') }}"}}
          undefined: {driver: tif, args: {uri: "/x{{ undefined }}"}}
          sibling: {driver: tif, args: {uri: "/{{ order }}", order: "{{ root }}"}}
          current: {driver: alias, args: {target: plain}}
          picked:
            driver: alias
            parameters: {which: {description: w, type: str, default: raw, allowed: [raw, clean]}}
            args: {target: "{{ which }}", mapping: {raw: plain, clean: dotted}}
          with values: {driver: alias, args: {target: well, kwargs: {well: B1}}}
          inner: {driver: yaml_file_cat, description: from outside, args: {path: "{{ CATALOG_DIR }}/inner.yaml"}, metadata: {outside: 2}}
          class inner: {driver: intake.catalog.local.YAMLFileCatalog, args: {path: "{{ CATALOG_DIR }}inner.yaml"}}
          flat: {driver: yaml_files_cat, args: {path: "{{ CATALOG_DIR }}/sets/*.y*ml"}}
          apart: {driver: yaml_files_cat, args: {path: "{{ CATALOG_DIR }}/sets/*.y*ml", flatten: false}}
          own metadata: {driver: tif, args: {uri: /a.tif, metadata: {a: "in {{ root }}"}}, metadata: {b: 1}}
          ignored: {driver: tif, args: {uri: /a.tif}, direct_access: forbid, cache: [], container: x}
        """

    static let all: [CatalogCase] = [
        CatalogCase(nil), CatalogCase("plain"), CatalogCase("dotted"), CatalogCase("short class"), CatalogCase("a.b"),
        CatalogCase("named"), CatalogCase("named", ["plugin": "two"]),
        CatalogCase("anchor"), CatalogCase("alias of args"), CatalogCase("tuple"),
        CatalogCase("scalars"), CatalogCase("ignored"),
        CatalogCase(
            "well", differs: "a sole expression keeps its type",
            ours: ["metadata.typed": 0]),
        CatalogCase(
            "well", ["well": "B1", "t": 7, "f": 2, "b": false, "o": "word", "root": "/mnt"],
            differs: "a sole expression keeps its type", ours: ["metadata.typed": 7]),
        CatalogCase("well", ["t": "12"], differs: "a sole expression keeps its type", ours: ["metadata.typed": 12]),
        CatalogCase("well", ["t": 96]), CatalogCase("well", ["well": "C9"]), CatalogCase("well", ["m": ["rfp"]]),
        CatalogCase("well", ["t": "x"]),
        CatalogCase("well", ["t": "5.7"], differs: "int refuses 5.7 instead of cutting it to 5"),
        CatalogCase("well", ["b": "maybe"], differs: "bool reads true and false, not any word"),
        CatalogCase("well", ["wel": "B1"], differs: "an unknown keyword is an error, not the driver's"),
        CatalogCase(
            "well", ["uri": "/other.tif"], differs: "a sole expression keeps its type", ours: ["metadata.typed": 0]),
        CatalogCase(
            "plain", ["raw": true], differs: "a keyword that neither a parameter nor the driver has is an error"),
        CatalogCase("same name"),
        CatalogCase(
            "same name", ["raw": false], differs: "an explicit value always wins", ours: ["arguments.raw": false]),
        CatalogCase("own metadata"), CatalogCase("own metadata", ["metadata": ["z": 1]]),
        CatalogCase("plain", ["metadata": ["z": 1]]), CatalogCase("own root"), CatalogCase("computed"),
        CatalogCase("fallback"),
        CatalogCase("undefined", differs: "an undefined name is an error"),
        CatalogCase(
            "sibling", differs: "arguments see each other filled in, and the driver has no such option",
            ours: ["arguments.uri": "/data"]),
        CatalogCase("current"), CatalogCase("picked"), CatalogCase("picked", ["which": "clean"]),
        CatalogCase("picked", ["which": "odd"]),
        CatalogCase("with values", differs: "a sole expression keeps its type", ours: ["metadata.typed": 0]),
        CatalogCase("inner/x"), CatalogCase("inner/root"), CatalogCase("class inner/x"), CatalogCase("flat/p"),
        CatalogCase("flat/q"), CatalogCase("apart/one/p"), CatalogCase("apart/two/q"), CatalogCase("nothing"),
        CatalogCase("flat/none"),
        CatalogCase(nil, in: merged), CatalogCase("own", in: merged), CatalogCase("own", ["well": "B2"], in: merged),
        CatalogCase("own", ["well": "C3"], in: merged), CatalogCase("own", ["t": 4], in: merged),
        CatalogCase("first", in: merged), CatalogCase("second", in: merged),
        CatalogCase("<<", in: merged), CatalogCase("third", in: merged), CatalogCase("fourth", in: merged),
        CatalogCase("fifth", in: merged), CatalogCase("twice", in: merged), CatalogCase("ä ö", in: merged),
        CatalogCase(nil, in: byAlias), CatalogCase("a", in: byAlias), CatalogCase("c", in: byAlias),
    ]
}
