internal import Compose
internal import Diagnostics
internal import Edit
internal import Project
internal import SystemPackage
internal import YAML

/// The promotable values of an overlay, and their edit.
///
/// The value of an image is what the kustomization's `images` say of its tag and digest, as `1.4.0`,
/// `@sha256:…` or both; that of a field is the text of an env file's key, or the JSON of what stands at
/// a path of a YAML file.
struct OverlayFiles {
  private let promotion: Project.Promotion
  private let overlay: FilePath
  private let cache: SourceCache
  /// The editors of the files in which values were set; by path.
  private var yamlEditors: [FilePath: YAMLEditor] = [:]
  private var envEditors: [FilePath: EnvFileEditor] = [:]

  init(of environment: Project.Environment, in project: Project, cache: SourceCache) {
    promotion = project.promotion
    overlay = project.directory.pushing(FilePath(environment.overlay)).lexicallyNormalized()
    self.cache = cache
  }

  /// The name of an image's value.
  static func name(ofImage image: String) -> String { "image:\(image)" }

  /// The name of a field's value.
  static func name(of field: Project.Promotion.Field) -> String {
    switch field.location {
    case .path(let path): "field:\(field.file):\(path)"
    case .key(let key): "field:\(field.file):\(key)"
    }
  }

  // MARK: Reading

  /// The values that the overlay has, by name.
  func values() throws(BuildFailure) -> [String: String] {
    var values: [String: String] = [:]
    let root = try editor(of: kustomizationPath()).root
    for image in root["images"]?.elements ?? [] {
      guard let name = image["name"]?.text, moves(image: name) else { continue }
      let tag = image["newTag"]?.textUnlessNull ?? ""
      let digest = image["digest"]?.textUnlessNull ?? ""
      if !tag.isEmpty || !digest.isEmpty {
        values[Self.name(ofImage: name)] = digest.isEmpty ? tag : "\(tag)@\(digest)"
      }
    }
    for field in promotion.fields {
      if let value = try value(of: field) { values[Self.name(of: field)] = value }
    }
    return values
  }

  /// The namespace that the overlay puts everything into; nil if it leaves that to the base.
  func namespace() throws(BuildFailure) -> String? {
    try editor(of: kustomizationPath()).root["namespace"]?.textUnlessNull
  }

  private func value(of field: Project.Promotion.Field) throws(BuildFailure) -> String? {
    let path = overlay.pushing(FilePath(field.file))
    switch field.location {
    case .key(let key):
      guard envEditors[path] != nil || cache.kind(of: path) == .file else { return nil }
      return try envEditor(of: path).value(of: key)
    case .path(let text):
      let path = try isKustomization(path) ? kustomizationPath() : path
      guard cache.kind(of: path) == .file,
        let node = try editor(of: path).root[at: EditPath(parsing: text)]
      else { return nil }
      var emitter = JSONEmitter()
      try asBuildFailure { () throws(Diagnostic) in try emitter.emit(node) }
      return String(decoding: emitter.bytes, as: UTF8.self)
    }
  }

  private func moves(image name: String) -> Bool {
    promotion.images.contains { Glob($0).matches(name) }
  }

  // MARK: Editing

  /// The files in which values were set, as they are to be; by path.
  ///
  /// Costs O(bytes + values) where all changes of a file can be made in one go.
  func edits() throws(BuildFailure) -> [FilePath: [UInt8]] {
    var edits: [FilePath: [UInt8]] = [:]
    for (path, editor) in yamlEditors {
      edits[path] = try asBuildFailure { () throws(Diagnostic) in try editor.bytes }
    }
    for (path, editor) in envEditors { edits[path] = editor.bytes }
    return edits
  }

  /// Gives a value to the overlay; nil takes it away.
  mutating func set(_ name: String, to value: String?) throws(BuildFailure) {
    if name.hasPrefix("image:") {
      try set(image: String(name.dropFirst("image:".count)), to: value)
    } else if let field = promotion.fields.first(where: { Self.name(of: $0) == name }) {
      try set(field, to: value)
    }
  }

