"""Write the table of schema.org's types and properties anew: `python tools/schema_org_terms.py FILE.nt`.

The file is the vocabulary itself as N-Triples, its terms in `http://schema.org/` (`schemaorg-current-http.nt` of a release).
Only names are taken: which types there are and what stands above each, which properties each has, and what their values may be.
"""

from __future__ import annotations

import sys
from collections import defaultdict

import pyoxigraph as ox

from catalogue.schema_org import NAMESPACE, TABLE

_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def main(path: str) -> None:
    """Write the table."""
    values: dict[tuple[str, str], set[str]] = defaultdict(set)
    for quad in ox.parse(path=path, format=ox.RdfFormat.N_TRIPLES):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            values[quad.predicate.value, quad.object.value].add(quad.subject.value)
    head = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    TABLE.write_text("\n".join([*head, *_types(values), *_properties(values)]) + "\n", encoding="utf-8")


def _types(values: dict[tuple[str, str], set[str]]) -> list[str]:
    """Write a line for each type: its name, those directly above it, and after `|` the properties that it has itself."""
    types = _names(values[_RDF_TYPE, _RDFS + "Class"])
    above, own = defaultdict(set), defaultdict(set)
    for (predicate, value), subjects in values.items():
        if value.startswith(NAMESPACE) and predicate in {_RDFS + "subClassOf", NAMESPACE + "domainIncludes"}:
            (above if predicate.startswith(_RDFS) else own)[value].update(_names(subjects))
    direct: dict[str, list[str]] = defaultdict(list)
    for upper, lower in above.items():
        for name in lower:
            direct[name].append(upper.removeprefix(NAMESPACE))
    return [" ".join([name, *sorted(direct[name]), "|", *sorted(own[NAMESPACE + name])]) for name in sorted(types)]


def _properties(values: dict[tuple[str, str], set[str]]) -> list[str]:
    """Write a line for each property: its name, and the types that its values may have."""
    ranges: dict[str, list[str]] = defaultdict(list)
    for (predicate, value), subjects in values.items():
        for name in _names(subjects) if predicate == NAMESPACE + "rangeIncludes" else ():
            ranges[name].append(value.removeprefix(NAMESPACE))
    return [" ".join([name, *sorted(ranges[name])]) for name in sorted(ranges)]


def _names(iris: set[str]) -> set[str]:
    return {iri.removeprefix(NAMESPACE) for iri in iris if iri.startswith(NAMESPACE)}


if __name__ == "__main__":
    main(*sys.argv[1:])
