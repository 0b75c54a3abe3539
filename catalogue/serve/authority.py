"""The host that a request names (RFC 9112, section 3.2): one that is none is refused, whatever is asked."""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from catalogue.remembering import remembered

_AUTHORITY = re.compile(r"(?:\[(?P<v6>[0-9A-Fa-f:.]+)\]|(?P<name>[A-Za-z0-9._~-]+))(?P<port>:(?P<number>[0-9]*))?")
_LABEL = re.compile(r"[A-Za-z0-9_~-]{1,63}")
_LONGEST, _LAST_PORT, _MOST_DIGITS = 253, 65535, 5


@remembered(1024)
def is_host(value: str) -> bool:
    """Tell whether the value of the header `Host` is a host: a name or an address, with a port or without.

    Args:
        value: the value; empty where there is no such header, as before HTTP/1.1.

    >>> is_host("example.org"), is_host("example.org:8000"), is_host("[::1]:80"), is_host("")
    (True, True, True, True)
    >>> is_host("example.org:99999"), is_host("example.org:"), is_host("example..org"), is_host("300.1.1.1"), is_host("a/b")
    (False, False, False, False, False)
    """
    if not value:
        return True
    match = _AUTHORITY.fullmatch(value)
    if match is None or not _is_port(match["port"], match["number"]):
        return False
    return _is_address(IPv6Address, match["v6"]) if match["v6"] else _is_name(match["name"])


def _is_port(given: str | None, number: str) -> bool:
    return given is None or (0 < len(number) <= _MOST_DIGITS and 0 < int(number) <= _LAST_PORT)


def _is_name(name: str) -> bool:
    """Tell whether a name is one of the DNS; what ends in a number is an address, or nothing."""
    labels = name.removesuffix(".").split(".")
    if labels[-1].isdigit():
        return _is_address(IPv4Address, name)
    return len(name) <= _LONGEST and all(map(_LABEL.fullmatch, labels))


def _is_address(kind: type[IPv4Address | IPv6Address], written: str) -> bool:
    try:
        kind(written)
    except AddressValueError:
        return False
    return True
