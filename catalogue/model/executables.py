"""SPARQL-based constraints and constraint components (SHACL, sections 5 and 6): their queries, prefixes and parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from catalogue.messages import Text
from catalogue.model.descriptions import Descriptions
from catalogue.model.literals import is_true, texts
from catalogue.model.vocabulary import OWL_IMPORTS, sh
from catalogue.terms import Literal, NamedNode, Node


@dataclass(frozen=True)
class Executable:
    """What has a query: a SPARQL-based constraint, or a validator of a constraint component.

    Attributes:
        node: its name in the shapes graph.
    """

    node: Node
    _descriptions: Descriptions

    @property
    def select(self) -> str | None:
        """The text of its SELECT, or None."""
        return self._query("select")

    @property
    def ask(self) -> str | None:
        """The text of its ASK, or None."""
        return self._query("ask")

    def _query(self, name: str) -> str | None:
        query = self._descriptions.value(self.node, sh(name))
        return query.value if isinstance(query, Literal) else None

    @property
    def is_deactivated(self) -> bool:
        """Whether it is passed over."""
        return any(map(is_true, self._descriptions.values(self.node, sh("deactivated"))))

    @cached_property
    def messages(self) -> Text:
        """Its messages, by language."""
        return messages_of(self._descriptions, self.node)

    @cached_property
    def prefixes(self) -> Mapping[str, str]:
        """The namespaces of its prefixes (section 5.2.1), those that are declared by what is imported too."""
        prefixes: dict[str, str] = {}
        for declarer in self._descriptions.nodes(self.node, sh("prefixes")):
            for node in (declarer, *self._descriptions.reached(declarer, OWL_IMPORTS)):
                prefixes |= self._declared(node)
        return prefixes

    def _declared(self, declarer: Node) -> dict[str, str]:
        pairs = (
            [self._descriptions.value(declaration, sh(name)) for name in ("prefix", "namespace")]
            for declaration in self._descriptions.nodes(declarer, sh("declare"))
        )
        return {prefix.value: namespace.value for prefix, namespace in pairs if prefix is not None and namespace is not None}


@dataclass(frozen=True)
class Component:
    """A constraint component that the shapes graph declares.

    Attributes:
        node: its name.
        parameters: the predicates of its parameters, and whether each may be left out.
    """

    node: NamedNode
    parameters: Mapping[NamedNode, bool]
    _descriptions: Descriptions

    @cached_property
    def messages(self) -> Text:
        """Its messages, by language."""
        return messages_of(self._descriptions, self.node)

    def validator(self, *, on_property: bool) -> Executable | None:
        """Give its validator for property shapes or for node shapes (section 6.2.3), or None when it has none."""
        for name in ("propertyValidator" if on_property else "nodeValidator", "validator"):
            node = self._descriptions.value(self.node, sh(name))
            if node is not None:
                return Executable(node, self._descriptions) if not isinstance(node, Literal) else None
        return None


def components(descriptions: Descriptions) -> tuple[Component, ...]:
    """List the constraint components that a shapes graph declares, in a stable order."""
    declaring = {triple.subject: None for triple in descriptions.graph.triples(None, sh("parameter"))}
    return tuple(
        Component(node, _parameters(descriptions, node), descriptions) for node in declaring if isinstance(node, NamedNode)
    )


def _parameters(descriptions: Descriptions, component: NamedNode) -> dict[NamedNode, bool]:
    declared = descriptions.nodes(component, sh("parameter"))
    paths = ((descriptions.value(each, sh("path")), descriptions.values(each, sh("optional"))) for each in declared)
    return {path: any(map(is_true, optional)) for path, optional in paths if isinstance(path, NamedNode)}


def messages_of(descriptions: Descriptions, node: Node) -> Text:
    """Give the messages of a shape, constraint, validator or component, by language in the order of the tags."""
    return dict(sorted(texts(descriptions.values(node, sh("message"))).items()))
