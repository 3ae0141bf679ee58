"""Patches: strategic merge by mutation of what is patched, JSON patches by paths into it."""
import copy
import json

import scalars
from paths import any_path, at, is_scalar, pointer
from resources import any_scalar, distinct, label_map
from writer import Raw, Writer

#: Fields by which the elements of a list are told apart.
MERGE_KEYS = ("name", "containerPort", "port", "protocol", "mountPath", "key", "ip", "topologyKey", "whenUnsatisfiable")

#: Fields whose value is a mapping of strings.
STRING_MAPS = ("labels", "annotations", "matchLabels", "selector", "nodeSelector", "data", "stringData", "binaryData", "parameters", "hard", "limits", "requests")


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
                body[key] = self.changed(value, key)
        return c.shuffled(body) if c.of(0.2) else body

    def changed(self, value, field):
        """A value for the field of that name, made from the one that it has."""
        c = self.c
        if isinstance(value, dict):
            if c.of(0.03):
                return c.choice([[], "text"]) if c.misshaped(0.5) else c.choice([None, {}])
            out = {}
            for key, inner in value.items():
                if key in MERGE_KEYS and not c.misshaped():
                    out[key] = self.other_key(inner) if c.of(0.3) else inner
                elif c.of(0.5) or key == "name":
                    out[key] = None if c.of(0.05) and key != "name" else self.changed(inner, key)
            if c.of(0.1):
                added = [1, "x", None, scalars.text(c)]
                if field not in STRING_MAPS or c.misshaped():
                    added += [{"deep": {"er": []}}, [1]]
                out[c.choice(["added", "a", "extra", "0"])] = c.choice(added)
            if c.of(0.04):
                out["$patch"] = c.choice(["delete", "replace", "merge", "replace"])
            if c.of(0.02) and (field not in STRING_MAPS or c.misshaped()):
                out["$retainKeys"] = list(out)
            return out
        if isinstance(value, list):
            if c.of(0.04):
                return c.choice([{}, [None]]) if c.misshaped(0.5) else c.choice([None, []])
            out = [self.changed(v, field) for v in value if c.of(0.6)]
            if c.of(0.3) and value:
                out.append(self.other_element(value[0]))
            if c.of(0.06) and value and isinstance(value[0], dict):
                victim = copy.deepcopy(c.choice([v for v in value if isinstance(v, dict)]))
                out.append({**{k: v for k, v in victim.items() if is_scalar(v)}, "$patch": c.choice(["delete", "delete", "replace", "merge"])})
            directed = any(isinstance(e, dict) and "$patch" in e for e in out)
            if c.of(0.03) and (not directed or c.misshaped()):
                out.insert(c.randint(0, len(out)), {"$patch": c.choice(["replace", "replace", "merge"])})
            if c.of(0.15):
                c.shuffle(out)
            return distinct(c, out)
        return value if c.of(0.4) else any_scalar(c, self.r.oddity) if c.of(0.7) else None if c.of(0.1) else scalars.text(c)

    def other_element(self, like):
        c = self.c
        if isinstance(like, dict):
            out = copy.deepcopy(like)
            for key in MERGE_KEYS:
                if key in out and c.of(0.8):
                    out[key] = self.other_key(out[key])
            spare = [key for key in out if key not in MERGE_KEYS or c.misshaped()]
            if c.of(0.1) and spare:
                out.pop(c.choice(spare))
            return out
        return 1 if c.misshaped(0.25) else c.choice(["new", "a", like])

    def other_key(self, key):
        """Another value for a field by which the elements of a list are told apart."""
        c = self.c
        if c.of(self.r.oddity / 2):
            return any_scalar(c, self.r.oddity)
        if key in ("TCP", "UDP"):
            return c.choice(["TCP", "UDP"])
        return c.choice(["new", "a", "main", key]) if isinstance(key, str) else c.choice([81, 8080, 80, key])

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
        source = any_path(c, target)
        if kind in ("copy", "move") and not c.misshaped():
            # From one scalar to another, or to a place of its own.
            source = any_path(c, {"spec": target.get("spec", {}), "data": target.get("data", {})}, is_scalar)
            kind = kind if len(source) > 1 and source[-1] != "name" else "remove"
            if path[-1] == "namespace" or not is_scalar(at(target, path)):
                path = any_path(c, {"spec": target.get("spec", {}), "data": target.get("data", {})}, is_scalar) or ("added",)
        where = pointer(path)
        misfit = c.misshaped()
        parent = at(target, path) if kind == "add" else ""
        if kind == "add" and not is_scalar(parent) and c.of(0.5):
            if misfit:
                where += c.choice(["/added", "/a~1b", "/0", "/-"])
            elif isinstance(parent, list):
                where, path = where + c.choice(["/0", "/-"]), path + (0,)
            else:
                where += c.choice(["/added", "/a~1b"])
                path += ("added",)
        if c.of(0.02):
            where += c.choice(["/x", "/-1", "/99", "/", "/~2"])
        out = {"op": kind, "path": where}
        if kind in ("replace", "add", "test"):
            out["value"] = self.value(where, path, target, kind, misfit)
        elif kind in ("copy", "move"):
            # Kustomize keeps notes among the annotations, which a copy of all of them would show.
            hidden = len(source) < 2 or source[-1] == "name" or source == ("metadata", "annotations")
            out["from"] = pointer(("metadata", "labels") if hidden else source)
        if c.of(0.02) and where != "/metadata/name":
            out.pop(c.choice(list(out)))
        return out

    def value(self, where, path, target, kind, misfit):
        c = self.c
        parent = at(target, path[:-1])
        current = parent.get(path[-1]) if isinstance(parent, dict) else parent[path[-1]] if parent else "x"
        if c.of(0.3) or kind == "test" and c.of(0.95):
            return copy.deepcopy(current)
        if where.endswith(("/name", "/namespace")):
            return c.choice(["new", "web", "api-2"])
        if where.endswith("/annotations"):
            return {"k": scalars.text(c)}
        scalar = c.choice([any_scalar(c, self.r.oddity), scalars.text(c), None, 12345678901234567890, 1000000, 1.0, ""])
        if misfit and not (is_scalar(current) and c.of(0.99) or c.of(0.2)):
            return c.choice([{"k": scalars.text(c)}, ["x", 1]])
        if isinstance(current, dict):
            return {**current, "k": scalars.text(c)} if path[-1] in STRING_MAPS or c.of(0.5) else copy.deepcopy(current)
        if isinstance(current, list):
            return copy.deepcopy(current[:1]) if current and not is_scalar(current[0]) else ["x", scalars.text(c)]
        return scalar

    def operations_text(self, operations):
        # What JSON tests, Kustomize compares as it is written, and it takes control characters there,
        # as docs/compatibility.md says.
        has_test = any(o.get("op") == "test" for o in operations)
        text = json.dumps(operations, default=str, ensure_ascii=False)
        if self.c.of(0.2) and not has_test and "\x7f" not in text:
            return text
        text = Writer(self.c).document(operations)
        while has_test and text.lstrip().startswith("["):
            text = Writer(self.c).document(operations)
        return text

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
