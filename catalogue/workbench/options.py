"""Options: what `--set PROPERTY=VALUE` gives."""

from __future__ import annotations

import re
from collections.abc import Iterable

from catalogue.errors import UsageError
from catalogue.messages import Message
from catalogue.workbench.given import Node, Origin, Part, Value

_STEP = re.compile(r"(?P<name><[^<>]*>|[^/@\[\]]+)(?:\[(?P<number>[0-9]{1,4})\])?(?:@(?P<tag>[A-Za-z0-9-]+))?(?:/|\Z)")
_PATH = re.compile(r"(?P<path>(?:<[^<>]*>|[^=<>])+)=(?P<value>.*)", re.DOTALL)


def read_options(options: Iterable[str], given: Node | None = None) -> Node:
    """Read what options give, beside what a file gives.

    Args:
        options: each `PROPERTY=VALUE`: the property as the shapes call it, with `@fr` behind it for a text in a language; for a
            linked entry the properties that lead there, parted by `/`, with `[2]` behind one for a second entry.
        given: what a file gives; it is added to.

    Raises:
        UsageError: an option has no such form.

    >>> node = read_options(["prefLabel@fr=Figuier", "award/season=2"])
    >>> [(part.key, part.value.text) for part in node.parts[:1]], node.parts[1].key, node.parts[1].value.parts[0].key
    ([('prefLabel', 'Figuier')], 'award', 'season')
    """
    root = given if given is not None else Node(Origin())
    within: dict[tuple[str, ...], Node] = {}
    for option in options:
        match = _PATH.fullmatch(option)
        steps = list(_STEP.finditer(match["path"])) if match is not None else []
        if match is None or not steps or "".join(step[0] for step in steps) != match["path"] or match["path"].endswith("/"):
            raise UsageError(Message("new.bad-option", option=option))
        node = root
        path: tuple[str, ...] = ()
        for step in steps[:-1]:
            path = (*path, step["name"], step["number"] or "1")
            if path not in within:
                within[path] = Node(Origin(option="/".join(path[::2]) + "/"))
                node.parts.append(Part(step["name"], Origin(option=option), within[path]))
            node = within[path]
        origin = Origin(option=option)
        node.parts.append(Part(steps[-1]["name"], origin, Value(match["value"], origin, steps[-1]["tag"] or "")))
    return root
