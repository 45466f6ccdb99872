import Foundation

/// Pictures of 32 x 24 pixels as other programs code them: imagecodecs 2026.3.6 if nothing else is said.
enum PictureSamples {
    /// `x * 8`, `y * 10` and `255 - x * 4 - y * 3`.
    static let rgb = pixels { x, y in [x * 8, y * 10, 255 - x * 4 - y * 3] }
    /// `x * 5 + y * 3`, of 8 bits.
    static let grey = pixels { x, y in [x * 5 + y * 3] }
    /// Where `(x * 3 + y * 5) % 11` is below 4, packed.
    static let bits: [UInt8] = (0..<96).map { index in
        (0..<8).reduce(UInt8(0)) { $0 << 1 | (((index % 4 * 8 + $1) * 3 + index / 4 * 5) % 11 < 4 ? 1 : 0) }
    }

    /// A YCbCr stream with JFIF, of `rgb`.
    static let jpegColour = bytes(
        """
        /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMU\
        FRUVDA8XGBYUGBIUFRT/2wBDAQMEBAUEBQkFBQkUDQsNFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU\
        FBQUFBQUFBT/wAARCAAYACADASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUF\
        BAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVW\
        V1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi\
        4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAEC\
        AxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVm\
        Z2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq\
        8vP09fb3+Pn6/9oADAMBAAIRAxEAPwD4907wb0/d/pXU6b4N6fu/0r03TfBvT93+ldTpvg3p8n6V/WOf8Wb+8fH8McSfD7x5lp3g\
        3p+7/Suq03wb0/d/pXpmm+DOn7v9K6rTfBvT5P0r+cM+4s394/rnhjiT4feIdN8G9P3f6V1Om+DenyfpRRXg59mWJ194/wAuOGMd\
        X93U6nTfBnT93+ldVpvg3p8n6UUV/OGfZlife94/rnhjHV/d1P/Z
        """)

    /// An RGB stream of `rgb`, without a marker that says so.
    static let jpegRGB = bytes(
        """
        /9j/7gAOQWRvYmUAZAAAAAAA/9sAQwADAgIDAgIDAwMDBAMDBAUIBQUEBAUKBwcGCAwKDAwLCgsLDQ4SEA0OEQ4LCxAWEBETFBUV\
        FQwPFxgWFBgSFBUU/8AAEQgAGAAgA1IRAEcRAEIRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMC\
        BAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElK\
        U1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY\
        2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAAwDUgBHAEIAAD8A/PT4bf8ALL8K+B/+FSf9Mf0r9EfEut/f+avqv4bf8svwo/4VJ/0x\
        /SvKvEut/f8Amr6r+G3/ACy/Cj/hUn/TH9K8q8S639/5q+qvht/yy/Cj/hUn/TH9K8p8S639/wCav5//AIbf8svwr7V/4VJ/0x/S\
        vsDxLrf3/mr6r+G3/LL8KP8AhUn/AEx/SvKvEut/f+avqv4bf8svwo/4VJ/0x/SvKvEut/f+avqr4bf8svwo/wCFSf8ATH9K8p8S\
        639/5q/n/wDht/yy/Cvtb/hUn/TH9K+wPEut/f8Amr6r+G3/ACy/Cj/hUn/TH9K8q8S639/5q+q/ht/yy/Cj/hUn/TH9K8q8S639\
        /wCavqr4bf8ALL8KP+FSf9Mf0rynxLrf3/mr/9k=
        """)

    /// `grey`.
    static let jpegGrey = bytes(
        """
        /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMU\
        FRUVDA8XGBYUGBIUFRT/wAALCAAYACABAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUF\
        BAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVW\
        V1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi\
        4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/APz08I6J9z5a9r8I6J9z5a9r8I6J9z5a9q8I6J9z5a/P/wAI6J9z5a9r8I6J9z5a\
        9r8I6J9z5a9q8I6J9z5a/P8A8I6J9z5a9r8I6J9z5a9r8I6J9z5a9q8I6J9z5a//2Q==
        """)

