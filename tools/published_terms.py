"""Write the table of terms of published vocabularies anew: `python tools/published_terms.py FOLDER...`.

Each folder holds the vocabularies' own documents, in any syntax of RDF (`.nq`, `.nt`, `.ttl`, `.rdf`). A name is taken where a
document of the vocabulary describes it; such a document describes at least half as many names of the namespace as the one that
describes most. What rdflib lists is added, and what the table has stays: a name too many makes no false warning.
"""

from __future__ import annotations

import re
import sys
import warnings
from collections import defaultdict
from pathlib import Path

import pyoxigraph
import rdflib.namespace
from rdflib.namespace import DefinedNamespace

from catalogue.published import TABLE, read_table

_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_NOT_TAKEN = (DefinedNamespace, rdflib.namespace.XSD)
"""What is no list, or has names beside those of terms."""
_SUFFIXES = {".nq", ".nt", ".ttl", ".rdf"}


def main(folders: list[str]) -> None:
    """Write the table."""
    published = _published([path for folder in folders for path in sorted(Path(folder).rglob("*")) if path.suffix in _SUFFIXES])
    listed = _listed()
    head = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    lines = [*head]
    for namespace, entry in read_table().items():
        names = set(entry.names) | published.get(namespace, set()) | listed.get(namespace, set())
        own = (
            [entry.same]
            if entry.same
            else []
            if entry.mark == "named"
            else sorted(names, key=lambda name: (name.lower(), name))
        )
        lines.append(" ".join([namespace, entry.mark, *own]))
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _published(paths: list[Path]) -> dict[str, set[str]]:
    """Give the names that documents describe, by namespace: those of the documents that describe most of it."""
    described: dict[str, dict[Path, set[str]]] = defaultdict(lambda: defaultdict(set))
    for path in paths:
        for namespace, local in _described(path):
            described[namespace][path].add(local)
    return {namespace: _own(list(by_path.values())) for namespace, by_path in described.items()}


def _own(documents: list[set[str]]) -> set[str]:
    most = max(map(len, documents))
    return set().union(*(names for names in documents if len(names) * 2 > most))


def _described(path: Path) -> set[tuple[str, str]]:
    names = set()
    try:
        for quad in pyoxigraph.parse(path=str(path), lenient=True) if path.stat().st_size else ():
            if isinstance(quad.subject, pyoxigraph.NamedNode):
                iri = quad.subject.value
                cut = max(iri.rfind("#"), iri.rfind("/")) + 1
                if _LOCAL.fullmatch(iri[cut:]):
                    names.add((iri[:cut], iri[cut:]))
    except SyntaxError as error:
        sys.stderr.write(f"{path}: {error}\n")
    return names


def _listed() -> dict[str, set[str]]:
    """Give what rdflib lists, by namespace."""
    warnings.simplefilter("ignore")
    lists = [member for member in vars(rdflib.namespace).values() if isinstance(member, type)]
    lists = [list_ for list_ in lists if issubclass(list_, DefinedNamespace) and list_ not in _NOT_TAKEN]
    return {
        str(list_): {name for name in (*list_.__annotations__, *getattr(list_, "_extras", ())) if _LOCAL.fullmatch(name)}
        for list_ in lists
    }


if __name__ == "__main__":
    main(sys.argv[1:])
