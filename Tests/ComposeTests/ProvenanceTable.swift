extension ProvenanceTests.Row {
  /// Values of every kind of origin: bases, patches of both kinds, components, and fields of
  /// kustomizations such as labels, images, replicas and generators.
  static let table: [Self] = [
    Self(
      "HorizontalPodAutoscaler mlcf/mlcf-api", "/spec/behavior/scaleDown/policies/1/type",
      "base/autoscaling/horizontal-pod-autoscalers.yaml", "- type: Pods"),
    Self(
      "PodDisruptionBudget mlcf/mlcf-api", "/metadata/labels/app.kubernetes.io/name",
      "base/autoscaling/pod-disruption-budgets.yaml", "app.kubernetes.io/name: mlcf-api"),
    Self(
      "ConfigMap mlcf/mlcf-backup-scripts", "/metadata/name",
      "base/components/backup/kustomization.yaml", "- name: mlcf-backup-scripts"),
    Self(
      "StatefulSet mlcf/neo4j", "/spec/template/spec/containers/0/name",
      "base/components/backup/neo4j-backup-port.yaml", "- name: neo4j"),
    Self(
      "CronJob mlcf/neo4j-dump",
      "/spec/jobTemplate/spec/template/spec/automountServiceAccountToken",
      "base/components/backup/neo4j-jobs.yaml", "automountServiceAccountToken: false"),
    Self(
      "Service mlcf/neo4j-backup", "/metadata/namespace",
      "base/components/backup/neo4j-service.yaml", "namespace: mlcf"),
    Self(
      "NetworkPolicy mlcf/qdrant-from-backup", "/metadata/name",
      "base/components/backup/network-policies.yaml", "name: qdrant-from-backup"),
    Self(
      "CronJob mlcf/qdrant-snapshot",
      "/spec/jobTemplate/spec/template/spec/containers/0/resources/limits/memory",
      "base/components/backup/qdrant-job.yaml", "memory: 64Mi"),
    Self(
      "RoleBinding mlcf/mlcf-volume-snapshots", "/metadata/labels/app.kubernetes.io/name",
      "base/components/backup/rbac.yaml", "app.kubernetes.io/name: mlcf-volume-snapshots"),
    Self(
      "ServiceAccount mlcf/mlcf-backup", "/metadata/namespace",
      "base/components/backup/service-accounts.yaml", "namespace: mlcf"),
    Self(
      "VolumeSnapshotClass mlcf-snapshots", "/deletionPolicy",
      "base/components/backup/volume-snapshot-class.yaml", "deletionPolicy: Delete"),
    Self(
      "CronJob mlcf/volume-snapshots-daily",
      "/spec/jobTemplate/spec/template/spec/containers/0/env/0/value",
      "base/components/backup/volume-snapshot-jobs.yaml", "value: daily"),
    Self(
      "PersistentVolumeClaim mlcf/neo4j-backups", "/kind",
      "base/components/backup/volumes.yaml", "kind: PersistentVolumeClaim"),
    Self(
      "ConfigMap mlcf/mlcf-dashboard", "/metadata/namespace",
      "base/components/monitoring/kustomization.yaml", "namespace: mlcf"),
    Self(
      "Service mlcf/mlcf-api-metrics", "/spec/ports/0/appProtocol",
      "base/components/monitoring/metrics-service.yaml", "appProtocol: http"),
    Self(
      "NetworkPolicy mlcf/neo4j-from-monitoring", "/metadata/name",
      "base/components/monitoring/network-policies.yaml", "name: neo4j-from-monitoring"),
    Self(
      "PrometheusRule mlcf/mlcf", "/spec/groups/1/interval",
      "base/components/monitoring/prometheus-rule.yaml", "interval: 30s"),
    Self(
      "ServiceMonitor mlcf/qdrant", "/spec/endpoints/0/interval",
      "base/components/monitoring/service-monitors.yaml", "interval: 30s"),
    Self(
      "AuthorizationPolicy mlcf/mlcf-api", "/spec/selector/matchLabels/app.kubernetes.io/name",
      "base/components/service-mesh/authorization-policies.yaml", "app.kubernetes.io/name: mlcf-api"
    ),
    Self(
      "DestinationRule mlcf/mlcf-api", "/spec/trafficPolicy/tls/mode",
      "base/components/service-mesh/destination-rules.yaml", "mode: ISTIO_MUTUAL"),
    Self(
      "Certificate istio-ingress/mlcf-gateway-tls", "/spec/renewBefore",
      "base/components/service-mesh/gateway.yaml", "renewBefore: 720h"),
    Self(
      "ServiceMonitor mlcf/mlcf-api", "/spec/endpoints/0/tlsConfig/caFile",
      "base/components/service-mesh/kustomization.yaml", "caFile: /etc/prom-certs/root-cert.pem"),
    Self(
      "NetworkPolicy mlcf/mesh-control-plane", "/spec/egress/0/ports/0/port",
      "base/components/service-mesh/network-policies.yaml", "port: 15012"),
    Self(
      "PeerAuthentication mlcf/default", "/metadata/namespace",
      "base/components/service-mesh/peer-authentication.yaml", "namespace: mlcf"),
    Self(
      "VirtualService mlcf/mlcf-api", "/spec/gateways/0",
      "base/components/service-mesh/virtual-service.yaml", "- mlcf-gateway"),
    Self(
      "Certificate mlcf/mlcf-tls", "/spec/privateKey/rotationPolicy",
      "base/components/tls/certificate.yaml", "rotationPolicy: Always"),
    Self(
      "ClusterIssuer mlcf-acme", "/kind",
      "base/components/tls/cluster-issuer.yaml", "kind: ClusterIssuer"),
    Self(
      "Ingress mlcf/mlcf-api", "/metadata/annotations/cert-manager.io/renew-before",
      "base/components/tls/ingress-certificate.yaml", "cert-manager.io/renew-before: 720h"),
    Self(
      "VerticalPodAutoscaler mlcf/neo4j", "/spec/targetRef/name",
      "base/components/vpa/vertical-pod-autoscalers.yaml", "name: neo4j"),
    Self(
      "ConfigMap mlcf/mlcf-api-config", "/data/VECTOR_SEARCH_ENABLED",
      "base/core/api.env", "VECTOR_SEARCH_ENABLED=true"),
    Self(
      "ConfigMap mlcf/mlcf-api-config", "/metadata/name",
      "base/core/kustomization.yaml", "- name: mlcf-api-config"),
    Self(
      "Deployment mlcf/mlcf-api", "/spec/template/spec/containers/0/envFrom/0/configMapRef/name",
      "base/core/kustomization.yaml", "- name: mlcf-api-config"),
    Self(
      "StatefulSet mlcf/neo4j",
      "/spec/template/spec/containers/0/env/3/valueFrom/secretKeyRef/name",
      "base/core/kustomization.yaml", "- name: mlcf-neo4j-auth"),
    Self(
      "Namespace mlcf", "/metadata/labels/istio-injection",
      "base/core/namespace.yaml", "istio-injection: enabled"),
    Self(
      "Deployment mlcf/mlcf-api", "/spec/selector/matchLabels/app.kubernetes.io/name",
      "base/deployments/api.yaml", "app.kubernetes.io/name: mlcf-api"),
    Self(
      "Deployment mlcf/mlcf-api", "/spec/template/spec/containers/0/readinessProbe/httpGet/path",
      "base/deployments/api.yaml", "path: /health"),
    Self(
      "Deployment mlcf/mlcf-api",
      "/spec/template/spec/containers/0/securityContext/capabilities/drop/0",
      "base/deployments/api.yaml", "- ALL"),
    Self(
      "ConfigMap mlcf/mlcf-neo4j-scripts", "/metadata/name",
      "base/deployments/kustomization.yaml", "- name: mlcf-neo4j-scripts"),
    Self(
      "StatefulSet mlcf/neo4j", "/spec/template/spec/containers/0/env/8/value",
      "base/deployments/neo4j.yaml", "value: 0.0.0.0"),
    Self(
      "StatefulSet mlcf/neo4j", "/spec/template/spec/containers/0/ports/4/name",
      "base/deployments/neo4j.yaml", "- name: discovery"),
    Self(
      "StatefulSet mlcf/neo4j", "/spec/template/spec/securityContext/runAsGroup",
      "base/deployments/neo4j.yaml", "runAsGroup: 7474"),
    Self(
      "StatefulSet mlcf/qdrant", "/spec/template/spec/containers/0/ports/1/name",
      "base/deployments/qdrant.yaml", "- name: grpc"),
    Self(
      "StatefulSet mlcf/qdrant", "/spec/template/spec/topologySpreadConstraints/0/maxSkew",
      "base/deployments/qdrant.yaml", "- maxSkew: 1"),
    Self(
      "StatefulSet mlcf/qdrant", "/spec/updateStrategy/type",
      "base/deployments/qdrant.yaml", "type: RollingUpdate"),
    Self(
      "Ingress mlcf/mlcf-api", "/spec/rules/0/http/paths/0/pathType",
      "base/ingress/ingress.yaml", "pathType: Prefix"),
    Self(
      "NetworkPolicy mlcf/api-from-ingress",
      "/spec/ingress/0/from/0/podSelector/matchLabels/app.kubernetes.io/name",
      "base/ingress/network-policy.yaml", "app.kubernetes.io/name: ingress-nginx"),
    Self(
      "ConfigMap mlcf/mlcf-api-config", "/metadata/namespace",
      "base/kustomization.yaml", "namespace: mlcf"),
    Self(
      "Deployment mlcf/mlcf-api", "/metadata/namespace",
      "base/kustomization.yaml", "namespace: mlcf"),
    Self(
      "Namespace mlcf", "/metadata/name",
      "base/kustomization.yaml", "namespace: mlcf"),
    Self(
      "NetworkPolicy mlcf/dns-egress", "/kind",
      "base/security/network-policies.yaml", "kind: NetworkPolicy"),
    Self(
      "RoleBinding mlcf/mlcf-api", "/roleRef/apiGroup",
      "base/security/rbac.yaml", "apiGroup: rbac.authorization.k8s.io"),
    Self(
      "ServiceAccount mlcf/neo4j", "/metadata/name",
      "base/security/service-accounts.yaml", "name: neo4j"),
    Self(
      "Service mlcf/mlcf-api", "/spec/selector/app.kubernetes.io/name",
      "base/services/api.yaml", "app.kubernetes.io/name: mlcf-api"),
    Self(
      "Service mlcf/neo4j-headless", "/spec/selector/app.kubernetes.io/name",
      "base/services/neo4j.yaml", "app.kubernetes.io/name: neo4j"),
    Self(
      "Service mlcf/qdrant-service", "/spec/selector/app.kubernetes.io/name",
      "base/services/qdrant.yaml", "app.kubernetes.io/name: qdrant"),
    Self(
      "StorageClass fast-ssd", "/allowVolumeExpansion",
      "base/storage/storage-classes.yaml", "allowVolumeExpansion: true"),
    Self(
      "ConfigMap mlcf/mlcf-api-config", "/data/LOG_LEVEL",
      "overlays/prod/api.env", "LOG_LEVEL=warn"),
    Self(
      "ConfigMap mlcf/mlcf-api-config", "/data/QDRANT_REPLICATION_FACTOR",
      "overlays/prod/api.env", "QDRANT_REPLICATION_FACTOR=3"),
    Self(
      "ConfigMap mlcf/mlcf-api-config", "/data/QDRANT_WRITE_CONSISTENCY_FACTOR",
      "overlays/prod/api.env", "QDRANT_WRITE_CONSISTENCY_FACTOR=2"),
    Self(
      "CronJob mlcf/qdrant-snapshot", "/spec/jobTemplate/spec/template/spec/containers/0/image",
      "overlays/prod/kustomization.yaml", "newTag: 8.12.1"),
    Self(
      "Deployment mlcf/mlcf-api", "/spec/replicas",
      "overlays/prod/kustomization.yaml", "count: 3"),
    Self(
      "Namespace mlcf", "/metadata/labels/environment",
      "overlays/prod/kustomization.yaml", "environment: prod"),
    Self(
      "NetworkPolicy mlcf/mesh-control-plane", "/metadata/labels/environment",
      "overlays/prod/kustomization.yaml", "environment: prod"),
    Self(
      "NetworkPolicy mlcf/volume-snapshots-to-api-server", "/spec/egress/0/to/0/ipBlock/cidr",
      "overlays/prod/kustomization.yaml", "value: 10.2.16.0/28"),
    Self(
      "Role mlcf/mlcf-volume-snapshots", "/metadata/labels/app.kubernetes.io/part-of",
      "overlays/prod/kustomization.yaml", "app.kubernetes.io/part-of: mlcf"),
    Self(
      "Secret mlcf/mlcf-api-secrets", "/type",
      "overlays/prod/kustomization.yaml", "- name: mlcf-api-secrets"),
    Self(
      "Secret mlcf/mlcf-neo4j-auth", "/data/password",
      "overlays/prod/kustomization.yaml", "- password=NOT-A-SECRET-prod-neo4j"),
    Self(
      "Secret mlcf/mlcf-qdrant-auth", "/data/api-key",
      "overlays/prod/kustomization.yaml", "- api-key=NOT-A-SECRET-prod-qdrant"),
    Self(
      "Secret mlcf/mlcf-qdrant-metrics-auth", "/kind",
      "overlays/prod/kustomization.yaml", "- name: mlcf-qdrant-metrics-auth"),
    Self(
      "StatefulSet mlcf/neo4j", "/spec/replicas",
      "overlays/prod/kustomization.yaml", "count: 3"),
    Self(
      "StatefulSet mlcf/neo4j",
      "/spec/template/spec/topologySpreadConstraints/0/whenUnsatisfiable",
      "overlays/prod/kustomization.yaml", "value: DoNotSchedule"),
    Self(
      "StatefulSet mlcf/qdrant", "/spec/template/spec/containers/0/image",
      "overlays/prod/kustomization.yaml", "newTag: v1.15.4"),
    Self(
      "Secret mlcf/mlcf-api-secrets", "/data/API_KEYS",
      "overlays/prod/secrets.env", "API_KEYS=NOT-A-SECRET-prod-api-key"),
  ]
}
