import Compose
import Diagnostics
import Foundation
import SystemPackage
import Testing

/// Charts, inflated by a script that stands for helm and notes how it was called.
///
/// The command lines are those of Kustomize v5.8.1, which was given such a script too.
@Suite struct HelmTests {
  /// A kustomization beside a chart, and a helm that prints what it is told to.
  private final class Place {
    let directory = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("helm-\(UUID().uuidString)")

    init(version: String = "v3.14.0", output: String = Place.configMap, status: Int = 0) throws {
      try write("charts/shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n")
      try write("charts/shop/values.yaml", "a: 1\nb: {c: d}\n")
      try write("more.yaml", "x: z\n")
      try write("output.yaml", output)
      try writeExecutable(
        """
        #!/bin/sh
        here=\(directory.path)
        if [ "$1" = version ]; then echo \(version); exit; fi
        echo "$@" >>$here/calls
        while [ $# -gt 0 ]; do
          if [ "$1" = -f ]; then cat "$2" >>$here/values; fi
          shift
        done
        echo "no luck" >&2
        cat $here/output.yaml
        exit \(status)
        """, to: directory.appendingPathComponent("helm"))
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    static let configMap = "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: made}\n---\n"

    func write(_ path: String, _ text: String) throws {
      let file = directory.appendingPathComponent(path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
    }

    func text(_ path: String) -> String {
      (try? String(contentsOf: directory.appendingPathComponent(path), encoding: .utf8)) ?? ""
    }

    /// How helm was called, without the directories.
    var call: String {
      text("calls").replacingOccurrences(of: directory.path + "/", with: "")
        .replacing(/\S*mlcf-compose-helm-\w+\//, with: "")
        .trimmingCharacters(in: .newlines)
    }

    func build(
      _ kustomization: String, isOffline: Bool = false
    ) throws(BuildFailure) -> Build {
      try? write("kustomization.yaml", kustomization)
      let path = FilePath(directory.path)
      var options = BuildOptions()
      options.helm.isEnabled = true
      options.helm.command = directory.appendingPathComponent("helm").path
      let cache = SourceCache(
        fileSystem: LocalFileSystem(), workingDirectory: path,
        remotes: RemoteStore(directory: nil, isOffline: isOffline))
      return try Builder(cache: cache, options: options).build(path)
    }

    func error(_ kustomization: String, isOffline: Bool = false) -> Diagnostic? {
      do throws(BuildFailure) {
        _ = try build(kustomization, isOffline: isOffline)
        return nil
      } catch {
        return error.diagnostics.last
      }
    }
  }

  @Test(arguments: [
    (
      "{name: shop}",
      "template --generate-name charts/shop -f shop-kustomize-values.yaml"
    ),
    (
      "{name: shop, releaseName: r, namespace: apps, version: 1.0.0}",
      "template r charts/shop --namespace apps -f shop-kustomize-values.yaml"
    ),
    (
      """
      {name: shop, nameTemplate: t, additionalValuesFiles: [more.yaml], includeCRDs: true,
        skipHooks: true, skipTests: true, apiVersions: [a/v1, b/v1], kubeVersion: "1.30",
        debug: true, devel: true}
      """,
      """
      template --generate-name charts/shop --name-template t -f shop-kustomize-values.yaml \
      -f more.yaml --api-versions a/v1 --api-versions b/v1 --kube-version 1.30 --include-crds \
      --skip-tests --no-hooks --debug --devel
      """
    ),
  ])
  func callsHelmAsKustomizeDoes(_ chart: String, _ call: String) throws {
    let place = try Place()
    let build = try place.build("helmCharts:\n- \(chart)\n")
    #expect(build.resources.map(\.id.name) == ["made"])
    #expect(place.call == call)
  }

  @Test(arguments: [
    ("", "a: 1\nb: {c: d}\n"),
    ("valuesFile: more.yaml", "x: z\n"),
    ("valuesInline: {b: {c: 9, e: yes}, a: null}", "b:\n  c: 9\n  e: true\n"),
    ("valuesMerge: merge, valuesInline: {b: {c: 9, e: 1}}", "a: 1\nb:\n  c: d\n  e: 1\n"),
    ("valuesMerge: replace, valuesInline: {z: 0777}", "z: 511\n"),
  ])
  func mergesValues(_ fields: String, _ values: String) throws {
    let place = try Place()
    _ = try place.build("helmCharts:\n- {name: shop, \(fields)}\n")
    #expect(place.text("values") == values)
  }

  @Test func helmGivesTheNamespace() throws {
    let place = try Place()
    let build = try place.build("namespace: apps\nnamePrefix: p-\nhelmCharts: [{name: shop}]\n")
    #expect(place.call.contains("--namespace apps"))
    #expect(build.resources.map { "\($0.id)" } == ["ConfigMap p-made"])
  }

  @Test func aPluginAndTheDeprecatedFieldWork() throws {
    let place = try Place()
    _ = try place.build(
      """
      generators:
      - |
        apiVersion: builtin
        kind: HelmChartInflationGenerator
        metadata: {name: any}
        name: shop
        releaseName: r
      """)
    #expect(place.call == "template r charts/shop -f shop-kustomize-values.yaml")
    let old = try Place()
    let build = try old.build(
      "helmChartInflationGenerator: [{chartName: shop, releaseName: r, values: more.yaml}]\n")
    #expect(old.call == "template r charts/shop -f shop-kustomize-values.yaml")
    #expect(build.warnings.map(\.code.description) == ["kustomization/deprecated-field"])
  }

  @Test func aChartThatIsNotThereIsPulled() throws {
    let place = try Place(status: 1)
    let repo = "repo: https://charts.example.com, version: 1.2.3"
    let error = try #require(place.error("helmCharts: [{name: none, \(repo)}]\n"))
    #expect(error.code == "helm/failed" && error.message.contains("no luck"))
    #expect(
      place.call
        == "pull --untar --untardir charts/none-1.2.3 --repo https://charts.example.com none "
        + "--version 1.2.3")
    #expect(
      place.error("helmCharts: [{name: none, \(repo)}]\n", isOffline: true)?.code
        == "helm/offline")
    #expect(place.error("helmCharts: [{name: none}]\n")?.code == "helm/chart-missing")
  }

  @Test func whatGoesWrongIsSaid() throws {
    let chart = "helmCharts: [{name: shop}]\n"
    #expect(try Place(version: "v2.17.0").error(chart)?.code == "helm/version")
    let failed = try #require(try Place(status: 4).error(chart))
    #expect(failed.code == "helm/failed")
    #expect(failed.message.contains("status 4") && failed.message.contains("no luck"))
    #expect(try Place(output: "a: [").error(chart)?.code == "yaml/syntax")
    #expect(
      try Place().error("helmCharts: [{name: shop, valuesFile: no.yaml}]\n")?.code
        == "load/unreadable")
  }
}
