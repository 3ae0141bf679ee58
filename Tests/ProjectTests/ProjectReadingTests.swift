import Diagnostics
import Project
import SystemPackage
import Testing

@Suite struct ProjectReadingTests {
  static let head = "apiVersion: compose.mlcf.dev/v1alpha1\nkind: Project\n"

  static func read(_ text: String) throws(DocumentFailure) -> Project {
    let file = SourceTable().add(path: Project.fileName, bytes: Array((head + text).utf8))
    return try Project(file, in: "/project")
  }

  /// The codes of the problems, each with its line and column.
  static func problems(_ text: String) -> [String] {
    let sources = SourceTable()
    let file = sources.add(path: Project.fileName, bytes: Array(text.utf8))
    do {
      _ = try Project(file, in: "/project")
      return []
    } catch {
      return error.diagnostics.map { diagnostic in
        let place = diagnostic.range.map { file.position(of: Int($0.start)) }
        return "\(diagnostic.code) \(place.map { "\($0.line):\($0.column)" } ?? "nowhere")"
      }
    }
  }

  @Test func readsEveryField() throws {
    let project = try Self.read(
      """
      shared: [base, ./common/]
      environments:
      - {name: dev, overlay: overlays/dev}
      - name: prod
        overlay: overlays/prod
        bundle: rendered/prod
        protected: true
        from: [dev]
        require: any
        tracking: pinned
        minSoak: 36h
        windows: [{days: [mon, fri], from: "09:00", to: "24:00", timezone: Europe/Copenhagen}]
        freezes: [{name: year-end, start: 2026-12-20T00:00Z, end: "2027-01-03"}]
        limits: {maxChanged: 50, deny: [delete:Namespace, immutable]}
        overridable: [soak, window]
      promote:
        images: ["ghcr.io/mlcf/*"]
        fields:
        - {file: kustomization.yaml, path: components}
        - {file: config.properties, key: FEATURE_SET}
        digests: require-in-protected
      diverge:
      - {kind: Deployment, path: spec.replicas}
      """)
    #expect(project.shared == ["base", "common"])
    #expect(project.environments.map(\.name) == ["dev", "prod"])
    #expect(project.environments[0].bundle == "environments/dev")
    #expect(!project.environments[0].isProtected)
    let prod = try #require(project.environment(named: "prod"))
    #expect(prod.isProtected && prod.bundle == "rendered/prod" && prod.sources == ["dev"])
    #expect(prod.requirement == .any && prod.tracking == .pinned && prod.minimalSoak == 129_600)
    let window = try #require(prod.windows.first)
    #expect(window.days == [.mon, .fri] && window.start == 540 && window.end == 1440)
    #expect(window.timeZone == "Europe/Copenhagen")
    let freeze = try #require(prod.freezes.first)
    #expect(freeze.start == 1_797_724_800 && freeze.end == 1_798_934_400)
    #expect(prod.limits.maximalChanges == 50 && prod.limits.denied.count == 2)
    #expect(prod.overridable == [.soak, .window])
    #expect(project.promotion.images == ["ghcr.io/mlcf/*"] && project.promotion.requiresDigests)
    #expect(project.promotion.fields.count == 2)
    #expect(project.divergences.first?.path == "spec.replicas")
    #expect(project.environment(ofOverlay: "/project/overlays/prod")?.name == "prod")
    #expect(project.environment(ofOverlay: "/project/overlays") == nil)
  }

  struct Wrong: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    let problems: [String]

    var testDescription: String { name }

