"""Fixes of prefixes that are not declared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from catalogue import turtle
from catalogue.edits import Edit, Fix
from catalogue.messages import Message
from catalogue.near import nearest
from catalogue.sources import Source, place_of
from catalogue.turtle.tree import Directive


def prefix_fixes(source: Source, prefix: str, known: Mapping[str, str]) -> Iterator[Fix]:
    """Find ways to mend a prefix that a file uses and does not declare.

    Args:
        source: the file.
        prefix: the prefix, without its colon.
        known: the prefixes of the catalogue.

    Yields:
        Its declaration, when the catalogue knows it; else the prefix that was likely meant.
    """
    words = source.data.decode("utf-8", "replace")
    tree = turtle.parse(words)
    directives = [statement for statement in tree.statements if isinstance(statement, Directive)]
    if prefix in known:
        yield _declaration(source, tree, directives, f"@prefix {prefix}: <{known[prefix]}> .")
        return
    declared = {name.removesuffix(":") for name in map(tree.prefix_of, directives) if name}
    near = nearest(prefix, declared)
    if near is not None:
        edits = tuple(
            Edit(place_of(source.path, tree.lines.span(start, start + len(prefix))), start, start + len(prefix), near)
            for kind, start in zip(tree.scan.kinds, tree.scan.starts, strict=True)
            if kind == "name" and words.startswith(prefix + ":", start)
        )
        yield Fix(Message("lint.fixes.write-instead.fix", near=near), edits)


def _declaration(source: Source, tree: turtle.Tree, directives: list[Directive], line: str) -> Fix:
    """Put a declaration behind the last one at the head of the file, or before all else."""
    end = tree.scan.ends[directives[-1].last] if directives else int(tree.text.startswith("\ufeff"))
    added = f"\n{line}" if directives else f"{line}\n"
    place = place_of(source.path, tree.lines.span(end, end))
    return Fix(Message("lint.fixes.add.fix", line=line), (Edit(place, end, end, added),), safe=True)
