"""Routes: each address of the service, its methods, and the statuses that each of them may answer with.

By this table requests find what answers them, other methods are refused and `OPTIONS` is answered; OpenAPI and the reference
are written from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import NamedTuple, TypeAlias

from catalogue.documents import addresses
from catalogue.serve.statuses import BY_SERVER, REFUSED, WAITING

Statuses: TypeAlias = frozenset[int]


class Kind(Enum):
    """What an address is for."""

    SPARQL = "sparql"
    """The SPARQL service."""

    QUERIES = "queries"
    """The list of named queries."""

    QUERY = "query"
    """A named query."""

    DESCRIPTION = "description"
    """The description of all this in OpenAPI."""

    VOID = "void"
    """Where clients look for the description of a dataset (RFC 5785; VoID, section 7.2)."""

    RECONCILIATION = "reconciliation"
    """Which entries the names in a table mean, and what belongs to it."""

    HEALTH = "health"
    """Whether the server lives."""

    READY = "ready"
    """Whether queries are answered."""

    METRICS = "metrics"
    """What the server has done so far."""

    FILE = "file"
    """A file of the program, or what the editor completes."""

    NOTHING = "nothing"
    """Where programs ask and nothing is."""

    DOCUMENT = "document"
    """A document of the release, a thing that has some, or what is not there."""


class Route(NamedTuple):
    """An address and how it is asked.

    Attributes:
        kind: what it is for.
        pattern: the path; `{name}` stands for one segment, and at its end for the rest.
        methods: the statuses that each method may answer with; `HEAD`, `OPTIONS` and the answer to other methods follow from
            it. Where there are none, there is nothing for any method but `OPTIONS`.
    """

    kind: Kind
    pattern: str
    methods: Mapping[str, Statuses]

    @property
    def allowed(self) -> str:
        """The methods as the header `Allow` lists them.

        >>> Route(Kind.QUERIES, "/api/queries", {"GET": frozenset({200})}).allowed
        'GET, HEAD, OPTIONS'
        """
        names = {"GET": ("GET", "HEAD")}
        methods = self.methods or ("GET",)  # by which a program learns that nothing is there
        return ", ".join([*(one for method in methods for one in names.get(method, (method,))), "OPTIONS"])

    def allows(self, method: str) -> bool:
        """Say whether the address has a method."""
        return method in self.methods or (method == "HEAD" and "GET" in self.methods)

    def statuses(self, method: str) -> Statuses:
        """Give the statuses that a method may be answered with, whether the address has it or not."""
        if method == "OPTIONS":
            return frozenset({204, 400})
        if not self.methods:
            return BY_SERVER | {400, 404, 500}
        return self.methods.get("GET" if method == "HEAD" else method, frozenset({400, 405}))


_ALWAYS = BY_SERVER | {400, 405, 500}
"""Errors of any operation; 400 is for a `Host` that is none, 405 is what an address answers to other methods."""

_WHOLE = frozenset({200, 304, 412})
_ASKED = WAITING | frozenset(REFUSED.values())
_GET = {"GET": _WHOLE | _ASKED | _ALWAYS}
_POST = {"POST": frozenset({200, 408, 412, 415}) | _ASKED | _ALWAYS}
_LISTED = {"GET": _WHOLE | _ALWAYS}
_TOLD = {"GET": frozenset({200}) | _ALWAYS}
_READY = {"GET": frozenset({200, 503}) | _ALWAYS}
_SENT_ON = {"GET": frozenset({303}) | _ALWAYS}
_COMPUTED = WAITING
_RECONCILED = {
    "GET": _WHOLE | _COMPUTED | {413} | _ALWAYS,
    "POST": frozenset({200, 408, 412, 413, 415}) | _COMPUTED | _ALWAYS,
}
_MATCHED = {"POST": _RECONCILED["POST"]}
_SUGGESTED = {"GET": _WHOLE | _COMPUTED | _ALWAYS}
_PREVIEW = {"GET": _WHOLE | _COMPUTED | {404} | _ALWAYS}
_VIEW = {"GET": frozenset({303, 404}) | _ALWAYS}
_DOCUMENT = {"GET": _WHOLE | {206, 301, 303, 404, 406, 416, 503} | _ALWAYS}


def _of_release(methods: Mapping[str, Statuses]) -> Mapping[str, Statuses]:
    """Give the statuses where the address names a release or a query, which may not be there."""
    return {method: statuses | {404} for method, statuses in methods.items()}


SPARQL = f"/{addresses.SPARQL}"
"""The address of the SPARQL service."""

QUERIES = f"/{addresses.NAMED_QUERIES}"
"""The address of the list of named queries, under which each of them has its own."""

OPENAPI = f"/{addresses.OPENAPI}"
"""The address of the description in OpenAPI."""

RECONCILE = f"/{addresses.RECONCILE}"
"""The address of reconciliation, below which is what belongs to it."""

DRAFT = f"/{addresses.RECONCILE_DRAFT}"
"""The address of reconciliation by the draft of version 1.0, below which is what belongs to it."""

RELEASE = f"/{addresses.RELEASES}/{{release}}"
"""Where a release is asked that need not be the one that is served."""

VOID = Route(Kind.VOID, f"/{addresses.VOID}", _SENT_ON)
"""Where the web has the description of a dataset, whatever folder the rest is in."""

ROUTES = (
    Route(Kind.SPARQL, SPARQL, {**_GET, **_POST}),
    Route(Kind.SPARQL, RELEASE + SPARQL, _of_release({**_GET, **_POST})),
    Route(Kind.QUERIES, QUERIES, _LISTED),
    Route(Kind.QUERIES, RELEASE + QUERIES, _of_release(_LISTED)),
    Route(Kind.QUERY, QUERIES + "/{query}", _of_release(_GET)),
    Route(Kind.QUERY, RELEASE + QUERIES + "/{query}", _of_release(_GET)),
    Route(Kind.DESCRIPTION, OPENAPI, _LISTED),
    VOID,
    Route(Kind.HEALTH, f"/{addresses.HEALTH}", _TOLD),
    Route(Kind.READY, f"/{addresses.READY}", _READY),
    Route(Kind.METRICS, f"/{addresses.METRICS}", _TOLD),
    Route(Kind.RECONCILIATION, RECONCILE, _RECONCILED),
    *(Route(Kind.RECONCILIATION, f"{RECONCILE}/suggest/{kind}", _SUGGESTED) for kind in ("entity", "type", "property")),
    Route(Kind.RECONCILIATION, f"{RECONCILE}/extend/propose", _SUGGESTED),
    Route(Kind.RECONCILIATION, f"{RECONCILE}/preview", _PREVIEW),
    Route(Kind.RECONCILIATION, f"{RECONCILE}/view", _VIEW),
    Route(Kind.RECONCILIATION, DRAFT, _SUGGESTED),
    Route(Kind.RECONCILIATION, f"{DRAFT}/match", _MATCHED),
    *(Route(Kind.RECONCILIATION, f"{DRAFT}/suggest/{kind}", _SUGGESTED) for kind in ("entity", "type", "property")),
    Route(Kind.RECONCILIATION, f"{DRAFT}/extend", _MATCHED),
    Route(Kind.RECONCILIATION, f"{DRAFT}/extend/propose", _SUGGESTED),
    Route(Kind.RECONCILIATION, f"{DRAFT}/preview", _PREVIEW),
    Route(Kind.NOTHING, f"{RECONCILE}/{{rest}}", {}),
    Route(Kind.NOTHING, f"/{addresses.API}", {}),
    Route(Kind.NOTHING, f"/{addresses.API}/{{rest}}", {}),
    Route(Kind.DOCUMENT, "/{path}", _DOCUMENT),
)
"""All addresses; the first that fits is meant, after those of files."""

_NOWHERE = Route(Kind.NOTHING, "/{path}", {})


_ROOMY = frozenset({Kind.SPARQL, Kind.QUERIES, Kind.RECONCILIATION})
"""What is asked with a slash behind it too."""


class Routes:
    """Finds the route of a path.

    Args:
        files: the paths of files, without a slash before them.
        routes: the other routes, but that of documents.
        documents: whether there are documents; without them there is nothing at all other addresses, and no reconciliation,
            which leads to pages.

    >>> route, values = Routes(()).find("/release/0123456789abcdef/api/queries/a")
    >>> route.kind.value, values
    ('query', {'release': '0123456789abcdef', 'query': 'a'})
    >>> Routes(()).find("/sparql/")[0].pattern, Routes(()).find("/plant/")[1]
    ('/sparql', {'path': 'plant/'})
    """

    def __init__(self, files: Iterable[str], routes: Iterable[Route] = ROUTES[:-1], *, documents: bool = True) -> None:
        self._other = ROUTES[-1] if documents else _NOWHERE
        served = (route for route in routes if documents or route.kind is not Kind.RECONCILIATION)
        listed = [*(Route(Kind.FILE, f"/{path}", _LISTED) for path in files), *served]
        self._plain = {route.pattern: route for route in listed if "{" not in route.pattern}
        self._patterns: dict[str, list[tuple[re.Pattern[str], Route]]] = {}
        for route in listed:
            if "{" in route.pattern or route.kind in _ROOMY:
                self._patterns.setdefault(_first(route.pattern), []).append((_pattern(route), route))

    def find(self, path: str) -> tuple[Route, Mapping[str, str]]:
        """Give the route of a path, and the parts of the path that its pattern names."""
        plain = self._plain.get(path)
        if plain is not None:
            return plain, {}
        for pattern, route in self._patterns.get(_first(path), ()):
            match = pattern.fullmatch(path)
            if match is not None:
                return route, match.groupdict()
        return self._other, {"path": path.removeprefix("/")}


def _first(path: str) -> str:
    """Give the first name of a path, which each pattern begins with."""
    return path.removeprefix("/").partition("/")[0]


def _pattern(route: Route) -> re.Pattern[str]:
    """Make a regular expression of a pattern; one whose end has no name has the slashes behind it that people type."""
    parts = re.split(r"\{(\w+)\}", route.pattern)
    has_rest = not parts[-1]
    written = [f"(?P<{part}>[^/]+)" if number % 2 else re.escape(part) for number, part in enumerate(parts)]
    if has_rest:
        written[-2] = f"(?P<{parts[-2]}>.*)"
    return re.compile("".join(written) if has_rest else f"{''.join(written)}/*", re.DOTALL)
