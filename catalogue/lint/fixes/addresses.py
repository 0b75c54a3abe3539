"""Addresses: those of the web that lack their beginning, or have a slip in it."""

from __future__ import annotations

import re

from catalogue.terms import named_node
from catalogue.turtle.hosts import is_host, is_top_level

_HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+(?P<last>[A-Za-z]{2,})"
_ADDRESS = re.compile(rf"(?:[A-Za-z]{{2,6}}:?/{{1,3}}|//)?(?P<rest>{_HOST}(?::[0-9]{{1,5}})?(?:[/?#]\S*)?)")
_MAIL = re.compile(rf"[\w.+-]+@{_HOST}")
_SCHEME = re.compile(r"(?P<scheme>[A-Za-z]{2,6}):?/{1,3}")

_LIKE_HTTP = re.compile(r"h[htps]{1,5}", re.IGNORECASE)


def web_address(text: str) -> str | None:
    """Give the address of the web that a text is without its beginning, or with a slip in it; a name of a file is none.

    Args:
        text: what is written.

    Returns:
        The address, which begins with `https://`, or `http://` where that is written, or `mailto:` for one of electronic mail;
        None for what is none, or is whole.

    >>> web_address("tools.example.net/x"), web_address("htp://tools.example.net"), web_address("crop/pea.ttl")
    ('https://tools.example.net/x', 'https://tools.example.net', None)
    >>> web_address("post@tools.example.net")
    'mailto:post@tools.example.net'
    """
    mail = _MAIL.fullmatch(text)
    if mail is not None:
        return f"mailto:{text}" if is_top_level(mail["last"]) else None
    match = _ADDRESS.fullmatch(text)
    if match is None or text.startswith(("http://", "https://")):
        return None
    scheme = _SCHEME.match(text)
    if scheme is not None and not scheme["scheme"].lower().startswith("h"):
        return None
    is_begun = re.match(r"[A-Za-z]*(?::/|//)", text) is not None
    if not is_begun and not (is_host(match["rest"]) and (scheme is None or _LIKE_HTTP.fullmatch(scheme["scheme"]))):
        return None
    begun = "http" if scheme is not None and scheme["scheme"].lower() == "http" else "https"
    address = named_node(f"{begun}://{match['rest']}")
    return address.value if address is not None else None


def beginning_of(address: str) -> str:
    """Give what an address begins with: its scheme, and the two strokes if there are some.

    >>> beginning_of("https://tools.example.net"), beginning_of("mailto:post@tools.example.net")
    ('https://', 'mailto:')
    """
    scheme, _, rest = address.partition(":")
    return f"{scheme}://" if rest.startswith("//") else f"{scheme}:"