    /// `rgb` and `grey` as CMYK.
    static let jpegCMYK = bytes(
        """
        /9j/7gAOQWRvYmUAZAAAAAAA/9sAQwADAgIDAgIDAwMDBAMDBAUIBQUEBAUKBwcGCAwKDAwLCgsLDQ4SEA0OEQ4LCxAWEBETFBUV\
        FQwPFxgWFBgSFBUU/8AAFAgAGAAgBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIB\
        AwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZH\
        SElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV\
        1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAA4EQwBNAFkASwAAPwD89Pht/wAsvwr4H/4VJ/0x/Sv0R8S639/5q/PTwjon3Plr\
        6r+G3/LL8KP+FSf9Mf0ryrxLrf3/AJq9r8I6J9z5a+q/ht/yy/Cj/hUn/TH9K8q8S639/wCava/COifc+Wvqr4bf8svwo/4VJ/0x\
        /SvKfEut/f8Amr2rwjon3Plr+f8A+G3/ACy/CvtX/hUn/TH9K+wPEut/f+avz/8ACOifc+Wvqv4bf8svwo/4VJ/0x/SvKvEut/f+\
        ava/COifc+Wvqv4bf8svwo/4VJ/0x/SvKvEut/f+ava/COifc+Wvqr4bf8svwo/4VJ/0x/SvKfEut/f+avavCOifc+Wv5/8A4bf8\
        svwr7W/4VJ/0x/SvsDxLrf3/AJq/P/wjon3Plr6r+G3/ACy/Cj/hUn/TH9K8q8S639/5q9r8I6J9z5a+q/ht/wAsvwo/4VJ/0x/S\
        vKvEut/f+ava/COifc+Wvqr4bf8ALL8KP+FSf9Mf0rynxLrf3/mr2rwjon3Plr//2Q==
        """)

    /// 12 bits.
    static let jpeg12 = bytes(
        """
        /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMU\
        FRUVDA8XGBYUGBIUFRT/wQALDAAYACABAREA/8QAFQABAQAAAAAAAAAAAAAAAAAACw3/xAAbEAAABwEAAAAAAAAAAAAAAAAACQol\
        NkNTcf/aAAgBAQAAPwCeqJJiSoYwY1cDVaSYkqGMGNXA1WkmJKhjBjVwNVJJiSoYwY1cE/8A0kxJUMYMauBqtJMSVDGDGrgarSTE\
        lQxgxq4GqkkxJUMYMauCf/pJiSoYwY1cDVaSYkqGMGNXA1WkmJKhjBjVwNVJJiSoYwY1cH//2Q==
        """)

    /// `grey` without loss.
    static let jpegLossless = bytes(
        """
        /9j/xAAWAAEBAQAAAAAAAAAAAAAAAAACAwj/wwALCAAYACABABEA/9oACAEAAAYAAM/1rWta1rWta1rWta1rWta1rWta1aSSSSSS\
        SSSSSSSSSaSSSSSSSSSSSSSSSaSSSSSSSSSSSSSSSaSSSSSSSSSSSSSSSaSSSSSSSSSSSSSSSaSSSSSSSSSSSSSSSaSSSSSSSSSS\
        SSSSSaSSSSSSSSSSSSSSSaSSSSSSSSSSSSSSSaSSSSSSSSSSSSSSSaSSSSSSSSSSSSSSSaSSSSSSSSSSSSSSSaSSSSSSSSSSSSSS\
        SaSSSSSSSSSSSSSSSaSSSSSSSSSSSSSSSaSSSSSSSSSSSSSSSaSSSSSSSSSSSSSSSaSSSSSSSSSSSSSSSaSSSSSSSSSSSSSSSaSS\
        SSSSSSSSSSSSSaSSSSSSSSSSSSSSSaSSSSSSSSSSSSSSSaSSSSSSSSSSSSSSSP/Z
        """)

