import Foundation
import Testing

/// `mlcf-compose build`: its streams and its exit codes.
@Suite struct BuildCommandTests {
  // MARK: The result

  @Test(arguments: [[], ["."], ["../NAME"]])
  func printsTheResultOnStandardOutput(_ arguments: [String]) throws {
    let directory = try Input.good()
    let arguments = arguments.map {
      $0.replacingOccurrences(of: "NAME", with: directory.url.lastPathComponent)
    }
    let result = try Program.run(["build"] + arguments, in: directory)
    #expect(result.status == 0)
    #expect(result.output == Input.printed)
    #expect(result.errors == "")
  }

  @Test func printsWarningsOnStandardError() throws {
    let result = try Program.run(["build"], in: Input.warned())
    #expect(result.status == 0)
    #expect(result.output == Input.printed)
    #expect(
      result.errorLines.first
        == #"warning[kustomization/deprecated-field]: "commonLabels" is deprecated"#)
  }

  @Test func quietHidesWarningsAndNotErrors() throws {
    let warned = try Program.run(["build", "--quiet"], in: Input.warned())
    #expect(warned.errors == "")
    let failed = try Program.run(["build", "-q"], in: Input.bad())
    #expect(failed.errors.hasPrefix("error[resource/duplicate]"))
  }

  @Test func takesTheFlagsOfKustomize() throws {
    let directory = try TemporaryDirectory([
      "top/kustomization.yaml": "resources:\n- ../deployment.yaml\n- ../config.yaml\n",
      "deployment.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n",
      "config.yaml": Input.settings,
    ])
    let refused = try Program.run(["build", "top"], in: directory)
    #expect(refused.status == 3)
    #expect(refused.errors.hasPrefix("error[load/outside-root]"))

    let options = ["--load-restrictor", "LoadRestrictionsNone"]
    let sorted = try Program.run(["build", "top"] + options, in: directory)
    #expect(sorted.status == 0)
    #expect(sorted.output.hasPrefix(Input.printed + "---\n"))

    let unsorted = try Program.run(["build"] + options + ["--reorder=none", "top"], in: directory)
    #expect(unsorted.status == 0)
    #expect(unsorted.output.hasSuffix("---\n" + Input.printed))
  }

  @Test func flagsMayHaveValues() throws {
    let directory = try TemporaryDirectory([
      "kustomization.yaml": "resources:\n- config.yaml\n", "config.yaml": Input.settings,
    ])
    let label = "app.kubernetes.io/managed-by"
    let labelled = try Program.run(["build", "--enable-managedby-label=true"], in: directory)
    #expect(labelled.status == 0 && labelled.output.contains(label))
    let plain = try Program.run(
      ["build", "--enable-managedby-label=false", "--enable-helm=F", "--helm-debug=0"],
      in: directory)
    #expect(plain.status == 0 && !plain.output.contains(label))
    let wrong = try Program.run(["build", "--enable-helm=maybe"], in: directory)
    #expect(wrong.status == 2 && wrong.errors.hasPrefix("Error: "))
    let name = try Program.run(["build", "--", "--network=true"], in: directory)
    #expect(name.status == 3)
  }

  @Test func aLinkedKustomizationStaysInItsDirectory() throws {
    let directory = try TemporaryDirectory([
      "all.yaml": "resources:\n- config.yaml\n", "inside/config.yaml": Input.settings,
      "outside/config.yaml": Input.settings, "inside/all.yaml": "resources:\n- config.yaml\n",
    ])
    for (link, target) in [("inside", "all.yaml"), ("outside", "../all.yaml")] {
      try FileManager.default.createSymbolicLink(
        atPath: directory.url.appendingPathComponent("\(link)/kustomization.yaml").path,
        withDestinationPath: target)
    }
    #expect(try Program.run(["build", "inside"], in: directory).status == 0)
    let refused = try Program.run(["build", "outside"], in: directory)
    #expect(refused.status == 3)
    #expect(refused.errors.hasPrefix("error[load/outside-root]: \"outside/kustomization.yaml\""))
    let options = ["--load-restrictor", "LoadRestrictionsNone"]
    #expect(try Program.run(["build", "outside"] + options, in: directory).status == 0)
  }

  // MARK: Failures

