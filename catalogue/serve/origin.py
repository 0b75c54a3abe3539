"""Origins: the scheme and the host that a service's own addresses begin with, where they are written whole."""

from __future__ import annotations

from urllib.parse import urlsplit

from catalogue.documents.addresses import SPARQL
from catalogue.edition import Edition
from catalogue.messages import Message
from catalogue.serve.authority import is_host
from catalogue.serve.http import BadRequest, Scope, header, root_of

_SCHEMES = frozenset({"http", "https"})
_NO_HOST = Message("serve.no-host")


class Origins:
    """Gives the address that a service's own addresses begin with, for each request.

    Args:
        edition: the edition that is served. Where its settings name the public address of the service, that is followed,
            whatever a client or a proxy says.
    """

    def __init__(self, edition: Edition) -> None:
        sparql = edition.settings.sparql
        self._address = "" if edition.is_served else sparql.address or ""
        self._has_proxies = sparql.proxies > 0

    def root(self, scope: Scope) -> str:
        """Give the address of the service's root as the client reaches it, with a slash at its end.

        Args:
            scope: the request's.

        Raises:
            BadRequest: the host is none (400).
        """
        if self._address.endswith(f"/{SPARQL}"):
            return self._address.removesuffix(SPARQL)
        return f"{self._origin(scope)}{root_of(scope)}/"

    def _origin(self, scope: Scope) -> str:
        """Give the scheme and the host; only where a proxy is trusted do `X-Forwarded-Proto` and `X-Forwarded-Host` count."""
        public = urlsplit(self._address)
        if public.netloc:
            return f"{public.scheme}://{public.netloc}"
        scheme, host = scope.get("scheme", "http"), host_of(scope)
        if self._has_proxies:
            forwarded = header(scope, b"x-forwarded-proto").rpartition(",")[2].strip().lower()
            scheme = forwarded if forwarded in _SCHEMES else scheme
            named = header(scope, b"x-forwarded-host").rpartition(",")[2].strip()
            host = named if named and is_host(named) else host
        return f"{scheme}://{host}"


def host_of(scope: Scope) -> str:
    """Give the host that a request names; `localhost` where it names none, as old clients do.

    Args:
        scope: the request's.

    Raises:
        BadRequest: it is no host, or there are several (400).
    """
    host = header(scope, b"host")
    if not host:
        return "localhost"
    if not is_host(host):
        raise no_host()
    return host


def no_host() -> BadRequest:
    """Say that what a request names is no host."""
    return BadRequest(400, _NO_HOST)
