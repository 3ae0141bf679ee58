import Testing

/// `edit` and `create` as a user calls them.
@Suite struct EditCommandTests {
  private static let overlay =
    "resources: [config.yaml]\nimages:\n- name: api # ours\n  newTag: v1\n"

  /// A project of two environments.
  private static func project(_ second: String = overlay) throws -> TemporaryDirectory {
    try TemporaryDirectory([
      "mlcf-compose.yaml": """
      apiVersion: compose.mlcf.dev/v1alpha1
      kind: Project
      environments:
      - {name: dev, overlay: overlays/dev}
      - {name: prod, overlay: overlays/prod}

      """,
      "overlays/dev/kustomization.yaml": overlay, "overlays/dev/config.yaml": Input.settings,
      "overlays/prod/kustomization.yaml": second, "overlays/prod/config.yaml": Input.settings,
    ])
  }

  @Test func severalOverlaysAreEdited() throws {
    let project = try Self.project()
    let result = try Program.run(
      ["edit", "set", "image", "--env", "dev,prod", "api:1.10"], in: project)
    #expect(result.status == 0)
    #expect(result.output == "")
    #expect(
      result.errors
        == "changed overlays/dev/kustomization.yaml\nchanged overlays/prod/kustomization.yaml\n")
    for environment in ["dev", "prod"] {
      #expect(
        project.text("overlays/\(environment)/kustomization.yaml")
          == "resources: [config.yaml]\nimages:\n- name: api # ours\n  newTag: \"1.10\"\n")
      #expect(
        try project.names(in: "overlays/\(environment)") == ["config.yaml", "kustomization.yaml"])
    }
  }

  @Test func oneThatCannotBeEditedStopsAll() throws {
    let project = try Self.project("images:\n- name: &a api\n  newTag: *a\n- name: *a\n")
    let result = try Program.run(
      ["edit", "set", "image", "api:v2", "--env", "dev,prod"], in: project)
    #expect(result.status == 3)
    #expect(result.errors.contains("error[edit/several-entries]"))
    #expect(result.errors.contains("overlays/prod/kustomization.yaml:"))
    #expect(project.text("overlays/dev/kustomization.yaml") == Self.overlay)
  }

  @Test func theManualEditIsTold() throws {
    let directory = try TemporaryDirectory([
      "kustomization.yaml": "namespace: &n a\nnamePrefix: *n\n"
    ])
    let result = try Program.run(["edit", "set", "namespace", "b"], in: directory)
    #expect(result.status == 3)
    #expect(result.errors.contains("error[edit/not-lossless]"))
    #expect(result.errors.contains("hint: edit by hand: set namespace to b"))
    #expect(directory.text("kustomization.yaml") == "namespace: &n a\nnamePrefix: *n\n")
  }

  @Test func dryRunPrintsTheDifference() throws {
    let project = try Self.project()
    let result = try Program.run(
      ["edit", "set", "image", "api:v2", "--env", "dev", "--dry-run"], in: project)
    #expect(result.status == 0)
    #expect(
      result.output == """
        --- a/overlays/dev/kustomization.yaml
        +++ b/overlays/dev/kustomization.yaml
        @@ -1,4 +1,4 @@
         resources: [config.yaml]
         images:
         - name: api # ours
        -  newTag: v1
        +  newTag: v2

        """)
    #expect(project.text("overlays/dev/kustomization.yaml") == Self.overlay)
  }

  @Test(arguments: [
    (["edit", "set", "image", "api"], 2, "none of the forms"),
    (["edit", "set", "replicas", "api=x"], 2, "NAME=COUNT"),
    (["edit", "set", "label", "a b:c"], 2, "KEY:VALUE"),
    (["edit", "set", "label", "a:b c"], 2, "no value of a label"),
    (["edit", "set", "label", "a:b", "--include-templates"], 2, "--without-selector"),
    (["edit", "add", "patch"], 2, "--path or --patch"),
    (["edit", "add", "secret", "s", "--from-literal=x"], 2, "KEY=VALUE"),
    (["edit", "set", "namespace", "x", "--env", "qa"], 2, "error[project/no-environment]"),
    (["edit", "set", "configmap", "c"], 2, "--from-literal or --new-namespace"),
    (["edit", "set", "configmap", "c", "--from-literal=a=b"], 3, "error[edit/not-there]"),
    (["edit", "add", "buildmetadata", "origin"], 2, "\"origin\" is none of originAnnotations"),
    (["edit", "add", "base", "none,b.yaml"], 3, "error[edit/no-such-file]"),
    (["edit", "add", "resource", "none.yaml"], 3, "error[edit/no-such-file]"),
    (["edit", "add", "resource", "config.yaml"], 3, "error[edit/already-there]"),
    (["edit", "add", "configmap", "c", "--from-file=k=*.yaml"], 3, "error[edit/several-files]"),
    (["edit", "remove", "resource", "confg.yaml"], 3, "did you mean config.yaml?"),
    (["create"], 3, "error[edit/kustomization-exists]"),
  ])
  func mistakesAreToldAndNothingIsWritten(
    _ arguments: [String], _ status: Int32, _ message: String
  ) throws {
    let directory = try TemporaryDirectory([
      "kustomization.yaml": Self.overlay, "config.yaml": Input.settings, "b.yaml": "",
      "mlcf-compose.yaml": """
      apiVersion: compose.mlcf.dev/v1alpha1
      kind: Project
      environments:
      - {name: dev, overlay: .}

      """,
    ])
    let result = try Program.run(arguments, in: directory)
    #expect(result.status == status)
    #expect(result.errors.contains(message), "\(result.errors)")
    #expect(directory.text("kustomization.yaml") == Self.overlay)
  }

  @Test(arguments: [
    (["add", "generator", "b.yaml"], "generators:\n- b.yaml\n"),
    (
      ["add", "transformer", "*.yaml"],
      "transformers:\n- b.yaml\n- config.yaml\n- kustomization.yaml\n"
    ),
    (["add", "base", "none,b.yaml"], ""),
    (
      ["set", "buildmetadata", "originAnnotations,managedByLabel"],
      "buildMetadata:\n- originAnnotations\n- managedByLabel\n"
    ),
  ])
  func namesAreAdded(_ arguments: [String], _ added: String) throws {
    let directory = try TemporaryDirectory([
      "kustomization.yaml": "namespace: x\n", "config.yaml": "", "b.yaml": "",
    ])
    let result = try Program.run(["edit"] + arguments, in: directory)
    #expect(result.status == (added.isEmpty ? 3 : 0), "\(result.errors)")
    #expect(directory.text("kustomization.yaml") == "namespace: x\n" + added)
    guard arguments[0] == "add", !added.isEmpty else { return }
    let removal = try Program.run(["edit", "remove", arguments[1], "*.yaml"], in: directory)
    #expect(removal.status == 0, "\(removal.errors)")
    #expect(directory.text("kustomization.yaml") == "namespace: x\n")
  }

  @Test func patchesThatBeginWithADashAreTaken() throws {
    let directory = try TemporaryDirectory(["kustomization.yaml": Self.overlay])
    let patch = "- op: remove\n  path: /data"
    let result = try Program.run(
      ["edit", "add", "patch", "--patch", patch, "--kind", "ConfigMap"], in: directory)
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      directory.text("kustomization.yaml") == Self.overlay + """
        patches:
        - patch: |-
            - op: remove
              path: /data
          target:
            kind: ConfigMap

        """)
  }

  @Test(arguments: [
    ["--from-literal=A=hidden-value"], ["--from-literal=B=hidden-value", "--dry-run"],
    ["--from-literal=B=hidden-value", "--namespace=x"],
  ])
  func literalsOfSecretsAreNotShown(_ arguments: [String]) throws {
    let text = """
      secretGenerator:
      - {name: s, literals: [A=hidden-value]}
      - {name: s, namespace: x, literals: &a [A=hidden-value]}
      - {name: s, namespace: z, literals: *a}

      """
    let directory = try TemporaryDirectory(["kustomization.yaml": text])
    let result = try Program.run(["edit", "add", "secret", "s"] + arguments, in: directory)
    #expect(result.status == (arguments.contains("--dry-run") ? 0 : 3), "\(result.errors)")
    #expect(!(result.errors + result.output).contains("hidden-value"))
    #expect(directory.text("kustomization.yaml") == text)
  }

  @Test func createdKustomizationsBuild() throws {
    let directory = try TemporaryDirectory([
      "config.yaml": Input.settings, "values.yaml": "a: b\n", "more/web.yaml": Input.settings,
      "more/kustomization.yaml": "resources: [web.yaml]\nnamePrefix: more-\n",
    ])
    let result = try Program.run(
      [
        "create", "--autodetect", "--recursive", "--namespace", "x", "--nameprefix", "p-",
        "--namesuffix", "-v2",
        "--labels", "a:b,c:d", "--annotations", "e:f",
      ], in: directory)
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      directory.text("kustomization.yaml") == """
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        resources:
        - config.yaml
        - more
        namespace: x
        namePrefix: p-
        nameSuffix: -v2
        commonLabels:
          a: b
          c: d
        commonAnnotations:
          e: f

        """)
    let build = try Program.run(["build"], in: directory)
    #expect(build.status == 0, "\(build.errors)")
    #expect(build.output.contains("name: p-more-settings-v2"))
  }
}
