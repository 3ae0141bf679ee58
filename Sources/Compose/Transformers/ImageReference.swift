/// The parts of an image's name, `registry:port/repository:tag@digest`.
struct ImageReference {
  /// Registry and repository.
  var name: String
  /// The tag; empty where there is none.
  var tag = ""
  /// The digest with its algorithm; empty where there is none.
  var digest = ""

  /// Takes a reference apart; a colon before the first slash belongs to a registry's port.
  init(_ text: String) {
    let (slash, colon, at) = (UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "@"))
    let bytes = text.utf8
    let path = bytes.firstIndex(of: slash) ?? bytes.startIndex
    guard let end = bytes[path...].firstIndex(where: { $0 == colon || $0 == at }) else {
      name = text
      return
    }
    name = String(text[..<end])
    var rest = end
    if bytes[end] == colon {
      rest = bytes[end...].firstIndex(of: at) ?? bytes.endIndex
      tag = String(text[bytes.index(after: end)..<rest])
    }
    digest = String(text[rest...].dropFirst())
  }

  /// The reference put together.
  var text: String {
    name + (tag.isEmpty ? "" : ":\(tag)") + (digest.isEmpty ? "" : "@\(digest)")
  }
}
