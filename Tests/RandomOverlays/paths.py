"""Paths into resources: for JSON patches, replacements, variables and field specs."""


def walk(value, path=()):
    """Every place in a value: pairs of a path and what is there."""
    yield path, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from walk(inner, path + (key,))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from walk(inner, path + (index,))


def any_path(chance, value, only=lambda v: True):
    """A random place in a value; the empty path where there is none of that kind."""
    places = [p for p, v in walk(value) if p and only(v)]
    return chance.choice(places) if places else ()


def at(value, path):
    for step in path:
        value = value[step]
    return value


def is_scalar(value):
    return not isinstance(value, (dict, list))


def pointer(path):
    return "".join("/" + str(s).replace("~", "~0").replace("/", "~1") for s in path)


def dotted(chance, root, path):
    """The path as replacements write it, lists by index, by the name of an element or by `*`."""
    steps, here = [], root
    for step in path:
        if isinstance(step, int):
            element = here[step]
            if isinstance(element, dict) and isinstance(element.get("name"), str) and chance.of(0.6):
                steps.append("[name=%s]" % element["name"])
            else:
                steps.append("*" if chance.of(0.25) else str(step))
        elif "." in step or "/" in step and chance.of(0.3):
            steps.append("[%s]" % step if chance.of(0.4) else step.replace(".", "\\."))
        else:
            steps.append(step)
        here = here[step]
    return ".".join(steps)


def field_spec(path):
    return "/".join(str(s).replace("/", "\\/") for s in path if not isinstance(s, int))
