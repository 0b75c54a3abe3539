"""Redirects: where an endpoint may lead to. Not to other hosts, nor into networks that only this machine is in.

What an endpoint answers is somebody else's; whoever asks it may be inside a network where that one is not.
"""

from __future__ import annotations

from io import BytesIO
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, Request

from catalogue.messages import Message
from catalogue.remote.retries import UnusableError

LONGEST_WAY = 10
"""How many redirects are followed."""

_TRANSLATED = IPv6Network("64:ff9b::/96")
"""Addresses of version 6 that stand for one of version 4 (RFC 6052)."""


class Redirects(HTTPRedirectHandler):
    """Follows the redirects of one request.

    Args:
        hosts: the hosts that they may lead to, beside the one that is asked, in lower case.
        is_followed: whether any is followed: what is to be written must not become a `GET` of another address.
    """

    max_repeats = max_redirections = LONGEST_WAY + 1

    def __init__(self, hosts: frozenset[str], *, is_followed: bool = True) -> None:
        self._hosts = hosts
        self._is_followed = is_followed
        self._count = 0
        self._known: set[str] = set()

    def http_error_302(self, req: Request, fp: Any, code: int, msg: str, headers: Any) -> Any:
        """Follow a redirect, if it leads where one may.

        Raises:
            UnusableError: it leads elsewhere, or there were too many.
        """
        location = headers.get("Location")
        if location is None or not self._is_followed:
            return None
        if fp is not None:
            fp.close()  # nothing of its body is read, whatever becomes of it
        self._count += 1
        if self._count > LONGEST_WAY:
            raise UnusableError(Message("remote.redirects-too-often", limit=LONGEST_WAY))
        self._refuse_elsewhere(req.full_url, location)
        return super().http_error_302(req, BytesIO(), code, msg, headers)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302

    def _refuse_elsewhere(self, here: str, there: str) -> None:
        """Refuse what is no address of HTTP, another host, and what gives up the encryption."""
        try:
            start, end = urlsplit(here), urlsplit(urljoin(here, there))
            host, _ = end.hostname or "", end.port
        except ValueError:
            raise UnusableError(Message("remote.redirect-to-no-address", location=_shown(there))) from None
        if end.scheme not in {"http", "https"} or not host:
            raise UnusableError(Message("remote.redirect-to-no-address", location=_shown(there)))
        if start.scheme == "https" and end.scheme == "http":
            raise UnusableError(Message("remote.redirect-unencrypted", location=_shown(there)))
        if host != start.hostname and host not in self._hosts:
            raise UnusableError(Message("remote.redirect-to-another-host", location=_shown(there), host=_shown(host)))

    def admit(self, host: str, address: str) -> None:
        """Admit a connection: the first ones lead to what the user has named, those of redirects to the open network.

        Args:
            host: the name of the host.
            address: one of its addresses.

        Raises:
            UnusableError: a redirect leads to an address that only some networks know, and nobody has named it.
        """
        if not self._count:
            self._known.add(address)
        elif not (address in self._known or host.lower() in self._hosts or is_open(address)):
            raise UnusableError(Message("remote.redirect-to-private-address", host=host, address=address))


def is_open(address: str) -> bool:
    """Tell whether an address of IP is one of the open network: none of this machine, of its link or of a private network.

    >>> [is_open(each) for each in ("8.8.8.8", "127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1")]
    [True, False, False, False, False, False]
    """
    try:
        read = ip_address(address)
    except ValueError:
        return False
    meant = _version_4(read) if isinstance(read, IPv6Address) else read
    return meant.is_global and not meant.is_multicast


def _version_4(address: IPv6Address) -> IPv4Address | IPv6Address:
    """Give the address of version 4 that one of version 6 stands for, or itself."""
    translated = IPv4Address(address.packed[-4:]) if address in _TRANSLATED else None
    teredo = address.teredo[1] if address.teredo is not None else None
    return address.ipv4_mapped or address.sixtofour or teredo or translated or address


def _shown(text: str) -> str:
    return " ".join(text.split())[:300]
