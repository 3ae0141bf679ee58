import Compose
import Diagnostics
import SystemPackage
import Testing

@Suite struct OutputFileTests {
  @Test func filesAreNamedByKindAndName() throws {
    let files = try build(
      resource("apps/v1", "Deployment", "web") + resource("v1", "Service", "web")
        + resource("rbac.authorization.k8s.io/v1", "ClusterRole", "reader")
    ).files()
    #expect(
      files.map(\.name).sorted() == [
        "apps_v1_deployment_web.yaml",
        "rbac.authorization.k8s.io_v1_clusterrole_reader.yaml",
        "v1_service_web.yaml",
      ])
  }

  @Test func namesBeginWithTheNamespaceWhereThereAreSeveral() throws {
    let files = try build(
      resource("v1", "ConfigMap", "settings", namespace: "a")
        + resource("v1", "ConfigMap", "settings", namespace: "b")
        + resource("v1", "Namespace", "a")
    ).files()
    #expect(
      files.map(\.name).sorted() == [
        "a_v1_configmap_settings.yaml", "b_v1_configmap_settings.yaml", "v1_namespace_a.yaml",
      ])
  }

  @Test func aFileHoldsItsResourceAlone() throws {
    let files = try build(resource("v1", "Namespace", "shop")).files()
    #expect(
      String(decoding: files[0].content, as: UTF8.self)
        == "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n")
  }

  @Test(arguments: [
    ("output/file-name", resource("v1", "ConfigMap", "../settings")),
    (
      "output/same-file",
      resource("example.com/v1", "Widget", "blue") + resource("example.com/v1", "WIDGET", "blue")
    ),
  ])
  func refuses(_ code: String, _ manifest: String) throws {
    let build = try build(manifest)
    do throws(BuildFailure) {
      _ = try build.files()
      Issue.record("the files were made")
    } catch {
      #expect(error.diagnostics.map(\.code.description) == [code])
      #expect(error.diagnostics.allSatisfy { $0.range != nil })
    }
  }
}

/// A document of a stream of manifests.
private func resource(
  _ apiVersion: String, _ kind: String, _ name: String, namespace: String? = nil
) -> String {
  """
  ---
  apiVersion: \(apiVersion)
  kind: \(kind)
  metadata:
    name: \(name)
  \(namespace.map { "  namespace: \($0)\n" } ?? "")
  """ + "\n"
}

/// Builds a kustomization that names one file of manifests.
private func build(_ manifests: String) throws -> Build {
  let files = InMemoryFileSystem([
    "/in/kustomization.yaml": "resources: [all.yaml]\n",
    "/in/all.yaml": manifests,
  ])
  let cache = SourceCache(fileSystem: files, workingDirectory: "/in")
  return try Builder(cache: cache).build("/in")
}
