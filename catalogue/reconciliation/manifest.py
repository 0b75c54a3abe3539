"""The manifest: what the service of reconciliation is, and at which address it answers what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from catalogue.config import Settings
from catalogue.documents.addresses import RECONCILE
from catalogue.messages import Message, say
from catalogue.program import program_version
from catalogue.reconciliation.extension import CONTENTS, DEFAULT_LIMIT
from catalogue.reconciliation.reading import MOST_QUERIES
from catalogue.reconciliation.service import ENTITY, PROPERTY, TYPE

VERSION = "0.2"
"""The version of the Reconciliation Service API."""

WIDTH, HEIGHT = 400, 220
"""The size of a preview, in pixels."""

SUGGEST, PROPOSE, PREVIEW, VIEW = (
    f"{RECONCILE}/suggest",
    f"{RECONCILE}/extend/propose",
    f"{RECONCILE}/preview",
    f"{RECONCILE}/view",
)
"""The paths of the services beside the endpoint; suggestions are below theirs, by what is suggested."""


def manifest(
    settings: Settings, root: str, types: Sequence[dict[str, Any]], language: str, *, is_named: bool
) -> dict[str, Any]:
    """Give the manifest of the service.

    Args:
        settings: the catalogue's settings.
        root: the address that the paths of the service begin with, ending in `/`.
        types: the types that clients may choose from first.
        language: the language of names.
        is_named: whether the address that was asked names the language, so that the other addresses name it too.

    Returns:
        The manifest, as JSON knows it.
    """
    named = f"lang={language}" if is_named else ""
    return {
        "versions": [VERSION],
        **told(settings, types, language),
        "identifierSpace": settings.namespace,
        "schemaSpace": settings.namespace,
        "view": {"url": f"{root}{VIEW}?id={{{{id}}}}{'&' + named if named else ''}"},
        "preview": {
            "url": f"{root}{PREVIEW}?id={{{{id}}}}{'&' + named if named else ''}",
            "width": WIDTH,
            "height": HEIGHT,
        },
        "suggest": {kind: _at(root, f"{SUGGEST}/{kind}", named) for kind in (ENTITY, TYPE, PROPERTY)},
        "extend": {"propose_properties": _at(root, PROPOSE, named), "property_settings": property_settings(language)},
    }


def told(settings: Settings, types: Sequence[dict[str, Any]], language: str) -> dict[str, Any]:
    """Give what all versions of the manifest tell of the service: its name, types and limits."""
    return {
        "name": say(settings.title, language),
        **({"documentation": settings.homepage} if settings.homepage else {}),
        "defaultTypes": [{"id": type_["id"], "name": type_["name"]} for type_ in types],
        **({"serviceVersion": version} if (version := program_version()) else {}),
        "batchSize": MOST_QUERIES,
        "standardizedScore": True,
    }


def _at(root: str, path: str, named: str) -> dict[str, str]:
    """Give an address as manifests have it, in two parts that are put together."""
    return {"service_url": root.removesuffix("/"), "service_path": f"/{path}{'?' + named if named else ''}"}


_UNCHECKED = False


def property_settings(language: str) -> list[dict[str, Any]]:
    """Describe how clients may choose the values of a property that they take into a table."""

    def described(name: str, of_type: str, default: Any) -> dict[str, Any]:
        label = say(Message(f"reconciliation.setting-{name}"), language)
        return {"name": name, "type": of_type, "default": default, "label": label}

    choices = [{"value": each, "name": say(Message(f"reconciliation.content-{each}"), language)} for each in CONTENTS]
    return [
        described("limit", "number", DEFAULT_LIMIT),
        {**described("content", "select", CONTENTS[0]), "choices": choices},
        described("count", "checkbox", _UNCHECKED),
    ]
