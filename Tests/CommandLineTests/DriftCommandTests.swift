import Foundation
import Testing

/// `drift`: what differs between two environments, and what explains it.
@Suite struct DriftCommandTests {
  /// Two environments in namespaces of their own, which differ in an image, replicas, a variable, and
  /// in what one of them has alone.
  private func run(_ script: String) throws -> Program.Result {
    let directory = try TemporaryDirectory([
      "mlcf-compose.yaml": """
      apiVersion: compose.mlcf.dev/v1alpha1
      kind: Project
      shared: [base]
      environments:
      - {name: staging, overlay: overlays/staging}
      - {name: prod, overlay: overlays/prod, from: [staging]}
      promote:
        images: ["ghcr.io/mlcf/*"]
        fields: [{file: app.env, key: FEATURES}]
      diverge:
      - {kind: Deployment, path: spec.replicas}
      - {kind: Ingress, name: web, path: "*"}

      """,
      "base/kustomization.yaml": "resources: [web.yaml]\n",
      "base/web.yaml": """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        replicas: 1
        template:
          spec:
            containers: [{name: web, image: ghcr.io/mlcf/web, resources: {limits: {cpu: 1}}}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: web}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: web}
      subjects: [{kind: ServiceAccount, name: default, namespace: default}]

      """,
      "overlays/staging/kustomization.yaml": """
      namespace: staging
      resources: [../../base]
      configMapGenerator: [{name: app, envs: [app.env]}]
      images: [{name: ghcr.io/mlcf/web, newTag: "1.1"}]

      """,
      "overlays/staging/app.env": "FEATURES=a,b\nLEVEL=info\n",
      "overlays/prod/kustomization.yaml": """
      namespace: prod
      resources: [../../base, ingress.yaml]
      configMapGenerator: [{name: app, envs: [app.env]}]
      images: [{name: ghcr.io/mlcf/web, newTag: "1.0"}]
      replicas: [{name: web, count: 3}]

      """,
      "overlays/prod/app.env": "FEATURES=a\nLEVEL=info\n",
      "overlays/prod/ingress.yaml":
        "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: web}}\n",
    ])
    let start =
      "git init -q -b main . && git -c user.name=a -c user.email=a@b.c commit -q --allow-empty -m x"
    return try Program.runShell("\(start) && \(script)", in: directory)
  }

  @Test func whatPromotionCarriesAndTheProjectDeclaresIsExplained() throws {
    let result = try run("$0 drift staging prod")
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(
      result.output == """
        WHY      RESOURCE             staging → prod
        promote  ConfigMap prod/app   data.FEATURES: a,b → a
        promote  Deployment prod/web  spec.template.spec.containers[name=web].image: \
        ghcr.io/mlcf/web:1.1 → ghcr.io/mlcf/web:1.0
        diverge  Deployment prod/web  spec.replicas: 1 → 3
        diverge  Ingress prod/web     only in prod
        0 unexplained, 2 that a promotion carries, 2 declared

        """)
  }

  @Test func whatNothingExplainsIsAFinding() throws {
    let change = """
      printf 'FEATURES=a\\nLEVEL=debug\\n' > overlays/prod/app.env
      sed -i 's/name: web, path/name: api, path/' mlcf-compose.yaml
      """
    let result = try run("\(change)\n$0 drift staging prod")
    #expect(result.status == 1, "\(result.errors)")
    #expect(result.output.contains("drift    ConfigMap prod/app   data.LEVEL: info → debug\n"))
    #expect(result.output.contains("drift    Ingress prod/web     only in prod\n"))
    #expect(result.output.hasSuffix("2 unexplained, 2 that a promotion carries, 1 declared\n"))
    let json = try run("\(change)\n$0 drift staging prod --output json")
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
    let drift = try #require(object as? [String: Any])
    #expect(json.status == 1 && drift["unexplained"] as? Int == 2)
    let differences = drift["differences"] as? [[String: Any]] ?? []
    let level = differences.first { $0["path"] as? String == "data.LEVEL" }
    #expect(level?["old"] as? String == "info" && level?["new"] as? String == "debug")
    #expect(differences.contains { $0["action"] as? String == "added" && $0["path"] == nil })
  }

  @Test func thereAreMistakes() throws {
    let unknown = try run("$0 drift staging prd")
    #expect(unknown.status == 2 && unknown.errors.contains("did you mean \"prod\"?"))
    let broken = try run(
      "echo 'resources: [none.yaml]' > base/kustomization.yaml; $0 drift staging prod")
    #expect(broken.status == 3 && broken.errors.contains("none.yaml"))
  }
}
