import ImageIntake
import Testing

struct FormatsCommandTests {
    @Test
    func `every driver is listed in all forms`() throws {
        let folder = try Folder()
        let table = try folder.imcat("formats").output.split(separator: "\n")
        let blocks = try folder.imcat("formats", "--long").output
        let objects = try #require(try parseJSON(try folder.imcat("formats", "--json").output) as? [[String: Any]])
        let drivers = SourceEnvironment.standard.drivers.drivers
        #expect(table.count == drivers.count + 1)
        #expect(table[0].split(separator: " ") == ["name", "reads", "writes", "extensions", "format"])
        #expect(objects.count == drivers.count)
        for (number, type) in drivers.enumerated() {
            let driver = type.driver
            #expect(table[number + 1].hasPrefix(driver.name + " "))
            #expect(blocks.contains("\(driver.name): \(driver.title)\n"))
            #expect(objects[number]["name"] as? String == driver.name)
            #expect(objects[number]["extensions"] as? [String] == driver.extensions)
            #expect(objects[number]["writes"] as? Bool == (type.writer != nil))
            #expect((objects[number]["options"] as? [Any])?.count == driver.options.count)
        }
    }
}
