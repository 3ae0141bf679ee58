internal import ArgumentParser
internal import Compose
internal import Diagnostics
internal import Edit
internal import SystemPackage
internal import YAML

/// `mlcf-compose create`.
struct CreateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Write a kustomization.yaml into the working directory.",
    discussion: """
      Example: mlcf-compose create --resources ../base --namespace staging --nameprefix acme-

      Nothing that is there is overwritten.
      """)

  @Option(help: "Resources, or patterns of them, with commas between them.")
  var resources = ""

  @Option(help: "The namespace.")
  var namespace = ""

  @Option(name: .customLong("nameprefix"), parsing: .unconditional, help: "The prefix of names.")
  var namePrefix = ""

  @Option(name: .customLong("namesuffix"), parsing: .unconditional, help: "The suffix of names.")
  var nameSuffix = ""

  @Option(help: "Labels of all resources, as KEY:VALUE with commas between them.")
  var labels = ""

  @Option(help: "Annotations of all resources, as KEY:VALUE with commas between them.")
  var annotations = ""

  @Flag(help: "Add the files with resources that are in the directory.")
  var autodetect = false

  @Flag(help: "Look for them in directories below, too.")
  var recursive = false

  @Flag(help: "Print the file, and write nothing.")
  var dryRun = false

  @OptionGroup(title: "Diagnostics") var diagnosticOptions: DiagnosticOptions

  func validate() throws {
    if recursive, !autodetect { throw ValidationError("--recursive is for --autodetect") }
    _ = try pairs()
  }

  func run() throws {
    let fileSystem = LocalFileSystem()
    let directory = ProjectContext.workingDirectory(of: fileSystem)
    let cache = SourceCache(fileSystem: fileSystem, workingDirectory: directory)
    let overlay = EditedOverlay(cache: cache, directory: directory)
    let (labels, annotations) = try pairs()
    let bytes: [UInt8]
    do throws(Diagnostic) {
      bytes = try content(of: overlay, labels, annotations)
    } catch {
      diagnosticOptions.show([error], of: cache.sources)
      ExitStatus.input.leave()
    }
    guard !dryRun else { return Standard.output.writeOrLeave(bytes) }
    OutputFile.writeOrLeave([(directory.appending("kustomization.yaml"), bytes)])
  }

  private typealias Pairs = [(key: String, value: String)]

  private func pairs() throws -> (labels: Pairs, annotations: Pairs) {
    (
      labels.isEmpty ? [] : try LabelOptions.pairs([labels]),
      annotations.isEmpty ? [] : try AnnotationOptions.pairs([annotations])
    )
  }

  private func content(
    of overlay: EditedOverlay, _ labels: Pairs, _ annotations: Pairs
  ) throws(Diagnostic) -> [UInt8] {
    if let path = overlay.cache.kustomizationFiles(in: overlay.directory).first {
      throw Diagnostic(
        "edit/kustomization-exists", "there is a kustomization already",
        path: overlay.cache.displayPath(path), hint: "\"mlcf-compose edit\" changes it")
    }
    var names = try overlay.names(resources.split(separator: ",").map(String.init))
    if autodetect {
      names += ResourceSearch(cache: overlay.cache, root: overlay.directory)
        .names(isRecursive: recursive).filter { !names.contains($0) }
    }
    let header = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n"
    var editor = try KustomizationEditor(
      overlay.cache.sources.add(path: "kustomization.yaml", bytes: Array(header.utf8)))
    try editor.add(names, to: "resources")
    try editor.set("namespace", to: namespace)
    try editor.set("namePrefix", to: namePrefix)
    try editor.set("nameSuffix", to: nameSuffix)
    try editor.set(labels, in: .labels, force: false)
    try editor.set(annotations, in: .annotations, force: false)
    return try editor.bytes
  }
}

/// Looks for files with resources.
struct ResourceSearch {
  let cache: SourceCache
  let root: FilePath

  /// The paths relative to the root, sorted; of a directory with a kustomization, that of the
  /// directory alone.
  func names(isRecursive: Bool) -> [String] {
    var found: [String] = []
    var pending = [""]
    while let start = pending.popLast() {
      let directory = root.pushing(FilePath(start)).lexicallyNormalized()
      if !start.isEmpty, !cache.kustomizationFiles(in: directory).isEmpty {
        found.append(String(start.dropLast()))
        continue
      }
      for name in (try? cache.fileSystem.names(in: directory)) ?? [] where !name.hasPrefix(".") {
        let path = directory.appending(name)
        switch cache.kind(of: path) {
        case .directory: if isRecursive { pending.append("\(start)\(name)/") }
        case .file: if holdsResources(path) { found.append(start + name) }
        case .other, nil: break
        }
      }
    }
    return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private func holdsResources(_ path: FilePath) -> Bool {
    guard let name = path.lastComponent?.string, name.hasSuffix(".yaml") || name.hasSuffix(".yml"),
      let file = try? cache.file(at: path), let documents = try? YAMLReader().documents(of: file)
    else { return false }
    return !documents.isEmpty
      && documents.allSatisfy { $0["apiVersion"] != nil && $0["kind"] != nil }
  }
}
