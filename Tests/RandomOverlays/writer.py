"""Writes data as YAML in any style: block and flow, every kind of quotes, comments, anchors, merge keys."""
import json
import re

PLAIN_SAFE = re.compile(r"[A-Za-z/][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*$")
RESOLVED = re.compile(r"(?i)(y|n|yes|no|on|off|true|false|null|infinity)$")


class Raw(str):
    """YAML that is written as it stands."""


class Writer:
    """One document; `oddity` is how often a style other than the common one is taken."""

    def __init__(self, chance, oddity=None):
        self.chance = chance
        self.oddity = chance.choice([0, 0, 0.05, 0.15]) if oddity is None else oddity
        self.anchors = []
        self.indented_lists = chance.of(0.4)
        self.step = chance.choice([2, 2, 2, 4])

    def odd(self, share=1.0):
        return self.chance.of(self.oddity * share)

    def document(self, data):
        if isinstance(data, str):
            return data
        if self.odd(0.3):
            return json.dumps(data, indent=self.chance.choice([None, 2]), ensure_ascii=self.chance.of(0.5),
                              default=str) + "\n"
        lines = self.block(data, 0) if data else [self.flow(data)]
        if self.odd():
            lines.insert(self.chance.randint(0, 1), "# head")
        return "\n".join(lines) + ("" if self.odd(0.3) else "\n")

    # Blocks are lists of lines.

    def block(self, data, indent):
        lines = []
        pad = " " * indent
        if isinstance(data, dict):
            keys = list(data)
            merged = [a for a, v in self.anchors if isinstance(v, dict)]
            if merged and self.odd(0.3):
                lines.append(pad + "<<: *" + self.chance.choice(merged))
            for key in keys:
                if self.odd(0.3):
                    lines.append(self.chance.choice(["", pad + "# note", "  # shifted note", pad + "#"]))
                self.entry(lines, pad + self.key(key) + ":", data[key], indent, in_list=False)
        else:
            for item in data:
                if self.odd(0.2):
                    lines.append(pad + "# item")
                if isinstance(item, (dict, list)) and item and not self.odd(0.2):
                    dash = "- " if not self.odd(0.1) else "-   "
                    inner = self.block(item, indent + len(dash))
                    first = next((i for i, l in enumerate(inner) if l.strip() and not l.strip().startswith("#")), 0)
                    inner[first] = pad + dash + inner[first][indent + len(dash):]
                    lines += inner
                else:
                    self.entry(lines, pad + "-", item, indent, in_list=True)
        return lines

    def entry(self, lines, head, value, indent, in_list):
        if isinstance(value, (dict, list)):
            if value and (alias := self.alias(value)):
                lines.append(head + " *" + alias)
                return
            if not value or self.odd(0.4):
                lines.append(head + " " + self.flow(value))
                return
            anchor = self.anchor(value)
            deeper = indent + self.step
            if isinstance(value, list) and not in_list and not self.indented_lists:
                deeper = indent
            lines.append(head + anchor + (" # why" if self.odd(0.3) else ""))
            lines += self.block(value, deeper)
            if anchor:
                self.anchors.append((anchor.split("&")[1], value))
            return
        scalar = self.scalar(value, indent)
        lines.append(head + " " + scalar[0] + (" # so" if len(scalar) == 1 and self.odd(0.3) else ""))
        lines.extend(scalar[1:])

    def anchor(self, value):
        if not self.odd(0.5):
            return ""
        return " &a%d" % len(self.anchors)

    def alias(self, value):
        if self.odd(2):
            for name, anchored in self.anchors:
                if anchored == value:
                    return name
        return None

    def key(self, key):
        if isinstance(key, Raw):
            return key
        if not isinstance(key, str):
            return json.dumps(key)
        safe = PLAIN_SAFE.match(key) and not RESOLVED.match(key)
        if safe and not self.odd(0.3):
            return key
        return self.quoted(key)

    def quoted(self, value):
        if "'" not in value and value.isprintable() and self.chance.of(0.5):
            return "'" + value + "'"
        return json.dumps(value, ensure_ascii=self.chance.of(0.5) and ord(max(value, default="a")) < 0x10000)

    # A scalar is the rest of the line, and the lines after it.

    def scalar(self, value, indent):
        if isinstance(value, Raw):
            return [str(value)]
        if not isinstance(value, str):
            return [json.dumps(value)]
        safe = PLAIN_SAFE.match(value) and not RESOLVED.match(value)
        if "\n" in value and all(c.isprintable() or c in "\n\t" for c in value) and value[:1] not in " \n\t":
            if not self.odd():
                return self.block_scalar("|", value, indent)
            if self.odd(2):
                return self.block_scalar(">", value, indent)
        if safe and not self.odd():
            if " " in value and len(value) > 60 and self.odd():
                return self.folded_plain(value, indent)
            return [value]
        if "\n" not in value and self.odd(0.5) and value[:1] not in " \t" and value.isprintable() and value:
            return self.block_scalar(self.chance.choice("|>"), value, indent)
        return [self.quoted(value)]

    def block_scalar(self, style, value, indent):
        body = value.rstrip("\n")
        trailing = len(value) - len(body)
        chomp = "-" if trailing == 0 else "" if trailing == 1 else "+"
        pad = " " * (indent + self.step)
        lines = [pad + l if l else "" for l in body.split("\n")] + [""] * max(0, trailing - 1)
        hint = str(self.step) if self.odd(0.3) else ""
        return [style + hint + chomp] + lines

    def folded_plain(self, value, indent):
        words = value.split(" ")
        middle = self.chance.randint(1, len(words) - 1)
        return [" ".join(words[:middle]), " " * (indent + 2) + " ".join(words[middle:])]

    def flow(self, data):
        if isinstance(data, dict):
            return "{" + ", ".join(self.key(k) + ": " + self.flow(v) for k, v in data.items()) + "}"
        if isinstance(data, list):
            return "[" + ", ".join(self.flow(v) for v in data) + "]"
        if isinstance(data, Raw):
            # A colon at the end is no text to libyaml here, as docs/compatibility.md says.
            return self.quoted(data) if data.endswith(":") else data
        if not isinstance(data, str):
            return json.dumps(data)
        return data if PLAIN_SAFE.match(data) and not RESOLVED.match(data) else self.quoted(data)
