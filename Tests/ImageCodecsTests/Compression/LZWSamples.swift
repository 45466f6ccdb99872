import Foundation

/// LZW data of other programs: the text of numbers that `LZWTests.text` is.
enum LZWSamples {
    /// The whole text by imagecodecs 2026.3.6.
    static let lzw = bytes(
        """
        gAwFggGA7EAxgY3gw0gYxGkGHMDGQxgwxG0SHEGGQ1gcPEAzi8HiggGkRg8ZEA2hggjcGHEIg8GGcDlAylYxGsLG8SGUGG4yiQ5j\
        UDnMfmAxnspoEHoQgHMclg2mUzlk+gVOitLi0GGtUGQziEhGcFkkrqVOo9gklesg5lYyhQgGtXtQ4htkG1QGNxuESjw4u0Erkrvl\
        av8micGG0wGUoGdQjwxo8jHEhGMoG0hlskwMjGdLlGXhtFzVJHNepo4qFFG8mpE+vVNG9es+ziWwgey11n1UStWngdjxUDs+ig9q\
        z8Ssg0wNwxVil2WsmShtxx9+xUwsg4k2FhseGtvynNms7kmKvWUhsoucSotuhsLqkoHNHoo0t+mzVNrtErKGqSG6rhipoZtoiCoK\
        SGylwKo6zqWr6fKW4SSPNB6buQ5SXMYuKVOChbXLIkDqo1BLIpCtqEoW76KokkarsbFrzpIhqRtc0LNKKjb4o+kKUJK0bFPzDagp\
        k/yWJupIaPNAkJIlB7bqM3LFK0s6nt8qbgrJATiP+46uLYsKJLi/EPrQu75RIpy3vAq7txUlK9I8vqWPGjDBo6jStMpG7svcmS9I\
        qmCUMrIKUtKhbmwKpaiuM16UoaprgKil0Ep8kzZL02qvLU2yPy2qDatcusErar0OzNR0RK1Mjmo8zKBu2kK4uog6POvOs/JZQiTT\
        nPc8JOlzmx1Jj0Jol1DPaljTLepoaKo96jyUm9JM0s7+qqg8GKshqzwNLCnKhCkFy7KUvpZDQQJ/MadTMm00I/NSXuwlKVuW7qZM\
        tOcEpGi07qdPMaJFGTLoNGFGx4lb6UNf1lxLIseyPIFtSFSMiUpeNs3erEK27JyWLVCcRJgs9yXPK6WRFU9uI/LwYrJbC9zFJCF3\
        siCYTIqiHIg8SuRhQmArzGqNSZQlh2AkYZNAlzXNIxik1wGSm1qotC4pQ+LM5J6ZQgirAqay0rU5SstUvcobr1Tsw3Vld1XFsyDu\
        2vS40mmzhsEk84OTW1Exc59/6syLJ0A9ddM27keaVY65JvqrmqTOmpWMuVkavZUmzXra1yi+sprLjynM0tVsQopGzwG5G15Q5ylT\
        MGajrJVmP7tju8Y260WBBedc3rf+J1uy2kr1HE/4AmOBNDQ0YKSxlnSO13mMspsd4xEds4nsCbt4xkM0+jSzXbc915SoaWOsmC1Z\
        Nl8ETVb+aXVN0vLjmKPByzSRzLXeb4DZ+h8ysEuTB3KkjaE7poihjAE8WA5JZaR3ENXMW1lqJxTGHRc8rAg5ZzmLgb26UwLJSGm/\
        bWb18zcFOl6S2zouKnnaNoVi3AuMJGdlOK9ARf5xlbq/a1ACDDhzLKCcWrgnDhikwPgY4pyjjEALCay5FkqlndOeculYt5an+veT\
        OSlmsIWZgyZg210zLX4LwfczJcK9GTMjTgYZ2b+DzIxSQwFnRlCjmYLefc1y+XFvUiHBmBTxoGErYQ1dAbU3NFvIg55hpWyWIJOQ\
        WJe65UPLnd3F5I0JY4xiSWvB8cZkIK3O0lRODKIZvuMTGN/S2mAsxRsZZH8d39vHiufRxrPo/qKcmsSJbujOn8Leg9rrulMK6kY1\
        EtStUKNWZKZaKxzVVrsbzGI6REIVNkfea2F7bk4KehnCwkcLpUzYRnDJGzOjMPFUc1xxcGyDmkUQ7o/cQIkxCQUUc1JiJgJRPC56\
        BMGYDsgcnMlcrlzflvOW21zsmibltMs/MrxkSlpbKudZnT9V+SilS69gMOpOo/jejom8l1CH2Yqw4khiECkhR0Xp6LWZ8IrWyTAp\
        qAzirgJWhQkxxZmMPfIxGTDE300LYvGah735sybXUx+GaEDPGMMwUuiz/oykoS5I1lyYHFv2UM/lpUsZArQZ5Lty5qXNQFcgeY1J\
        nVrxVT02WYUki0uEp6rV1jVn0zTh3UST7Xpsqzmo7mEkp5xRwnAR6bk35zG4qsuqPLuioH0Z0aSP5xoGN7PuZ1BT0oLMYrpXJsCD\
        mmLgiQhSfcWpeRcfMums0MUzOXLaTdnK9KEnLMIzOGa2JTxhsIVdW8c32Q8QgUWjTx2lrqK0feN7kFmyXaqtKkrmGJgyW8ZqnjU2\
        wyJoAwJ0q5XUIykswJ1hJpj14j4dYzRHmJl4tq7oo6t2/SZjhUiw0OitGOMYaQrVvzHWRZZV2VRLD+VgdDLt/LmKE3STStk+DHIp\
        uVQinGtydDeGddHQatsmIHvpdhXKM1dC/oob/UmvMOb32UnOjNSZkprMFsY8WcFiHFzcNYglANKJrHvZ0gprNlFvTBnY2C688FwT\
        IREqGYhdTEOxQg/Om8TG4z/jNWYv82VlN0JveiGtXpXsBq0wMuVib/mbqqZ4+dv4+smv9cOI6R5OpKSY9OX8l4i0yufBoxEj8I5G\
        j8yddJb1aJmQGdNNSbLsHTr9I13L1pT3RjswF3eKmM4sY2ZupE37i3HJk0+jEDGUXCxyyxzFulrleZms57VXorFUpw+CANqJnOTd\
        YnQupnWYWwwu7SB5eGcYccFe9q0cIMXoM6Z6+tfLFw/ho4uGRrDEIBQSbLAU3NnNZsGbyKCk2wOgsochkTfbTQYBiXUzR00OVyw0\
        vCB8nq9xKbxP0viTFX0XijKlZT9Sbv4zBgc+9IcBwGy+wxCCAUYIFwFKRBRWkGuamC+NZyTELwcrc7tkqGEQLp0UXxt+e31vGjNo\
        Qg82aJsEvRe8xDxEZx8M9K7iux9+O7McobSebmIPjR1Lu4bmM0JWig+42VNEvYPdJQxcuBTfmMoPNDBbo9AwDQ6iaf52zA5MdzEi\
        U8RjMEwVuemeWLNfzuYSYEx2mJo3+njsmJMMsa7UQSptKKnlMugsGqStyk4QLnspM+n5ga77oobPJ2iuNdJw3Sr699pY4T9TmkyA\
        jw8HFFcvWHf0V4+4HWmxDLvjtP3/cxVXBBH9SRnY4+pbz3HyoUfHBpJjIcLMZrq+i58kSD3mXo9TQ0o3cs94/Km3jBH8OFkAo3ZD\
        1DHGWjxH+ScDHd3Cl2xu6EbzazBW2uaRmaDfriZU6e1Fuov9IOg5/J8WeO1Ff+zDkO84Z1maTG9o0q974X64YhpyPFcGhpJkKk0P\
        VnGBuEVp5kvW7vOm6prDdO4JHCfNVIUmzm0m4LvrAm6NVG7uNlHDrN1p2C8NDmrIZq6DPEEurtHDXGktit2HDjOp/jMC9Gqo/llN\
        OJBMElHqEroM4t+iklsGpkqr+nUu5s9H1DkOjHynWHxorEmHYtbPWC/pQnesRGJpSn7qeI4GGn6n/CbnkrFkBkZEflDNmiKuynqL\
        hDLElDXHsnNJKpLs4HQKkMHwgHYlyubn0kIC2kEqKEzMxjpnZN/n3suraJRr2sEpTsFo4N6oBvFvfHInHEeLSiauxIjJ6mIFcFGr\
        nP7OcFrNvGoPolHO6sHlJpks9JxNwrFLvoWIVwHptPvxOIYunOzC8E4FHMSHeJ2NgCQsPn/FasWGov4njoHxEFkkhrTsAJ/jSKWI\
        Bj+EYIqEoorlJLQPvRMJIKsLTIwxOpULvpTG6OMn1I1PYwfL5qjjzC+Mrs5I6F/pJr0QPo9IAHqDNpFrsQrp2rvCkuBkZD7pdwwQ\
        tOFOdiQlnDdqSsHndkKCqOHlzwzktslvStMl4H1Rpl6H3KJRVI2Q7Q+jNMtsUHBnNoAQ/PHQqt5wTOYLksnIGLSkdP+LQimHDFvI\
        oFajUsgoepmq3G9jisKP/lTJoISFOkQrFIzIWLDCqFQJtjXC/t5G6sTjIthp1IARXOvRbkfOtrhMaHDJ7kjokFHrSnMJ+vOnInJq\
        yJ/NWrsukujrTQXorPVsunWHSGXSFRrvPLZCoC8Clnzupr3nxr4jzE5v2tIqRnipJn8CTPhuYSls9tOGJJdp7GDHNIKmBFJNtHRK\
        eR+CQs7LUPjjttymMvVF4NKoVt1qIyCMRH1KoneJTKqPdvNCRmYj6EcotnjqEkfr+H/r/QVSrxfvls3yOK1kookSmysIIrsiAg==
        """)

