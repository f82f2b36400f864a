"""Text or data to a template. Strict: whatever is unknown, doubled, missing or impossible is refused, with its place."""

import re
from collections.abc import Mapping
from typing import Any, Final

import msgspec
import yaml

from varde.care.pathways.rules.template.codes import Words
from varde.care.pathways.rules.template.faults import Fault, TemplateFault, said
from varde.care.pathways.rules.template.laws import broken_laws
from varde.care.pathways.rules.template.shape import Template
from varde.kernel.yaml import Loader, too_deep

MOST_CHARACTERS: Final = 200_000
_STEP: Final = re.compile(r"\[(\d+)\]|\.([^.\[]+)")
Way = tuple[str | int, ...]
_NOT_YAML: Final = Words("Vi kan ikke lese filen som YAML her.", "We cannot read the file as YAML here.")


def read_template(text: str) -> Template:
    """The template in a YAML text. Raises TemplateFault: all broken laws at once, or the first fault of form."""
    data, lines = _loaded(text)
    return _template(data, lines)


def template_from(data: Any) -> Template:
    """The template in plain data (a stored JSON version, an edited form). Raises TemplateFault without line numbers."""
    return _template(data, {})


def _template(data: Any, lines: Mapping[Way, int]) -> Template:
    try:
        template = msgspec.convert(data, Template, strict=True)
    except msgspec.ValidationError as fault:
        message, _, path = str(fault).partition(" - at ")
        raise TemplateFault((_placed(_way(path), said(message), data, lines),)) from None
    broken = broken_laws(template)
    if broken:
        raise TemplateFault(tuple(_placed(way, text, data, lines) for way, text in broken))
    return template


def _way(path: str) -> Way:
    """msgspec's `$.stages[0].steps[1].due` as a way through the data."""
    return tuple(int(nr) if nr else name for nr, name in _STEP.findall(path.strip("`")))


def _placed(way: Way, text: Words, data: Any, lines: Mapping[Way, int]) -> Fault:
    line = next((lines[way[:end]] for end in range(len(way), -1, -1) if way[:end] in lines), 0)
    names, at = [], data
    for part in way:
        try:
            at = at[part]
        except (KeyError, IndexError, TypeError):
            at = None
        code = at.get("code") if isinstance(part, int) and isinstance(at, Mapping) else None
        names.append(str(code if isinstance(code, str) else part + 1 if isinstance(part, int) else part))
    return Fault("/".join(names), text, line)


def _loaded(text: str) -> tuple[Any, dict[Way, int]]:
    """The plain data of a YAML text, and the line of every place in it. No anchors, no tags, no doubled keys."""
    if len(text) > MOST_CHARACTERS:
        size = Words(
            "Filen er for stor. Den kan ha høyst 200 000 tegn.",
            "The file is too large: at most 200,000 characters.",
        )
        raise TemplateFault((Fault("", size),))
    lines: dict[Way, int] = {}
    try:
        _refuse(text)
        loader = Loader(text)
        root = loader.get_single_node()
        if root is None:
            raise TemplateFault((Fault("", Words("Filen er tom.", "The file is empty.")),))
        return _built(loader, root, (), lines), lines
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        last = len(text.splitlines())  # what is never closed is missed after the end
        raise TemplateFault((Fault("", _NOT_YAML, min(mark.line + 1, last) if mark else 0),)) from None
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        if isinstance(fault, TemplateFault):
            raise
        raise TemplateFault((Fault("", _NOT_YAML),)) from None


def _refuse(text: str) -> None:
    """Before anything is built: a depth that nobody writes, anchors, aliases and tags."""
    if line := too_deep(text):
        words = Words(
            "Lister og felt ligger for dypt inne i hverandre.", "Lists and fields lie too deep in each other."
        )
        raise TemplateFault((Fault("", words, line),))
    for token in yaml.scan(text, Loader=Loader):
        if isinstance(token, yaml.AnchorToken | yaml.AliasToken | yaml.TagToken):
            words = Words(
                "Anker, alias og tagger (& * !) kan ikke brukes her.",
                "Anchors, aliases and tags (& * !) cannot be used.",
            )
            raise TemplateFault((Fault("", words, token.start_mark.line + 1),))


def _built(loader: Any, node: yaml.Node, way: Way, lines: dict[Way, int]) -> Any:
    lines.setdefault(way, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_built(loader, one, (*way, nr), lines) for nr, one in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return loader.construct_object(node)
    found: dict[str, Any] = {}
    for key, value in node.value:
        name, line = str(getattr(key, "value", "")), key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode) or name in found:
            words = Words(f"Feltet «{name}» står to ganger.", f"The field “{name}” stands twice.")
            raise TemplateFault((Fault("/".join(map(str, way)), words, line),))
        lines[(*way, name)] = line
        found[name] = _built(loader, value, (*way, name), lines)
    return found
