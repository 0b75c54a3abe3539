"""Viewers: how shapes let values be shown, by DASH or the draft of SHACL 1.2 User Interfaces, and which values each shows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from catalogue.model.shapes_graph import Shape
from catalogue.names import STANDARD_PREFIXES, local_name
from catalogue.terms import RDF, RDF_LANG_STRING, XSD, BlankNode, Literal, NamedNode, Term

UI_NAMESPACES = (STANDARD_PREFIXES["dash"], "http://www.w3.org/ns/shacl-ui/")
"""The namespaces of roles and viewers: those of DASH and of the draft of SHACL 1.2 User Interfaces."""

VIEWER_PROPERTIES = tuple(NamedNode(namespace + "viewer") for namespace in UI_NAMESPACES)
"""What says how the values of a property are shown."""

_TEXTS = frozenset({XSD + "string", XSD + "anyURI"})
_ANY = None
_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)[^\s<>\"]+", re.IGNORECASE)


class ValueViewer(NamedTuple):
    """A way to show values.

    Attributes:
        iris: whether it shows IRIs.
        blank_nodes: whether it shows blank nodes.
        datatypes: the datatypes of the literals that it shows; None for all.
        is_for_addresses: whether it shows those alone that have an address of the web, of mail or of a telephone.
    """

    iris: bool = False
    blank_nodes: bool = False
    datatypes: frozenset[str] | None = frozenset()
    is_for_addresses: bool = False

    def shows(self, term: Term) -> bool:
        """Tell whether it can show a value.

        >>> VIEWERS["URIViewer"].shows(Literal("a")), VIEWERS["LiteralViewer"].shows(Literal("a"))
        (False, True)
        """
        if isinstance(term, Literal):
            is_allowed = self.datatypes is _ANY or term.datatype.value in self.datatypes
            return is_allowed and (not self.is_for_addresses or is_address(term.value))
        return self.blank_nodes if isinstance(term, BlankNode) else self.iris

    def may_show(self, shape: Shape) -> bool:
        """Tell whether it can show any value that a property shape allows: by `sh:datatype`, `sh:nodeKind`, `sh:class`."""
        datatypes = {value.value for value in shape.values("datatype") if isinstance(value, NamedNode)}
        if datatypes:
            return self.datatypes is _ANY or not datatypes.isdisjoint(self.datatypes)
        if shape.values("class") and not (self.iris or self.blank_nodes):
            return False
        kinds = (local_name(kind.value) for kind in shape.values("nodeKind") if isinstance(kind, NamedNode))
        return all(any(self._shows_kind(part) for part in kind.split("Or")) for kind in kinds)

    def _shows_kind(self, kind: str) -> bool:
        """Tell whether it shows any value of a node kind: an IRI, a blank node or a literal."""
        has_literals = self.datatypes is _ANY or bool(self.datatypes)
        return {"IRI": self.iris, "BlankNode": self.blank_nodes, "Literal": has_literals}.get(kind, True)


VIEWERS: Mapping[str, ValueViewer] = {
    "BlankNodeViewer": ValueViewer(blank_nodes=True),
    "DetailsViewer": ValueViewer(iris=True, blank_nodes=True),
    "HTMLViewer": ValueViewer(datatypes=frozenset({RDF + "HTML", XSD + "string", RDF_LANG_STRING})),
    "HyperlinkViewer": ValueViewer(iris=True, datatypes=_TEXTS, is_for_addresses=True),
    "ImageViewer": ValueViewer(iris=True, datatypes=_TEXTS),
    "LabelViewer": ValueViewer(iris=True, datatypes=_ANY),
    "LangStringViewer": ValueViewer(datatypes=frozenset({RDF_LANG_STRING})),
    "LiteralViewer": ValueViewer(datatypes=_ANY),
    "URIViewer": ValueViewer(iris=True),
    "ValueTableViewer": ValueViewer(iris=True, blank_nodes=True, datatypes=_ANY),
}
"""The viewers that are known, by local name, with the values that each shows. The label of a literal is the literal."""


def is_address(text: str) -> bool:
    """Tell whether a text is an address of the web, of mail or of a telephone.

    >>> [is_address(each) for each in ("https://a.example", " MAILTO:a@b.example", "javascript:a", "a.example", "https:")]
    [True, True, False, False, False]
    """
    return _ADDRESS.fullmatch(text.strip()) is not None


def viewer_name(term: Term) -> str | None:
    """Give the local name of a viewer that is known, or None.

    >>> viewer_name(NamedNode("http://datashapes.org/dash#URIViewer")), viewer_name(NamedNode("urn:x#URIViewer"))
    ('URIViewer', None)
    """
    if not isinstance(term, NamedNode):
        return None
    names = (term.value.removeprefix(space) for space in UI_NAMESPACES if term.value.startswith(space))
    return next((name for name in names if name in VIEWERS), None)
