"""The keys of publiccode.yml: what their values are, which must be there, and which a mapping can give."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

NAMESPACE = "https://yml.publiccode.tools/schema.core.html#"
"""What the IRIs of keys begin with in a mapping: the address of the standard, of which a key is a part. Nobody fetches it."""

VERSION_KEY = "publiccodeYmlVersion"
"""The key of the version of the standard that a document follows."""

DESCRIPTION = "description"
"""The section that has one part for each language."""

_VERSION = re.compile(r"0(?:\.[1-7](?:\.[0-9])?)?")
_NEWEST, _OLDEST = "0.7", "0.5"


class Kind(Enum):
    """What a value is."""

    TEXT = "text"
    URL = "url"
    """An address of any scheme that names a host."""
    WEB = "web"
    """An address of http or https."""
    URI = "uri"
    PICTURE = "picture"
    """A path in the repository, or an address, with the ending of a picture."""
    PATH = "path"
    DATE = "date"
    TRUTH = "truth"
    CODE = "code"
    OPEN_CODE = "open-code"
    """A code of a list, or a text."""
    LANGUAGE = "language"
    COUNTRY = "country"
    LICENCE = "licence"
    GROUP = "group"
    """A mapping with keys of its own."""


class Key(NamedTuple):
    """A key of the standard.

    Attributes:
        path: its path, with a dot between a section and what is in it; that of a text in a language is without the language.
        kind: what its values are.
        is_mandatory: whether it must be there; of a part of a group, where the group is.
        is_list: whether it has several values.
        is_localised: whether it is given in each language.
        codes: the values that it may have.
        least: how many characters its values have at least.
        most: how many they have at most; 0 for any number.
        is_personal: whether it is about how a person is reached.
        is_newer: whether version 0.5 lacks it.
        may_be_one: whether one value of several may stand alone, without a list.
    """

    path: str
    kind: Kind
    is_mandatory: bool = False
    is_list: bool = False
    is_localised: bool = False
    codes: frozenset[str] = frozenset()
    least: int = 0
    most: int = 0
    is_personal: bool = False
    is_newer: bool = False
    may_be_one: bool = False

    @property
    def steps(self) -> tuple[str, ...]:
        """The sections that lead to it, and its name."""
        return tuple(self.path.split("."))


_CATEGORIES = """
    accounting agile-project-management applicant-tracking application-development appointment-scheduling backup
    billing-and-invoicing blog budgeting business-intelligence business-process-management cad call-center-management
    cloud-management collaboration communications compliance-management contact-management content-management crm
    customer-service-and-support data-analytics data-collection data-visualization design design-system
    digital-asset-management digital-citizenship document-management donor-management e-commerce e-signature
    educational-content email-management email-marketing employee-management enterprise-project-management
    enterprise-social-networking erp event-management facility-management feedback-and-reviews-management
    financial-reporting fleet-management fundraising gamification geographic-information-systems grant-management
    graphic-design help-desk hr ide identity-management instant-messaging integrated-library-system inventory-management
    it-asset-management it-development it-management it-security it-service-management knowledge-management
    learning-management-system marketing mind-mapping mobile-marketing mobile-payment network-management office
    online-booking online-community other payment-gateway payroll predictive-analysis procurement productivity-suite
    project-collaboration project-management property-management real-estate-management regulations-and-directives
    remote-support resource-management sales-management seo service-desk social-media-management survey
    talent-management task-management taxes-management test-management time-management time-tracking translation
    video-conferencing video-editing visitor-management voip warehouse-management web-collaboration web-conferencing
    website-builder whistleblowing workflow-management
"""

CATEGORIES = frozenset(_CATEGORIES.split())
"""The categories of the standard."""

_SCOPES = """
    agriculture culture defence education emergency-services employment energy environment
    finance-and-economic-development foreign-affairs government healthcare infrastructures justice local-authorities
    manufacturing research science-and-technology security society sport tourism transportation welfare
