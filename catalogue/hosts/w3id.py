"""Rules for a permanent address, such as those of w3id.org: it sends each request on to where the release lies."""

from __future__ import annotations

import re

from catalogue.errors import UsageError
from catalogue.hosts.rules import Rules
from catalogue.messages import Message


def w3id(rules: Rules, _folder: str = "") -> str:
    """Write a `.htaccess` for the folder of the permanent address, which is the catalogue's base.

    Documents are chosen where the release lies; what the client accepts is asked for there again.

    Args:
        rules: what hosts must know: their address is where the release lies.

    Raises:
        UsageError: the release lies at the base itself.
    """
    if rules.address == rules.namespace:
        raise UsageError(Message("hosts.needs-address"))
    address = re.sub(r"[$%\\]", lambda match: f"\\{match[0]}", rules.address)
    lines = (
        f"# {rules.namespace} leads to {rules.address}",
        "RewriteEngine On",
        "RewriteOptions AllowNoSlash",
        "DirectorySlash Off",
        'Header always set Access-Control-Allow-Origin "*"',
        f'RewriteRule ^(.*)$ "{address}$1" [R=302,L]',
    )
    return "\n".join(lines) + "\n"
