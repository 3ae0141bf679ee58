"""Resources of built-in and custom kinds, with references among them."""
import scalars
from writer import Raw

NAMES = ["web", "api", "db", "cache", "web-2", "a", "my.app", "default", "worker"]
NAMESPACES = ["default", "shop", "team-a", "kube-system"]
LABEL_KEYS = ["app", "tier", "app.kubernetes.io/name", "version", "env", "y", "1a"] * 8 + ["1"]
IMAGES = ["nginx", "nginx:1.27", "nginx:1.27@sha256:" + "a" * 64, "docker.io/library/redis:7", "redis@sha256:" + "b" * 64,
          "registry:5000/team/app", "registry:5000/team/app:v1", "busybox:latest", "gcr.io/x/y-z:1.0_2", "", "my-image"]

TEMPLATES = {
    "Deployment": "apps/v1", "StatefulSet": "apps/v1", "DaemonSet": "apps/v1", "ReplicaSet": "apps/v1",
    "Job": "batch/v1", "CronJob": "batch/v1", "Pod": "v1", "ReplicationController": "v1",
}


def any_scalar(c, oddity):
    """A value for a place that takes any scalar."""
    if c.of(oddity):
        return Raw(scalars.plain(c))
    return c.weighted({0: 5, 1: 2, 2: 1, 3: 1}) and c.choice([True, False, 1, 80, -3, 1.5, None, "x"]) or scalars.text(c)


def label_map(c, oddity, least=0, most=3):
    return {k: c.choice(["web", "api", "backend", "v1", "x"]) if not c.of(oddity) else any_scalar(c, oddity)
            for k in c.some(LABEL_KEYS, least, most)}


def distinct(c, elements):
    """The elements of a list without those that would be taken for an earlier one."""
    if c.misshaped():
        return elements
    return list({identity(e, position): e for position, e in enumerate(elements)}.values())


def identity(element, position):
    """What an element of a list is told apart by; its position where it is by nothing."""
    if not isinstance(element, dict):
        return position
    ports = [str(element[key]) for key in ("containerPort", "port") if key in element]
    if ports:
        return "/".join(ports + [str(element.get("protocol", "TCP"))])
    return str(next((element[key] for key in ("mountPath", "name", "ip", "key") if key in element), position))


