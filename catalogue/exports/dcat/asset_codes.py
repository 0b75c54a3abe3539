"""Codes that ADMS-AP has for software: how far it has come, and what its licence is like.

The facts are those of ADMS (status 1.0, licence type 2.0) and of the Open Source Initiative, as of November 2026.
"""

from __future__ import annotations

from collections.abc import Iterable

from catalogue.authorities import ADMS, PUBLIC_DOMAIN, licence_type, vocabulary

ASSET_STATUSES = vocabulary(
    f"{ADMS}status/1.0",
    ("Status", "Statut"),
    {
        "Completed": ("Completed", "Achevé"),
        "Deprecated": ("Deprecated", "Obsolète"),
        "UnderDevelopment": ("Under development", "En développement"),
        "Withdrawn": ("Withdrawn", "Retiré"),
    },
    f"{ADMS}status/",
)
"""How far an asset has come (`adms:status`)."""

SOFTWARE_LICENCES = vocabulary(
    f"{ADMS}licencetype/2.0",
    ("Types of licences", "Types de licences"),
    {
        "PublicDomain": ("Public domain", "Domaine public"),
        "OSIcompliant": ("Approved by the Open Source Initiative", "Approuvée par l’Open Source Initiative"),
        "NonOSIcompliant": ("Not approved by the Open Source Initiative", "Non approuvée par l’Open Source Initiative"),
        "UnknownIPR": ("Unknown rights", "Droits inconnus"),
    },
    f"{ADMS}licencetype/",
)
"""The four types of licences that ADMS-AP 2.01 has for solutions, the freest first."""


def _listed(identifiers: str) -> frozenset[str]:
    return frozenset(identifiers.split())


_APPROVED = _listed(
    """
    0BSD AFL-3.0 AGPL-3.0 AGPL-3.0-only AGPL-3.0-or-later APSL-2.0 Apache-1.1 Apache-2.0 Artistic-1.0 Artistic-2.0 BSD-2-Clause
    BSD-2-Clause-Patent BSD-3-Clause BSL-1.0 BlueOak-1.0.0 CAL-1.0 CDDL-1.0 CECILL-2.1 CPAL-1.0 CPL-1.0 ECL-2.0 EFL-2.0 EPL-1.0
    EPL-2.0 EUPL-1.1 EUPL-1.2 GPL-2.0 GPL-2.0-only GPL-2.0-or-later GPL-3.0 GPL-3.0-only GPL-3.0-or-later HPND ICU ISC LGPL-2.0
    LGPL-2.0-only LGPL-2.0-or-later LGPL-2.1 LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0 LGPL-3.0-only LGPL-3.0-or-later LPPL-1.3c
    LiLiQ-P-1.1 LiLiQ-R-1.1 LiLiQ-Rplus-1.1 MIT MIT-0 MPL-1.0 MPL-1.1 MPL-2.0 MPL-2.0-no-copyleft-exception MS-PL MS-RL MirOS
    MulanPSL-2.0 NCSA NPOSL-3.0 NTP OFL-1.1 OSL-2.1 OSL-3.0 PHP-3.0 PHP-3.01 PostgreSQL Python-2.0 QPL-1.0 RPL-1.5 SISSL
    Sleepycat UPL-1.0 Unicode-3.0 Unlicense VSL-1.0 W3C Zlib ZPL-2.0 ZPL-2.1
    """
)
"""Licences that the Open Source Initiative has approved, by their SPDX identifiers."""

_SPDX = "spdx.org/licenses/"


def software_licence_type(iri: str) -> str:
    """Give the code of the type that ADMS-AP has for a licence of software.

    >>> software_licence_type("http://spdx.org/licenses/MIT"), software_licence_type("https://spdx.org/licenses/CC0-1.0.html")
    ('OSIcompliant', 'PublicDomain')
    >>> software_licence_type("https://spdx.org/licenses/CC-BY-SA-4.0"), software_licence_type("https://example.org/ours")
    ('NonOSIcompliant', 'UnknownIPR')
    """
    if licence_type(iri) == PUBLIC_DOMAIN:
        return PUBLIC_DOMAIN
    address = iri.partition("://")[2].removeprefix("www.").removesuffix("/").removesuffix(".html")
    if not address.startswith(_SPDX):
        return "UnknownIPR"
    return "OSIcompliant" if address.removeprefix(_SPDX) in _APPROVED else "NonOSIcompliant"


def freest(licences: Iterable[str]) -> str | None:
    """Choose the freest of several licences of software; of those of one type the first by its IRI.

    >>> freest(["https://example.org/ours", "http://spdx.org/licenses/MIT", "http://spdx.org/licenses/Apache-2.0"])
    'http://spdx.org/licenses/Apache-2.0'
    """
    order = list(SOFTWARE_LICENCES.codes)
    return min(licences, key=lambda iri: (order.index(software_licence_type(iri)), iri), default=None)