    /// The tables of a TIFF file by libtiff, which Pillow wrote.
    static let jpegTables = bytes(
        """
        /9j/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/xAAf\
        AAABBQEBAQEBAQAAAAAAAAAAAQIDBAUGBwgJCgv/xAC1EAACAQMDAgQDBQUEBAAAAX0BAgMABBEFEiExQQYTUWEHInEUMoGRoQgj\
        QrHBFVLR8CQzYnKCCQoWFxgZGiUmJygpKjQ1Njc4OTpDREVGR0hJSlNUVVZXWFlaY2RlZmdoaWpzdHV2d3h5eoOEhYaHiImKkpOU\
        lZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4eLj5OXm5+jp6vHy8/T19vf4+fr/2Q==
        """)

    /// The abbreviated stream of that file.
    static let jpegStrip = bytes(
        """
        /9j/wAARCAAYACADUhEARxEAQhEA/9oADANSAEcAQgAAPwD89Pht/wAsvwr4H/4VJ/0x/Sv0R8S639/5q+q/ht/yy/Cj/hUn/TH9\
        K8q8S639/wCavqv4bf8ALL8KP+FSf9Mf0ryrxLrf3/mr6q+G3/LL8KP+FSf9Mf0rynxLrf3/AJq/n/8Aht/yy/CvtX/hUn/TH9K+\
        wPEut/f+avqv4bf8svwo/wCFSf8ATH9K8q8S639/5q+q/ht/yy/Cj/hUn/TH9K8q8S639/5q+qvht/yy/Cj/AIVJ/wBMf0rynxLr\
        f3/mr+f/AOG3/LL8K+1v+FSf9Mf0r7A8S639/wCavqv4bf8ALL8KP+FSf9Mf0ryrxLrf3/mr6r+G3/LL8KP+FSf9Mf0ryrxLrf3/\
        AJq+qvht/wAsvwo/4VJ/0x/SvKfEut/f+av/2Q==
        """)

    /// `rgb` without loss.
    static let webpLossless = bytes(
        """
        UklGRjoAAABXRUJQVlA4TC0AAAAvH8AFALkKRPQ/FmLBxGD+sL05jEP0P1UzEE3bVPf/p6vG3CA8/z8Sqco8vR8A
        """)

    /// `rgb` and `grey` as RGBA without loss.
    static let webpAlpha = bytes(
        """
        UklGRkAAAABXRUJQVlA4TDQAAAAvH8AFELkKRPQ/FmLBxGD+sL05jEP0P1UzEE3bVPf/p6vG3CA8/19B2gYsbHcSpVfpPO39
        """)

    /// `rgb` with loss.
    static let webpLossy = bytes(
        """
        UklGRjoAAABXRUJQVlA4TC0AAAAvH8AFALkKRPQ/FmLBxGD+sL05jEP0P1UzEE3bVPf/p6vG3CA8/z8Sqco8vR8A
        """)

    /// `rgb`.
    static let lercByte = bytes(
        """
        TGVyYzIgBAAAAN4WLzIYAAAAIAAAAAMAAAAAAwAACAAAALoCAAABAAAAAAAAAAAA4D8AAAAAAAAAAAAAAAAA4G9AAAAAAAAAPvjm\
        /wABBAAAAAABAAD8AAAACwEAAIMPGigAACAQAACwyKqqqmqqqqqqqqqqaqqqqqqqqqpqqqqqqqqqqmqqqqqqqqqqaqqqqqqqqqpq\
        qqqqqqqqqmqqqqqqqqqqaqqqqqqqqqpqqqqqqqqqqmqqqqqqqqqqaqqqqqqqqqpqqqqqqqqqqmqqqqqqqqqqaqqqqqqqqqpqqqqq\
        qqqqqmqqqqqqqqqqaqqqqqqqqqpqqqqqqqqqqmqqqqqqqqqqaqqqqqqqqqpqqqqqqqqqqmqqqqqqqqqqaqqqqqqqqqpqqqqqqlVV\
        VVVVVVVVVVVVBVVVVVVVVVVBVVVVVVVVVVBVVVVVVVUVVFVVVVVVVQVVVVVVVVVVQVVVVVVVVVVQVVVVVVVVFVRVVVVVVVUFVVVV\
        VVVVVUFVVVVVVVVVUFVVVVVVVRVUVVVVVVVVBVVVVVVVVVVBVVVVVVVVVVBVVVVVVVVVVFVVVVVVVRVVVVVVVVVVBVVVVVVVVVVB\
        VVVVVVVVVVBVVVVVVVUVVFVVVVVVVQVVVVVVVVVVQVVVVVVVVVVQVVVVVVX/f1RV//////8//////////5//////////z///////\
        ///n//////////P/////////+f/////////8////////f/7///////8//////////5//////////z//////////n//////////P/\
        ////////+f/////////8//////////7///////9//////////z//////////n//////////P/////////+f/////////8///////\
        ///5//////////z/////AAAA/gAAMCo=
        """)

