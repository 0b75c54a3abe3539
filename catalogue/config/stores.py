"""The settings of stores that releases are published into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from catalogue.messages import Message
from catalogue.setting import IRI, NAMES, POSITIVE, SECONDS, STRING, Type, about, is_web

PROFILES = ("oxigraph", "fuseki", "rdf4j", "graphdb", "stardog", "neptune", "qlever", "virtuoso", "sparql")
"""The stores whose rules are known; `sparql` is any other that has queries and updates at one address."""

_BOOLEAN = Type(
    "boolean", lambda value: isinstance(value, bool), lambda table, key: Message("config.must-string", table=table, key=key)
)
_KEYS: Mapping[str, Type] = {
    "address": Type("address", is_web, lambda table, key: Message("config.must-web", table=table, key=key)),
    "profile": STRING,
    "graph": IRI,
    "keep": POSITIVE,
    "normalised": _BOOLEAN,
    "changed": NAMES,
    "timeout": SECONDS,
    "lines": POSITIVE,
    "bytes": POSITIVE,
}


def is_store(value: object) -> bool:
    """Tell whether a value of the settings describes a store.

    >>> is_store({"address": "http://127.0.0.1:7878", "profile": "oxigraph"}), is_store({"address": "http://127.0.0.1:7878"})
    (True, False)
    """
    if not isinstance(value, dict) or not {"address", "profile"} <= value.keys() <= _KEYS.keys():
        return False
    return value["profile"] in PROFILES and all(_KEYS[key].fits(each) for key, each in value.items())


STORES = Type(
    "table `[stores.NAME]`: see [stores](../stores.md)",
    is_store,
    lambda _table, _key: Message("config.stores", profiles=", ".join(PROFILES)),
)


@dataclass(frozen=True)
class StoreSettings:
    """A store that releases are published into.

    Attributes:
        address: its address, as its profile has it.
        profile: whose rules it follows, one of `PROFILES`.
        graph: the graph that holds the current release for those who ask the store itself; None where there is none.
        keep: how many releases stay in it, the current one among them.
        normalised: whether it may give literals the same value in another form than they were written.
        changed: the datatypes whose literals it may change, values included: IRIs, or names with a known prefix.
        timeout: how many seconds one exchange with it may take.
        lines: how many triples one request may have; what the profile says when None.
        bytes: how many bytes one request may have; likewise.
    """

    address: str
    profile: str
    graph: str | None = None
    keep: int = 2
    normalised: bool = False
    changed: tuple[str, ...] = ()
    timeout: int = 300
    lines: int | None = None
    bytes: int | None = None

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> StoreSettings:
        """Take what a table of the settings says, which fits."""
        given = {each.name: table[each.name] for each in fields(cls) if each.name in table}
        return cls(**{**given, "changed": tuple(table.get("changed", ()))})


@dataclass(frozen=True)
class Stores:
    """The stores that releases are published into, by name."""

    entries: Mapping[str, StoreSettings] = field(
        default_factory=dict,
        metadata=about(
            "stores.*",
            STORES,
            "a store that `catalogue publish NAME` loads a release into, and that `--store NAME` asks",
            '{ address = "http://127.0.0.1:7878", profile = "oxigraph" }',
        ),
    )
