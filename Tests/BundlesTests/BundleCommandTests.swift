import Foundation
import Testing

/// `bundle`, `verify` and `init` as processes, with real repositories and disks.
@Suite struct BundleCommandTests {
  // MARK: Git

  @Test func commitsWhatItWroteAndNothingElse() throws {
    let git = try GitWorkspace()
    // Something is staged, something is changed, something is new: none of it is the bundle's.
    try git.project.write("staged\n", to: "staged.txt")
    try git.git("add", "staged.txt")
    try git.project.write("other\n", to: "other.txt")
    let result = try git.compose("bundle", "--commit")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.hasSuffix("committed dev\n"))
    let files = try git.git("show", "--name-only", "--format=", "HEAD")
    #expect(
      files.split(separator: "\n").sorted() == [
        "environments/dev/bundle.lock", "environments/dev/manifests/shop/configmap_a.yaml",
        "environments/dev/manifests/shop/configmap_b.yaml",
        "environments/dev/manifests/shop/configmap_c.yaml",
      ])
    #expect(try git.git("status", "--porcelain") == "A  staged.txt\n?? other.txt\n")
    let message = try git.git("log", "-1", "--format=%B")
    #expect(message.hasPrefix("bundle: dev\n\ndev: 3 added, 0 changed, 0 removed\n\n"))
    let trailers = try git.git("log", "-1", "--format=%(trailers)")
    #expect(trailers.contains("Compose-Environment: dev\nCompose-Bundle: dev sha256:"))
    // Nothing changed, so nothing is committed.
    let head = try git.git("rev-parse", "HEAD")
    #expect(try git.compose("bundle", "--commit").output.hasSuffix("nothing to commit\n"))
    #expect(try git.git("rev-parse", "HEAD") == head)
  }

  @Test func commitsNoBundleOfSourcesThatAreNot() throws {
    let git = try GitWorkspace()
    try git.project.write(configMap("a", "dirty"), to: "overlays/dev/a.yaml")
    let result = try git.compose("bundle", "--commit")
    #expect(result.status == 1)
    #expect(result.errors.hasPrefix("error[git/dirty-input]"))
    #expect(git.project.files(below: "environments").isEmpty)
  }

  @Test func commitNeedsARepository() throws {
    let git = try GitWorkspace()
    try git.project.remove(".git")
    let result = try git.compose("bundle", "--commit")
    #expect(result.status == 4)
    #expect(result.errors.hasPrefix("error[git/no-repository]"))
  }

  @Test func aCommitThatFailsIsReported() throws {
    let git = try GitWorkspace()
    try git.project.write("#!/bin/sh\necho no >&2\nexit 1\n", to: ".git/hooks/pre-commit")
    try git.git("config", "core.hooksPath", ".git/hooks")
    _ = try git.shell("chmod +x .git/hooks/pre-commit")
    let result = try git.compose("bundle", "--commit")
    #expect(result.status == 4)
    #expect(result.errors.hasPrefix("error[git/failed]: git commit failed: no"))
  }

  /// Neighbours in the lock change on two branches, and each adds a resource at the same place.
  @Test func branchesMergeWithoutAConflict() throws {
    let git = try GitWorkspace()
    try git.project.write(
      Self.kustomization(["a", "b", "c"]), to: "overlays/dev/kustomization.yaml")
    try git.git("commit", "-qam", "a line each")
    _ = try git.compose("bundle", "--commit")
    func change(on branch: String, _ name: String, resources: [String]) throws {
      try git.git("checkout", "-q", "-b", branch, "main")
      try git.project.write(configMap(name, branch), to: "overlays/dev/\(name).yaml")
      for name in resources where !["a", "b", "c"].contains(name) {
        try git.project.write(configMap(name), to: "overlays/dev/\(name).yaml")
      }
      try git.project.write(Self.kustomization(resources), to: "overlays/dev/kustomization.yaml")
      try git.git("add", "-A")
      try git.git("commit", "-qm", branch)
      #expect(try git.compose("bundle", "--commit").status == 0)
    }
    // Both also change the kustomization, whose digest is then not that of either branch.
    try change(on: "one", "a", resources: ["x", "a", "b", "c"])
    try change(on: "two", "b", resources: ["a", "b", "c", "y"])
    let merge = try git.shell("git merge -q -m merged one")
    #expect(merge.status == 0, "\(merge.output)\(merge.errors)")
    let check = try git.compose("bundle", "--check")
    #expect(check.status == 0, "\(check.output)")
    #expect(try git.compose("verify").status == 0)
    // The next run writes the digests of what was merged.
    #expect(try git.compose("bundle").output == "dev: 5 resources, 0 added, 0 changed, 0 removed\n")
    #expect(try git.compose("bundle").output == "dev: nothing has changed\n")
  }

  static func kustomization(_ names: [String]) -> String {
    "resources:\n" + names.map { "- \($0).yaml\n" }.joined()
  }

  /// The same resource changes on both branches: that is a conflict, and is told.
  @Test func branchesThatChangeOneResourceConflict() throws {
    let git = try GitWorkspace()
    _ = try git.compose("bundle", "--commit")
    for branch in ["one", "two"] {
      try git.git("checkout", "-q", "-b", branch, "main")
      try git.project.write(configMap("a", branch), to: "overlays/dev/a.yaml")
      try git.git("commit", "-qam", branch)
      _ = try git.compose("bundle", "--commit")
    }
    #expect(try git.shell("git merge -q one").status == 1)
    try git.git("checkout", "-q", "--ours", "overlays", "environments/dev/manifests")
    let check = try git.compose("bundle", "--check")
    #expect(check.status == 1 && check.output.contains("lock-corrupt"), "\(check.output)")
    #expect(try git.compose("bundle").status == 0)
    #expect(try git.compose("bundle", "--check").status == 0)
  }

  @Test func twoClonesGiveTheSameBytes() throws {
    let git = try GitWorkspace()
    let other = try Workspace()
    try git.git("clone", "-q", ".", other.url.appendingPathComponent("deep/er/clone").path)
    let later = try git.shell(
      "mlcf-compose bundle && mlcf-compose bundle --project '\(other.url.path)/deep/er/clone'")
    #expect(later.status == 0)
    #expect(
      git.project.files(below: "environments") == other.files(below: "deep/er/clone/environments"))
  }

  // MARK: Failures of the disk

  @Test func aFullDiskLeavesTheOldBundle() throws {
    let git = try GitWorkspace()
    let script = """
      set -e
      mkdir disk
      mount -t tmpfs -o size=256k tmpfs disk 2>/dev/null || exit 99
      trap 'cd .. && umount disk' EXIT
      cp -r overlays disk/
      cd disk
      mkdir .git
      mlcf-compose bundle >/dev/null
      find environments -type f -exec sha256sum {} + | sort > ../before
      # A change that does not fit: a new file for each of many resources.
      for n in $(seq 100); do
        printf -- '---\\napiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: n%s}\\n' $n
      done > overlays/dev/b.yaml
      status=0
      mlcf-compose bundle >../output 2>../errors || status=$?
      find environments -type f -exec sha256sum {} + | sort > ../after
      cmp ../before ../after
      mlcf-compose verify >/dev/null
      exit $status
      """
    let result = try git.shell(script)
    guard result.status != 99 else { return }
    #expect(result.status == 4, "\(result.output)\(result.errors)")
    let errors = git.project.text("errors") ?? ""
    #expect(errors.hasPrefix("error[io/write]: cannot write \""), "\(errors)")
    #expect(errors.contains("No space left on device"))
  }

  @Test func aFolderThatCannotBeWrittenLeavesTheOldBundle() throws {
    let git = try GitWorkspace()
    let script = """
      set -e
      mkdir disk
      mount -t tmpfs tmpfs disk 2>/dev/null || exit 99
      trap 'cd .. && umount disk' EXIT
      cp -r overlays disk/
      cd disk
      mkdir .git
      mlcf-compose bundle >/dev/null
      sed -i 's/key: a/key: b/' overlays/dev/a.yaml
      mount -o remount,ro .
      status=0
      mlcf-compose bundle >../output 2>../errors || status=$?
      mlcf-compose verify >/dev/null
      exit $status
      """
    let result = try git.shell(script)
    guard result.status != 99 else { return }
    #expect(result.status == 4, "\(result.output)\(result.errors)")
    #expect(git.project.text("errors")?.contains("Read-only file system") == true)
  }

  // MARK: Runs at the same time

  @Test func runsWaitForEachOther() throws {
    let git = try GitWorkspace()
    // Another process holds the lock of the directory until the run has said that it waits.
    let result = try git.shell(
      """
      flock . sh -c 'touch held; until [ -e release ]; do sleep 0.02; done' &
      until [ -e held ]; do sleep 0.02; done
      mlcf-compose bundle 2>said & run=$!
      for _ in $(seq 1000); do [ -s said ] && break; sleep 0.02; done
      touch release
      wait $run; status=$?
      cat said >&2
      exit $status
      """)
    #expect(result.status == 0)
    #expect(result.errors == "waiting for another run of mlcf-compose to end\n")
    // A process that died holds none.
    let killed = try git.shell(
      "flock -o . sleep 5 & sleep 0.2; kill -9 $!; mlcf-compose bundle")
    #expect(killed.status == 0)
    #expect(killed.errors == "")
  }

  @Test func manyRunsGiveOneBundle() throws {
    let git = try GitWorkspace()
    let result = try git.shell(
      "seq 6 | xargs -P 6 -n 1 sh -c 'mlcf-compose bundle --force' && mlcf-compose verify")
    #expect(result.status == 0, "\(result.output)")
    #expect(try git.shell("ls -A environments/dev").output == "bundle.lock\nmanifests\n")
  }

  // MARK: Arguments and reports

  @Test func printsOneObject() throws {
    let git = try GitWorkspace()
    _ = try git.compose("bundle")
    try git.project.write(configMap("a", "new"), to: "overlays/dev/a.yaml")
    struct Report: Decodable {
      struct Finding: Decodable {
        let state: String
        let path: String
        let mend: String
      }
      struct Environment: Decodable {
        let name: String
        let outcome: String
        let resources: Int
        let findings: [Finding]
      }
      let version: Int
      let command: String
      let environments: [Environment]
    }
    let result = try git.compose("bundle", "--check", "--output", "json")
    #expect(result.status == 1)
    let report = try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
    #expect(report.version == 1 && report.command == "check")
    let dev = try #require(report.environments.first)
    #expect(dev.name == "dev" && dev.outcome == "checked" && dev.resources == 3)
    #expect(dev.findings.allSatisfy { $0.state == "stale" && $0.mend == "mlcf-compose bundle dev" })
    #expect(
      dev.findings.map(\.path) == [
        "overlays/dev/a.yaml", "environments/dev/manifests/shop/configmap_a.yaml",
      ])
  }

  @Test func aPlanIsListed() throws {
    let git = try GitWorkspace()
    _ = try git.compose("bundle")
    try git.project.write(
      "resources: [a.yaml, b.yaml, d.yaml]\n", to: "overlays/dev/kustomization.yaml")
    try git.project.write(configMap("a", "new"), to: "overlays/dev/a.yaml")
    try git.project.write(configMap("d"), to: "overlays/dev/d.yaml")
    let result = try git.compose("bundle", "--dry-run")
    #expect(
      result.output == """
        dev: 3 resources, would be 1 added, 1 changed, 1 removed
          + shop/configmap_d.yaml
          ~ shop/configmap_a.yaml
          - shop/configmap_c.yaml

        """)
    #expect(result.status == 0)
  }

  @Test(arguments: [
    ["bundle", "--check", "--commit"], ["bundle", "--dry-run", "--commit"],
    ["bundle", "--layout", "tree"], ["bundle", "pord"], ["verify", "devv"], ["init"],
  ])
  func wrongUsageEndsWith2(_ arguments: [String]) throws {
    let git = try GitWorkspace()
    try git.project.write(
      "apiVersion: compose.mlcf.dev/v1alpha1\nkind: Project\nenvironments:\n"
        + "- {name: dev, overlay: overlays/dev}\n", to: "mlcf-compose.yaml")
    let result = try git.shell("mlcf-compose \(arguments.joined(separator: " "))")
    #expect(result.status == 2, "\(result.output)\(result.errors)")
    #expect(git.project.files(below: "environments").isEmpty)
  }

  @Test func aWrongProjectFileEndsWith2AtItsPlace() throws {
    let git = try GitWorkspace()
    try git.project.write(
      "apiVersion: compose.mlcf.dev/v1alpha1\nkind: Project\nenvironments:\n"
        + "- {name: dev, overlay: overlays/dev, protectd: true}\n", to: "mlcf-compose.yaml")
    let result = try git.shell("cd overlays/dev && mlcf-compose bundle")
    #expect(result.status == 2)
    #expect(result.errors.contains("mlcf-compose.yaml:4:38"), "\(result.errors)")
    #expect(result.errors.contains("did you mean \"protected\"?"))
  }

  @Test func initWritesWhatItFinds() throws {
    let git = try GitWorkspace()
    try git.project.remove(".gitattributes")
    for name in ["prod", "staging", "eu/prod", "notes"] {
      let file = name == "notes" ? "notes.txt" : "kustomization.yaml"
      try git.project.write("resources: []\n", to: "overlays/\(name)/\(file)")
    }
    let dry = try git.compose("init", "--dry-run")
    #expect(git.project.text("mlcf-compose.yaml") == nil)
    let result = try git.compose("init")
    #expect(result.output == "mlcf-compose.yaml: dev, staging, eu-prod, prod\n")
    #expect(git.project.text("mlcf-compose.yaml") == dry.output)
    #expect(
      git.project.text(".gitattributes")?.contains("bundle.lock text eol=lf merge=union") == true)
    #expect(try git.compose("bundle", "dev").status == 0)
    #expect(try git.compose("init").status == 2)
  }
}