    /// `grey - 50` as int16, without the pixels where x + y is a multiple of 3.
    static let lercMasked = bytes(
        """
        TGVyYzIgBAAAAFWiklgYAAAAIAAAAAEAAAAAAgAACAAAAGcCAAACAAAAAAAAAAAA4D8AAAAAAIBHwAAAAAAAYGVAZAAAAGAAbbbb\
        bdttttu22222bbbbbdttttu22222bbbbbdttttu22222bbbbbdttttu22222bbbbbdttttu22222bbbbbdttttu22222bbbbbdtt\
        ttu22222bbbbbdttttu22222AIDR/6sAAIHRhivCEVkgUDyUNw6NxIULpH1p4mDdyTLWVqpUNqKydIUmXAOF9oYqgPJkHtJcnGks\
        lUamyYSJZ2SB5ftQ3tjKEheusPalLg6JHoYrQPFQ3jg0EhcukPaliYN1J8tYW6lS2YjK0hWacF19pDsDjUmGK8IRWSBQPJQ3Do3E\
        hQukfWniYN3JMtZWqlQ2orJ0hSZcA4HmhiqA8mQe0lycaSyVRqbJhIlnZIHl+1De2MoSF66w9qUuDoUOhitA8VDeODQSFy6Q9qWJ\
        g3Uny1hbqVLZiMrSFZpwXX2kOwOJOYYrwhFZIFA8lDcOjcSFC6R9aeJg3cky1laqVDaisnSFJlwDjV6GKoDyZB7SXJxpLJVGpsmE\
        iWdkgeX7UN7YyhIXrrD2pS4Ogf6GK0DxUN44NBIXLpD2pYmDdSfLWFupUtmIytIVmnBdfaQ7A4UphivCEVkgUDyUNw6NxIULpH1p\
        4mDdyTLWVqpUNqKydIUmXAOJToYqgPJkHtJcnGkslUamyYSJZ2SB5ftQ3tjKEheusPalLg6NdoYrQPFQ3jg0EhcukPaliYN1J8tY\
        W6lS2YjK0hWacF19pDsD
        """)

