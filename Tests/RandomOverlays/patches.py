"""Patches: strategic merge by mutation of what is patched, JSON patches by paths into it."""
import copy
import json

import scalars
from paths import any_path, at, is_scalar, pointer
from resources import any_scalar, label_map
from writer import Raw, Writer


class Patches:
    def __init__(self, resources):
        self.r = resources
        self.c = resources.c

    # Strategic merge.

    def strategic(self, target):
        """A patch of the target's identity with some of its fields, changed."""
        c = self.c
        body = {"apiVersion": target["apiVersion"], "kind": target["kind"], "metadata": {"name": target["metadata"]["name"]}}
        if c.of(0.97) and "namespace" in target["metadata"]:
            body["metadata"]["namespace"] = target["metadata"]["namespace"]
        if c.of(0.04):
            body["$patch"] = c.choice(["delete", "replace", "merge", "delete"])
        if c.of(0.3):
            body["metadata"]["labels"] = label_map(c, self.r.oddity)
        if c.of(0.25):
            body["metadata"]["annotations"] = c.choice([{"note": scalars.text(c)}, {"note": None}, None, {}, {"n": any_scalar(c, 0.2)}])
        if c.of(0.04):
            body["metadata"]["finalizers"] = c.choice([["z"], None, []])
        for key, value in target.items():
            if key not in body and c.of(0.75):
                body[key] = self.changed(value, 0)
        return c.shuffled(body) if c.of(0.2) else body

    def changed(self, value, depth):
        c = self.c
        if isinstance(value, dict):
            if c.of(0.03):
                return c.choice([None, {}, [], "text"])
            out = {}
            for key, inner in value.items():
                if c.of(0.5) or key == "name":
                    out[key] = None if c.of(0.05) and key != "name" else self.changed(inner, depth + 1)
            if c.of(0.1):
                out[c.choice(["added", "a", "extra", "0"])] = c.choice([1, "x", {"deep": {"er": []}}, [1], None, scalars.text(c)])
            if c.of(0.04):
                out["$patch"] = c.choice(["delete", "replace", "merge", "replace"])
            if c.of(0.02):
                out["$retainKeys"] = list(out)
            return out
        if isinstance(value, list):
            if c.of(0.04):
                return c.choice([None, [], {}, [None]])
            out = [self.changed(v, depth + 1) for v in value if c.of(0.6)]
            if c.of(0.3) and value:
                out.append(self.other_element(value[0]))
            if c.of(0.06) and value and isinstance(value[0], dict):
                victim = copy.deepcopy(c.choice([v for v in value if isinstance(v, dict)]))
                out.append({**{k: v for k, v in victim.items() if is_scalar(v)}, "$patch": c.choice(["delete", "delete", "replace", "merge"])})
            if c.of(0.03):
                out.insert(c.randint(0, len(out)), {"$patch": c.choice(["replace", "replace", "merge"])})
            if c.of(0.15):
                c.shuffle(out)
            return out
        return value if c.of(0.4) else any_scalar(c, self.r.oddity) if c.of(0.7) else None if c.of(0.1) else scalars.text(c)

    def other_element(self, like):
        c = self.c
        if isinstance(like, dict):
            out = copy.deepcopy(like)
            for key in ("name", "containerPort", "port", "mountPath", "key", "ip"):
                if key in out and c.of(0.8):
                    out[key] = c.choice(["new", "a", "main"]) if isinstance(out[key], str) else c.choice([81, 8080, 80])
            if c.of(0.1) and out:
                out.pop(c.choice(list(out)))
            return out
        return c.choice(["new", 1, "a", like])

    # JSON patches.

    def operations(self, target):
        return [self.operation(target) for _ in range(self.c.choice([1, 1, 1, 2, 3]))]

    def operation(self, target):
        c = self.c
        # A resource of another kind, or without a name, is refused or hashed from Kustomize's memory.
        path = any_path(c, {k: v for k, v in target.items() if k not in ("kind", "apiVersion")}) or ("metadata",)
        kind = c.weighted({"replace": 4, "add": 4, "remove": 2, "test": 0.2, "copy": 1, "move": 1})
        if path[-1] in ("metadata", "name") and path[0] == "metadata":
            path, kind = ("metadata", "labels") if "labels" in target["metadata"] else ("metadata", "name"), "add"
        where = pointer(path)
        if kind == "add" and c.of(0.5):
            parent = at(target, path)
            where += c.choice(["/added", "/a~1b", "/0", "/-"]) if not is_scalar(parent) else ""
        if c.of(0.02):
            where += c.choice(["/x", "/-1", "/99", "/", "/~2"])
        out = {"op": kind, "path": where}
        if kind in ("replace", "add", "test"):
            current = at(target, path)
            out["value"] = self.value(where, current, kind)
        elif kind in ("copy", "move"):
            source = any_path(c, target)
            # Kustomize keeps notes among the annotations, which a copy of all of them would show.
            hidden = len(source) < 2 or source[-1] == "name" or source == ("metadata", "annotations")
            out["from"] = pointer(("metadata", "labels") if hidden else source)
        if c.of(0.02):
            out.pop(c.choice(list(out)))
        return out

    def value(self, where, current, kind):
        c = self.c
        if c.of(0.3) or kind == "test" and c.of(0.95):
            return copy.deepcopy(current)
        if where.endswith(("/name", "/namespace")):
            return c.choice(["new", "web", "api-2"])
        if where.endswith("/annotations"):
            return {"k": scalars.text(c)}
        scalar = c.choice([any_scalar(c, self.r.oddity), scalars.text(c), None, 12345678901234567890, 1000000, 1.0, ""])
        if is_scalar(current) and c.of(0.99) or c.of(0.2):
            return scalar
        return c.choice([{"k": scalars.text(c)}, ["x", 1]])

    def operations_text(self, operations):
        if self.c.of(0.2):
            # Surrogates are refused here, as docs/compatibility.md says.
            return json.dumps(operations, default=str, ensure_ascii=False)
        return Writer(self.c).document(operations)

    def selector(self, target):
        """A target that the resource meets, most of the time."""
        c = self.c
        group, _, version = target["apiVersion"].rpartition("/")
        name = target["metadata"]["name"]
        whole = {"kind": c.choice([target["kind"], target["kind"], ".*", target["kind"] + "|Pod", "[A-Z].*"]),
                 "name": c.choice([name, name, ".*", name + "|x", name[:1] + ".*", "^" + name + "$", "(?i)" + name, "absent"])}
        if group:
            whole["group"] = c.choice([group, group, ".*"])
        whole["version"] = version
        if "namespace" in target["metadata"]:
            whole["namespace"] = c.choice([target["metadata"]["namespace"], ".*", "shop"])
        labels = {k: v for k, v in (target["metadata"].get("labels") or {}).items() if isinstance(v, str) and not isinstance(v, Raw)}
        if labels and c.of(0.5):
            key = c.choice(list(labels))
            whole["labelSelector"] = c.choice([key + "=" + labels[key], key, "!" + key, key + "!=" + labels[key],
                                               key + " in (" + labels[key] + ",z)", key + " notin (q)", "app=web,tier"])
        if c.of(0.05):
            whole["annotationSelector"] = c.choice(["note", "note!=x", "!note", "n=5"])
        keys = c.some(whole, 1, 3)
        return {k: whole[k] for k in whole if k in keys}