  private mutating func set(image name: String, to value: String?) throws(BuildFailure) {
    let parts = (value ?? "").split(
      separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let fields = [
      ("newTag", String(parts[0])), ("digest", parts.count > 1 ? String(parts[1]) : ""),
    ]
    let entry = EditPath([.key("images"), .match(field: "name", value: name)])
    try edit(kustomizationPath()) { (editor) throws(Diagnostic) in
      guard editor.root[at: entry] != nil else {
        var node = Node.emptyMapping()
        node.set("name", to: Node(string: name))
        for (field, text) in fields where !text.isEmpty {
          node.set(field, to: Node(string: text))
        }
        return try editor.apply(.append(EditPath(keys: "images"), node))
      }
      for (field, text) in fields {
        let place = entry.appending(.key(field))
        if !text.isEmpty {
          try editor.apply(.set(place, Node(string: text)))
        } else if editor.root[at: place] != nil {
          try editor.apply(.remove(place))
        }
      }
    }
  }

  private mutating func set(
    _ field: Project.Promotion.Field, to value: String?
  ) throws(BuildFailure) {
    let path = overlay.pushing(FilePath(field.file))
    switch field.location {
    case .key(let key):
      var editor = try envEditor(of: path)
      try asBuildFailure { () throws(Diagnostic) in
        if let value { try editor.set(key, to: value) } else { try editor.remove(key) }
      }
      envEditors[path] = editor
    case .path(let text):
      let place = EditPath(parsing: text)
      try edit(isKustomization(path) ? kustomizationPath() : path) {
        (editor) throws(Diagnostic) in
        if let value {
          let json = SourceFile(id: SourceRange.unknown.file, path: "", bytes: Array(value.utf8))
          let node = try YAMLReader().firstDocument(of: json) ?? .null()
          try editor.apply(.set(place, node))
        } else if editor.root[at: place] != nil {
          try editor.apply(.remove(place))
        }
      }
    }
  }

  /// Edits a YAML file, whose editor is taken out of the table so that nothing is copied.
  private mutating func edit(
    _ path: FilePath, _ change: (inout YAMLEditor) throws(Diagnostic) -> Void
  ) throws(BuildFailure) {
    var editor = try editor(of: path)
    yamlEditors[path] = nil
    try asBuildFailure { () throws(Diagnostic) in try change(&editor) }
    yamlEditors[path] = editor
  }

  private func asBuildFailure<Value>(
    _ body: () throws(Diagnostic) -> Value
  ) throws(BuildFailure) -> Value {
    do throws(Diagnostic) {
      return try body()
    } catch {
      throw BuildFailure(diagnostics: [error])
    }
  }

  // MARK: Files

  private func kustomizationPath() throws(BuildFailure) -> FilePath {
    try asBuildFailure { () throws(Diagnostic) in try cache.kustomizationFile(in: overlay) }
  }

  /// Whether a file is a kustomization, by whichever of its names it is called.
  private func isKustomization(_ path: FilePath) -> Bool {
    cache.kustomizationFiles(in: overlay).contains(path)
      || path.lastComponent?.string == "kustomization.yaml"
  }

  private func file(at path: FilePath) throws(BuildFailure) -> SourceFile {
    do throws(FileSystemError) {
      return try cache.file(at: path)
    } catch {
      throw BuildFailure(diagnostics: [.fieldFileUnreadable(cache.displayPath(path), error)])
    }
  }

  private func envEditor(of path: FilePath) throws(BuildFailure) -> EnvFileEditor {
    if let editor = envEditors[path] { return editor }
    return EnvFileEditor(try file(at: path))
  }

  private func editor(of path: FilePath) throws(BuildFailure) -> YAMLEditor {
    if let editor = yamlEditors[path] { return editor }
    let file = try file(at: path)
    return try asBuildFailure { () throws(Diagnostic) in try YAMLEditor(file) }
  }
}
