import Diagnostics
import Edit
import Testing

/// The edits of `kustomize edit`, on small files.
@Suite struct KustomizationEditorTests {
  typealias Edit = @Sendable (inout KustomizationEditor) throws -> Void

  /// A file, an edit, and the file thereafter or the code of the diagnostic.
  struct Row: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var before: String
    var edit: Edit
    var after: String

    init(_ name: String, _ before: String, _ after: String, _ edit: @escaping Edit) {
      testDescription = name
      self.before = before
      self.edit = edit
      self.after = after
    }
  }

  private static func image(_ argument: String) -> Edit {
    { try $0.set([try #require(ImageArgument(argument))]) }
  }

  static let images = [
    Row(
      "tag", "images:\n- name: a # c\n  newTag: v1\n",
      "images:\n- name: a # c\n  newTag: \"1.10\"\n", image("a:1.10")),
    Row(
      "new", "", "images:\n- name: a\n  newName: r:5/b\n  newTag: v1\n  digest: sha256:0f\n",
      image("a=r:5/b:v1@sha256:0f")),
    Row(
      "digest takes the tag's place", "images:\n- name: a\n  newTag: v1\n  tagSuffix: -x\n",
      "images:\n- name: a\n  digest: sha256:0f\n", image("a@sha256:0f")),
    Row(
      "kept tag", "images:\n- {name: a, newTag: v1}\n",
      "images:\n- {name: a, newTag: v1, newName: b}\n", image("a=b:*")),
    Row("kept tag of none", "", "images:\n- name: a\n  newName: b\n", image("a=b:*")),
    Row("twice", "images:\n- name: a\n- name: a\n", "edit/several-entries", image("a:v1")),
  ]

  static let lists = [
    Row(
      "replicas", "replicas:\n- {name: a, count: 1}\n",
      "replicas:\n- {name: a, count: 3}\n- name: b\n  count: 0\n"
    ) {
      try $0.setReplicas([("a", 3), ("b", 0)])
    },
    Row("add", "resources: [a]\n", "resources: [a, b]\n") { try $0.add(["b"], to: "resources") },
    Row("add again", "resources: [a]\n", "edit/already-there") {
      try $0.add(["a"], to: "resources")
    },
    Row("add twice", "namespace: x\n", "edit/already-there") {
      try $0.add(["a", "a"], to: "resources")
    },
    Row("add nothing", "namespace: x\n", "namespace: x\n") { try $0.add([], to: "resources") },
    Row("remove", "resources:\n- a1\n- b\n- a2\n", "resources:\n- b\n") {
      try $0.remove(["a*"], from: "resources")
    },
    Row("remove all", "resources:\n- a\nnamespace: x\n", "namespace: x\n") {
      try $0.remove(["a"], from: "resources")
    },
    Row("remove none", "resources:\n- a\n", "edit/not-there") {
      try $0.remove(["b"], from: "resources")
    },
    Row("field", "namespace: a # c\n", "namespace: b # c\n") { try $0.set("namespace", to: "b") },
    Row("no field", "namePrefix: a\nnamespace: x\n", "namespace: x\n") {
      try $0.set("namePrefix", to: "")
    },
    Row("list", "buildMetadata: [a, b]\n", "buildMetadata: [b]\n") {
      try $0.set("buildMetadata", to: ["b"])
    },
    Row("no mapping", "- a\n", "edit/not-a-mapping") { try $0.set("namePrefix", to: "x") },
  ]

  static let pairs = [
    Row("label", "commonLabels:\n  a: b\n", "commonLabels:\n  a: c\n  d: \"1\"\n") {
      try $0.set([("a", "c"), ("d", "1")], in: .labels, force: true)
    },
    Row("label that is there", "commonLabels:\n  a: b\n", "edit/already-there") {
      try $0.set([("a", "c")], in: .labels, force: false)
    },
    Row("annotation", "", "commonAnnotations:\n  a/b: c\n") {
      try $0.set([("a/b", "c")], in: .annotations, force: false)
    },
    Row(
      "without selectors", "commonLabels:\n  a: b\nlabels:\n- pairs:\n    c: d\n",
      "labels:\n- pairs:\n    c: d\n    a: e\n"
    ) { try $0.set([("a", "e")], in: .labelsWithoutSelectors(inTemplates: false), force: true) },
    Row(
      "in templates", "labels:\n- pairs: {a: b, c: d}\n",
      "labels:\n- pairs: {c: d}\n- includeTemplates: true\n  pairs:\n    a: e\n"
    ) {
      try $0.set([("a", "e")], in: .labelsWithoutSelectors(inTemplates: true), force: true)
    },
    Row(
      "remove", "commonLabels: {a: b}\nlabels:\n- pairs:\n    a: b\n- pairs:\n    a: b\n    c: d\n",
      "labels:\n- pairs:\n    c: d\n"
    ) {
      try $0.remove(["a"], from: .labels, ignoresMissing: false)
    },
    Row("remove none", "commonLabels: {a: b}\n", "edit/not-there") {
      try $0.remove(["x"], from: .labels, ignoresMissing: false)
    },
    Row("remove none, ignored", "commonLabels: {a: b}\n", "commonLabels: {a: b}\n") {
      try $0.remove(["x"], from: .labels, ignoresMissing: true)
    },
  ]

  private static func generator(
    _ field: GeneratorArgument.Field, _ change: (inout GeneratorArgument) -> Void
  ) -> GeneratorArgument {
    var argument = GeneratorArgument(field, name: "g")
    change(&argument)
    return argument
  }

  private static func patch(_ kind: String?) -> PatchArgument {
    var argument = PatchArgument()
    argument.path = "p.yaml"
    argument.target = kind.map { [("kind", $0)] } ?? []
    return argument
  }

  static let entries = [
    Row(
      "configmap", "",
      "configMapGenerator:\n- name: g\n  behavior: merge\n  literals:\n  - A=1\n  options:\n    disableNameSuffixHash: true\n"
    ) {
      try $0.add(
        generator(.configMapGenerator) {
          $0.literals = ["A=1"]; $0.behavior = "merge"; $0.disablesNameSuffixHash = true
        })
    },
    Row(
      "more sources", "secretGenerator:\n- name: g\n  literals:\n  - A=1\n",
      "secretGenerator:\n- name: g\n  literals:\n  - A=1\n  - B=2\n  envs:\n  - e\n"
    ) {
      try $0.add(
        generator(.secretGenerator) {
          $0.literals = ["B=2"]; $0.envs = ["e"]
        })
    },
    Row(
      "another namespace", "secretGenerator:\n- name: g\n  namespace: x\n",
      "secretGenerator:\n- name: g\n  namespace: x\n- name: g\n  files:\n  - f\n  type: Opaque\n"
    ) {
      try $0.add(
        generator(.secretGenerator) {
          $0.files = ["f"]; $0.type = "Opaque"
        })
    },
    Row("remove generator", "secretGenerator:\n- name: g\n  namespace: default\n", "") {
      try $0.remove(["g"], namespace: "", from: .secretGenerator)
    },
    Row(
      "literals and namespace",
      "configMapGenerator:\n- name: g\n  literals:\n  - A=1 # c\n  - B=2\n",
      "configMapGenerator:\n- name: g\n  literals:\n  - A=x=y # c\n  - B=2\n  namespace: ns\n"
    ) {
      try $0.set(generator(.configMapGenerator) { $0.literals = ["A=x=y"] }, newNamespace: "ns")
    },
    Row(
      "literal of another key", "secretGenerator:\n- name: g\n  literals: [A=1]\n",
      "edit/not-there"
    ) {
      try $0.set(generator(.secretGenerator) { $0.literals = ["B=1"] }, newNamespace: "")
    },
    Row("literal of no generator", "configMapGenerator:\n- name: h\n", "edit/not-there") {
      try $0.set(generator(.configMapGenerator) { $0.literals = ["B=1"] }, newNamespace: "")
    },
    Row("remove no generator", "secretGenerator:\n- name: g\n", "edit/not-there") {
      try $0.remove(["h"], namespace: "", from: .secretGenerator)
    },
    Row(
      "patch", "patches:\n- path: o.yaml\n",
      "patches:\n- path: o.yaml\n- path: p.yaml\n  target:\n    kind: Deployment\n"
    ) {
      try $0.add(patch("Deployment"))
    },
    Row("patch that is there", "patches:\n- path: p.yaml\n", "edit/already-there") {
      try $0.add(patch(nil))
    },
    Row(
      "remove patch", "patches:\n- path: p.yaml\n- path: p.yaml\n  target: {kind: Job}\n",
      "patches:\n- path: p.yaml\n"
    ) {
      try $0.remove(patch("Job"))
    },
    Row("remove no patch", "patches:\n- path: p.yaml\n", "edit/not-there") {
      try $0.remove(patch("Job"))
    },
  ]

  private static let type = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n"
  private static let fix: Edit = { try $0.fix { $0.hasSuffix(".yaml") } }

  static let fixes = [
    Row(
      "names", "# c\nbases: # d\n- a\nimageTags:\n- name: i\n",
      "# c\n\(type)resources: # d\n- a\nimages:\n- name: i\n", fix),
    Row(
      "lists that are there", "resources:\n- a\nbases:\n- b\n", "\(type)resources:\n- a\n- b\n", fix
    ),
    Row(
      "patches", "patchesStrategicMerge:\n- a.yaml # c\n- |-\n  kind: A\n",
      "\(type)patches:\n- path: a.yaml # c\n- patch: |-\n    kind: A\n", fix),
    Row(
      "two kinds of patches",
      "patchesJson6902:\n- path: j.yaml\n  target:\n    kind: A\npatchesStrategicMerge: [a.yaml]\n",
      "\(type)patches:\n- path: j.yaml\n  target:\n    kind: A\n- path: a.yaml\n", fix),
    Row(
      "labels", "commonLabels:\n  a: b\n",
      "\(type)labels:\n- includeSelectors: true\n  pairs:\n    a: b\n", fix),
    Row(
      "labels that are there", "commonLabels:\n  a: b\nlabels:\n- pairs: {a: c}\n",
      "edit/already-there", fix),
    Row("comments", "commonLabels:\n  # c\n  a: b\n", "edit/comments", fix),
    Row(
      "env", "configMapGenerator:\n- name: a\n  env: e\n",
      "\(type)configMapGenerator:\n- name: a\n  envs:\n  - e\n", fix),
    Row(
      "component", "kind: Component\n",
      "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n", fix),
    Row("nothing to do", "\(type)resources: [a]\n", "\(type)resources: [a]\n", fix),
  ]

  @Test(arguments: images + lists + pairs + entries + fixes)
  func editsInTheFewestBytes(_ row: Row) throws {
    let file = SourceTable().add(path: "kustomization.yaml", bytes: Array(row.before.utf8))
    do {
      var editor = try KustomizationEditor(file)
      try row.edit(&editor)
      #expect(String(decoding: try editor.bytes, as: UTF8.self) == row.after)
    } catch let error as Diagnostic {
      #expect(error.code.description == row.after)
      #expect(error.range != nil)
    }
  }

  @Test func manyImagesAreSetAtOnce() throws {
    let images = (0..<1000).map { "- name: i\($0) # c\n  newTag: v1\n" }.joined()
    let source = SourceTable().add(path: "k", bytes: Array("images:\n\(images)".utf8))
    var editor = try KustomizationEditor(source)
    try editor.set((0..<1001).compactMap { ImageArgument("i\($0):v2") })
    let expected = (0..<1000).map { "- name: i\($0) # c\n  newTag: v2\n" }.joined()
    #expect(
      String(decoding: try editor.bytes, as: UTF8.self)
        == "images:\n\(expected)- name: i1000\n  newTag: v2\n")
  }

  @Test(arguments: [("resources:\n", "- %\n", ""), ("resources: [", "%, ", "z]\n")])
  func manyNamesComeAndGoAtOnce(_ head: String, _ line: String, _ tail: String) throws {
    let names = (0..<1000).map { "r\($0)" }
    let lines = (["a"] + names).map { $0.inserted(into: line) }.joined()
    let source = SourceTable().add(path: "k", bytes: Array("\(head)\(lines)\(tail)".utf8))
    var editor = try KustomizationEditor(source)
    try editor.remove(names, from: "resources")
    let kept = "\(head)\("a".inserted(into: line))\(tail)"
    #expect(String(decoding: try editor.bytes, as: UTF8.self) == kept)
    try editor.add(names, to: "resources")
    #expect(try editor.bytes.count > source.bytes.count - 2)
  }

  @Test(arguments: ["", "a", "=b", "a:", "a@", "a@sha256", "*=b", "a=", "a:x y"])
  func refusesWrongImages(_ argument: String) {
    #expect(ImageArgument(argument) == nil)
  }

  @Test(arguments: [
    ("a.yaml", "a.yaml", true), ("a.yaml", "*.yaml", true), ("b/a.yaml", "*.yaml", false),
    ("b/a.yaml", "*/*.yaml", true), ("ab", "a?", true), ("a", "a?", false), ("a/", "a?", false),
    ("ac", "a[b-d]", true), ("ac", "a[^b-d]", false), ("a*", "a\\*", true), ("ab", "a\\*", false),
    ("aXbXc", "*X*c", true), ("", "*", true), ("a", "[a", false),
  ])
  func matchesPatternsOfPaths(_ name: String, _ pattern: String, _ matches: Bool) {
    #expect(name.matches(pathPattern: pattern) == matches)
  }

  @Test(arguments: [
    ("a:b", true), ("a:b:c", true), ("a", true), ("x.y/a:b", true), (":b", false), ("a b:c", false),
    ("X_/a:b", false), ("a/b/c:d", false), ("-a:b", false),
  ])
  func checksKeysOfPairs(_ argument: String, _ isRight: Bool) {
    let result = PairArguments.pairs([argument])
    #expect(((try? result.get()) != nil) == isRight)
  }
}

extension String {
  fileprivate func inserted(into line: String) -> String {
    line.split(separator: "%", omittingEmptySubsequences: false).joined(separator: self)
  }
}
