public import Compose
internal import Diagnostics
public import Project
public import SystemPackage

/// Writes a project file for the overlays that are there.
public struct ProjectInitializer {
  private let directory: FilePath
  private let cache: SourceCache

  /// What is written.
  public struct Files: Sendable {
    /// The project file.
    public var project: String
    /// `.gitattributes`, with what was there before; nil if it needs no change.
    public var attributes: String?
    /// The environments that were found.
    public var environments: [String]
  }

  /// An initialiser for the project in `directory`, an absolute path.
  public init(_ directory: FilePath, cache: SourceCache) {
    self.directory = directory
    self.cache = cache
  }

  /// The line that lets git merge locks whose entries are independent, and hides them in reviews.
  public static let attributes = "bundle.lock text eol=lf merge=union linguist-generated"

  /// What would be written.
  public func files() throws(DocumentFailure) -> Files {
    guard SystemFile.kind(of: directory.appending(Project.fileName)) == nil else {
      throw DocumentFailure([
        .initExists(cache.displayPath(directory.appending(Project.fileName)))
      ])
    }
    let environments = OverlayScan(cache: cache).nestedEnvironments(below: directory)
    guard !environments.isEmpty else { throw DocumentFailure([.initNothingFound()]) }
    var text = "apiVersion: \(Project.apiVersion)\nkind: Project\n"
    text += "environments: # in promotion order\n"
    for environment in environments {
      text += "- name: \(quotedIfNeeded(environment.name))\n"
      text += "  overlay: \(quotedIfNeeded(environment.overlay))\n"
      text += "  bundle: environments/\(environment.name)\n"
    }
    return Files(
      project: text, attributes: try attributes(), environments: environments.map(\.name))
  }

  /// Writes the files, each at once.
  public func write(_ files: Files) throws(DocumentFailure) {
    do throws(FileFailure) {
      try write(files.project, to: Project.fileName)
      if let attributes = files.attributes { try write(attributes, to: ".gitattributes") }
    } catch {
      throw DocumentFailure([.bundleWrite(error)])
    }
  }

  private func write(_ text: String, to name: String) throws(FileFailure) {
    let temporary = directory.appending(".\(name)-new")
    try SystemFile.remove(temporary)
    do throws(FileFailure) {
      try SystemFile.create(temporary, Array(text.utf8))
      try SystemFile.rename(temporary, directory.appending(name))
    } catch {
      try? SystemFile.remove(temporary)
      throw error
    }
  }

  private func attributes() throws(DocumentFailure) -> String? {
    do throws(FileFailure) {
      let bytes = try SystemFile.contents(of: directory.appending(".gitattributes")) ?? []
      var text = String(decoding: bytes, as: UTF8.self)
      if text.split(separator: "\n").contains(where: { $0 == Self.attributes }) { return nil }
      if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
      return text + Self.attributes + "\n"
    } catch {
      throw DocumentFailure([.bundleWrite(error)])
    }
  }

  /// A text for a plain scalar, or in quotes where it would be taken for something else.
  private func quotedIfNeeded(_ text: String) -> String {
    let isPlain =
      text.utf8.contains { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
      && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(text)
      && text.utf8.first.map { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) } == true
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
          UInt8(ascii: "-"), UInt8(ascii: "/"):
          true
        default: false
        }
      }
    return isPlain ? text : "'\(text)'"
  }
}
