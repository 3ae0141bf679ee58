import Foundation
import Testing
import YAML

/// What a security review of the rendered environments asks.
@Suite struct MLCFSecurityTests {
  @Test(arguments: MLCFManifests.environments)
  func theNamespaceEnforcesRestricted(_ environment: String) throws {
    let namespaces = try MLCFManifests.rendered(environment).all("Namespace")
    #expect(namespaces.map(\.name) == ["mlcf"])
    for mode in ["enforce", "audit", "warn"] {
      let label = "pod-security.kubernetes.io/\(mode)"
      #expect(namespaces.map { $0.strings("metadata.labels")[label] } == ["restricted"])
    }
  }

  /// The Pod Security Standard `restricted`, and a read-only root file system with it.
  @Test(arguments: MLCFManifests.environments)
  func everyContainerIsRestricted(_ environment: String) throws {
    for pods in try MLCFManifests.rendered(environment).pods {
      for field in ["hostNetwork", "hostPID", "hostIPC", "hostUsers"] {
        #expect(pods.spec[field] == nil, "\(pods.owner)")
      }
      let ownUser = pods.spec.text("securityContext.runAsUser")
      #expect(ownUser != "0", "\(pods.owner)")
      for container in pods.containers {
        let title: Comment = "\(pods.owner): \(container.text("name") ?? "")"
        let context = try #require(container["securityContext"], title)
        #expect(context.text("allowPrivilegeEscalation") == "false", title)
        #expect(context.text("privileged") ?? "false" == "false", title)
        #expect(context.text("readOnlyRootFilesystem") == "true", title)
        #expect(context.text("runAsNonRoot") == "true", title)
        #expect(context.text("runAsUser") != "0", title)
        #expect(context.text("seccompProfile.type") == "RuntimeDefault", title)
        #expect(context.texts("capabilities.drop") == ["ALL"], title)
        #expect(context.at("capabilities.add") == nil, title)
        #expect(container.list("ports").allSatisfy { $0["hostPort"] == nil }, title)
      }
      let volumes = ["name", "configMap", "secret", "emptyDir", "persistentVolumeClaim"]
      for volume in pods.spec.list("volumes") {
        for entry in volume.entries ?? [] {
          #expect(volumes.contains(entry.key.text ?? ""), "\(pods.owner)")
        }
      }
    }
  }

  @Test(arguments: MLCFManifests.environments)
  func everyContainerHasRequestsAndLimits(_ environment: String) throws {
    for pods in try MLCFManifests.rendered(environment).pods {
      for container in pods.containers {
        for resource in ["cpu", "memory"] {
          let request = try #require(container.at("resources.requests.\(resource)")?.thousandths)
          let limit = try #require(container.at("resources.limits.\(resource)")?.thousandths)
          #expect(0 < request && request <= limit, "\(pods.owner)")
        }
      }
    }
  }

  /// A tag that is not `latest`, or a digest; in prod always a digest.
  @Test(arguments: MLCFManifests.environments)
  func everyImageIsVersioned(_ environment: String) throws {
    for pods in try MLCFManifests.rendered(environment).pods {
      for image in pods.containers.map({ $0.text("image") ?? "" }) {
        let parts = image.split(separator: "@", omittingEmptySubsequences: false)
        let tag = parts[0].split(separator: "/").last?.split(separator: ":").dropFirst().first
        let hasDigest =
          parts.count == 2 && parts[1].hasPrefix("sha256:")
          && parts[1].dropFirst(7).count == 64 && parts[1].dropFirst(7).allSatisfy(\.isHexDigit)
        #expect(tag != "latest" && (tag != nil || hasDigest), "\(image)")
        #expect(hasDigest || environment != "prod" && parts.count == 1, "\(image)")
      }
    }
  }

  @Test(arguments: MLCFManifests.environments)
  func rightsAreNamedOneByOne(_ environment: String) throws {
    let manifests = try MLCFManifests.rendered(environment)
    #expect(manifests.all("ClusterRole", "ClusterRoleBinding").isEmpty)
    for role in manifests.all("Role") {
      for rule in role.list("rules") {
        let words = ["apiGroups", "resources", "verbs"].flatMap(rule.texts)
        #expect(!words.contains("*"), "\(role.title)")
        #expect(
          !rule.texts("resources").contains("secrets") || rule["resourceNames"] != nil,
          "\(role.title)")
      }
    }
  }

  /// Only the job that makes VolumeSnapshots speaks with the Kubernetes API.
  @Test(arguments: MLCFManifests.environments)
  func tokensAreMountedOnlyWhereDeclared(_ environment: String) throws {
    let manifests = try MLCFManifests.rendered(environment)
    for account in manifests.all("ServiceAccount") {
      #expect(account.text("automountServiceAccountToken") == "false", "\(account.title)")
    }
    for pods in manifests.pods {
      let declared = pods.spec.text("serviceAccountName") == "mlcf-volume-snapshots"
      #expect(
        pods.spec.text("automountServiceAccountToken") == (declared ? "true" : "false"),
        "\(pods.owner)")
    }
  }

  @Test(arguments: MLCFManifests.environments)
  func whatNoPolicyAllowsIsDenied(_ environment: String) throws {
    let policies = try MLCFManifests.rendered(environment).all("NetworkPolicy")
    #expect(
      policies.contains {
        $0.at("spec.podSelector")?.isEmptyMapping == true
          && $0.texts("spec.policyTypes") == ["Ingress", "Egress"]
          && $0.at("spec.ingress") == nil && $0.at("spec.egress") == nil
      })
  }

  @Test(arguments: MLCFManifests.environments)
  func noNetworkPolicyIsOpen(_ environment: String) throws {
    for policy in try MLCFManifests.rendered(environment).all("NetworkPolicy") {
      for rule in policy.list("spec.ingress") + policy.list("spec.egress") {
        let peers = rule.list("from") + rule.list("to")
        #expect(!peers.isEmpty, "\(policy.title)")
        #expect(rule.list("ports").contains { $0["port"] != nil }, "\(policy.title)")
        for peer in peers {
          #expect(peer["podSelector"] != nil || peer["ipBlock"] != nil, "\(policy.title)")
          for selector in [peer["podSelector"], peer["namespaceSelector"]] {
            #expect(selector?.isEmptyMapping != true, "\(policy.title)")
          }
          #expect(peer.text("ipBlock.cidr")?.hasSuffix("/0") != true, "\(policy.title)")
        }
      }
    }
  }

  /// Base has development values; the others say that theirs are to be replaced.
  @Test(arguments: ["staging", "prod"])
  func noDevelopmentSecretIsLeft(_ environment: String) throws {
    for secret in try MLCFManifests.rendered(environment).all("Secret") {
      for (key, value) in secret.strings("data") where key != "username" {
        let bytes = try #require(Data(base64Encoded: value))
        #expect(String(decoding: bytes, as: UTF8.self).hasPrefix("NOT-A-SECRET"), "\(key)")
      }
    }
  }
}
