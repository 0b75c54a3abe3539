"""Opening: a store by its name in the settings, or by its address."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from catalogue.config import PROFILES as NAMES
from catalogue.config import Settings, StoreSettings
from catalogue.errors import UsageError
from catalogue.messages import Message
from catalogue.near import nearest
from catalogue.remote.credentials import credentials_for
from catalogue.remote.retries import Retries
from catalogue.stores.client import PATIENT, StoreClient
from catalogue.stores.profiles import PROFILES


def store_named(settings: Settings, name: str, profile: str | None = None) -> StoreSettings:
    """Give what is known of a store.

    Args:
        settings: the catalogue's settings.
        name: its name in them, or an address.
        profile: whose rules it follows; what the settings say when None.

    Raises:
        UsageError: there is no such store or profile, or the profile of an address is not said.
    """
    known = settings.stores.get(name)
    if known is not None:
        return known if profile is None else replace(known, profile=_profile(profile))
    if "://" not in name:
        near = nearest(name, settings.stores)
        raise UsageError(
            Message("stores.unknown-did-you-mean", name=name, near=near) if near else Message("stores.unknown", name=name)
        )
    return at_address(name, profile)


def at_address(address: str, profile: str | None) -> StoreSettings:
    """Give a store by its address alone.

    Raises:
        UsageError: there is no such profile, or none is said.
    """
    if profile is None:
        raise UsageError(Message("stores.name-profile", profiles=", ".join(NAMES)))
    return StoreSettings(address, _profile(profile))


def _profile(name: str) -> str:
    if name not in PROFILES:
        raise UsageError(Message("stores.no-profile", name=name, profiles=", ".join(NAMES)))
    return name


def open_store(
    store: StoreSettings, credentials: Path | None = None, *, language: str = "en", retries: Retries = PATIENT
) -> StoreClient:
    """Make what asks a store; nothing is sent yet.

    Args:
        store: the store.
        credentials: the file of credentials; that which the environment names when None.
        language: the language in which errors are wanted.
        retries: how often and how long it is asked.

    Raises:
        UsageError: the address is none, or the credentials are incomplete.
        InputError: the file of credentials is not in the form of `.netrc`.
    """
    profile = PROFILES[store.profile]
    known = credentials_for(store.address, profile.scheme, credentials)
    return StoreClient(store.address, profile, known, store.timeout, retries, language)