    init(_ name: String, _ text: String, _ problems: String...) {
      self.name = name
      self.text = text
      self.problems = problems
    }
  }

  static let wrong = [
    Wrong("empty", "", "document/wrong-kind 1:1", "document/missing-field 1:1"),
    Wrong(
      "another kind", "apiVersion: v1\nkind: Project\nenvironments: [{name: a, overlay: a}]\n",
      "document/wrong-kind 1:1"),
    Wrong("no YAML", "a: [b\n", "yaml/syntax 2:1"),
    Wrong("no environments", head, "document/missing-field 1:1"),
    Wrong("none listed", head + "environments: []\n", "document/empty-field 3:15"),
    Wrong("a list", "- a\n", "document/wrong-type 1:1", "document/missing-field 1:1"),
    Wrong(
      "misspelt and repeated",
      head + "environments:\n- {name: a, overlay: a, overlay: b, protectd: true}\n",
      "document/repeated-field 4:25", "document/unknown-field 4:37"),
    Wrong(
      "a misspelt name", head + "environments: [{nam: a, overlay: a}]\n",
      "document/missing-field 3:16", "document/unknown-field 3:17"),
    Wrong(
      "wrong types", head + "environments:\n- {name: 1, overlay: a}\n- {name: b, overlay: [b]}\n",
      "document/wrong-type 4:10", "document/wrong-type 5:22"),
    Wrong(
      "two of one name", head + "environments:\n- {name: a, overlay: a}\n- {name: a, overlay: b}\n",
      "project/repeated-environment 5:3", "project/repeated-environment 5:3"),
    Wrong(
      "one overlay", head + "environments:\n- {name: a, overlay: o}\n- {name: b, overlay: ./o}\n",
      "project/repeated-environment 5:3"),
    Wrong(
      "paths that climb", head + "environments:\n- {name: a, overlay: ../a, bundle: /b}\n",
      "project/path-outside 4:22", "project/path-outside 4:36"),
    Wrong(
      "a later source",
      head + "environments:\n- {name: a, overlay: a, from: [b]}\n- {name: b, overlay: b}\n",
      "project/unknown-environment 4:3"),
    Wrong(
      "a pinned overlay in a shared tree",
      head + "shared: [deploy]\nenvironments:\n"
        + "- {name: a, overlay: deploy/a, tracking: pinned}\n",
      "project/pinned-overlay 5:3"),
    Wrong(
      "values",
      head + "environments:\n- name: A_\n  overlay: a\n  minSoak: 5 weeks\n  tracking: tail\n"
        + "  require: most\n  limits: {maxChanged: -1, deny: [delete]}\n  overridable: [order]\n"
        + "  windows: [{from: \"9:00\", to: \"08:00\"}]\n"
        + "  freezes: [{name: f, start: 2026-02-30, end: soon}]\n",
      "document/invalid-value 4:9", "document/invalid-value 6:12", "document/unknown-value 7:13",
      "document/unknown-value 8:12", "document/wrong-type 9:24", "document/invalid-value 9:35",
      "document/unknown-value 10:17", "document/invalid-value 11:20",
      "document/invalid-value 12:30", "document/invalid-value 12:47"),
    Wrong(
      "an order of times",
      head
        + "environments:\n- name: a\n  overlay: a\n  windows: [{from: \"09:00\", to: \"08:00\"}]\n"
        + "  freezes: [{name: f, start: 2026-03-01, end: 2026-02-01}]\n",
      "document/invalid-value 6:33", "document/invalid-value 7:47"),
    Wrong(
      "a field to promote",
      head + "environments: [{name: a, overlay: a}]\npromote: {fields: [{file: f}, {path: p}]}\n",
      "document/missing-field 4:20", "document/missing-field 4:31"),
  ]

  @Test(arguments: wrong)
  func reportsEveryProblem(_ wrong: Wrong) {
    #expect(Self.problems(wrong.text) == wrong.problems)
  }

  @Test func namesTheNearest() throws {
    let failure = #expect(throws: DocumentFailure.self) {
      try Self.read("environments: [{name: a, overlay: a, protectd: true}]\n")
    }
    #expect(failure?.diagnostics.first?.hint == "did you mean \"protected\"?")
    let project = try Self.read("environments: [{name: prod, overlay: a}]\n")
    #expect(Diagnostic.notAnEnvironment("prd", of: project).hint == "did you mean \"prod\"?")
  }
}