"""

_CODES: Mapping[str, frozenset[str]] = {
    "categories": CATEGORIES,
    "platforms": frozenset({"web", "windows", "mac", "linux", "ios", "android"}),
    "developmentStatus": frozenset({"concept", "development", "beta", "stable", "obsolete"}),
    "softwareType": frozenset(
        {
            *(f"standalone/{name}" for name in ("mobile", "iot", "desktop", "web", "backend", "other")),
            *("addon", "library", "configurationFiles"),
        }
    ),
    "maintenance.type": frozenset({"internal", "contract", "community", "none"}),
    "intendedAudience.scope": frozenset(_SCOPES.split()),
}

_LIMITS: Mapping[str, tuple[int, int]] = {
    "description.genericName": (0, 35),
    "description.shortDescription": (0, 150),
    "description.longDescription": (150, 10_000),
}

_TABLE = """
    publiccodeYmlVersion text mandatory
    name text mandatory
    applicationSuite text
    url url mandatory
    landingURL web
    isBasedOn url list one
    softwareVersion text
    releaseDate date
    logo picture
    monochromeLogo picture
    inputTypes text list
    outputTypes text list
    platforms open-code mandatory list one
    categories code list
    usedBy text list
    fundedBy group list
    fundedBy.name text mandatory
    fundedBy.uri uri
    roadmap web
    developmentStatus code mandatory
    softwareType code mandatory
    supports group list newer
    supports.id uri mandatory
    organisation group
    organisation.uri uri mandatory
    organisation.name text
    intendedAudience.countries country list
    intendedAudience.unsupportedCountries country list
    intendedAudience.scope code list
    description.localisedName text localised
    description.genericName text localised
    description.shortDescription text localised mandatory
    description.longDescription text localised mandatory
    description.documentation web localised
    description.apiDocumentation web localised
    description.features text localised list mandatory
    description.screenshots path localised list
    description.videos web localised list
    description.awards text localised list
    legal.license licence mandatory
    legal.mainCopyrightOwner text
    legal.repoOwner text
    legal.authorsFile path
    maintenance.type code mandatory
    maintenance.contractors group list
    maintenance.contractors.name text mandatory
    maintenance.contractors.until date mandatory
    maintenance.contractors.email text personal
    maintenance.contractors.website web
    maintenance.contacts group list
    maintenance.contacts.name text mandatory
    maintenance.contacts.email text personal
    maintenance.contacts.phone text personal
    maintenance.contacts.affiliation text
    localisation.localisationReady truth mandatory
    localisation.availableLanguages language mandatory list
    dependsOn.open group list
    dependsOn.proprietary group list
    dependsOn.hardware group list
"""
_PARTS_OF_DEPENDENCIES = """
    name text mandatory
    versionMin text
    versionMax text
    version text
    optional truth
"""


def _lines() -> Iterable[str]:
    for line in _TABLE.strip().splitlines():
        yield line
        path = line.split()[0]
        if path.startswith("dependsOn."):
            yield from (f"{path}.{part.strip()}" for part in _PARTS_OF_DEPENDENCIES.strip().splitlines())


def _key(line: str) -> Key:
    path, kind, *flags = line.split()
    least, most = _LIMITS.get(path, (0, 0))
    return Key(
        path,
        Kind(kind),
        is_mandatory="mandatory" in flags,
        is_list="list" in flags,
        is_localised="localised" in flags,
        codes=_CODES.get(path, frozenset()),
        least=least,
        most=most,
        is_personal="personal" in flags,
        is_newer="newer" in flags,
        may_be_one="one" in flags,
    )


KEYS: Mapping[str, Key] = {key.path: key for key in map(_key, _lines())}
"""The keys by their paths, in the order of the standard."""

_OPEN = frozenset({Kind.OPEN_CODE, Kind.LANGUAGE, Kind.COUNTRY})

COUNTRY_SECTION = re.compile(r"[A-Z]{2}|[a-z]{2}")
"""How the sections of countries are called, which the standard gives up."""

SECTIONS: frozenset[str] = frozenset(
    ".".join(key.steps[:depth]) for key in KEYS.values() for depth in range(1, len(key.steps)) if key.steps[:depth]
) - frozenset(KEYS)
"""The paths of what has keys in it and is no key with a value of its own."""


def children(path: str) -> Sequence[Key]:
    """List the keys of a group or a section: those directly in it.

    >>> [key.path for key in children("organisation")]
    ['organisation.uri', 'organisation.name']
    """
    depth = path.count(".") + 1 if path else 0
    return [key for key in KEYS.values() if key.path.startswith(f"{path}.") and len(key.steps) == depth + 1]


def is_mappable(path: str) -> bool:
    """Tell whether a mapping may lead to a key: not to the version, which the writer gives, nor to how a person is reached.

    A code of a list may be led to as well, by its key, a dot and the code.

    >>> is_mappable("legal.license"), is_mappable("maintenance.contacts.email"), is_mappable("developmentStatus.stable")
    (True, False, False)
    """
    key = KEYS.get(path)
    return key is not None and not key.is_personal and path != VERSION_KEY


@lru_cache(maxsize=1)
def targets() -> Sequence[str]:
    """List what mappings may lead to: keys, and codes behind their keys."""
    keys = [key for key in KEYS.values() if is_mappable(key.path)]
    return [*(key.path for key in keys), *(f"{key.path}.{code}" for key in keys for code in sorted(key.codes))]


def is_target(name: str) -> bool:
    """Tell whether a mapping may lead to a name: a key, or a code behind its key; of open lists any code.

    >>> is_target("developmentStatus.stable"), is_target("developmentStatus.old"), is_target("platforms.haiku")
    (True, False, True)
    """
    return is_mappable(name) or any(
        name.startswith(f"{key.path}.") and (key.kind in _OPEN or name.removeprefix(f"{key.path}.") in key.codes)
        for key in KEYS.values()
    )


def is_version(version: str) -> bool:
    """Tell whether a version of the standard is one of those that the keys are of.

    >>> is_version("0"), is_version("0.5.0"), is_version("1.0")
    (True, True, False)
    """
    return _VERSION.fullmatch(version) is not None


def version_for(paths: Iterable[str]) -> str:
    """Give the version to name in a document: the oldest from 0.5 on that has all its keys.

    >>> version_for(["name"]), version_for(["name", "supports"])
    ('0.5', '0.7')
    """
    return _NEWEST if any(path in KEYS and KEYS[path].is_newer for path in paths) else _OLDEST