    /// `grey` as float64 with an error of 1.
    static let lercLossy = bytes(
        """
        TGVyYzIgBAAAAObMZZYYAAAAIAAAAAEAAAAAAwAACAAAAHMCAAAHAAAAAAAAAAAA8D8AAAAAAAAAAAAAAAAAAGxAAAAAAAAAAAAA\
        AAAAAAAAAAAAbEAAwQAAhUBgFKTak4KcxFycw6DVoKzlKPYitSYtB2fFSLUn6c2JuTgt3qtBWa/mxSgAhUBgFKTak4KcxFycw6DV\
        oKzlKPYitSYtB2fFSLUn6c2JuTgt3qtBWa/myVAAhUBgFKTak4KcxFycw6DVoKzlKPYitSYtB2fFSLUn6c2JuTgt3qtBWa/mzXgA\
        hUBgFKTak4KcxFycw6DVoKzlKPYitSYtB2fFSLUn6c2JuTgt3qtBWa/mwRgAhUBgFKTak4KcxFycw6DVoKzlKPYitSYtB2fFSLUn\
        6c2JuTgt3qtBWa/mxUAAhUBgFKTak4KcxFycw6DVoKzlKPYitSYtB2fFSLUn6c2JuTgt3qtBWa/myWgAhUBgFKTak4KcxFycw6DV\
        oKzlKPYitSYtB2fFSLUn6c2JuTgt3qtBWa/mzZAAhUBgFKTak4KcxFycw6DVoKzlKPYitSYtB2fFSLUn6c2JuTgt3qtBWa/mwTAA\
        hUBgFKTak4KcxFycw6DVoKzlKPYitSYtB2fFSLUn6c2JuTgt3qtBWa/mxVgAhUBgFKTak4KcxFycw6DVoKzlKPYitSYtB2fFSLUn\
        6c2JuTgt3qtBWa/myYAAhUBgFKTak4KcxFycw6DVoKzlKPYitSYtB2fFSLUn6c2JuTgt3qtBWa/mzagAhUBgFKTak4KcxFycw6DV\
        oKzlKPYitSYtB2fFSLUn6c2JuTgt3qtBWa/m
        """)

    /// `rgb` without loss, a bare stream.
    static let j2k = bytes(
        """
        /0//UQAvAAAAAAAgAAAAGAAAAAAAAAAAAAAAIAAAABgAAAAAAAAAAAADBwEBBwEBBwEB/1IADAAAAAEBAQQEAAH/XAAHQEBISFD/\
        ZAAlAAFDcmVhdGVkIGJ5IE9wZW5KUEVHIHZlcnNpb24gMi41LjT/kAAKAAAAAAH3AAH/k8+17BI2V69GWXEfD4p2MCvFjY7jhdWe\
        S5ZyyKAf5g1FtH8FbTVQGQxMWDFY8exfSUTK2Sne/M/s8qulbS6tpdcgUR/bN9t1l5JfWIioCx84bJF3XzfN83zfNwpHZZykku5D\
        iyZ1VVVVXLAuNhttttmKvD9C/FGsLifR1G2229+FPBQAWwHnCxpy0khD5yP8fvsH3uyQ4FfBwFms/cSl7InlCFPWOLe9Bky41Yoa\
        dK7479ZKftc8xcNloCNJSEylSLzUL9f94/I9qkAXFV1VVVVVStU1VhAuJ28n8RtNaOs8UhxvmZmZmZmZmZmZmYrRIoFhfNnOH7pw\
        FFCAAAAAAAAAAAAAABnDuqwlM831FAAFuhQRfv1B5yZWGzu4zMxj34UUPAF5e0zhn7BS3ROD+w2owJbvxNLMaxwgqGWjBfm01l2s\
        pmi/igm3L2j7XKNSlfvDQfir4k6mX6z56h8N+BsagYq6lep4Eht9bXxSLI3mZmZxM0JC91TjLDO7+ZmSYGvb0JCxHsPAAAAAAABg\
        GPsLgAAAAAAAKalzUnkzg8eD8k5ZNZmZlKOCfwE9wBHAfCYAX6e/jKQpPa8GTvBXnd3fwHwiwPkEAF77w0Z/jI6pHZkOFB/A+QLA\
        +QQAX6fFRr+Mjqj/eIzMH//Z
        """)