    /// The first 1500 bytes in the order of bits from before TIFF 6; imagecodecs decodes it to them.
    static let oldLZW = bytes(
        """
        AGGwAAFjB4gYA28YpDEwBg2DOQbKiGEwhg2JOAzKqDHwIYgZFw9SBEEj4sGMIGwwBLHRIA6EBw3OGIhSxsoYNRbekCjD4A0ZEnNo\
        HJjzI8wYPVMCPSgURA6OLG3InMnSp0CnFZdaNFiDqowZEEPOKEhypVSnR8GS9Eo2x0oZCkHUuKoWR0OyNqDGiAtXokccdglyXclX\
        61+TEw3agCkD5QyoHmMcHYkjZAyUNkK2JBl45IylKC83LKo5aQ6vTXFALXrDJFKfepve8Hp2tkTYA2W7PqtaotrTA8cqHnhW9EG1\
        nyWSpREYrmKxLi2Tldww7mO/imGSxWGycEOPNd5Sbl5zJ0nFeik3RDlXYlG3DRdSRZnjaFEab01rbtqVaNaGSd1wVQxNzUAbRFAl\
        ZcNSBR511lJf+bSUcCSZ9+BNyCnnEmNxqRTcQq6RBVJ1GiUYWUhtJbTQdxVJNNJVjbV4HkkNjeRaaJoVtVF8H4WEUkmjKZbfhkHJ\
        5B9LNyVFg3kESijRg7cZlZtiWp31lG9TBUeWgMT9dxxXbIUlUVz4fYjWXfKR6NRb4F21nYop6eVRXyyNh9FgHWmkFWU3ZueeTHpV\
        BBNKlQWZUmkLNVfgUkUZ91pKDTUFXFQuJeiTSbLpVZtXatn20ZZQ1eZaXQm25VWHZjoqolZkNudRZgNtF1Jc1B3k0XV1+skSoSbN\
        uSeeJ7nUnI5MokeTS4a2x5JpbzVFA1XvHaXkTZJqdlZ/VR3EoFUNnWUglk5BReGCXUr5JUsagvDTmDqZaROaH6n5EnYprbRcdzJZ\
        NmeCI1l0p1N50iiSjJcZBGOjPK5En6H+LltikQEB
        """)

    private static func bytes(_ text: String) -> [UInt8] { Array(Data(base64Encoded: text) ?? Data()) }
}
