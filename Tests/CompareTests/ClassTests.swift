import Compare
import Testing

/// What each kind of change is taken for, and which of them are risky.
@Suite struct ClassTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let kind: String
    let old: String
    let new: String
    let expected: String

    init(_ name: String, _ kind: String, _ old: String, _ new: String, _ expected: String) {
      (testDescription, self.kind, self.old, self.new, self.expected) =
        (name, kind, old, new, expected)
    }

    func text(_ body: String) -> String {
      let parts = kind.split(separator: " ")
      return "apiVersion: \(parts[0])\nkind: \(parts[1])\nmetadata: {name: a}\n\(body)\n"
    }
  }

  private static let pod = "spec: {template: {spec: {containers: [{name: c, "

  private static func container(_ fields: String) -> String { pod + fields + "}]}}}" }

  static let rows = [
    Row(
      "tag", "apps/v1 Deployment", container("image: 'r/a:1'"), container("image: 'r/a:2'"), "image"
    ),
    Row(
      "repository", "apps/v1 Deployment", container("image: 'r/a:1'"), container("image: 'q/a:1'"),
      "image !"),
    Row(
      "latest", "apps/v1 Deployment", container("image: 'r:5000/a:1'"),
      container("image: 'r:5000/a'"), "image !"),
    Row(
      "digest lost", "apps/v1 Deployment", container("image: 'a:1@sha256:b'"),
      container("image: 'a:1'"), "image !"),
    Row(
      "more replicas", "apps/v1 Deployment", "spec: {replicas: 1}", "spec: {replicas: 3}",
      "replicas"),
    Row(
      "no replicas", "apps/v1 Deployment", "spec: {replicas: 1}", "spec: {replicas: 0}",
      "replicas !"),
    Row(
      "autoscaler", "autoscaling/v2 HorizontalPodAutoscaler", "spec: {maxReplicas: 1}",
      "spec: {maxReplicas: 3}", "replicas"),
    Row(
      "limit gone", "apps/v1 Deployment", container("resources: {limits: {cpu: 1}}"),
      container("resources: {limits: {}}"), "resources !"),
    Row(
      "more memory", "apps/v1 Deployment", container("resources: {limits: {memory: 1Gi}}"),
      container("resources: {limits: {memory: 2Gi}}"), "resources"),
    Row("data", "v1 ConfigMap", "data: {a: b}", "data: {a: c}", "config"),
    Row(
      "arguments", "apps/v1 Deployment", container("args: [a]"), container("args: [b]"), "config"),
    Row(
      "probe", "apps/v1 Deployment", container("livenessProbe: {periodSeconds: 1}"),
      container("livenessProbe: {periodSeconds: 2}"), "probes"),
    Row(
      "probe gone", "apps/v1 Deployment", container("livenessProbe: {periodSeconds: 1}"),
      container(""), "probes !"),
    Row(
      "container port", "apps/v1 Deployment", container("ports: [{containerPort: 1}]"),
      container("ports: [{containerPort: 2}]"), "ports"),
    Row(
      "port gone", "v1 Service", "spec: {ports: [{port: 1}, {port: 2}]}",
      "spec: {ports: [{port: 1}]}", "ports !"),
    Row(
      "selector", "apps/v1 Deployment", "spec: {selector: {matchLabels: {a: b}}}",
      "spec: {selector: {matchLabels: {a: c}}}", "immutable !"),
    Row(
      "role of a binding", "rbac.authorization.k8s.io/v1 RoleBinding", "roleRef: {name: a}",
      "roleRef: {name: b}", "immutable !"),
    Row(
      "storage class", "v1 PersistentVolumeClaim", "spec: {storageClassName: a}",
      "spec: {storageClassName: b}", "immutable !"),
    Row(
      "claim grows", "v1 PersistentVolumeClaim", "spec: {resources: {requests: {storage: 1Gi}}}",
      "spec: {resources: {requests: {storage: 2Gi}}}", "storage"),
    Row(
      "claim shrinks", "v1 PersistentVolumeClaim", "spec: {resources: {requests: {storage: 2Gi}}}",
      "spec: {resources: {requests: {storage: 1Gi}}}", "storage !"),
    Row(
      "one verb more", "rbac.authorization.k8s.io/v1 Role", "rules: [{verbs: [get]}]",
      "rules: [{verbs: [get, delete]}]", "rbac !"),
    Row(
      "one verb less", "rbac.authorization.k8s.io/v1 Role", "rules: [{verbs: [get, list]}]",
      "rules: [{verbs: [get]}]", "rbac"),
    Row(
      "any name", "rbac.authorization.k8s.io/v1 Role",
      "rules: [{verbs: [get], resourceNames: [a]}]", "rules: [{verbs: [get]}]", "rbac !"),
    Row(
      "one name", "rbac.authorization.k8s.io/v1 Role",
      "rules: [{verbs: [get]}]", "rules: [{verbs: [get], resourceNames: [a]}]", "rbac"),
    Row("exposed", "v1 Service", "spec: {type: ClusterIP}", "spec: {type: NodePort}", "network !"),
    Row("hidden", "v1 Service", "spec: {type: NodePort}", "spec: {type: ClusterIP}", "network"),
    Row(
      "host", "networking.k8s.io/v1 Ingress", "spec: {rules: [{host: a}]}",
      "spec: {rules: [{host: b}]}", "network !"),
    Row(
      "host network", "apps/v1 Deployment", "spec: {template: {spec: {hostNetwork: false}}}",
      "spec: {template: {spec: {hostNetwork: true}}}", "network !"),
    Row(
      "privileged", "apps/v1 Deployment", container("securityContext: {privileged: false}"),
      container("securityContext: {privileged: true}"), "security !"),
    Row(
      "not root any more", "apps/v1 Deployment", container("securityContext: {}"),
      container("securityContext: {runAsNonRoot: true}"), "security"),
    Row(
      "a capability", "apps/v1 Deployment",
      container("securityContext: {capabilities: {add: [A]}}"),
      container("securityContext: {capabilities: {add: [A, B]}}"), "security !"),
    Row(
      "a privileged container", "apps/v1 Deployment", container(""),
      "spec: {template: {spec: {containers: [{name: c}, "
        + "{name: d, securityContext: {privileged: true}}]}}}", "security !"),
    Row(
      "label", "apps/v1 Deployment", "spec: {template: {metadata: {labels: {a: b}}}}",
      "spec: {template: {metadata: {labels: {a: c}}}}", "metadata"),
    Row("anything", "example.com/v1 Thing", "spec: {a: 1}", "spec: {a: 2}", "other"),
  ]

  @Test(arguments: rows)
  func isOfItsClass(_ row: Row) throws {
    let changes = try comparison(row.text(row.old), row.text(row.new)).differences.flatMap(
      \.changes)
    let found = changes.map { $0.category.rawValue + ($0.risk == nil ? "" : " !") }
    #expect(Set(found) == [row.expected])
  }

  @Test func aNewWorkloadIsRiskyForWhatItMayDo() throws {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {serviceAccountName: b}\n"
    #expect(try comparison("", pod).summary.risky == 0)
    #expect(try comparison("", pod.replacing("b}", with: "b, hostPID: true}")).summary.risky == 1)
  }

  @Test(arguments: [
    ("rbac.authorization.k8s.io/v1 ClusterRoleBinding", true),
    ("networking.k8s.io/v1 Ingress", true), ("v1 ConfigMap", false), ("v1 Service", false),
  ])
  func additionsThatOpenSomethingAreRisky(_ kind: String, _ isRisky: Bool) throws {
    let text = Row("", kind, "", "", "").text("")
    #expect(try comparison("", text).summary.risky == (isRisky ? 1 : 0))
    #expect(try comparison(text, "").summary.risky == 1)
  }
}
