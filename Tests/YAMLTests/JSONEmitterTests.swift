import Diagnostics
import Foundation
import Testing
import YAML

@Suite struct JSONEmitterTests {
  @Test(arguments: [
    ("{b: 1, a: [x, {}], C: []}", #"{"C":[],"a":["x",{}],"b":1}"#),
    ("{a10: 1, a9: 2}", #"{"a10":1,"a9":2}"#),
    ("[~, true, FALSE, yes, 'true']", #"[null,true,false,"yes","true"]"#),
    ("[0x1F, 017, 1_000, 18446744073709551615]", "[31,15,1000,18446744073709551615]"),
    (
      "[1.0, 1.5, 1e20, 1e21, 1e-6, 1e-7, -0.0]",
      "[1,1.5,100000000000000000000,1e+21,0.000001,1e-7,-0]"
    ),
    (#"["\"\\\b\f\n\r\t\x01"]"#, #"["\"\\\b\f\n\r\t\u0001"]"#),
    ("['<a> & b']", #"["\u003ca\u003e \u0026 b"]"#), (#"["\u2028\u2029"]"#, #"["\u2028\u2029"]"#),
    ("[größe, 日本, 😀]", #"["größe","日本","😀"]"#), ("2001-01-02", #""2001-01-02T00:00:00Z""#),
    ("!!binary aGk=", #""hi""#), ("{1: a}", #"{"1":"a"}"#),
  ])
  func printsAsGoDoes(text: String, expected: String) throws {
    #expect(try json(parse(text)) == expected)
  }

  @Test func printsIndented() throws {
    var emitter = JSONEmitter(indent: 2)
    try emitter.emit(parse("{a: [1, {b: 2}], c: [], d: {}}"))
    let text = String(decoding: emitter.bytes, as: UTF8.self)
    #expect(
      text == """
        {
          "a": [
            1,
            {
              "b": 2
            }
          ],
          "c": [],
          "d": {}
        }
        """)
  }

  @Test func piecesAreTheWhole() throws {
    let texts = (0..<40).map { String(repeating: "a \"line\" & <more> ü\n", count: $0 * 200) }
    let node = Node(.sequence(ContiguousArray(texts.map { Node(string: $0) })))
    var pieces: [[UInt8]] = []
    var emitter = JSONEmitter()
    try emitter.emit(node) { piece in pieces.append(piece.withUnsafeBytes { Array($0) }) }
    #expect(pieces.count > 10)
    #expect(Array(pieces.joined()) == Array(try json(node).utf8))
    #expect(emitter.bytes.isEmpty)
  }

  @Test func isReadByAnyParserOfJSON() throws {
    let text = String(String.UnicodeScalarView((0x00...0x2FF).compactMap(Unicode.Scalar.init)))
    let data = Data(try json(Node(string: text)).utf8)
    let value = try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
    #expect((value as? String)?.hasSameBytes(as: text) == true)
  }
}
