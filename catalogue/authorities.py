"""Codes of controlled vocabularies that portals read: those of the Publications Office of the EU, and of ADMS.

The facts are those of the tables at <https://op.europa.eu/en/web/eu-vocabularies> (data-theme, frequency,
planned-availability, access-right, language, country, file-type, licence) and of ADMS (publisher type 1.0, licence types 1.1
and 2.0, status 1.0), as of November 2026.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from catalogue.messages import Text

AUTHORITY = "http://publications.europa.eu/resource/authority/"
ADMS = "http://purl.org/adms/"


class Vocabulary(NamedTuple):
    """A controlled vocabulary, as far as it is used here.

    Attributes:
        iri: the IRI of the concept scheme.
        title: what it is called, by language.
        start: what the IRIs of its codes begin with.
        codes: its codes, with what each is called by language.
    """

    iri: str
    title: Text
    start: str
    codes: Mapping[str, Text]

    def concept(self, code: str) -> str:
        """Give the IRI of a code.

        >>> THEMES.concept("GOVE")
        'http://publications.europa.eu/resource/authority/data-theme/GOVE'
        """
        return self.start + code

    def known(self, code: str | None) -> tuple[str, ...]:
        """Give the IRI of a code, or nothing where this vocabulary does not have it.

        >>> THEMES.known("GOVERNMENT"), THEMES.known(None)
        ((), ())
        """
        return (self.concept(code),) if code is not None and code in self.codes else ()

    def code(self, iri: str) -> str | None:
        """Give the code that an IRI stands for, or None where it is not of this vocabulary.

        >>> THEMES.code("http://publications.europa.eu/resource/authority/data-theme/GOVE"), THEMES.code("urn:x")
        ('GOVE', None)
        """
        code = iri.removeprefix(self.start)
        return code if code != iri and code in self.codes else None


def vocabulary(name: str, title: tuple[str, str], codes: Mapping[str, tuple[str, str]], start: str = "") -> Vocabulary:
    """Make a vocabulary of titles and names in English and French."""
    texts = {code: MappingProxyType({"en": en, "fr": fr}) for code, (en, fr) in codes.items()}
    iri = name if name.startswith("http") else AUTHORITY + name
    return Vocabulary(iri, MappingProxyType({"en": title[0], "fr": title[1]}), start or f"{iri}/", MappingProxyType(texts))


THEMES = vocabulary(
    "data-theme",
    ("Data themes", "Thèmes de données"),
    {
        "AGRI": ("Agriculture, fisheries, forestry and food", "Agriculture, pêche, sylviculture et alimentation"),
        "ECON": ("Economy and finance", "Économie et finances"),
        "EDUC": ("Education, culture and sport", "Éducation, culture et sport"),
        "ENER": ("Energy", "Énergie"),
        "ENVI": ("Environment", "Environnement"),
        "GOVE": ("Government and public sector", "Gouvernement et secteur public"),
        "HEAL": ("Health", "Santé"),
        "INTR": ("International issues", "Questions internationales"),
        "JUST": ("Justice, legal system and public safety", "Justice, système juridique et sécurité publique"),
        "REGI": ("Regions and cities", "Régions et villes"),
        "SOCI": ("Population and society", "Population et société"),
        "TECH": ("Science and technology", "Science et technologie"),
        "TRAN": ("Transport", "Transports"),
    },
)
"""The themes of data (`dcat:theme`)."""

FREQUENCIES = vocabulary(
    "frequency",
    ("Frequencies", "Fréquences"),
    {
        "ANNUAL": ("annual", "annuel"),
        "ANNUAL_2": ("semiannual", "semestriel"),
        "ANNUAL_3": ("three times a year", "trois fois par an"),
        "BIDECENNIAL": ("bidecennial", "tous les vingt ans"),
        "BIENNIAL": ("biennial", "biennal"),
        "BIHOURLY": ("bihourly", "toutes les deux heures"),
        "BIMONTHLY": ("bimonthly", "bimestriel"),
        "BIWEEKLY": ("biweekly", "tous les quinze jours"),
        "CONT": ("continuous", "continuel"),
        "DAILY": ("daily", "quotidien"),
        "DAILY_2": ("twice a day", "deux fois par jour"),
        "DECENNIAL": ("decennial", "tous les dix ans"),
        "HOURLY": ("hourly", "toutes les heures"),
        "IRREG": ("irregular", "irrégulier"),
        "MONTHLY": ("monthly", "mensuel"),
        "MONTHLY_2": ("semimonthly", "bimensuel"),
        "MONTHLY_3": ("three times a month", "trois fois par mois"),
        "NEVER": ("never", "jamais"),
        "OTHER": ("other", "autre"),
        "QUADRENNIAL": ("quadrennial", "tous les quatre ans"),
        "QUARTERLY": ("quarterly", "trimestriel"),
        "QUINQUENNIAL": ("quinquennial", "tous les cinq ans"),
        "TRIDECENNIAL": ("tridecennial", "tous les trente ans"),
        "TRIENNIAL": ("triennial", "triennal"),
        "TRIHOURLY": ("trihourly", "toutes les trois heures"),
        "UNKNOWN": ("unknown", "inconnu"),
        "WEEKLY": ("weekly", "hebdomadaire"),
        "WEEKLY_2": ("semiweekly", "bihebdomadaire"),
        "WEEKLY_3": ("three times a week", "trois fois par semaine"),
    },
)
"""How often data changes (`dct:accrualPeriodicity`)."""

AVAILABILITIES = vocabulary(
    "planned-availability",
    ("Planned availability", "Disponibilité prévue"),
    {
        "AVAILABLE": ("available", "disponible"),
        "EXPERIMENTAL": ("experimental", "expérimental"),
        "STABLE": ("stable", "stable"),
        "TEMPORARY": ("temporary", "temporaire"),
    },
)
"""How long data stays (`dcatap:availability`)."""

ACCESS_RIGHTS = vocabulary(
    "access-right",
    ("Access rights", "Droits d’accès"),
    {
        "CONFIDENTIAL": ("confidential", "confidentiel"),
        "NON_PUBLIC": ("non-public", "non public"),
        "PUBLIC": ("public", "public"),
        "RESTRICTED": ("restricted", "restreint"),
        "SENSITIVE": ("sensitive", "sensible"),
    },
)
"""Who may read data (`dct:accessRights`)."""

PUBLISHER_TYPES = vocabulary(
    f"{ADMS}publishertype/1.0",
    ("Types of publishers", "Types d’éditeurs"),
    {
        "Academia-ScientificOrganisation": ("Academia or scientific organisation", "Université ou organisme scientifique"),
        "Company": ("Company", "Entreprise"),
        "IndustryConsortium": ("Industry consortium", "Consortium industriel"),
        "LocalAuthority": ("Local authority", "Autorité locale"),
        "NationalAuthority": ("National authority", "Autorité nationale"),
        "NonGovernmentalOrganisation": ("Non-governmental organisation", "Organisation non gouvernementale"),
        "NonProfitOrganisation": ("Non-profit organisation", "Organisation à but non lucratif"),
        "PrivateIndividual(s)": ("Private individuals", "Particuliers"),
        "RegionalAuthority": ("Regional authority", "Autorité régionale"),
        "StandardisationBody": ("Standardisation body", "Organisme de normalisation"),
        "SupraNationalAuthority": ("Supra-national authority", "Autorité supranationale"),
    },
    f"{ADMS}publishertype/",
)
"""What publishers are (`dct:type` of an agent)."""

LICENCE_TYPES = vocabulary(
    f"{ADMS}licencetype/1.1",
    ("Types of licences", "Types de licences"),
    {
        "Attribution": ("Attribution", "Attribution"),
        "GrantBack": ("Grant back", "Rétrocession"),
        "JurisdictionWithinTheEU": ("Jurisdiction within the EU", "Juridiction dans l’Union européenne"),
        "KnownPatentEncumbrance": ("Known patent encumbrance", "Brevet connu"),
        "NoDerivativeWork": ("No derivative work", "Pas de modification"),
        "NominalCost": ("Nominal cost", "Coût nominal"),
        "NonCommercialUseOnly": ("Non-commercial use only", "Pas d’utilisation commerciale"),
        "OtherRestrictiveClauses": ("Other restrictive clauses", "Autres clauses restrictives"),
        "PublicDomain": ("Public domain", "Domaine public"),
        "ReservedNames-Endorsement-OfficialStatus": (
            "Reserved names, endorsement or official status",
            "Noms réservés, approbation ou statut officiel",
        ),
        "RoyaltiesRequired": ("Royalties required", "Redevances"),
        "ShareAlike-Compatible": ("Share alike, compatible", "Partage à l’identique, compatible"),
        "ShareAlike-NotCompatible": ("Share alike, not compatible", "Partage à l’identique, non compatible"),
        "UnknownIPR": ("Unknown rights", "Droits inconnus"),
    },
    f"{ADMS}licencetype/",
)
"""What licences ask (`dct:type` of a licence)."""

PUBLIC_DOMAIN = "PublicDomain"
"""The code of the type of a licence that asks nothing."""

_ATTRIBUTION, _SHARE_ALIKE = "Attribution", "ShareAlike-NotCompatible"
_KNOWN_LICENCES: Mapping[str, str] = {
    "spdx.org/licenses/etalab-2.0": _ATTRIBUTION,
    "www.etalab.gouv.fr/licence-ouverte-open-licence": _ATTRIBUTION,
    "spdx.org/licenses/CC0-1.0": PUBLIC_DOMAIN,
    "creativecommons.org/publicdomain/zero/1.0": PUBLIC_DOMAIN,
    "creativecommons.org/publicdomain/mark/1.0": PUBLIC_DOMAIN,
    "spdx.org/licenses/PDDL-1.0": PUBLIC_DOMAIN,
    "spdx.org/licenses/CC-BY-3.0": _ATTRIBUTION,
    "spdx.org/licenses/CC-BY-4.0": _ATTRIBUTION,
    "creativecommons.org/licenses/by/3.0": _ATTRIBUTION,
    "creativecommons.org/licenses/by/4.0": _ATTRIBUTION,
    "spdx.org/licenses/ODC-By-1.0": _ATTRIBUTION,
    "opendatacommons.org/licenses/by/1-0": _ATTRIBUTION,
    "spdx.org/licenses/CC-BY-SA-4.0": _SHARE_ALIKE,
    "creativecommons.org/licenses/by-sa/4.0": _SHARE_ALIKE,
    "spdx.org/licenses/ODbL-1.0": _SHARE_ALIKE,
    "opendatacommons.org/licenses/odbl/1-0": _SHARE_ALIKE,
    "spdx.org/licenses/AGPL-3.0-or-later": "ShareAlike-Compatible",
    "spdx.org/licenses/EUPL-1.2": "ShareAlike-Compatible",
    f"{AUTHORITY.removeprefix('http://')}licence/CC0": PUBLIC_DOMAIN,
    f"{AUTHORITY.removeprefix('http://')}licence/CC_BY_4_0": _ATTRIBUTION,
    f"{AUTHORITY.removeprefix('http://')}licence/CC_BYSA_4_0": _SHARE_ALIKE,
}
"""The type of each licence of data that is in common use, by its address without scheme and end."""


def licence_type(iri: str) -> str | None:
    """Give the code of the type of a licence, or None where it is not one in common use.

    >>> licence_type("https://creativecommons.org/licenses/by/4.0/"), licence_type("https://example.org/ours")
    ('Attribution', None)
    """
    return _KNOWN_LICENCES.get(iri.partition("://")[2].removesuffix("/").removesuffix(".html"))


LANGUAGE, COUNTRY, FILE_TYPE, LICENCE = (f"{AUTHORITY}{name}/" for name in ("language", "country", "file-type", "licence"))
"""What the IRIs of languages, countries, file types and licences begin with."""

LANGUAGES: Mapping[str, str] = dict(
    each.split("=")
    for each in [
        "ar=ARA",
        "bg=BUL",
        "br=BRE",
        "ca=CAT",
        "co=COS",
        "cs=CES",
        "cy=CYM",
        "da=DAN",
        "de=DEU",
        "el=ELL",
        "en=ENG",
        "es=SPA",
        "et=EST",
        "eu=EUS",
        "fi=FIN",
        "fr=FRA",
        "ga=GLE",
        "gl=GLG",
        "hr=HRV",
        "hu=HUN",
        "is=ISL",
        "it=ITA",
        "ja=JPN",
        "lb=LTZ",
        "lt=LIT",
        "lv=LAV",
        "mk=MKD",
        "mt=MLT",
        "nb=NOB",
        "nl=NLD",
        "nn=NNO",
        "no=NOR",
        "oc=OCI",
        "pl=POL",
        "pt=POR",
        "ro=RON",
        "ru=RUS",
        "sk=SLK",
        "sl=SLV",
        "sq=SQI",
        "sv=SWE",
        "tr=TUR",
        "uk=UKR",
        "zh=ZHO",
    ]
)
"""The code of languages by their tag (BCP 47)."""

COUNTRIES = frozenset(
    [
        "ALB",
        "AND",
        "ARM",
        "AUT",
        "AZE",
        "BEL",
        "BGR",
        "BIH",
        "BLR",
        "CHE",
        "CYP",
        "CZE",
        "DEU",
        "DNK",
        "ESP",
        "EST",
        "FIN",
        "FRA",
        "GBR",
        "GEO",
        "GRC",
        "HRV",
        "HUN",
        "IRL",
        "ISL",
        "ITA",
        "LIE",
        "LTU",
        "LUX",
        "LVA",
        "MCO",
        "MDA",
        "MKD",
        "MLT",
        "MNE",
        "NLD",
        "NOR",
        "POL",
        "PRT",
        "ROU",
        "RUS",
        "SMR",
        "SRB",
        "SVK",
        "SVN",
        "SWE",
        "TUR",
        "UKR",
        "VAT",
        "BRA",
        "CAN",
        "CHN",
        "IND",
        "JPN",
        "USA",
    ]
)
"""Codes of countries, of Europe and some others."""


def _listed(codes: str) -> frozenset[str]:
    return frozenset(codes.split())


NOT_PROPRIETARY = _listed(
    """
    BMP CSV DBF ETSI_XML GEOJSON GPKG GZIP HTML ICS JPEG2000 JSON JSON_LD KML KMZ NETCDF ODS PNG RDF_N_QUADS RDF_N_TRIPLES
    RDF_TRIG RDF_TURTLE RDF_XML RSS RTF TAR TIFF TSV TXT WMS_SRVC XML ZIP
    """
)
"""File types that the European portal counts as open, as its own list of them has it."""

MACHINE_READABLE = _listed(
    """
    CSV GEOJSON ICS JSON JSON_LD KML KMZ NETCDF ODS RDFA RDF_N_QUADS RDF_N_TRIPLES RDF_TRIG RDF_TURTLE RDF_XML RSS SHP XLS XLSX
    XML
    """
)
"""File types that the European portal counts as machine-readable, as its own list of them has it."""
