import Diagnostics
import Testing
import YAML

@testable import Explain

/// Elements of lists are followed to where they moved.
@Suite struct ListAlignmentTests {
  private func list(_ text: String) throws -> ContiguousArray<Node> {
    let file = SourceTable().add(path: "list", bytes: Array(text.utf8))
    return try YAMLReader().firstDocument(of: file)?.elements ?? []
  }

  private func earlier(_ old: String, _ new: String) throws -> [Int?] {
    // Places are of two files, so that only what the elements say counts.
    let unplaced = try list(new).map { element in
      var element = element
      element.setOrigin(nil)
      return element
    }
    return ListAlignment(from: try list(old), to: ContiguousArray(unplaced)).earlier
  }

  @Test func byName() throws {
    #expect(
      try earlier("[{name: a}, {name: b}]", "[{name: c}, {name: b}, {name: a}]") == [nil, 1, 0])
  }

  @Test func byText() throws {
    #expect(try earlier("[x, y]", "[new, y, x]") == [nil, 1, 0])
  }

  @Test func byPositionWhereNothingElseTells() throws {
    #expect(try earlier("[x, y]", "[x, z]") == [0, 1])
    #expect(try earlier("[same, same]", "[same, same]") == [0, 1])
  }

  @Test func notWhereTheNumberDiffers() throws {
    #expect(try earlier("[x, y]", "[z]") == [nil])
  }

  @Test func byPlaceFirst() throws {
    let old = try list("[{name: a}, {name: b}]")
    var new = old
    new.swapAt(0, 1)
    #expect(ListAlignment(from: old, to: new).earlier == [1, 0])
  }

  @Test func tellsWhatIsGone() throws {
    let alignment = ListAlignment(from: try list("[x, y, z]"), to: try list("[y]"))
    #expect(alignment.removed == [0, 2])
  }
}
