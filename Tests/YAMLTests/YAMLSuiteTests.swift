import Diagnostics
import Foundation
import Testing
import YAML

/// The cases of the YAML test suite, <https://github.com/yaml/yaml-test-suite>.
@Suite(.enabled(if: SharedData.has(YAMLSuiteCase.path)))
struct YAMLSuiteTests {
  @Test(arguments: YAMLSuiteCase.all)
  func acceptsOrRefuses(_ test: YAMLSuiteCase) throws {
    let text = Text(test.yaml)
    let isRefused = test.error == true
    guard let refusal = text.refusal() else {
      let reason = YAMLSuiteDeviations.accepted[test.id]
      #expect(isRefused == (reason != nil), "accepted; listed because \(reason ?? "not")")
      return
    }
    let reason = YAMLSuiteDeviations.refused[test.id]
    #expect(isRefused == (reason == nil), "\(refusal.message); listed because \(reason ?? "not")")
    let range = try #require(refusal.range, "\(refusal.message) has no place")
    #expect(range.file == text.file.id)
    #expect(Int(range.start) <= text.file.bytes.count)
  }

  @Test(arguments: YAMLSuiteCase.accepted)
  func printsWhatItReads(_ test: YAMLSuiteCase) throws {
    for node in try Text(test.yaml).documents() {
      let reason = YAMLSuiteDeviations.unprintable[test.id]
      if let reason {
        let refusal = refusal { () throws(Diagnostic) in try yaml(node) }
        #expect(refusal?.code == "yaml/key-not-string", "listed because \(reason)")
        continue
      }
      let printed = try yaml(node)
      let again = try parse(printed)
      #expect(try json(again) == json(node))
      #expect(try yaml(again) == printed)
    }
  }

  @Test(arguments: YAMLSuiteCase.accepted.filter { $0.json != nil })
  func readsTheValues(_ test: YAMLSuiteCase) throws {
    guard YAMLSuiteDeviations.unprintable[test.id] == nil else { return }
    let found = try Text(test.yaml).documents().map(value)
    let isExpected = try NSArray(array: found).isEqual(to: test.values())
    let reason = YAMLSuiteDeviations.values[test.id]
    #expect(isExpected == (reason == nil), "\(found); listed because \(reason ?? "not")")
  }

  @Test func listsOnlyCasesThatExist() {
    let ids = Set(YAMLSuiteCase.all.map(\.id))
    #expect(ids.count == 405)
    let lists = [
      YAMLSuiteDeviations.accepted, YAMLSuiteDeviations.refused, YAMLSuiteDeviations.unprintable,
      YAMLSuiteDeviations.values,
    ]
    for list in lists { #expect(ids.isSuperset(of: list.keys)) }
  }

  private func value(_ node: Node) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(json(node).utf8), options: .fragmentsAllowed)
  }
}

/// A case of the YAML test suite.
struct YAMLSuiteCase: Decodable, CustomTestStringConvertible, Sendable {
  static let path = "yaml-test-suite/cases.json"
  static let all = SharedData.cases(YAMLSuiteCase.self, in: path)
  /// The cases that the reader accepts.
  static let accepted = all.filter { Text($0.yaml).refusal() == nil }

  let id: String
  let name: String
  let yaml: String
  /// Whether a parser must refuse it.
  let error: Bool?
  /// The documents as JSON texts, each ended by a line feed.
  let json: String?

  var testDescription: String { "\(id) \(name)" }

  /// The documents of ``json``.
  func values() throws -> [Any] {
    var values: [Any] = []
    var text = ""
    for line in (json ?? "").split(separator: "\n", omittingEmptySubsequences: false) {
      text += line
      let data = Data(text.utf8)
      guard let value = try? JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
      else { continue }
      values.append(value)
      text = ""
    }
    if !text.isEmpty { throw CocoaError(.propertyListReadCorrupt) }
    return values
  }
}