    /// `grey * 17 + 3` in 16 bits, in a JP2 file.
    static let jp2Words = bytes(
        """
        AAAADGpQICANCocKAAAAFGZ0eXBqcDIgAAAAAGpwMiAAAAAtanAyaAAAABZpaGRyAAAAGAAAACAAAQ8HAAAAAAAPY29scgEAAAAA\
        ABEAAAHIanAyY/9P/1EAKQAAAAAAIAAAABgAAAAAAAAAAAAAACAAAAAYAAAAAAAAAAAAAQ8BAf9SAAwAAAABAAEEBAAB/1wAB0CA\
        iIiQ/2QAJQABQ3JlYXRlZCBieSBPcGVuSlBFRyB2ZXJzaW9uIDIuNS40/5AACgAAAAABUwAB/5PP/DUjEVBUr/98MkQVCAABdxRc\
        zhMI1h9jwJMZAZS2EQumi3JkPC0yiyHlMG+sTIRUUYM9UE9KOvJIygZY0Ui+ZSbWHVfkmtu2SaJ7JM9tnDIZDuvFp+eijCAu7WrW\
        wp8aSjf7v7v3BAkxXy0yyydB2wnpllllk7+rPJhyBzEwGV1DZQIECBAkDTIEDSKgUCBBmiRJbibNskcW0hVhZ4D8D8Z+0FKrIxbW\
        Cv3PZ2fC7fTBlQ6z0SNUkS3WhHSMKZ4vYqUBT5gx11agILfM1ZgckhVdxqsDkkKsQOR4DhEISIQkQg8l0ky0BGr1eoMFSsavV6vV\
        6gq5tgtZA6yB8nWonETiJxE4icROInETiJxE4icROInETiJz2EcOn+QP5MxmszMzMy4/wAfaGQAPqChfp8U4s+SC3uEEfzeMpCld\
        nnY+AYSD/9k=
        """)

    /// `grey * 17 - 2000` in 16 bits with a sign.
    static let j2kSigned = bytes(
        """
        /0//UQApAAAAAAAgAAAAGAAAAAAAAAAAAAAAIAAAABgAAAAAAAAAAAABjwEB/1IADAAAAAEAAQQEAAH/XAAHQICIiJD/ZAAlAAFD\
        cmVhdGVkIGJ5IE9wZW5KUEVHIHZlcnNpb24gMi41LjT/kAAKAAAAAAEiAAH/k8D+byARUErB4iDpYRKNdwkbf9kxCSNX7W3+wSxE\
        AiUPFIWuGe4HQKUeWjSBkBcnbPiBz+BHFDA0c7wKvj7YOYZb6slFFYgjQuYPofz/EPIILcQHBSRUCbEp0lOImSjqbkEJl84qMzcu\
        kOn6q80VZGLX/0zDz3dhZPJPBS/LOoDOTwG674T2UKlpVeQkH83uSMg9lUqydiugDYVf07PAftovMGHd8tdHtov6WVNdBE8XFnnX\
        8ib3ria7QEafM8stGrGr0S8pV39bgu7HWY6sGRxnnVVVXxG1XVVVVVVVVVVgEKujV2VVVvwmUKb+QP5MxmszMzMy48AH2hkAD6go\
        X6fFOLPkgt7hBH83jKQpXZ52PgGEg//Z
        """)

    /// `rgb` with loss.
    static let j2kLossy = bytes(
        """
        /0//UQAvAAAAAAAgAAAAGAAAAAAAAAAAAAAAIAAAABgAAAAAAAAAAAADBwEBBwEBBwEB/1IADgECAAEBAQQEAACIiP9cAAtCSCRX\
        01fTV2L/ZAAlAAFDcmVhdGVkIGJ5IE9wZW5KUEVHIHZlcnNpb24gMi41LjT/kAAKAAAAAAClAAH/k8+JcBEd9m4R844mmLnHfixE\
        7odmq6lgcClf1yr1LAROxWihWVQdNRVtW2c+ZzpibAbPgrgUAFnmkXMI5ndIumYuYOdHoQBKjYko/rJyka5afxY31VDWDMQsXJks\
        3crS23Kdz4l4Sv8cwJKol14oq1xmP71g2qIBahs+ZHdSWrbhWhsa+nq1ngfbmQEpbQ1yoJnYrgGAgID/2Q==
        """)

