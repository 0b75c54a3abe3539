"""Published vocabularies, whose lists of terms rdflib has."""

from __future__ import annotations

from functools import lru_cache

import rdflib.namespace
from rdflib.namespace import DefinedNamespace

_SAME = {"http://schema.org/": "https://schema.org/"}
"""Namespaces whose list rdflib has under another name."""


@lru_cache(maxsize=1)
def _lists() -> dict[str, type[DefinedNamespace]]:
    found = (member for member in vars(rdflib.namespace).values() if isinstance(member, type))
    return {str(list_): list_ for list_ in found if issubclass(list_, DefinedNamespace) and list_ is not DefinedNamespace}


def is_published(iri: str) -> bool:
    """Tell whether a published vocabulary has a term; what has no list is not known to have it.

    >>> is_published("http://www.w3.org/2004/02/skos/core#prefLabel"), is_published("http://schema.org/suggestedMaxAge")
    (True, True)
    >>> is_published("http://www.w3.org/2004/02/skos/core#prefLable"), is_published("https://example.org/x")
    (False, False)
    """
    for written, listed in _SAME.items():
        iri = listed + iri.removeprefix(written) if iri.startswith(written) else iri
    return any(iri.startswith(namespace) and iri in list_ for namespace, list_ in _lists().items())
