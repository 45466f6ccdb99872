import Foundation

/// Data as zlib compresses them, in the form that it makes of small memory: many short blocks that refer to each other.
enum ZlibSample {
    /// What it decodes to: words of a small vocabulary, by a generator that Python has as well.
    static func decoded() -> [UInt8] {
        var state: UInt64 = 12345
        func next() -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33)
        }
        let words = (0..<64).map { _ in (0..<24).map { _ in UInt8(next() % 256) } }
        var bytes: [UInt8] = []
        while bytes.count < 60000 {
            let word = words[next() % 64]
            bytes += word.prefix(8 + next() % 17)
        }
        return Array(bytes.prefix(60000))
    }

    /// `zlib.compressobj(6, zlib.DEFLATED, 31, 1)` of Python 3.11, zlib 1.2.13.
    static let gzip = Array(Data(base64Encoded: text.split(separator: "\n").joined()) ?? Data())

    private static let text = """
        H4sIAAAAAAAAAwB/AID/uLcXaiYswxscNmdRTGni7BGHKaeq/cnLuiMrV67Oi0d2V87j7zdZhGzMqCc8rt9oVZE7e/Djvn9pHohLIKeYONQ+
        s1fJFDDwetu7BsT30n5CIjFkaBRJDyAa1dRdlra16WMrDdM/c3qiEV6q8pTWbw9uDNR44wunldiGMAO9I5KrLjW++1ND+869rmNh/VY/Um1U
        NP87PIhXF5jnqCgifHl69POTV2yXTo1948Pfu6Yv2/FgUVHOSi/RDIkXl5YGNQhYnHcS3/ey1Gaj04NZC6+nTfWOhRkR8WDb2nrfopYEmYLH
        3GrvJ27WPcEfuUY990th8MMbW7nCss3NT6r1uafcXfbsFUDy77C47od5U2vINellQqLiG1MFrvKEv1eJ9UmvzPG7NVnIVlWVs3KdatLxnfNv
        rQ/N5Iu6e+JUmEvx/22nfp9jTWBe37LkkH3LESQlTq3Lfi1/ZhTnE3oOxSkL/m1fKMc/4UidLodARppT3uldrxP0tBYm/5913LRRsfdYtrLf
        ftepSz6E95l9DAeoSyOm0/YYw9Ev6k4CmYZ5bjP3MrkjAvjt7Uc3dy2fG/m6NPnjUb4Ht4TObJdBi5VP9jNmfjEp9T661+bc3W+Y4YcI3yLP
        RaKtd3b8n+RcsDlPtUL7+QfxT40TujaUSYt6Pp4sv2rztvxpq46zrv49peuT+fXPojwfbt3tPnvHQOm916XTS5/hUBjb/GfeXYBeqM41zrvK
        MLHgzizXsCKmtEUTi2s00zcFHCuuP7Rl0c6bm0++mzbf13mC6GOxwEfFK0T0xHMdVcNLJHt2ICXVbu2S1+sdVMQDt+i9VG5YuP+BtoiGSw2W
        KJv0K3L6bL61d1qSLe7/vFe8JHcGe1l9dxEsalBTIGawu+grwFNf92Kx1iWwIEIE49Wjtb9Sc0+tAAg1yGD54tUNxvg8ppuJewN47Zd5PkA4
        J2yiYETt34SfggazzjsJbzu2WbjKwct71r1Ih+OXT5UgWNne1x9fNV4U3f0JySsYGUfgINyKIPkY4XOLZ3d8TPe7VmFTmb3okZZC4YWyui1b
        vK9PiDi4ivtMhNf2I8hRgSZVVaf7wAcppTvVlew2WYWatG+cmXF5Zo5v6EeMjAMQcq469Vn0zHGmJXbBxXKf4CkdMysyyGteZ1UpLJ3FsWvy
        4etcjerdRSVL2XSQ8waq7X/YJ/Atyd5r0bxvpf1XbPkUI0Eu/40lRSOCDJ5eEaF9/tqjK+JV53m9uP+87YlAy0i73jIu6dm375NtLko6wGIt
        Wr7FGoqoRVVPxA7l26Esfxd4tbQev3l324vb52Cl6czSHajFNbKiea4bJ58V8Z9Wf+0/QIGc6Tf3Icfwzcmln/lclr+OfqyKmSG4dba6txeG
        bHldg+Q6mCnbN2LUBXOWKoZjJkB4ikUJBCSL55ZVI7ISlpKA9xzWJIwlqfO2cHurWThb+izIOzZpxxe9nzWGovnZHL8RHjF2iFpcEt8oe0f+
        yV9vRF5aMCONLY6H4d+t/P/rQiamRsbKel9OOHz4tM7PGYH6X2azLipRnn9FASBZkUsoCcywluvzgrZ3onU7sNVhJ64ggspzflx94kvWpvvo
        1aWjxob7ZYgiAd0FitdTN135uoNfXeiB2JzqYwfPaK1uFkB3to/SY0fZ6S9/eO8reaaMw4HLsQZhFWqtgNVxP9FSPlKeFGypbqjdEGh73r1n
        TUFfLffs/8oWfFHdMrbh8x4EbE0KEig/5tiNWY7Dsi9qrOze1beDf8cVBoAW5B7YZsQw+czfT4EeHkWJCTBHYbYAsEQX68Sa+1LClTwlNkpB
        8+HpE7V1cHvNkc89cNtwlF5Yom7jF1lfjLoduWLAqImR6iJUt2JPpVjbOOgJ0NzE6lhO4lFExmfLSghAK8LgjkIJjrbT64W/WAjdFZg0ETWT
        IbkbFrnIBS/2iIE7AJY8UAIZUQyuq70w9VpaiYKI2nR+/j3wQhEz2OENIfRCH6NEgJXryGGAPQNWorWieh5JSG+fE1lprr5CJKYCoHtN9non
        Vi8+OB9LMYvqvpUdV7gc+ISaDy9nif3wdtGvn9xiKxhfoxZhFw59+Tl72Se4IKosVvehNdE2n27cuS/9KVoFi2pO6O+jhd9/JL7f45vWasSX
        V7vLBNbgxqiXNQq075Zhax1GR2gVLbZ5NuPlwVtyyM0leNsKpS5B5F/U+hmp9EdqCKF5CVvrWt8bpeGE2izAVqdgDWdHIywlGramky32wh/u
        MswQfTTp7TV4akRt5B08Yn320VeAsGYrhHOQEzBqa0/Rh2eOW9nDkkBEeb17H9vyL/nXxR8u8uiFZSVEYkm59bNnoZK7/MtetGIVS9mHXhrv
        wNaBgxf4FWIfYnL8xFRXdV4OPCqv8lB4zkF4qYSSlbE2fS9gT20HEU0uLJWUhjjWqIBbC3NwQ/ScxMmqU8sem9/KsmTY6s9WYz4TyRVYiklY
        JGHNZWjlCZbKwPKrzqEPyLmi9sSxCDZ2e/MXmGkMXhuiBzeWYhJLqw9LvCnA6hpk12PWPwDB0ik8R2MkdnjXm+lr1f5zu7bi6hnCEh96sYea
        E+EuReqh8nj2PU5p7Xq+FtN58IYytlb3ry9ovSKUTIdeSGDt4804zIXmH6z97OuooQJL7pgFP2ZrF0cLH1GioeUEzI5eBPZGls5JRGZDbx1t
        Kr2MrSzAqHAwGrtItmMrZLFk73Qn7G1DWEhgaQkhlV5o2QZL0kYtEpAqZyxjDYppCgXIJSvW4gRZAXoixLQfrceDnrhRi3kczbuliKSHWS1g
        iVzktI5qIfbEKRSO3rhBSuso5TWuvIuojbFXId8RiRRRd5SLfvkh6zkxgqXlAJZEqyYmJgDPH1jiCnsdHvoHQIcV4xAUBcFeXEBERYmeSOh+
        qVXJu4aWAygVarXo9Y7gHJRCotq3M7vz+/9+3tvZnZmdOi9YhSA6bFM3p/FsPewBz2GVs2IoaSYzoP0cvAEoDYy0VMaf1ytnb8Kpye33drwT
        jejY8sA6qJMoCd9HFDQfF9oLJlrLPARC19eje56W72i/6GRFDQEbE5PayQGDerZ+F2LJZlUG2/5zedGOO8KAD3XUTYqcA4U2G8ZJrhCb2Aio
        3jTJ0dgoyrPrQE8Qmm3Lmkw05RznrUts9JJqE5n4ZVgWmThD06DZ1btNS5cJxY9f5i5PEsBskOcz/8LyzYBzMFJWa51dCyUs893kTf6Q4KJ7
        eMJjwKje+dNlhUYIRTFsACQawzEDh/+eUbDfY7ljEqYAxwIo7kDCEqDalyap/l+8a9KkTZNfVRKHRhhDU7cHEXD5oBkA4Ld4FgILk3q6hGQb
        LNI209p9mg1eXBeUQQDtNBm11I55umIWsEtjMQ2izlBvzryUeY17z9oJMFfw8GAJ6RbW1eOggLu5/ru+TwFgd9MRd0ENT3URmSF5Q7i9VmzP
        Vi14f+schKyXG8ReI0ygmTVvDnKDzVxht+pdjrd4l8RaA121qya4Ip7VGNAKfVetJqfwq1jUbpTLbvvX5WuA4G+y89O6mx0bp8WmO8L4iMeq
        gVnAkAoFxAJREshgwWMPaJSLpBIZJ4Xl1ax+zfi+T/iirTgLOA1Oyaf370+n2dsgDMVAuKVnLEZggTTsQU/HSHTZhgaJyj6f/bmLIkXPf8/n
        O+e8KIKZ1EhCc45KYmErOmmKArXGQWKqoW+IkrW2EJNZysPjjtnZmyLe1bqZb4OqqAtnfPEWbUR1PM2mvtEL37Cd1zaPa71acxgomMhIYBBV
        7ogep6WbKcqJJbP12xhAeBQwgi0jSB2OVhphs+bTUHTp6/diaEPC8gWTNI4nDycOA0oTrb7lKp+bEVpGLFrnP29fVM0PkWR334FzXOwKSc0M
        WhfKfdNfLVat4ywcAl77zWVK+XrHYLvVLi8IPoY5NYSUZ/4rpXf3McRvI5i0jLEeVG9JHsHQO/VuWr2DVLIs03/iLRCBmftuuX3Uz6gY5HMN
        y/ly2WeiP6FmcuUwDMPQ23SQAqaMtJYqUleqyokUlq+Xs59tkSIBcNngLUpwYbS28BbS8zMfalwtoc0aajDuMq9vSiSRbLfjPD3uNAM8lCdj
        Tp9EsbTs6CtMMdm8tvcAKCuEGV72G8YtA15D05jyIFzG75Qyp6CSwRn8yZaLtPU/XcqyP/r2772Uc2ZN2sUP3C/IrBToZlmZwNdMKySlVwh6
        rhqDxW9Z9Eja4KZPCvkUDRu/2O291N80BLyMn9924DR5nd1nb3Km1C6UVfvGN5OANDH9f/HBMxA3vcSeQ4Vu1wTmUmnSP46dHkksFZ7a8hqp
        CKokfUl/W86nhxIzNNY+r4S+ipac67vuJGjiUHtQ8C1Ex5x+W3H2fGMC0a/rngAmrpestLhV6V86zRwLgRiGoYelh56Kg3E4GrxI/mph3mRi
        W46kWKLlSLVJF2rX76+pqNX2OqvVvm5A6xvnyJCMdIwB1cmZUBRaZQVDamDWzelQHWanlTnkkqit/luHaK4lh9CHO3PsnE07hZWSXdStkw6I
        /lNkxST2UqfDD/Z2VeLS5GuyCQENXa+kbZjQN9JoadkLxZqAU8+xWHudK2J3iWFfeEeUhu3kiJ26XMTOImE7B7lIyjxc70PJXBdIwnasuX6e
        QBXm9x/JWT/MbkFrNYnVp4KK1o7uR28vL+ltHKIQnB9Jo26FoK0XR5Y+8tk7wIMfg2a9NbjM6qRbCQRV7Q7uqlFO0GVpjsNemO6u0MNwACXl
        GmaAn2FKpD8k2oiDzuAuadT05K5Q/fg0lyOEgRiGNkUhFEEHlEMd9MfJtiQ/c0wms5sosuTPOoTYClBbjqaTrGn/bzCR215E29XGhkuvLwxU
        YNjgOYgoFGeOzw8fqTqq5oLuiNy/p8CuXouvxZMJe/mJSs895CHJmJBjsIsHoYiZk5APEZBzbmaWYvvuuvFu7Jj34GTh8d4U6r3TGglePErV
        4pDmN4Kn0neMt8C1+eCWq3wbY3rQEsNYLX72XJrVMrnVZr1qaFkDCh8f3hw1l/bI1kLxqoFr+UWmlFroqxwD/1cnoq1uu3lQDRF/L5ickFcE
        Za6EgRRpDSCBsNyRRI8ZwJtJiop6YlO1kqKI6fTPXeztqcTRSbcozySQisiNIGHnCJRQGVq2kO8kMhcA06SEevmi/pmF/Qg3kyOEYhiG1grD
        iYbojWo4eZOehisznySOLHmJF9SpxXzBKySIQdNoQANE1tQyzJoBm/Ow+BUTKHvB1fDjpDSJaWSR+u0MHEq1saBQacc4T3gnCeffe1zsquWc
        e2UqsuM75hRyZMHan9eOTGlAwZLWt+VSKoeduz7jJE5GR1gAuFlEGOWQop2AS5UMlZ+7Xo9PmanSENTckO13TIm+QYGfwVKdIhjgebafhhKu
        HxPvUD/QSwL7F4iwlx+xYTYLitj6Yppa8Tziq3fuKsc9Y8c/Ahc+xoj9Yq6jG4KVyN916/U/GB87H/Y9uu3CCypTffU8sQTEalw5VQbl9MtK
        AR5EYiZK6jV3YYaxxTWsWVFqo9DLFPBAApwQp9/fXxMlqufVt7WfH+NWcqRADMS+FLGQDpEQDpsH6cGn2zpZ/q4auw9JrbFVjzoxJtWt0L28
        J8L/0BdneaIbFT1K06SXyKSxyQIouNkXAYy0eJM16X7e6GrehEtrZ6/ZGgHMfxcqqEeD1Fhb8Own0ly+z5HQXumLdOiJR7shQsWERBEuG/5d
        X8W5NL/chUPBnnj6+/Mmoogh6tASIwOja3soFX6q7i60qCC6TCRY9cNqMcYQYAXJpjGYY8oxIpWGKfJn7Ax/84XsmJu1uj2sBMH6xZPgMqBj
        hDctcmqbn7K6L8PipVxzfnx5FfY5lneGr1GFN30zHbyoC+mBSindOoKtsAsIEYwTyDwHECqP6dGSEegAJdNiRES4YEOqvHtAml1QTTOdy3dh
        LFpgNnpuD+GRNx1ndEUxCMLQzbvFW61bdIf3BSRw8++xKiFBkBqbcYoLa7VB3ULdIWhLwy2UAFLvVbNNuJiNCUOduU1AiahQHDCDnwWr5WUC
        r61BDqpmPcE3bs0QFVqc6trmMnM/bR8oFlKZDEnKd3O9OojfYefIUlax4+2SqVoI/mMqvJS1sfcFCUDVExvcePo9ENMfJaE3PiE/I7DQmfl+
        cVxRaVdIMiSNelnr4Fetl9+eyBHWlwQLKy3AYdPgwIYjD5TpJWYI0HbpsaNvWhOPnn1Y1iTFJtdFUl8H1UOwBOUL9uls+QujY2DCl4EQsjSD
        LiP7ARrwvDGLSmyPnSjHQuISVA84QhcbeFQpBj7pxfTO2Onygcn7UW53TMLBiiIKxeExxS+0I2LVlCiwtvJn5FyuEIhhGNgKRVEKF3qgOCqg
        Fk5ZW9KIRwHkhy2PHW/OtJlJgJaM0147cLYvt6bFnoFwIPICOck+Z38r8SmK/RxwS3VWFgc0KEG9obCOp15uB64MDqgKvR1X5BYxpZeA3ACu
        GlJoaBTetyOU50yWUsAqDXR8AvcFSQSOa27n+PExASP2jstQVtQcqr06d5bJldFt3n83lVDH6W0fNwmTlJeLjXtyqzRf3tC857rFkko/RlAA
        7ur9+ujwULjIlLxdMuP1wPk50qv5Ex3swmBbXDMJ0DT8MIAMYoRqmV8O2DCAVFYci05B1Gi8KKoWS0R31Jx/Q7jRchaV7zxoQnu67CutZw8u
        3EjyZ0EFr99lyiQdI+Nj+waHVrMAD1Ffoz0lb5Z+6dLhtCRgtPxLxxlkMRCDIPT+l+sZ5ihdGRE+2772NaOIhDgZkijwyfoJ38swS2viYcPN
        +IlqOS3zzNcjnQQ8kANKv4lF8URfJ/RjlSPcd5+2z/eUmYiCRBLaEmgzDnHePSFxIP38ysf3r0Lh0LkSU+iRseoxoTaI0WYzFaGxbRdhKcvu
        96F4n55Q1cNNjV5g/DU6P8EgKGFnexlfhEuLhpgTHcne2BVx7rJd/5gCvzhnR0khVnwz46oo9mKrhKA3fiPoHhrNCuJ8oQ7TLUu72OKB+UhB
        55umYnxKBy83DFfH22Axdoun2Abbi8mrjKFgaAML4cS8Z7QYYzVtP4dlrpkwxbVxFdhSqrDPQ4C2MdDyks70Ezqp0GpCjAN/wUzTzQ3ozdP5
        eHjim21l8QDaQcufkHPJQRiIYej1OBBnZ42E5HycZ7qG0k7GcRxnikInDjvfm7Jg0nWYgLyObhktnYmeeEDMtdHRPTfjknM7um174oI7mOt/
        j23Xhbej6lzllyrP5pNWAvexf5cropjlYmMwdiI5dFepprGI+7w7gB2pSslwOG/0F8pK7oULTzOifIrJJDYUq5t8IoJV+5ZFI2JzTahYk1Yc
        yPazy5SfrccINovI9DRCKEwNdnKcKPBIrG+MMLnptfgeYqBKXF3uVV1Gwghtt2If2q9lOgWnzXjefCotBRJgQZmGfmFCMymxoo/dP21/PMn8
        o0LbXjfdluRgO2otZK16fZIKCMFl3jW8TZOs6la8R8zaJZ7LPLy1gIhrJOwmcFV2bBdvvkyRaU586MftH0OCugJW+zJ2RjcMxCAMHaKf3X+L
        DlepUohtnqv7v9xVgI0hJNWfL+/emXOLF8laIliholhdluKyof/jXmy7+GJxUiYCkIAgCPhC8NfbH20T0VaDtqMaZX4VhtvuZ1hmq5r2Jyw4
        x6ntfhjIyFF9P/7LmN+8VSDn3xZJK3hTcW1uNTxOvKehxp/qQM+Rx0+bIdc5oFAkbRabW9/J1u2EOJROVy0ItDKODnGs9aUWW6aP2C/Rgmht
        Q30C2UNC97Wk+cRIV1xeV5c9Lg9P7EZipzVNiCq67UnQkAziNDQF3tqT3HahhYdSJAuejLxIHvrwJ+Qyd9k3li5S/I44LEH1wckLpUKptozz
        DEwWmwrMKQ/R0lyrOrUSwQNg1SRJYGB971DZgp19Tfy7sIsuAuX3Nv4V8agM+qXrXI4dhkIYOvP636Sy10eqyCIx6HNYZ5KxAQmhix2ntu7d
        tKbPL4J4IqUJgkY3NeSeVN5OwI9c6y/MEYO1qcCG4uUtZVYTgsppUyASqQ3q0dH/NSO4Xa0M2MJ2b3oZzYSdwZgOrwoP0nOCEI9p3Vo8GI8c
        3A3d8ZT13/B8aTBFAKmD+ZyvWEtdYQ1aBT3D9wsX/A6/xwVBiJRV8s8UZT/NK7/LT+tPODzLFnkiwuXv/VryNarPKVEwysI8bGY/xxvkXutk
        QBY1mwWetlLlgqz2JbnN7zz6wWD/S7F0MOlJqZG3THkGs7D4TKet8/oHRJh1+G0OdIxqX6aqCOsrFMnCBrRHZL9EbKjoEhNYF0kC1sp6OlFa
        cFXtOrRrLcOKHtC12AAid+AkOuDD2BklIRCDMPSs3v8CfuroAEl4jP67LrRpEmh3t4QzyQsFVQPI/ZvPWxc1B/BWGevVM+0RVh50D1Xk5CyG
        7buFzqR5C8NusyGFyhhglzSxkfWoleo8DbbBLrcBhTJ1FQ2ONpFvasX9+ZG271e3Nos43JiLezZ9Kn/uZL6HuW2kICzzvbz6U4Ws/8gKxqMi
        TBm+tnX0BjFkbPIv4Ie1pYNiiagKfVIgS7BpqdHET9LpDLpX1wA0j1hVtLVxbHcMmqhKJTddQmR1XYscXCHE0HodS2gqlSw4t+zpJF/PiJ6n
        sbV9YsCbLjIWascbJLNC5z67I8vCqXFr63HYx8jB0Al0ZD/vBTlLiDgie1SDL+j6VUrT9R+nYATlbBWavsPgLt/12TioxlNwYB1fZ6pfhJ1b
        rgIxDEM3dJfP3QArQ0IkOPax+EYa2jzsxOlMfTW6WBIxyumKcv7B5iOHUNpXwgIexjyEbLrzDVdN6omTW/jGdIK1SnEBT5CHESAFjtdvgAdv
        3njZrExc5Q8G/D/k+ajk/T3b0eYBp7F6kfPIvz8u7XpX5UJgTWi4u5yHGhO2fonWJSX9utX4z0tFgdR6mdxn1GF9NVSl7SjTlW1MxDE8u2lJ
        YG7sdw3BulsjjtwDlwvuwc1gFsMCwDyHQnTQiKLF8hteS/JcWDiQl5nK7YawPtNqbNx3QIlmWvVOK40vQFqPPzPWF+PIVwMCBS+8ytZYzLhf
        g81WsKpiwVsrmXB30H5YPVj+dl/zMzQ9KQfECvfvZ4NCAqhZlheSi+LMFuHD8QM6HMFV7p8G78XYud4wCMQweJzuw/7DVJWaS2x/Af62EnCX
        xHYeHNRp9Etlv6qyRs65WjAUQM/lp6cPNxQjReYWVMvUOvoz24FJnh2dWJS1L4zmYLaNjS49tY0exq1bFBQ4U1fG7ak7S2zu+4X2Q0hGlWZ9
        Rt2HAs/a9+cqAPf19atNPLziWY8DNYTO07hLF5GTTtpS+V+q5W32ffODWXlqWLufQxf//2BhVna3AxKZHc6Uu85FpyGpdLqEA729pGIqsYjM
        bcSUpTvuPsQ6RWMonwwINyh2GYHfpv4H1atzgn5S5FhxyWtCdnCgBJkYJzqjU0PZhde5NehIUAgd0O7ckCXRVB88EyWz7ilQBdingi1oMFnG
        HymLTF1Z2D3CXjMoNyewTEEAxHdB2aJFLVnTKvYhjMT9clZ8m+rLyLkcQQjDMLRj2t02KGFP/klPM9whEMeWFMWTqQfWIMEiXPw0YZLEkD8p
        mnEbaxJoL75SrESlOOjTteIV7NYGB30g2wFogplxIXF+UrfW3PdVhFxgjATdqLzybqE3HhdPlqM+hclIQq5wK/qwmSzLHWzC++HQBFDRtwrc
        bwcMvqZLvaDV5klI25dDtg6TrPy/XDkuy9yCheMRrjBh6wQPxFBb4ZO/B1TDZJi3twFspNsTxFXUyhWCCHcGoS4SaHOI9/XuOe3FueOkdi30
        URr8TKEFMThV1PhXXDcBtL3B3RgUB1wKBunPxv8MBsJOz5dxCOtEMTAqGan4ZzMbM6/rKriW72AT+yi9QFbUTK0TsFOYEkff81mghUnW56VY
        qf8hmbGFhnDE/ifsXHIUCGIYupsdR5zbcHAEUqUc+xm2SK1OpRPH+RWuVC6IpqOXS12EfJaby0SGAh9/8UkA1PbHZ2mM+Jm9eJYfVHAsEzgY
        azqYhEHNUfavrZrH8wIE0qdQyNf/3/n0vfQ17BV2JsCuAzjnbWa9O562GZuLWmrrOF+AhEnBUJ7ibuGRUELqRmge7ymAa+c9BkKTK4X1ltVq
        zCiswCzK8BRvn7215MQquH9dtnXasnEUFflG7GtsRmLMrbJGeXnEACfqr1iacyZeRBXVXwUFCk50U3uhJj9evsGz0uZgnMO8Mdn4YFkN/h+h
        mXXQr8yAnb9xf2dLaVhu1CvsbbvHKDKDGh3Wi4WF3S7KDklelET6TPgWNyIbQLhggqzLKrXxBJFHdzwXGIrbOpcl9Q8f2c+/GDuXM4ZhEAYP
        l4k7RTpWTwaEfn31tYckNkIS+NGyZkCj3OieU6KZxnWqUmpqfw1yPhqXtnkrKme03NJxJQAyGM5WqUqQvMpXYoY2tnfVV05EbUyof7G/NwVE
        n6Ivw4LzFGDiVgbTlhD1xiSqBtOJHV58+n7U0JLWj9d0djB0iIvforyO33KKKYsWxXiJKop9c7X8QHYLQxNCMAai5arPe8IK494B2vCfdCzE
        7W4Is09+THsJHQ4MkGZKZUReIDs5O6BhwZl0NCbwSEDTN5hO354Vrh2rNCwX2+G5/ou63eeQ0IVrS59wgCKlmY2okPn3Mj1nC/Q04Tyq0DDb
        cxUF2BoXvCckXBi+OQ/6Wu5tdGY4xEdsTFs2YHgMXHgQudu0QLd597T86R7LtDL9Y+wMbhCKYRi6EBJHhuLAUKzB9Y/BLpzaOvazxJF+fVDT
        JLbTtNAJVBgrcW81uHD7M8Px+yOlSO4cpN1gR3BYnvgukVlLVe5MqBnomn2dPpvAI703aMCarUk9AvnFFFilMZcRNiSvJZ/GMCkbE58gOkV6
        tPZB6iAQ+xNs4ikQZ+rTaFCL0Tqxz3iFxl6x0jbAw1GzCmERsuLAHoFpxKXEVRpIFlQyqitbwhouqR86hM+TlfwFmc/HnV3C01Qrz7rjbau3
        XbfClb/QQzXVwfmUKY4AeIWvxjtuozChK9j93vKM+0GSpp7UhSg+JxlfmtyKz/dcE0eOyzXsAA+PXfsR4u1/JnN84g23hr5ua8G5lpUJqVzl
        4hbDDKmchjSha24FGL4tIcuA2ysjy5VriH58nFECwzAIQu9/634ZBJ793bI20YhIMnfgDS5oNakNXh0kDJWQHmkBijFzyhvQ0otCLaUlFPJh
        b6pw4iT5JKE4Tboui3eoy94ZYPrmypuGiO64zB9Q5dhR3DVhxFezRZj9v5laSlpSkWY2TDsUUCUSotRAYOXgVriZK7XdwHdkhz/6nIYUBIkp
        TLBnXmIr/zHwap/VaPVeEimweWTTG3fl1RZbqWaBsuXJbZ5FIa5+RXlLa2/NedSD3UOGnI8xaa1wkhlmZCAV164GoOa6OhQB6pG+XvOJ6EEF
        kI4EfQcOuk0NhCVUQJGFse0Ojuj9xhmhrbAL7iYV5fmmdjUEMr5bwtT5Cic8aRtfX22qjputNpxYKfyOaC+VLQ+WmKBV5r5Ua/GSAys+Qs7d
        WgEYhqEzsAsVK1AzCAsw15vkTcIAVCaWdHXoIeQj25LicBZhHMsBa3gjBgx8IpFbumT+U4m5ddIyz6lxaUNsyIsxYoOznXNGRp04e6A7hx+l
        to85s11GeY3lxcZTq8IIP5dnwtwmJ4CtPd9HgXV/SJ1qpzh5knBe+5r/3sTDaIi0dCN48Ank70d76I95AK9hPC41sUwBxk7H65f9MKeWu4Xy
        t4k3DngnL8XTFVlYsl4wPssPPrFY6okDOF0PEuOl6WG6HxaCrSTpC0pH0MWE+oH8Jt5ZRJumRH6x2zNgynjcfAXFPq/A/4DSdOc6EWcqnmu4
        a6oxzwmLYo9vPHosK1ZThMGZZaxL1SqS9VUaTxyTklo2+wENyBd78UOUNl0LSSby3f9O40O4uZsxEMMgeLR02TRTZJCsk8oWoJ/v2it8fgiE
        ZNzeY0ZdxLq1+F0JKimY2i3RvhDd0V1a+LJ3+7aE3EWcJOfoLXaCx1bIjF68kp9D3irFpCP2BLVqzotOfBDg02a2J15IYPanY4Cn1tbUFDE5
        0I/zhLFOQNAosbX+EnOW6jVEaMJnloDpm4lZwo0vxRSQgR/s/siAeE4E+mYEgEM50TzDmBS/jCAVa9aGxkOB8tWSC4S70GFeL2wfqmtTVukC
        W2bz4Hh0o1w7I6Eqv+nJQOZls/rX2nAmXEbhSurJli8J1KTpNRkV32d7RnEtUsYa5HLWHWwTckkrhySpf1us2b/oVgoXeidhb3zuEKCqvdgo
        5gC063xebw/cwzYATsqj8q9ibSgXlbG+y3d/Rs4lB4EYhqEH4BosOTr3Y4uQJmliP4tZDYuRps3XcV0c0QFda8bQDplGs8rG3rO3j8QixOMX
        4KCCOnaU2l3Unf1oyFE7qSdfNf1ol3jDcmcHw98h8INwUEGy5XSg6vn4x3FqLQultXfU29fQTumg8x4juq4g+LWRs5haE6ElodCm9pYNnL+2
        qDIfW6pQA1D+ngHA40lz+0kOdm7ZZBXVrRUuYAmjG/97xWuXIgOmh+qxncwK2VBckHMlVlJmrdVjIOxgKi8JVfzfVz+t3cqNKmpRqu1ASZoZ
        Uj71TuCDzL7TXtRyMLaDK2eEe84d/yHZF5qsGDqcUnubl29MxtBrOoDedEeDi79O+urLHVll517Ivdsxl5lPrAXtA8S6hGNPZ8du1OgCKXtH
        +IY1k649fOk6lxwGYhiEXrCb3v8yXVR2MPDWI03zMRjjSQoyR0rranceMiiZTZ4bElzgJRHG+hmnXiKaEqwyDLmycEK+pH9IzxuGVwuVejAS
        ZAR7q+FlJDfK4A4luANxFiVlF7gs8N92s2mCvtz02i/U9RkV5XFY3ZAUmZlKW3JVU2hGtELgNAjglI2r3RYr8sMKIDPaKPp8w5cOQFhbJwCP
        Wf3xKYCaqdiUpmioxeT3o9T7ohc86P5VWHRyYWbRvGseeySXqD0fKMT58f5J8WThyiqd6lkZhRGUCtFONiaWAYo30eELFnhE/XBUdZ1rJnii
        zypRe3fp3FyevXyheSgIxrLlvegKTtpsFSBYtfcsPFuIOdf6OuvzROvMnkbnKoM6aVRVwlVZQg9VgVTPV7almdc/us4giaEQBqH3v7UrkwCP
        bTsda0wIoP7/03KwQy1SUHFta+PinUhCcIT4UnkLp2TMZJ7mW7OCDAR9LQm8wIpwPEAPdTGL+aESHOt1wt3CnNxvN7VOkkTvh60LysGPC3C+
        JuhfdLuk9osoRB6ZWgnQXxGB5zXZYzvFG7VuPpiTQbxBLlB9f1ES1KSY0XAg62A+/zGdAiULntHK6bWFQYv4L1wb4pTnzJUEzFK8srfkRVJU
        igi16CNTWbZwijqTae2hgpHt7ocmKJGgvoVcdvnBr2H5p0V2qK1T6+zWzKVi5Ga/7txDJLeXNhRPknE7pRAtPUzCqpHuSJAdxvO8mLywzk8I
        YPPNEQ3XcbmXc9QwC6BLhNKefyqx+J+yaQsm4EGmG3vN+sXJjeBj7AxuFApiGNoePWxRNERxuxKKEzsvLCe4fBg5sePJRPNHfbxHSv84vhRd
        4bw69yMrtlLhQ47XKmrUpahl1ied8yvHp+Ot74cFg0JzNHWcEqonxTQoYy7LlU+O0XXRwybRpiTe4j+PnmhbPdQtgWcKPV+gES270EYAB5JZ
        lhprNj2WXVAky6AsyhzyMJSDLdRAjpotqgzJenkYbF7EviPX6pDieNyKBkW5Q2j5N8T0n6OXeDMV3wv9LpLXM/xKEmmXixhOeH8MgHqOO63o
        kGT/AXtJha9LZRazqV1aIp5TLpUTJsccGHbRD+G52O14dIYZtxKO0dr5brzzfZ7MvZ8S6hLjbNn3Xu0Yy3osNO0njvvWflJrp2c04iXtOqtc
        CtrRukfT9vZwwoP67BpDBn7rNoMkAEAQBP7/142Hkg24N02SEpEtDATk0sErZ9VvuoVEhPnf+iXNF5dg/Pgp9nKZvH3+zK99Riq4SSQLzBRg
        JiGjYLgEUUbSI2F+M9jSYfGVT14YmH2GHBujsi9g6gAA
        """
}
