import Foundation

/// What numcodecs 0.16.6 makes of numbers, as bytes.
enum NumcodecsSamples {
    /// 120 numbers of two bytes, little-endian: `(i * 37 + i * i // 5) % 4096`.
    static let numbers: [UInt8] = (0..<120).flatMap { index in
        let number = UInt16((index * 37 + index * index / 5) % 4096)
        return [UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8)]
    }

    /// The same four times over.
    static let repeated = numbers + numbers + numbers + numbers

    private static func decoded(_ text: String) -> [UInt8] {
        Array(Data(base64Encoded: text.split(separator: "\n").joined()) ?? Data())
    }

    /// `Zstd(level=3)`.
    static let zstd = decoded(
        """
        KLUv/SDwgQcAAAAlAEoAcACXAL4A5QAMATQBXQGGAa8B2AECAi0CWAKDAq4C2gIHAzQDYQOOA7wD6wMaBEkEeASoBNkECgU7BWwF
        ngXRBQQGNwZqBp4G0wYIBz0HcgeoB98HFghNCIQIvAj1CC4JZwmgCdoJFQpQCosKxgoCCz8LfAu5C/YLNAxzDLIM8QwwDXANsQ3y
        DTMOdA62DvkOPA9/D8IPBgBLAJAA1QAaAWABpwHuATUCfALEAg0DVgOfA+gDMgR9BMgEEwVeBaoF9wVEBpEG3gYsB3sHygcZCGgI
        uAgJCVoJqwn8CU4KoQr0CkcLmgvuC0MM
        """)

    /// `Zstd(level=3, checksum=True)`.
    static let zstdWithChecksum = decoded(
        """
        KLUv/STwgQcAAAAlAEoAcACXAL4A5QAMATQBXQGGAa8B2AECAi0CWAKDAq4C2gIHAzQDYQOOA7wD6wMaBEkEeASoBNkECgU7BWwF
        ngXRBQQGNwZqBp4G0wYIBz0HcgeoB98HFghNCIQIvAj1CC4JZwmgCdoJFQpQCosKxgoCCz8LfAu5C/YLNAxzDLIM8QwwDXANsQ3y
        DTMOdA62DvkOPA9/D8IPBgBLAJAA1QAaAWABpwHuATUCfALEAg0DVgOfA+gDMgR9BMgEEwVeBaoF9wVEBpEG3gYsB3sHygcZCGgI
        uAgJCVoJqwn8CU4KoQr0CkcLmgvuC0MMn/K5Zg==
        """)

    /// `Zlib(level=6)`.
    static let zlib = decoded(
        """
        eJwB8AAP/wAAJQBKAHAAlwC+AOUADAE0AV0BhgGvAdgBAgItAlgCgwKuAtoCBwM0A2EDjgO8A+sDGgRJBHgEqATZBAoFOwVsBZ4F
        0QUEBjcGagaeBtMGCAc9B3IHqAffBxYITQiECLwI9QguCWcJoAnaCRUKUAqLCsYKAgs/C3wLuQv2CzQMcwyyDPEMMA1wDbEN8g0z
        DnQOtg75DjwPfw/CDwYASwCQANUAGgFgAacB7gE1AnwCxAINA1YDnwPoAzIEfQTIBBMFXgWqBfcFRAaRBt4GLAd7B8oHGQhoCLgI
        CQlaCasJ/AlOCqEK9ApHC5oL7gtDDGTdPRM=
        """)

    /// `LZ4()`.
    static let lz4 = decoded(
        """
        8AAAAPDhAAAlAEoAcACXAL4A5QAMATQBXQGGAa8B2AECAi0CWAKDAq4C2gIHAzQDYQOOA7wD6wMaBEkEeASoBNkECgU7BWwFngXR
        BQQGNwZqBp4G0wYIBz0HcgeoB98HFghNCIQIvAj1CC4JZwmgCdoJFQpQCosKxgoCCz8LfAu5C/YLNAxzDLIM8QwwDXANsQ3yDTMO
        dA62DvkOPA9/D8IPBgBLAJAA1QAaAWABpwHuATUCfALEAg0DVgOfA+gDMgR9BMgEEwVeBaoF9wVEBpEG3gYsB3sHygcZCGgIuAgJ
        CVoJqwn8CU4KoQr0CkcLmgvuC0MM
        """)

    /// `LZMA()`.
    static let xz = decoded(
        """
        /Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQDvAAAlAEoAcACXAL4A5QAMATQBXQGGAa8B2AECAi0CWAKDAq4C2gIHAzQDYQOOA7wD
        6wMaBEkEeASoBNkECgU7BWwFngXRBQQGNwZqBp4G0wYIBz0HcgeoB98HFghNCIQIvAj1CC4JZwmgCdoJFQpQCosKxgoCCz8LfAu5
        C/YLNAxzDLIM8QwwDXANsQ3yDTMOdA62DvkOPA9/D8IPBgBLAJAA1QAaAWABpwHuATUCfALEAg0DVgOfA+gDMgR9BMgEEwVeBaoF
        9wVEBpEG3gYsB3sHygcZCGgIuAgJCVoJqwn8CU4KoQr0CkcLmgvuC0MMAEtMesxTbRr0AAGIAvABAACYbdLMscRn+wIAAAAABFla
        """)

    /// `LZMA(format=2)`.
    static let alone = decoded(
        """
        XQAAgAD//////////wAAYJJ9/gxkozlHf+KKhEjWsLQLy4Aj+xO97cTp6RkfFcskcJXzq8yd8ZOB3Ewr01IjocXn3tDwhaBOx1O+
        oiyTE5CjbT/TBnvwj7BmP2BxqG9bv6xWW1zyptEN5QT7hkvrNSm4znfh5I8E+nHBUCjyZtaLdmDq/wecPwOKFQvzeuf3bGf7niV3
        tyIYBE+OQLRP/9sAffQ0RPFB8g5W0MXliUzJcjDvWyySCawEIboAKnB3WzqSZhSOSf4TgLqmCv3NhUnMMKZmnbZ4zvT+13QeCHhq
        spKE3cal+4wqGYmDmZRG8UmGuZsQ5b0oeLyNncpCfQf//+vLgAA=
        """)

    /// `LZMA(format=1, check=10, filters=[{"id": 3, "dist": 2}, {"id": 33, "preset": 1}])`.
    static let xzWithDelta = decoded(
        """
        /Td6WFoAAArh+wyhAgEDAQEhARAp4hu/4ADvAJZdAAAABw1HVuWQgpFAgO6/XiSxldkcuvHoKUGQFK+MCgF//smTvQ6oJzOWAJJj
        /AFBErCg8kr2DqIBJGY7j6QD4O2qyuaMpcUidp16GB2dArVNgwDoJWIAUS4Pm5DC8RbP2iOCkJ0t8FOqpZ9nEHVyP6N56AhohQip
        VblHqYlhHxU0sDFKu3x+ddXMD1sLm4mLPJrgyHoLbAAAACHamZ1sz8kXxN3XBsqv5G74Lzuw3+LxMZOMwpXyurvxAAHKAfABAAAv
        vOLJtunfHAIAAAAAClla
        """)

    /// `LZMA(format=3)` with the same filters.
    static let raw = decoded(
        """
        4ADvAJZdAAAABw1HVuWQgpFAgO6/XiSxldkcuvHoKUGQFK+MCgF//smTvQ6oJzOWAJJj/AFBErCg8kr2DqIBJGY7j6QD4O2qyuaM
        pcUidp16GB2dArVNgwDoJWIAUS4Pm5DC8RbP2iOCkJ0t8FOqpZ9nEHVyP6N56AhohQipVblHqYlhHxU0sDFKu3x+ddXMD1sLm4mL
        PJrgyHoLbAA=
        """)

    /// `LZMA(format=3, filters=[{"id": FILTER_LZMA1, "dict_size": 65536, "lc": 1, "lp": 1, "pb": 1}])`.
    static let raw1 = decoded(
        """
        AABgkn3+DG3aE4kz6bWCoxHbmVjx9oN8of7lOS1YtBy5TlZ/VV3TnUKvoAEPZ7OeghUelF/zpIc4zCNoOzFF65obq9f+r1snVlua
        gy6VFGKAivE0da4Tjwc1oXVIUsVLthx/7mHvCHOMxIEy09+A+W5zRSaOhk/KK1Hm8pV1JYVvRpl7vloWChROYlmkdZ3KHr22njkb
        3/qoSNcGhcA92+tuWDSMlaWBMWtBn0O4gVDev3fQfFg//9OqEWgWwG+/KvLnq6cl5tKTENxjy+hCdrRhZ2cbX8Yx8////WUgAA==
        """)

    /// `Blosc(cname, clevel=5, shuffle)` of the repeated numbers, by names such as `lz4/1`.
    static let blosc: [String: [UInt8]] = [
        "blosclz/1": decoded(
            """
            AgEBAsADAADAAwAAcwIAABQAAADgAQAAACVKcJe+5Qw0XYav2AItWIOu2gc0YY686xpJeKjZCjtsntEEN2qe0wg9cqjfFk2EvPUu
            Z6DaFVCLxgI/fLn2NHOy8TBwsfIzdLb5PH/CBkuQ1Rpgp+41fMQNVp/oMn3IE16q90SR3ix7yhlouAlaq/xOofRHmu5DACVKcJe+
            5Qw0XYav2AItWIOu2gc0YY686xpJeKjZCjtsntEEN2qe0wg9cqjfFk2EvPUuZ6DaFVCLxgI/fLn2NHOy8TBwsfIzdLb5PH/CBkuQ
            1Rpgp+41fMQNVp/oMn3IE16q90SR3ix7yhlouAlaq/xOofRHmu5DACVKcJe+5Qw0XYav2AItWIOu2gc0YY686xpJeKjZCjtsntEE
            N2qe0wg9cqjfFk2EvPUuZ6DaFVCLxgI/fLn2NHOy8TBwsfIzdLb5PH/CBkuQ1Rpgp+41fMQNVp/oMn3IE16q90SR3ix7yhlouAla
            q/xOofRHmu5DACVKcJe+5Qw0XYav2AItWIOu2gc0YY686xpJeKjZCjtsntEEN2qe0wg9cqjfFk2EvPUuZ6DaFVCLxgI/fLn2NHOy
            8TBwsfIzdLb5PH/CBkuQ1Rpgp+41fMQNVp/oMn3IE16q90SR3ix7yhlouAlaq/xOofRHmu5DdwAAACcAAAAAAAAAAWAAAAJgAAAD
            YAAfBAQEBAQFBQUFBQYGBgYGBwcHBwcICAgICAkJCQkKCgoVCgsLCwsLDAwMDA0NDQ0ODg4ODw8PAKBKAAKARaBBgD7gAToECwsL
            DACAAGB2AAFgdgACYHYCAwQEoDXg/zx3AQsM
            """),
        "blosclz/2": decoded(
            """
            AgEEAsADAADAAwAA6gAAABQAAAB8AAAAJFJKKaWU4C4EBDQsT8Py4C4EBPJP2gBb4C4ECaTaxv9jWyU5AJxgCWAE4B8ODjiTlKrW
            NuP4/x/HbGtVKeAkDg5qSbKZMQ4f+P8f+HCMmU3gJA4OTJIkLaVUqlJVtarVWkvb4CQODnAcxzHGmDNjZiYzmWySbeAiDgGSbVIA
            AAAugB/4wQcfPHx4ODwej+Nx4CMOD3EA4P8B+B/Af4A/wB/wA37gJA4OAAAA/v8fAID/PwDg/wOA4CYODAAAAOD///8/AAAA/P/g
            KA7g4AECAAAA
            """),
        "lz4/1": decoded(
            """
            AgEhAsADAADAAwAAIwEAABQAAACEAAAA/2kAJUpwl77lDDRdhq/YAi1Yg67aBzRhjrzrGkl4qNkKO2ye0QQ3ap7TCD1yqN8WTYS8
            9S5noNoVUIvGAj98ufY0c7LxMHCx8jN0tvk8f8IGS5DVGmCn7jV8xA1Wn+gyfcgTXqr3RJHeLHvKGWi4CVqr/E6h9Eea7kN4AP9R
            UPRHmu5DgwAAABIAAQARAQEAEQIBABEDAQAQBAEAEAUBABAGAQAQBwEAEAgBAPARCQkJCQoKCgoLCwsLCwwMDAwNDQ0NDg4ODg8P
            DwAAAABKAANGAANCAAI/AAY7AGELCwsMAAB6AAAtAAEvAAMyAAE0AAI2ABAFdwAQBncAEAd3AA94AP8gUAoLCwsM
            """),
        "lz4/2": decoded(
            """
            AgEkAsADAADAAwAA+AAAABQAAACFAAAAX1JKKaWUBQAkXzQsT8PyBQAkX/JP2gBbBQAk/wCk2sb/Y1slOQCcpNrG/2MPABr/ADiT
            lKrWNuP4/x/HbGtVKQ8AGv8AakmymTEOH/j/H/hwjJlNDwAa/wBMkiQtpVSqUlW1qtVaS9sPABr/AHAcxzHGmDNjZiYzmWySbQ8A
            FVAzmWySbVcAAAD/AIAf+MEHHzx8eDg8Ho/jcQ8AGv8AAOD/AfgfwH+AP8Af8AN+DwAb7wAA/v8fAID/PwDg/wOADwAdwAAA4P//
            /z8AAAD8/w4ADw8AGw8CANNQAAAAAAA=
            """),
        "lz4hc/1": decoded(
            """
            AgEhAsADAADAAwAA/QAAABQAAACEAAAA/2kAJUpwl77lDDRdhq/YAi1Yg67aBzRhjrzrGkl4qNkKO2ye0QQ3ap7TCD1yqN8WTYS8
            9S5noNoVUIvGAj98ufY0c7LxMHCx8jN0tvk8f8IGS5DVGmCn7jV8xA1Wn+gyfcgTXqr3RJHeLHvKGWi4CVqr/E6h9Eea7kN4AP9R
            UPRHmu5DXQAAABIAAQARAQEAEQIBABEDAQAQBAEAEAUBABAGAQAQBwEAEAgBAJAJCQkJCgoKCgsBAPQADAwMDA0NDQ0ODg4ODw8P
            SwADRgADQgACPwAGOwAAOAAPeAD/UVAKCwsLDA==
            """),
        "lz4hc/2": decoded(
            """
            AgEkAsADAADAAwAA8gAAABQAAACCAAAAX1JKKaWUBQAkXzQsT8PyBQAkX/JP2gBbBQAkoaTaxv9jWyU5AJwKAA8PABr/ADiTlKrW
            NuP4/x/HbGtVKQ8AGv8AakmymTEOH/j/H/hwjJlNDwAa/wBMkiQtpVSqUlW1qtVaS9sPABr/AHAcxzHGmDNjZiYzmWySbQ8AFVAz
            mWySbVQAAAD/AIAf+MEHHzx8eDg8Ho/jcQ8AGv8AAOD/AfgfwH+AP8Af8AN+DwAb7wAA/v8fAID/PwDg/wOADwAdzwAA4P///z8A
            AAD8/w8AGw8BANdQAAAAAAA=
            """),
        "zlib/1": decoded(
            """
            AgFhAsADAADAAwAA6QAAABQAAACMAAAAeF5jUPUqmL7vKY9JbNv6G0y6Ec3rbrGbJPbteS3lWbHiJpd1zryLLOZZ8y5z2BatuC/m
            27Lnq176gluiAd3HmOxrdn4zKd700aBg4yfjkm0/beoPsXlPuCqVsPydac0R3rD5L4xqTwjHrfruMvGeTvUpyYwdnFGr//gt/OI+
            650zw6i9dLEXACK46KFBAAAAeF7tzUEWgCAMQ8GiIIJA739bkloeN3Dl7H8iYoI5zGkiJboo000FKjzUoMMAVV1TvuILb75TdvL/
            fvI7AXtqC6k=
            """),
        "zlib/2": decoded(
            """
            AgFkAsADAADAAwAA2QAAABQAAABzAAAAeF4L8tJcOiWIPMJEx//wJzKJT/63GKLJJJbcOvY/OVrVkmEOmEUS12LylFXXzB7/+C9/
            PCc7VJMkbpbnppmGfPJA7o+Cnpm+JHF9JqnoLg1ZFRS6ddXVKO/bJHELZI4bHpthnJymZjwzZ1IuSVwAdTXoHUoAAAB4XmuQ/3GQ
            Xd6mpsLCRq7/cWEDKVyGB/8Zf8gfqG+wPyD/gbmONC4Dw7//8gwN/+2BEswNpHIZgIz/QC4Dw5//pHNHEAAARUVm7Q==
            """),
        "zstd/1": decoded(
            """
            AgGRAsADAADAAwAA4wAAABQAAADLAAAAKLUv/WDAAg0GAIQJACVKcJe+5Qw0XYav2AItWIOu2gc0YY686xpJeKjZCjtsntEEN2qe
            0wg9cqjfFk2EvPUuZ6DaFVCLxgI/fLn2NHOy8TBwsfIzdLb5PH/CBkuQ1Rpgp+41fMQNVp/oMn3IE16q90SR3ix7yhlouAlaq/xO
            ofRHmu5DAQIDBAUGBwgJCQkJCgoKCgsMDAwMDQ0NDQ4ODg4PDw8SIEBj6gFlOxX2FvgQhDEUZkjKgJNqSCHiBgsZ95gm4h4CN9vV
            aAY=
            """),
        "zstd/2": decoded(
            """
            AgGUAsADAADAAwAA0wAAABQAAAC7AAAAKLUv/WDAAo0FANQIUkoppZQ0LE/D8vJP2gBbpNrG/2NbJTkAnDiTlKrWNuP4/x/HbGtV
            KWpJspkxDh/4/x/4cIyZTUySJC2lVKpSVbWq1VpL23AcxzHGmDNjZiYzmWySbYAf+MEHHzx8eDg8Ho/jcQDg/wH4H8B/gD/AH/AD
            fgAA/v8fAID/PwDg/wOAAADg////PwAAAPz/DyCgkwdoChwljZTNWrO2WWvWmrVjVlEWsX0hnpo/NXESLQ==
            """),
    ]
}