    /// `grey` in tiles of 16 x 16, by Pillow.
    static let j2kTiled = bytes(
        """
        /0//UQApAAAAAAAgAAAAGAAAAAAAAAAAAAAAEAAAABAAAAAAAAAAAAABBwEB/1IADAAAAAEABAQEAAH/XAAQQEBISFBISFBISFBI\
        SFD/ZAAlAAFDcmVhdGVkIGJ5IE9wZW5KUEVHIHZlcnNpb24gMi41LjT/kAAKAAAAAABEAAH/k8+0CAXfw+oCg+cEAz8AH8HzgoHy\
        BAANAAs3/3/A+QHAfCGAIhnXA35fwHwiQDoYNqGavz2mLv+QAAoAAQAAAEMAAf+TwfIBBcPqAoPnBAM/AB/B84KB8gQADQALN/9/\
        wPkBwHwhgCIZ1wN+X8B8IkA6GDahmr89pi7/kAAKAAIAAAA8AAH/k8fUBAh/w+oCAz/B84KB8gMAC28BmX/A+QFAfCGAFYQLQK/A\
        fCHAOhg2nhMDhI//kAAKAAMAAAA8AAH/k8PnBAB/w+oCAz/B84KB8gMAC28BmX/A+QFAfCGAFYQLQK/AfCHAOhg2nhMDhI//2Q==
        """)

    /// `rgb` as YCbCr, by Pillow.
    static let j2kYCbCr = bytes(
        """
        /0//UQAvAAAAAAAgAAAAGAAAAAAAAAAAAAAAIAAAABgAAAAAAAAAAAADBwEBBwEBBwEB/1IADAAAAAEABAQEAAH/XAAQQEBISFBI\
        SFBISFBISFD/ZAAlAAFDcmVhdGVkIGJ5IE9wZW5KUEVHIHZlcnNpb24gMi41LjT/kAAKAAAAAAH9AAH/k8+0FAZaMKyv34AoBPr2\
        zR3PtBgMHSG8Wn/B84OAdCgBCA0CIgh/A8HzhIB0GAEIDgU6vwEHw+oEgHQoAQgNAem/Ah8LwPkCQfOEgBEAG/SwqQy9qT8Of8Hz\
        hoPnDQB0MB9dcn91fw4/HBlYahws7sHzh4PnCwAkG/VpMpxhfw4/MFR9Dei8N8B8JMD5A8AdGDadIraP03T/f0CNw0s1qw5BKrF4\
        UV/A+QjA+QfAHTQ1+BtbvWy2ZzQ35UdjnDm1D0HmBJ++cVpdqB8Ne4tTbzv5XyrnB2tPDO4m+L/A+QZA+QTACUA2nSRQnCHVW+DM\
        3r9B5gdk2Y+61c8Zy6Z+v8A63AfC3AC0wF+mvBTYhlCdztPpyWiIkbNxs+2+BLFSpl0kU4ykKUnBfpC+8yJ7hdBpToOmXQnYKzmy\
        RJ8vgxaagPOZyoWq0A7CXFDT3rbrwz/AfDRQHwvQAtVfArLWj2sjzrvSgDWVnKxGQ45JF4M4o6UzOjYHIqVIBvN/jI6o/YnSwCkq\
        7KfblGpiJ8M82XBLkWIpgYNOJxStCoNixINAcpT6ozgMH1grn7EnSoa/wHwtQHwpwAqgX6fFKRSLPlCyWfrmfvAq2PiUoqI2Y4r+\
        wX+Mjqj/Dp/sxrZHikCyxWjSkgJzA8/WDcwf0Iv5Z//Z
        """)

    /// `bits` in compression 2, by libtiff through Pillow.
    static let ccittRLE = bytes(
        """
        Nd1CfdQn3UIcfdQn3UJ91AAdPuoT7qE+6HCE+6hPuoT7gB1CfdQn3UJ8NU6hPuoT7qE4H3UJ91CfdQg1T7qE+6hPunB0+6hPuoT7\
        oDVQn3UJ91CfHHUJ91CfdQnQNd1CfdQn3UIcfdQn3UJ91AAdPuoT7qE+6HCE+6hPuoT7gB1CfdQn3UJ8NU6hPuoT7qE4H3UJ91Cf\
        dQg1T7qE+6hPunB0+6hPuoT7oDVQn3UJ91CfHHUJ91CfdQnQNd1CfdQn3UIcfdQn3UJ91AA=
        """)

