"""Credentials: who asks a store. They are bound to a host, come from a file or the environment, and stand in no message."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Mapping, Sequence
from itertools import count
from netrc import NetrcParseError, netrc
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import BaseHandler, HTTPDigestAuthHandler, HTTPPasswordMgrWithDefaultRealm, Request, parse_http_list
from urllib.request import parse_keqv_list as read_parameters

from catalogue.errors import InputError, Place, UsageError, reason_of
from catalogue.messages import Message

FILE = "CATALOGUE_CREDENTIALS"
"""The variable of the environment that names a file of credentials, in the form of `.netrc`."""

HOST, USER, PASSWORD, TOKEN = (f"CATALOGUE_STORE_{name}" for name in ("HOST", "USER", "PASSWORD", "TOKEN"))
"""The variables of the environment that hold the credentials for one host."""

BASIC, DIGEST, BEARER = "basic", "digest", "bearer"
"""How they are sent: RFC 7617, RFC 7616, RFC 6750."""

_HIDDEN = "•••"


class Credentials:
    """A name with its password, or a token.

    Args:
        user: the name; empty with a token.
        secret: the password, or the token.
        scheme: how they are sent.

    Attributes:
        challenge: what the last server asked, with digest authentication.
        numbers: the numbers of the answers to such challenges.

    >>> Credentials("ada", "secret", BASIC)
    Credentials('ada', '•••', 'basic')
    """

    def __init__(self, user: str, secret: str, scheme: str) -> None:
        self.user = user
        self.scheme = scheme
        self._secret = secret
        self.challenge: dict[str, str] = {}
        self.numbers = count()

    def __repr__(self) -> str:
        return f"Credentials({self.user!r}, {_HIDDEN!r}, {self.scheme!r})"

    def hidden_in(self, text: str) -> str:
        """Give a text without the secret, which an answer may repeat.

        >>> Credentials("ada", "secret", BASIC).hidden_in("no such password: secret")
        'no such password: •••'
        """
        return text.replace(self._secret, _HIDDEN) if self._secret else text

    def put_into(self, request: Request) -> None:
        """Say in a request who sends it; redirects do not take it along."""
        if self.scheme == BEARER:
            request.add_unredirected_header("Authorization", f"Bearer {self._secret}")
        elif self.scheme == BASIC:
            pair = b64encode(f"{self.user}:{self._secret}".encode()).decode()
            request.add_unredirected_header("Authorization", f"Basic {pair}")
        elif self.challenge:  # so that what is sent is sent once
            digest = _Digest(self).get_authorization(request, self.challenge)
            request.add_unredirected_header("Authorization", f"Digest {digest}")

    def handlers(self) -> Sequence[BaseHandler]:
        """Give what answers the question of a server who sends a request."""
        return [_Digest(self)] if self.scheme == DIGEST else []

    def passwords(self, url: str) -> HTTPPasswordMgrWithDefaultRealm:
        """Give the password for an address, as the library takes it."""
        manager = HTTPPasswordMgrWithDefaultRealm()
        manager.add_password(None, url, self.user, self._secret)
        return manager


class _Digest(HTTPDigestAuthHandler):
    """Digest authentication in one exchange; the challenge is remembered for those that follow.

    Args:
        credentials: who asks.
    """

    def __init__(self, credentials: Credentials) -> None:
        super().__init__()
        self._credentials = credentials
        self._is_second = False

    def get_authorization(self, req: Request, chal: Mapping[str, str]) -> str:
        """Give what answers a challenge; each has a number of its own, in whatever exchange."""
        self.passwd = self._credentials.passwords(req.full_url)
        self.last_nonce, self.nonce_count = chal.get("nonce"), next(self._credentials.numbers)
        return super().get_authorization(req, chal) or ""

    def retry_http_digest_auth(self, req: Request, auth: str) -> Any:
        """Answer a challenge once: another one says that the password is wrong."""
        known = self._credentials.challenge
        known.clear()
        if self._is_second:
            return None
        self._is_second = True
        known.update(read_parameters([part for part in parse_http_list(auth.partition(" ")[2]) if part]))
        return super().retry_http_digest_auth(req, auth)


def credentials_for(
    address: str, scheme: str, file: Path | None, environment: Mapping[str, str] = os.environ
) -> Credentials | None:
    """Find the credentials for a store: those that a file, or the environment, has for its host.

    Args:
        address: the store's address.
        scheme: how a name and password are sent; a token is always sent as one.
        file: the file of credentials; that which the environment names when None.
        environment: the environment.

    Returns:
        The credentials; None when there are none for this host.

    Raises:
        UsageError: there is no such file, or the environment has credentials without the host that they are for.
        InputError: the file is not in the form of `.netrc`.

    >>> credentials_for("http://db.example/x", BASIC, None, {HOST: "db.example", USER: "ada", PASSWORD: "secret"})
    Credentials('ada', '•••', 'basic')
    >>> credentials_for("http://other.example/x", BASIC, None, {HOST: "db.example", TOKEN: "secret"}) is None
    True
    """
    host = (urlsplit(address).hostname or "").lower()
    path = file or (Path(environment[FILE]) if environment.get(FILE) else None)
    if path is not None:
        return _of_file(path, host, scheme)
    if not any(environment.get(name) for name in (PASSWORD, TOKEN)):
        return None
    if not environment.get(HOST):
        raise UsageError(Message("stores.credentials-without-host", host=HOST))
    if environment[HOST].lower() != host:
        return None
    if environment.get(TOKEN):
        return Credentials("", environment[TOKEN], BEARER)
    return Credentials(environment.get(USER, ""), environment[PASSWORD], scheme)


def _of_file(path: Path, host: str, scheme: str) -> Credentials | None:
    """Read a file of credentials; a password without a name is a token."""
    try:
        known = netrc(path).hosts.get(host)
    except FileNotFoundError:
        raise UsageError(Message("stores.no-credentials-file", path=path)) from None
    except OSError as error:
        raise InputError(Message("stores.credentials-unreadable", reason=reason_of(error)), Place(str(path))) from error
    except NetrcParseError as error:  # its message may repeat a word of the file
        raise InputError(Message("stores.credentials-broken"), Place(str(path), error.lineno or 0)) from None
    except UnicodeDecodeError:
        raise InputError(Message("stores.credentials-broken"), Place(str(path))) from None
    if known is None:
        return None
    login, _, password = known
    if not password:
        raise InputError(Message("stores.credentials-broken"), Place(str(path)))
    return Credentials(login, password, scheme) if login else Credentials("", password, BEARER)