class Resources:
    """Makes the resources of one tree; `oddity` is the share of odd scalars."""

    def __init__(self, chance, oddity):
        self.c = chance
        self.oddity = oddity

    def odd(self, common):
        return any_scalar(self.c, self.oddity) if self.c.of(self.oddity) else common

    def name(self):
        return self.c.choice(NAMES)

    def metadata(self, name=None):
        c = self.c
        meta = {"name": name or self.name()}
        if c.of(0.3):
            meta["namespace"] = c.choice(NAMESPACES)
        if c.of(0.6):
            meta["labels"] = label_map(c, self.oddity)
        if c.of(0.35):
            meta["annotations"] = {k: any_scalar(c, self.oddity) if c.of(self.oddity * 2) else scalars.text(c)
                                   for k in c.some(["note", "example.com/x", "checksum/config", "n", "b"], 0, 3)}
        if c.of(0.05):
            meta["finalizers"] = c.some(["a/b", "c/d", "e"], 0, 3)
        if c.of(0.03):
            meta["creationTimestamp"] = None
        return meta

    # Parts of pods.

    def container(self, name=None):
        c = self.c
        out = {"name": name or c.choice(["main", "sidecar", "proxy", "init"]), "image": c.choice(IMAGES)}
        if c.of(0.4):
            out["env"] = distinct(c, [self.env() for _ in range(c.randint(0, 4))])
        if c.of(0.25):
            out["envFrom"] = [c.choice([{"configMapRef": {"name": self.name()}}, {"secretRef": {"name": self.name()}},
                                        {"prefix": "P_", "configMapRef": {"name": self.name(), "optional": True}}])
                              for _ in range(c.randint(1, 2))]
        if c.of(0.3):
            out["ports"] = distinct(c, [{k: v for k, v in {
                "containerPort": c.choice([80, 443, 8080]), "protocol": c.choice(["TCP", "UDP"]),
                "name": c.choice(["http", "https"]), "hostPort": 80}.items() if k == "containerPort" or c.of(0.5)}
                for _ in range(c.randint(1, 3))])
        if c.of(0.3):
            out["args"] = [self.odd(scalars.text(c)) for _ in range(c.randint(0, 4))]
        if c.of(0.15):
            out["command"] = ["sh", "-c", scalars.text(c), "$(NAME)"]
        if c.of(0.3):
            out["volumeMounts"] = distinct(c, [{"name": c.choice(["config", "data"]), "mountPath": c.choice(["/etc/app", "/data", "/tmp"])}
                                               for _ in range(c.randint(1, 3))])
        if c.of(0.25):
            out["resources"] = {"limits": {"cpu": self.odd(c.choice(["500m", 1, "1", 0.5])), "memory": "1Gi"},
                                "requests": {"cpu": "100m"}}
        if c.of(0.1):
            out["livenessProbe"] = {"httpGet": {"path": "/", "port": c.choice([80, "http"])}, "periodSeconds": 5}
        if c.of(0.1):
            out["securityContext"] = {"capabilities": {"drop": ["ALL"]}, "runAsUser": 0}
        return out

    def env(self):
        c = self.c
        name = c.choice(["LOG", "HOST", "PORT", "NAME", "PASSWORD"])
        return c.choice([
            {"name": name, "value": self.odd(scalars.text(c))},
            {"name": name, "value": c.choice(["$(NAME)", "x-$(HOST)-$$(PORT)", "$(UNSET)"])},
            {"name": name, "valueFrom": {"configMapKeyRef": {"name": self.name(), "key": "k"}}},
            {"name": name, "valueFrom": {"secretKeyRef": {"name": self.name(), "key": "k", "optional": False}}},
            {"name": name, "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}},
            {"name": name},
        ])

    def volume(self):
        c = self.c
        return {"name": c.choice(["config", "data", "tmp"]), **c.choice([
            {"configMap": {"name": self.name()}}, {"secret": {"secretName": self.name()}}, {"emptyDir": {}},
            {"persistentVolumeClaim": {"claimName": self.name()}},
            {"configMap": {"name": self.name(), "items": [{"key": "a", "path": "a"}], "defaultMode": Raw("0644")}},
            {"projected": {"sources": [{"configMap": {"name": self.name()}}, {"secret": {"name": self.name()}},
                                       {"serviceAccountToken": {"path": "t"}}]}},
            {"csi": {"driver": "d", "nodePublishSecretRef": {"name": self.name()}}},
        ])}

    def pod_spec(self):
        c = self.c
        spec = {"containers": [self.container(n) for n in c.some(["main", "sidecar", "proxy"], 1, 3)]}
        if c.of(0.2):
            spec["initContainers"] = [self.container("init")]
        if c.of(0.35):
            spec["volumes"] = distinct(c, [self.volume() for _ in range(c.randint(1, 3))])
        if c.of(0.25):
            spec["serviceAccountName"] = self.name()
        if c.of(0.15):
            spec["imagePullSecrets"] = [{"name": self.name()} for _ in range(c.randint(1, 2))]
        if c.of(0.1):
            spec["tolerations"] = [{"key": "k", "operator": "Exists", "effect": "NoSchedule"}]
        if c.of(0.1):
            spec["hostAliases"] = [{"ip": "10.0.0.1", "hostnames": ["a", "b"]}]
        if c.of(0.1):
            spec["topologySpreadConstraints"] = [{"maxSkew": 1, "topologyKey": c.choice(["zone", "host"]),
                                                  "whenUnsatisfiable": c.choice(["DoNotSchedule", "ScheduleAnyway"]),
                                                  "labelSelector": {"matchLabels": {"app": "web"}}}]
        if c.of(0.1):
            spec["affinity"] = {"podAntiAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [
                {"weight": 100, "podAffinityTerm": {"topologyKey": "zone", "labelSelector": {"matchLabels": {"app": "web"}}}}]}}
        if c.of(0.1):
            spec["priorityClassName"] = self.name()
        if c.of(0.1):
            spec["nodeSelector"] = {"disk": "ssd"}
        return spec

    def pod_template(self):
        c = self.c
        out = {"spec": self.pod_spec()}
        if c.of(0.8):
            out["metadata"] = {"labels": label_map(c, 0, 1)}
            if c.of(0.2):
                out["metadata"]["annotations"] = {"note": scalars.text(c)}
        return out

    # Kinds.

    def workload(self, kind=None):
        c = self.c
        kind = kind or c.choice(list(TEMPLATES))
        out = {"apiVersion": TEMPLATES[kind], "kind": kind, "metadata": self.metadata()}
        if kind == "Pod":
            out["spec"] = self.pod_spec()
        elif kind == "CronJob":
            out["spec"] = {"schedule": "*/5 * * * *", "jobTemplate": {"spec": {"template": self.pod_template()}}}
        else:
            spec = out["spec"] = {"template": self.pod_template()}
            if kind != "Job" and c.of(0.5):
                spec["replicas"] = c.choice([0, 1, 3])
            if kind not in ("Job", "ReplicationController") and c.of(0.8):
                spec["selector"] = {"matchLabels": {"app": "web"}}
                if c.of(0.1):
                    spec["selector"]["matchExpressions"] = [{"key": "tier", "operator": "In", "values": ["a", "b"]}]
            if kind == "StatefulSet":
                spec["serviceName"] = self.name()
                if c.of(0.5):
                    spec["volumeClaimTemplates"] = [{"metadata": {"name": "data"}, "spec": {
                        "accessModes": ["ReadWriteOnce"], "storageClassName": self.name(),
                        "resources": {"requests": {"storage": "1Gi"}}}}]
            if kind == "Deployment" and c.of(0.2):
                spec["strategy"] = {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": "25%"}}
        return out

    def service(self):
        c = self.c
        ports = [{k: v for k, v in {"port": c.choice([80, 443, 53]), "targetPort": c.choice([8080, "http"]), "name": c.choice(["http", "dns"]),
                                    "protocol": c.choice(["TCP", "UDP"])}.items() if k == "port" or c.of(0.6)}
                 for _ in range(c.randint(1, 3))]
        return {"apiVersion": "v1", "kind": "Service", "metadata": self.metadata(),
                "spec": {"ports": distinct(c, ports), "selector": label_map(c, 0), "type": c.choice(["ClusterIP", "LoadBalancer"])}}

    def config_map(self):
        c = self.c
        out = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": self.metadata()}
        if c.of(0.9):
            out["data"] = {k: any_scalar(c, self.oddity) if c.of(self.oddity) else scalars.text(c)
                           for k in c.some(["k", "a.properties", "config.json", "config.yaml", "y", "LOG", "1a", "z-z", "Z10", "Z9"], 0, 5)}
            if c.of(0.2):
                out["data"]["config.json"] = '{"a": {"b": "c", "l": [1, 2]}, "n": null, "h": "db"}'
            if c.of(0.2):
                out["data"]["config.yaml"] = "a:\n  b: c # x\n  l: [1, 2]\nh: db\n"
        if c.of(0.1):
            out["binaryData"] = {"b": "AAEC"}
        if c.of(0.1):
            out["immutable"] = True
        return out

    def secret(self):
        c = self.c
        out = {"apiVersion": "v1", "kind": "Secret", "metadata": self.metadata()}
        if c.of(0.7):
            out["type"] = c.choice(["Opaque", "kubernetes.io/tls"])
        if c.of(0.7):
            out["data"] = {k: c.choice(["aGVsbG8=", "AAEC", ""]) for k in c.some(["k", "p", "tls.crt"], 0, 3)}
        if c.of(0.3):
            out["stringData"] = {"s": scalars.text(c)}
        return out

    def rbac(self):
        c = self.c
        kind = c.choice(["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding", "ServiceAccount"])
        version = "v1" if kind == "ServiceAccount" else "rbac.authorization.k8s.io/v1"
        out = {"apiVersion": version, "kind": kind, "metadata": self.metadata()}
        if kind.endswith("Role"):
            out["rules"] = [{"apiGroups": ["", "apps"], "resources": ["configmaps", "secrets"], "verbs": ["get"],
                             **({"resourceNames": [self.name(), self.name()]} if c.of(0.4) else {})}]
        elif kind.endswith("Binding"):
            out["roleRef"] = {"apiGroup": "rbac.authorization.k8s.io", "kind": c.choice(["Role", "ClusterRole"]), "name": self.name()}
            out["subjects"] = [{"kind": c.choice(["ServiceAccount", "User", "Group"]), "name": self.name(),
                                **({"namespace": c.choice(NAMESPACES)} if c.of(0.6) else {})} for _ in range(c.randint(0, 2))]
        elif c.of(0.3):
            out["imagePullSecrets"] = [{"name": self.name()}]
            out["secrets"] = [{"name": self.name()}]
        return out

    def other(self):
        c = self.c
        n = self.name
        version, kind, body = c.choice([
            ("networking.k8s.io/v1", "Ingress", lambda: {"spec": {"ingressClassName": n(), "tls": [{"hosts": ["h"], "secretName": n()}], "rules": [
                {"host": c.choice(["a.example.com", "$(HOST)"]), "http": {"paths": [{"path": "/", "pathType": "Prefix", "backend": {
                    "service": {"name": n(), "port": {"number": 80}}}}]}}]}}),
            ("networking.k8s.io/v1beta1", "Ingress", lambda: {"spec": {"backend": {"serviceName": n(), "servicePort": 80}}}),
            ("autoscaling/v2", "HorizontalPodAutoscaler", lambda: {"spec": {"scaleTargetRef": {
                "apiVersion": "apps/v1", "kind": c.choice(["Deployment", "StatefulSet"]), "name": n()}, "maxReplicas": 3}}),
            ("policy/v1", "PodDisruptionBudget", lambda: {"spec": {"minAvailable": c.choice([1, "50%"]), "selector": {"matchLabels": {"app": "web"}}}}),
            ("networking.k8s.io/v1", "NetworkPolicy", lambda: {"spec": {"podSelector": c.choice([{}, {"matchLabels": {"app": "web"}}]), "ingress": [
                {"from": [{"podSelector": {"matchLabels": {"app": "api"}}}, {"namespaceSelector": {}}], "ports": [{"port": 80}]}]}}),
            ("v1", "PersistentVolumeClaim", lambda: {"spec": {"storageClassName": n(), "volumeName": n(), "accessModes": ["ReadWriteOnce"]}}),
            ("v1", "PersistentVolume", lambda: {"spec": {"capacity": {"storage": "1Gi"}, "storageClassName": n(), "claimRef": {"name": n(), "namespace": "shop"}}}),
            ("storage.k8s.io/v1", "StorageClass", lambda: {"provisioner": "p", "parameters": {"secretName": n(), "x": self.odd("y")}}),
            ("scheduling.k8s.io/v1", "PriorityClass", lambda: {"value": 1000}),
            ("v1", "Namespace", lambda: {}), ("v1", "LimitRange", lambda: {"spec": {"limits": [{"type": "Pod", "max": {"cpu": "2"}}]}}),
            ("v1", "ResourceQuota", lambda: {"spec": {"hard": {"pods": self.odd("10")}}}),
            ("apiextensions.k8s.io/v1", "CustomResourceDefinition", lambda: {"spec": {
                "group": "example.com", "names": {"kind": "Widget", "plural": "widgets"}, "scope": c.choice(["Namespaced", "Cluster"]),
                "conversion": {"strategy": "Webhook", "webhook": {"clientConfig": {"service": {"name": n(), "namespace": "shop"}}}},
                "versions": [{"name": "v1", "served": True, "schema": {"openAPIV3Schema": {"type": "object", "properties": {
                    "spec": {"type": "object", "default": {}, "description": scalars.text(c), "maximum": 1e9}}}}}]}}),
            ("apiregistration.k8s.io/v1", "APIService", lambda: {"spec": {"group": "x", "service": {"name": n(), "namespace": "shop"}}}),
            ("admissionregistration.k8s.io/v1", c.choice(["Mutating", "Validating"]) + "WebhookConfiguration", lambda: {"webhooks": [
                {"name": w, "clientConfig": {"service": {"name": n(), "namespace": c.choice(NAMESPACES), "path": "/x"}}} for w in c.some(["a.b.c", "d.e.f"], 1, 2)]}),
            ("serving.knative.dev/v1", "Service", lambda: {"spec": {"template": self.pod_template()}}),
            ("argoproj.io/v1alpha1", "Rollout", lambda: {"spec": {"replicas": 1, "template": self.pod_template()}}),
            ("monitoring.coreos.com/v1", "ServiceMonitor", lambda: {"spec": {"selector": {"matchLabels": {"app": "web"}}, "endpoints": [{"port": "http"}]}}),
            ("cert-manager.io/v1", "Certificate", lambda: {"spec": {"secretName": n(), "dnsNames": ["$(NAME).shop.svc"]}}),
        ])
        return {"apiVersion": version, "kind": kind, "metadata": self.metadata(), **body()}

    def custom(self):
        c = self.c

        def value(depth):
            roll = c.random()
            if depth > 2 or roll < 0.5:
                return any_scalar(c, self.oddity)
            if roll < 0.8:
                return {k: value(depth + 1) for k in c.some(["a", "b", "name", "items", "value", "x-y", "A", "a10", "a9"], 0, 4)}
            if roll < 0.9:
                return [{"name": m, "value": value(depth + 2)} for m in c.some(["a", "b", "c"], 0, 3)]
            return [value(depth + 1) for _ in range(c.randint(0, 3))]

        kind = c.choice(["Widget", "Gadget", "ThingList"])
        out = {"apiVersion": c.choice(["example.com/v1", "example.com/v1beta1", "v1"]), "kind": kind, "metadata": self.metadata()}
        if c.of(0.9):
            out["spec"] = value(0)
        if c.of(0.1):
            out["status"] = {}
        return out

    def any(self):
        make = self.c.weighted({self.workload: 6, self.service: 3, self.config_map: 4, self.secret: 2, self.rbac: 3, self.other: 5, self.custom: 4})
        out = make()
        if self.c.of(0.05):
            out["metadata"].setdefault("annotations", {})[self.c.choice([
                "config.kubernetes.io/local-config", "kustomize.config.k8s.io/needs-hash", "kustomize.config.k8s.io/behavior",
                "config.kubernetes.io/origin", "internal.config.kubernetes.io/path"])] = self.c.choice(["true", "enabled", "merge", "x"])
        return self.c.shuffled(out) if self.c.of(0.3) else out