    /// `bits` in compression 3.
    static let ccittG3 = bytes(
        """
        ABNd1CfdQn3UIcAF91CfdQn3UAAjp91CfdQn3Q4AMJ91CfdQn3ABHUJ91CfdQnwATVOoT7qE+6hOACPuoT7qE+6hAAmqfdQn3UJ9\
        04ALp91CfdQn3QAJqoT7qE+6hPjgAuoT7qE+6hOgATXdQn3UJ91CHABfdQn3UJ91AAI6fdQn3UJ90OADCfdQn3UJ9wAR1CfdQn3U\
        J8AE1TqE+6hPuoTgAj7qE+6hPuoQAJqn3UJ91CfdOAC6fdQn3UJ90ACaqE+6hPuoT44ALqE+6hPuoToAE13UJ91CfdQhwAX3UJ91\
        CfdQ
        """)

    /// `bits` in compression 4.
    static let ccittG4 = bytes(
        """
        Jrl0YRfLowi+XQShoIIUEEgghQQSCCGggkEEKCCQQQoIJBKKCCQQQoIJBBCgglCCFBBIIIUEEgghQQVIIIUEEgghQQSCCFBWgghQ\
        QSCCFBBIIIVQQSCCFBBIIIUEEggmKCCQQQoIJBBCggkoQQoIJBBCggkEEKCCUQghQQSCCFBBIIIUEoSCCFBBIIIUEEgghShoIIUE\
        EgghQQSCCGggkEEKCCQQQoIJBKKCCQQQoIJBBCgglCCFBBIIIUEEgghQQVIIIUEEgghQQSCCFBWgghQQSCCFBBIIIVQQSCCFBBII\
        IUEEggmKCCQQQoIJBBCggkoQQoIJBBCggkEEKCCUQghQQSCCFBBIIIUEoSCCFBBIIIUEEgghShoIIUEEgghQQSCCGACACA==
        """)

    /// `bits` in JBIG, by libtiff.
    static let jbig = bytes(
        """
        AACAAAAAAAQAAAAYAAAAQBAAwDi3uWoi4z7/QIQ1XRj/QMB0/0AuAf9A/0CKLv9A/0AI/0AZ/0D/QP9A5wH/QA==
        """)

    /// `bits` in compression 3 in two dimensions with whole bytes, by libtiff.
    static let g32d = bytes(
        """
        AAGa7qE+6hPuoQ4AAQaCCFBBIIIUEEgghgABjp91CfdQn3Q4AAEKCCQQQoIJBBCgglABjqE+6hPuoT4AASQQQoIJBBCggkEEKCgA\
        AY+6hPuoT7qEAAEggkEEKCCQQQoIJBBMAAG6fdQn3UJ90AABBBCggkEEKCCQQQoIJQABuoT7qE+6hOgAAQSCCFBBIIIUEEgghSgA\
        Ab7qE+6hPuoAASCCQQQoIJBBCggkEoABwn3UJ91CfcABBBCggkEEKCCQQQoIKAABmqdQn3UJ91CcAAE0EEKCCQQQoIJBBCoAAZqn\
        3UJ91CfdOAABCggkEEKCCQQQoIJKAAGaqE+6hPuoT44AAQhBCggkEEKCCQQQoJQAAZruoT7qE+6hDgABBoIIUEEgghQQSCCG
        """)

    private static func pixels(_ samples: (Int, Int) -> [Int]) -> [UInt8] {
        (0..<24).flatMap { y in (0..<32).flatMap { x in samples(x, y).map { UInt8(truncatingIfNeeded: $0) } } }
    }

    private static func bytes(_ text: String) -> [UInt8] { Array(Data(base64Encoded: text) ?? Data()) }
}
