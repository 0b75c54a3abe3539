"""The hosts that rules are written for. A new host is one module and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from catalogue.errors import UsageError
from catalogue.hosts.apache import apache
from catalogue.hosts.caddy import caddy
from catalogue.hosts.netlify import netlify
from catalogue.hosts.nginx import nginx
from catalogue.hosts.rules import Rules
from catalogue.hosts.w3id import w3id
from catalogue.messages import Message

HOSTS: Final[Mapping[str, Callable[[Rules, str], str]]] = {
    "nginx": nginx,
    "apache": apache,
    "caddy": caddy,
    "netlify": netlify,
    "w3id": w3id,
}
"""What writes the rules of each host, of the rules and of the folder or address where the release lies there."""

WITHOUT_QUERIES: Final = frozenset({"netlify"})
"""The hosts whose rules do not look at the query of an address, so that no IRI with a query is opened there."""


def host_named(name: str) -> Callable[[Rules, str], str]:
    """Give what writes the rules of a host.

    Raises:
        UsageError: there is no such host.
    """
    if name not in HOSTS:
        raise UsageError(Message("hosts.no-such-host", name=name, names=", ".join(HOSTS)))
    return HOSTS[name]
