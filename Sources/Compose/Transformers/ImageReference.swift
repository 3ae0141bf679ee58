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
    let slash = text.firstIndex(of: "/") ?? text.startIndex
    guard let end = text[slash...].firstIndex(where: { $0 == ":" || $0 == "@" }) else {
      name = text
      return
    }
    name = String(text[..<end])
    var rest = text[end...]
    if rest.first == ":" {
      let tagEnd = rest.firstIndex(of: "@") ?? rest.endIndex
      tag = String(rest[rest.index(after: rest.startIndex)..<tagEnd])
      rest = rest[tagEnd...]
    }
    digest = String(rest.dropFirst())
  }

  /// The reference put together.
  var text: String {
    name + (tag.isEmpty ? "" : ":\(tag)") + (digest.isEmpty ? "" : "@\(digest)")
  }
}
