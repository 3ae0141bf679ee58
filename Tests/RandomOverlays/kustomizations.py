"""Trees of kustomizations: a base, components and overlays, with every field of a kustomization."""
import base64
import json

import scalars
from patches import Patches
from paths import any_path, at, dotted, field_spec, is_scalar
from resources import IMAGES, LABEL_KEYS, NAMES, NAMESPACES, Resources, label_map
from writer import Raw, Writer

WORKLOADS = ("Deployment", "StatefulSet", "ReplicaSet", "ReplicationController")


class Tree:
    """The files of one random tree, and the directory to build."""

    def __init__(self, chance):
        self.c = chance
        self.oddity = chance.choice([0, 0, 0.02, 0.1])
        self.style = chance.choice([0, 0.05, 0.15])
        self.resources = Resources(chance, self.oddity)
        self.patches = Patches(self.resources)
        self.files = {}
        self.layers = {}
        self.options = []
        self.variables = 0
        self.known = []
        self.identities = set()
        self.build()

    # The tree.

    def build(self):
        c = self.c
        below, self.target = [], "base"
        self.layer("base", [], own=c.randint(1, 6))
        below = ["base"]
        if c.of(0.15):
            seen, self.known = self.known, []
            self.layer("other", [], own=c.randint(1, 3))
            self.known = seen + self.known
            below.append("other")
        for level in range(c.choice([0, 1, 1, 1, 2, 3])):
            components = []
            if c.of(0.25):
                name = "component%d" % level
                self.layer(name, [], own=c.choice([0, 0, 1]), component=True)
                components.append(name)
            name = "overlay%d" % level
            self.layer(name, below, own=c.choice([0, 0, 1, 2]), components=components, chained=level)
            below, self.target = [name], name
        if c.of(0.1):
            self.options.append(c.choice(["--reorder=none", "--reorder=legacy", "--enable-managedby-label"]))

    def write(self, path, data):
        self.files[path] = data if isinstance(data, (str, bytes)) else Writer(self.c, self.style).document(data)
        return path

    def file(self, directory, name, data):
        """Writes a file beside a kustomization; its name as the kustomization says it."""
        self.write(directory + "/" + name, data)
        return name if self.c.of(0.9) else "./" + name

    def layer(self, directory, below, own, component=False, components=(), chained=0):
        c = self.c
        k = {}
        if c.of(0.5) or component:
            k["apiVersion"] = "kustomize.config.k8s.io/" + ("v1alpha1" if component else "v1beta1")
            k["kind"] = "Component" if component else "Kustomization"
        entries = ["../" + b for b in below]
        entries += self.resource_files(directory, own)
        c.of(0.1) and c.shuffle(entries)
        if entries:
            k["resources"] = entries
        if components:
            k["components"] = ["../" + name for name in components]
        fields = [
            (0.12, self.name_prefix), (0.12, self.name_suffix), (0.2, self.namespace), (0.2, self.labels), (0.15, self.common_labels),
            (0.2, self.common_annotations), (0.25, self.images), (0.12, self.replicas), (0.25, self.config_maps),
            (0.2, self.secrets), (0.1, self.generator_options), (0.4, self.patches_field), (0.12, self.strategic_field),
            (0.12, self.json_field), (0.2, self.replacements), (0.1, self.variables_field), (0.07, self.configurations),
            (0.06, self.sort_options), (0.06, self.build_metadata), (0.1, self.plugins), (0.02, self.crds),
        ]
        scale = 0.5 if component else c.choice([0.5, 1, 1, 1.6])
        for probability, field in fields:
            if c.of(probability * scale):
                field(k, directory)
        if len(k) <= 2 and "resources" not in k:
            k["commonAnnotations"] = {"note": "x"}
        if c.of(0.5):
            k = c.shuffled(k)
        name = c.weighted({"kustomization.yaml": 18, "kustomization.yml": 1, "Kustomization": 1})
        self.layers[directory + "/" + name] = k
        self.write(directory + "/" + name, k)

    def fewer(self):
        """The files with a field of a kustomization left out: each field in turn, then more and more."""
        fields = [(path, field) for path, k in self.layers.items() for field in k
                  if field not in ("apiVersion", "kind", "resources", "components")]
        self.c.shuffle(fields)
        for left_out in [[field] for field in fields] + [fields[:n] for n in range(2, len(fields) + 1)]:
            files = dict(self.files)
            for path in {path for path, _ in left_out}:
                rest = {field: value for field, value in self.layers[path].items() if (path, field) not in left_out}
                # A kustomization that says nothing is refused.
                rest = rest if set(rest) - {"apiVersion", "kind"} else {**rest, "commonAnnotations": {"note": "x"}}
                files[path] = Writer(self.c, 0).document(rest)
            yield files

    def resource_files(self, directory, count):
        c = self.c
        made = [self.new_resource() for _ in range(count)]
        self.known += made
        names = []
        while made:
            count = c.choice([1, 1, 2, 3])
            taken, made = made[:count], made[count:]
            name = "r%d.%s" % (len(names), c.choice(["yaml", "yaml", "yml", "json"]))
            if c.of(0.05):
                text = Writer(c, self.style).document({"apiVersion": "v1", "kind": "List", "items": taken})
            elif name.endswith("json") and len(taken) == 1 and c.of(0.8):
                text = json.dumps(taken[0], indent=2, default=str)
            else:
                separators = ["---\n", "---\n", "--- # next\n", "\n---\n", "---\n---\n", "---\n# nothing\n---\n"]
                text = c.choice(["", "", "---\n", "# Copyright\n", "# c\n---\n"])
                text += "".join(t if i == 0 else c.choice(separators) + t
                                for i, t in enumerate(self.ended(Writer(c, self.style).document(r)) for r in taken))
                text += c.choice(["", "", "---\n", "...\n"]) if self.style else ""
            if c.of(0.03):
                text = text.replace("\n", "\r\n")
            if c.of(0.02):
                text = "\ufeff" + text
            names.append(self.file(directory, name, text))
        return names

    def new_resource(self):
        """A resource that is not there yet, but for a few."""
        while True:
            resource = self.resources.any()
            if self.is_new(resource) or self.c.of(0.002):
                return resource

    def is_new(self, resource):
        meta = resource["metadata"]
        identity = resource["kind"], meta["name"], meta.get("namespace", "default")
        if identity in self.identities or (resource["kind"] == "Namespace" and any(i[0] == "Namespace" for i in self.identities)):
            return False
        self.identities.add(identity)
        return True

    @staticmethod
    def ended(text):
        return text if text.endswith("\n") else text + "\n"

    def any_known(self, kinds=None):
        found = [r for r in self.known if kinds is None or r["kind"] in kinds]
        return self.c.choice(found) if found else self.resources.any()

    def string(self):
        """A string for a field of the kustomization itself, without the character that Kustomize refuses there."""
        while True:
            string = Raw(scalars.plain(self.c)) if self.c.of(self.oddity / 3) else scalars.text(self.c)
            if "\x7f" not in string and "\\x7F" not in string:
                return string

    # Fields.

    def name_prefix(self, k, _):
        k["namePrefix"] = self.c.choice(["pre-", "x", "a-", ""])

    def name_suffix(self, k, _):
        k["nameSuffix"] = self.c.choice(["-v1", "x", "-z", ""])

    def namespace(self, k, _):
        k["namespace"] = self.c.choice(NAMESPACES)

    def labels(self, k, _):
        c = self.c
        entries = []
        for _ in range(c.choice([1, 1, 2])):
            entry = {"pairs": label_map(c, 0, 1)}
            for flag in c.some(["includeSelectors", "includeTemplates", "includeTemplate" if c.of(0.01) else "includeSelectors"], 0, 2):
                entry[flag] = c.of(0.8)
            if c.of(0.2):
                target = self.any_known()
                path = any_path(c, target, lambda v: isinstance(v, dict))
                entry["fields"] = [{"path": c.choice(["spec/x/labels", "metadata/annotations" if c.misshaped() else "spec/z", field_spec(path) or "spec/y"]),
                                    "create": c.of(0.7), **({"kind": target["kind"]} if c.of(0.5) else {})}]
            entries.append(entry)
        k["labels"] = entries

    def common_labels(self, k, _):
        k["commonLabels"] = {key: self.c.choice(["web", "x", "", "true", "1"]) for key in self.c.some(LABEL_KEYS, 0, 2)}

    def common_annotations(self, k, _):
        k["commonAnnotations"] = {key: self.string() for key in self.c.some(["note", "example.com/x", "n", "y", "owner"], 1, 2)}

    def images(self, k, _):
        c = self.c
        k["images"] = [{"name": c.choice(["nginx", "redis", "docker.io/library/redis", "registry:5000/team/app", "busybox", "my-image", "ngin.", "absent"]),
                        **{f: v for f, v in {"newName": c.choice(["mirror/nginx", "r:5000/x", "nginx"]), "newTag": c.choice(["2", "v2", "1.0", "latest", ""]),
                                             "digest": "sha256:" + "c" * 64, "tagSuffix": "-alpine"}.items() if c.of(0.4)}} for _ in range(c.randint(1, 3))]

    def replicas(self, k, _):
        c = self.c
        if any(r["kind"] in WORKLOADS for r in self.known) or c.of(0.03):
            k["replicas"] = [{"name": self.any_known(WORKLOADS)["metadata"]["name"], "count": c.choice([0, 2, 5])}]

    def generated(self, directory, secret):
        c = self.c
        entry = {"name": c.choice(NAMES)}
        if c.of(0.25):
            entry["namespace"] = c.choice(NAMESPACES)
        keys = iter(c.sample(["k", "LOG", "a.properties", "config.json", "B", "b10", "b9", "y", "1" if c.of(0.02) else "1a"], 9))
        if c.of(0.7):
            entry["literals"] = [c.choice(["%s=%s", "%s='%s'", '%s="%s"', "%s=%s"]) % (next(keys), scalars.text(c)) for _ in range(c.randint(0, 3))]
        if c.of(0.4):
            entry["files"] = []
            for _ in range(c.randint(1, 2)):
                content = c.choice([scalars.text(c), "\n".join(scalars.text(c) for _ in range(3)), b"\xff\x00\x01", b"\xef\xbb\xbfa", "a\r\nb\r\n", ""])
                name = self.file(directory, "data%d.txt" % len(self.files), content)
                entry["files"].append(c.choice(["", next(keys) + "="]) + name)
        if c.of(0.3):
            lines = c.choices(["# note", "", "  LEAD=x", "TRAIL=x  ", "NOVALUE", "EQ=a=b", "Q=\"quoted\"", "S='x'", "E=", "U=é", "export X=1", "\tT=1"], k=c.randint(0, 4))
            text = c.choice(["\n", "\n", "\r\n"]).join(dict.fromkeys(lines)) + c.choice(["", "\n"])
            entry[c.choice(["envs", "envs", "env"])] = self.file(directory, "vars%d.env" % len(self.files), c.choice(["", "", "\ufeff"]) + text)
            if "envs" in entry:
                entry["envs"] = [entry["envs"]]
        kind = "Secret" if secret else "ConfigMap"
        if any(r["kind"] == kind for r in self.known) and c.of(0.5) or c.of(0.01):
            entry["behavior"] = c.choice(["merge", "replace"])
            target = self.any_known((kind,))
            entry["name"] = target["metadata"]["name"]
            entry.pop("namespace", None)
            if "namespace" in target["metadata"]:
                entry["namespace"] = target["metadata"]["namespace"]
        else:
            if c.of(0.2):
                entry["behavior"] = c.choice(["create", ""])
            while not self.is_new({"kind": kind, "metadata": entry}) and c.of(0.99):
                entry["name"] = c.choice(NAMES) + c.choice(["", "-c", "-d", "-e"])
        if c.of(0.3):
            entry["options"] = self.option_map()
        if secret and c.of(0.4):
            entry["type"] = c.choice(["Opaque", "kubernetes.io/tls", "x"])
        body = {"apiVersion": "v1", "kind": kind, "metadata": {"name": entry["name"]}, "data": {"k": "v"}}
        if "namespace" in entry:
            body["metadata"]["namespace"] = entry["namespace"]
        self.known.append(body)
        return entry

    def option_map(self):
        c = self.c
        return {key: value for key, value in {"disableNameSuffixHash": c.of(0.6), "immutable": c.of(0.7), "labels": label_map(c, 0),
                                              "annotations": {"note": self.string()}}.items() if c.of(0.4)}

    def config_maps(self, k, directory):
        k["configMapGenerator"] = [self.generated(directory, False) for _ in range(self.c.choice([1, 1, 2]))]

    def secrets(self, k, directory):
        k["secretGenerator"] = [self.generated(directory, True) for _ in range(self.c.choice([1, 1, 2]))]

    def generator_options(self, k, _):
        k["generatorOptions"] = self.option_map()

    def patches_field(self, k, directory):
        k["patches"] = [self.patch(directory) for _ in range(self.c.choice([1, 1, 2, 3]))]

    def patch(self, directory):
        c = self.c
        target = self.any_known()
        entry = {}
        if c.of(0.4):
            text = self.patches.operations_text(self.patches.operations(target))
            entry["target"] = self.patches.selector(target)
        else:
            body = self.patches.strategic(target)
            if c.of(0.35):
                entry["target"] = self.patches.selector(target)
                if c.of(0.3):
                    body["metadata"]["name"] = c.choice(["ignored", "renamed"])
                if c.of(0.1):
                    body.pop("metadata")
                entry["options"] = {o: c.of(0.8) for o in c.some(["allowNameChange", "allowKindChange"], 0, 2)}
                # The hash of other kinds than ConfigMap and Secret is that of Kustomize's memory.
                entry["target"]["kind"] = target["kind"]
            text = Writer(c, self.style).document(body)
            if c.of(0.08):
                text = self.ended(text) + "---\n" + Writer(c, self.style).document(self.patches.strategic(self.any_known()))
        if c.of(0.5):
            entry["path"] = self.file(directory, "patch%d.yaml" % len(self.files), text)
        else:
            entry["patch"] = text
        return entry

    def strategic_field(self, k, directory):
        c = self.c
        texts = [Writer(c, self.style).document(self.patches.strategic(self.any_known())) for _ in range(c.choice([1, 2]))]
        k["patchesStrategicMerge"] = [self.file(directory, "smp%d.yaml" % len(self.files), t) if c.of(0.6) else t for t in texts]

    def json_field(self, k, directory):
        c = self.c
        target = self.any_known()
        group, _, version = target["apiVersion"].rpartition("/")
        text = self.patches.operations_text(self.patches.operations(target))
        entry = {"target": {"version": version, "kind": target["kind"], "name": target["metadata"]["name"], **({"group": group} if group else {})}}
        if "namespace" in target["metadata"] and c.of(0.8):
            entry["target"]["namespace"] = target["metadata"]["namespace"]
        if c.of(0.5):
            entry["path"] = self.file(directory, "ops%d.yaml" % len(self.files), text)
        else:
            entry["patch"] = text
        k["patchesJson6902"] = [entry]

    def replacement(self):
        c = self.c
        source, target = self.any_known(), self.any_known()
        entry = {}
        path = any_path(c, source, (lambda v: True) if c.misshaped(0.1) else is_scalar)
        # Kustomize keeps notes among the annotations; and no collection goes into itself.
        if path in (("metadata",), ("metadata", "annotations")) or source is target and not is_scalar(at(source, path)):
            path = ("metadata", "name")
        if c.of(0.12):
            entry["sourceValue"] = c.choice(["value", "8080", "a-b-c", "true", ""])
        else:
            entry["source"] = {"kind": source["kind"], "name": source["metadata"]["name"]}
            if c.of(0.8):
                entry["source"]["fieldPath"] = self.path_in(source, path)
            if "namespace" in source["metadata"] and c.of(0.5):
                entry["source"]["namespace"] = source["metadata"]["namespace"]
            if c.of(0.15):
                entry["source"]["options"] = {"delimiter": c.choice(["-", ".", ":", "/"]), "index": c.choice([0, 0, 1, -1])}
        targets = []
        for _ in range(c.choice([1, 1, 2])):
            t = {"select": {"kind": target["kind"], "name": target["metadata"]["name"]} if c.of(0.7) else self.patches.selector(target)}
            # What a kind, or a whole object, becomes by a replacement is no overlay of anybody.
            t["fieldPaths"] = [self.path_in(target, any_path(c, self.body(target), (lambda v: True) if c.misshaped(0.02) else is_scalar)) for _ in range(c.choice([1, 1, 2]))]
            if c.of(0.25):
                t["fieldPaths"].append(c.choice(["metadata.annotations.added", "spec.added.deep", "metadata.labels.[a.b/c]", "metadata.labels.[tier]" if c.of(0.1) else "metadata.labels.tier", "data.new", "spec.list.0",
                                                 "spec.list.[name=x].value", "data.config\\.json.a.b", "data.config\\.yaml.a.b", "spec.template.spec.containers.*.env.[name=LOG].value"]))
            if c.of(0.5):
                t["options"] = {"create": True}
            elif c.of(0.25):
                t["options"] = {o: v for o, v in {"create": True, "delimiter": c.choice(["-", ":", "/", "."]), "index": c.choice([0, 1, -1, 5]), "encoding": "base64"}.items()
                                if c.of(0.6 if o == "create" else 0.3)}
            if c.of(0.1):
                t["reject"] = [{"name": c.choice(NAMES)}] if c.of(0.7) else [{"kind": "Pod", "labelSelector": "app=web"}]
            targets.append(t)
        entry["targets"] = targets
        return entry

    def path_in(self, root, path):
        return dotted(self.c, root, path) or "metadata.name"

    def replacements(self, k, directory):
        c = self.c
        entries = [self.replacement() for _ in range(c.choice([1, 1, 2]))]
        k["replacements"] = [{"path": self.file(directory, "rep%d.yaml" % len(self.files), e if c.of(0.5) else [e])} if c.of(0.3) else e for e in entries]

    def variables_field(self, k, _):
        c = self.c
        k["vars"] = []
        for name in c.some(["NAME", "HOST", "PORT", "VAR", "A"], 1, 2):
            if name + str(self.variables) in k:
                continue
            source = self.any_known()
            ref = {"kind": source["kind"], "name": source["metadata"]["name"], "apiVersion": source["apiVersion"]}
            if "namespace" in source["metadata"] and c.of(0.7):
                ref["namespace"] = source["metadata"]["namespace"]
            entry = {"name": name if not self.variables else name + str(self.variables), "objref": ref}
            if c.of(0.6):
                path = any_path(c, source, is_scalar)
                text = ".".join("[%d]" % s if isinstance(s, int) else s.replace(".", "\\.") for s in path).replace(".[", "[")
                entry["fieldref"] = {"fieldPath": text or "metadata.name"}
            k["vars"].append(entry)
        self.variables += 1

    def configurations(self, k, directory):
        c = self.c
        tables = {}
        for table in c.some(["namePrefix", "nameSuffix", "namespace", "commonLabels", "commonAnnotations", "varReference", "images", "replicas", "nameReference", "labels", "templateLabels"], 1, 2):
            target = self.any_known()
            wanted = (lambda v: isinstance(v, dict)) if "abels" in table or "Ann" in table else is_scalar
            path = field_spec(any_path(c, self.body(target), wanted)) or "spec/x"
            if table == "namePrefix" or table == "nameSuffix" or c.of(0.15):
                path = c.choice(["metadata/name", "spec/name", "spec/a"])
            spec = {"path": path, "kind": target["kind"], **({"create": True} if c.of(0.4) and table not in ("namePrefix", "nameSuffix") else {})}
            if table == "nameReference":
                spec = {"kind": c.choice(["ConfigMap", "Secret", "Service", "Widget"]), "fieldSpecs": [spec]}
            tables[table] = [spec]
        k["configurations"] = [self.file(directory, "config%d.yaml" % len(self.files), tables)]

    def sort_options(self, k, _):
        c = self.c
        k["sortOptions"] = c.choice([{"order": "fifo"}, {"order": "legacy"}, {"order": "legacy", "legacySortOptions": {
            "orderFirst": ["Namespace", "Deployment"], "orderLast": c.choice([[], ["ConfigMap"]])}}])

    def build_metadata(self, k, _):
        k["buildMetadata"] = self.c.some(["managedByLabel", "originAnnotations", "transformerAnnotations"], 1, 3)

    def crds(self, k, directory):
        k["crds"] = [self.file(directory, "crd%d.json" % len(self.files), json.dumps({"x.Widget": {"Schema": {"properties": {
            "spec": {"x-kubernetes-object-ref-api-version": "v1", "x-kubernetes-object-ref-kind": "Secret", "properties": {}}}}, "Dependencies": []}}))]

    # Plugins.

    def plugins(self, k, directory):
        c = self.c
        entries = {"transformers": [self.transformer(directory) for _ in range(c.choice([1, 1, 2]))]} if c.of(0.8) else {"generators": [self.generator()]}
        if c.of(0.1):
            entries["validators"] = [self.transformer(directory)]
        for field, plugins in entries.items():
            k[field] = [self.file(directory, "plugin%d.yaml" % len(self.files), p) if c.of(0.5) else Writer(c, 0).document(p) for p in plugins]

    def plugin(self, kind, body):
        return {"apiVersion": "builtin", "kind": kind, "metadata": {"name": "p"}, **body}

    def generator(self):
        c = self.c
        kind = c.choice(["ConfigMapGenerator", "SecretGenerator"])
        return {"apiVersion": "builtin", "kind": kind, "metadata": {"name": c.choice(NAMES), "namespace": c.choice(NAMESPACES)},
                "literals": ["a=" + scalars.text(c)]}

    def transformer(self, directory):
        c = self.c
        target = self.any_known()
        specs = [{"path": c.choice(["metadata/name", "metadata/labels", "spec/x", field_spec(any_path(c, self.body(target))) or "spec/y"]),
                  "create": c.of(0.5), **({"kind": target["kind"]} if c.of(0.5) else {})} for _ in range(c.choice([1, 1, 2]))]
        return c.choice([
            lambda: self.plugin("PrefixTransformer", {"prefix": "p-", "fieldSpecs": [{"path": "metadata/name"}] if c.of(0.7) else specs}),
            lambda: self.plugin("SuffixTransformer", {"suffix": "-s", "fieldSpecs": [{"path": "metadata/name"}] if c.of(0.7) else specs}),
            lambda: self.plugin("NamespaceTransformer", {"metadata": {"name": "p", "namespace": c.choice(NAMESPACES)}, "unsetOnly": c.of(0.5),
                                                         "setRoleBindingSubjects": c.choice(["defaultOnly", "allServiceAccounts", "none"]),
                                                         "fieldSpecs": [{"path": "metadata/namespace", "create": True}]}),
            lambda: self.plugin("LabelTransformer", {"labels": label_map(c, 0, 1), "fieldSpecs": specs}),
            lambda: self.plugin("AnnotationsTransformer", {"annotations": {"note": scalars.text(c)}, "fieldSpecs": specs}),
            lambda: self.plugin("ImageTagTransformer", {"imageTag": {"name": "nginx", "newTag": "9"}, "fieldSpecs": specs}),
            lambda: self.plugin("ReplicaCountTransformer", {"replica": {"name": self.any_known(WORKLOADS)["metadata"]["name"], "count": 7},
                                                            "fieldSpecs": [{"path": "spec/replicas", "create": True, "kind": "Deployment"}]}),
            lambda: self.plugin("PatchTransformer", {"patch": Writer(c, 0).document(self.patches.strategic(target)), "target": self.patches.selector(target)}),
            lambda: self.plugin("PatchTransformer", {"patch": self.patches.operations_text(self.patches.operations(target)), "target": self.patches.selector(target)}),
            lambda: self.plugin("PatchStrategicMergeTransformer", {"patches": Writer(c, 0).document(self.patches.strategic(target))}),
            lambda: self.plugin("PatchJson6902Transformer", {"target": {"kind": target["kind"], "name": target["metadata"]["name"]},
                                                             "jsonOp": json.dumps(self.patches.operations(target), default=str, ensure_ascii=False)}),
            lambda: self.plugin("ReplacementTransformer", {"replacements": [self.replacement()]}),
            lambda: self.plugin("HashTransformer", {}) if c.of(0.9) else self.plugin("SortOrderTransformer", {"sortOptions": {"order": c.choice(["fifo", "legacy"])}}),
            lambda: self.plugin("ValueAddTransformer", {"value": c.choice(["v", "a/b"]), "targets": [{
                "selector": self.patches.selector(target), "fieldPath": self.spec_of(target),
                **({"filePathPosition": c.choice([0, 1, 2])} if c.of(0.3) else {})}]}),
            lambda: self.plugin("HashTransformer", {}),
        ])()

    def spec_of(self, target):
        """The path of a field that holds a scalar."""
        return field_spec(any_path(self.c, self.body(target), is_scalar)) or "spec/x"

    @staticmethod
    def body(resource):
        """A resource without its type: when that changes, hashes tell Kustomize's memory."""
        return {k: v for k, v in resource.items() if k not in ("kind", "apiVersion")}