  @Test func badInputPrintsNothingAndEndsWith3() throws {
    let result = try Program.run(["build"], in: Input.bad())
    #expect(result.status == 3)
    #expect(result.output == "")
    #expect(
      result.errors == """
        error[resource/duplicate]: ConfigMap settings is there already
          --> again.yaml:4:9
        4 |   name: settings
          |         ^^^^^^^^
        note: the first one is here
          --> config.yaml:4:9
        note: named by this entry
          --> kustomization.yaml:3:3
        hint: two resources of one kind need different names or namespaces

        """)
  }

  @Test(arguments: ["gone", "kustomization.yaml"])
  func aRootThatCannotBeBuiltEndsWith3(_ root: String) throws {
    let result = try Program.run(["build", root], in: Input.good())
    #expect(result.status == 3)
    #expect(result.output == "")
    #expect(result.errors.hasPrefix("error[load/"))
  }

  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func aFullDiskEndsWith4() throws {
    let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
    let result = try Program.run(["build"], in: Input.good(), output: full)
    #expect(result.status == 4)
    #expect(
      result.errors.hasPrefix("error[io/write]: cannot write to standard output: "),
      "\(result.errors)")
  }

  @Test func aClosedPipeIsNoError() throws {
    let lines = (0..<20_000).map { "  key\($0): value\n" }.joined()
    let directory = try TemporaryDirectory([
      "kustomization.yaml": "resources:\n- config.yaml\n",
      "config.yaml": Input.settings + "data:\n" + lines,
    ])
    let result = try Program.runShell(
      #"{ "$0" build; echo "status $?" >&2; } | head -n 1"#, in: directory)
    #expect(result.output == "apiVersion: v1\n")
    #expect(result.errors == "status 0\n")
  }

  @Test func aWorkingDirectoryThatIsGoneEndsWith4() throws {
    let result = try Program.runShell(
      #"mkdir gone && cd gone && rmdir ../gone && exec "$0" build"#, in: TemporaryDirectory())
    #expect(result.status == 4)
    #expect(result.output == "")
    #expect(result.errors.hasPrefix("error[io/working-directory]: "))
  }

  // MARK: Output files

  @Test func writesAFile() throws {
    let directory = try Input.good()
    let result = try Program.run(["build", "-o", "out.yaml"], in: directory)
    #expect(result.status == 0)
    #expect(result.output == "")
    #expect(directory.text("out.yaml") == Input.printed)
    #expect(try directory.names() == ["config.yaml", "kustomization.yaml", "out.yaml"])
  }

  @Test func writesOneFileForEachResourceIntoADirectory() throws {
    let directory = try TemporaryDirectory([
      "kustomization.yaml": "resources:\n- all.yaml\n",
      "all.yaml": Input.settings
        + "---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n",
      "out/kept.txt": "kept\n",
    ])
    let result = try Program.run(["build", "--output", "out"], in: directory)
    #expect(result.status == 0)
    #expect(result.output == "")
    #expect(
      try directory.names(in: "out")
        == ["apps_v1_deployment_web.yaml", "kept.txt", "v1_configmap_settings.yaml"])
    #expect(directory.text("out/v1_configmap_settings.yaml") == Input.printed)
  }

  @Test func aMissingDirectoryOfTheOutputEndsWith4() throws {
    let directory = try Input.good()
    let result = try Program.run(["build", "-o", "gone/out.yaml"], in: directory)
    #expect(result.status == 4)
    #expect(result.output == "")
    #expect(result.errors.hasPrefix("error[io/write]: cannot write \""))
    #expect(try directory.names() == ["config.yaml", "kustomization.yaml"])
  }

  @Test func aFailureLeavesTheOutputAsItWas() throws {
    let directory = try Input.bad()
    try Data("old\n".utf8).write(to: directory.url.appendingPathComponent("out.yaml"))
    let result = try Program.run(["build", "-o", "out.yaml"], in: directory)
    #expect(result.status == 3)
    #expect(directory.text("out.yaml") == "old\n")
    #expect(
      try directory.names() == ["again.yaml", "config.yaml", "kustomization.yaml", "out.yaml"])
  }

  @Test func aLinkStaysAndItsTargetIsReplaced() throws {
    let directory = try Input.good()
    try Data("old\n".utf8).write(to: directory.url.appendingPathComponent("real.yaml"))
    try FileManager.default.createSymbolicLink(
      atPath: directory.url.appendingPathComponent("link.yaml").path,
      withDestinationPath: "real.yaml")
    let result = try Program.run(["build", "-o", "link.yaml"], in: directory)
    #expect(result.status == 0)
    #expect(directory.text("real.yaml") == Input.printed)
    let link = directory.url.appendingPathComponent("link.yaml").path
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "real.yaml")
  }

  @Test func aPipeIsWrittenToAndStays() throws {
    let script = #"mkfifo pipe && { "$0" build -o pipe & cat pipe; wait; test -p pipe; }"#
    let result = try Program.runShell(script, in: Input.good())
    #expect(result.status == 0)
    #expect(result.output == Input.printed)
  }
}
