"""The vocabularies that the crosswalk leads to: schema.org, and those of catalogues of software, which it is translated to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from catalogue import codemeta, publiccode, schema_org
from catalogue.crosswalk.vocabularies import CLASSES, PROPERTIES
from catalogue.published import names_of

_DOAP = "http://usefulinc.com/ns/doap#"


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """A vocabulary whose terms shapes, ontologies and data may be mapped to.

    Attributes:
        namespaces: what its terms begin with.
        is_property: tells of a name whether it has such a property.
        is_type: tells of a name whether it has such a type.
        classes: its types by the IRIs of classes in common use.
        properties: its properties by the IRIs of properties in common use.
        equivalents: by the name of a property of schema.org its own that mean the same, for what is mapped to no other.
    """

    namespaces: Sequence[str]
    is_property: Callable[[str], bool]
    is_type: Callable[[str], bool] = lambda _: False
    classes: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    equivalents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def local(self, iri: str) -> str | None:
        """Give the name of a term by its IRI; None for an IRI of another namespace.

        >>> DOAP.local("http://usefulinc.com/ns/doap#name"), DOAP.local("http://schema.org/name")
        ('name', None)
        """
        return next((iri.removeprefix(start) for start in self.namespaces if iri.startswith(start)), None)


def _read(table: str) -> Mapping[str, tuple[str, ...]]:
    """Read what properties of schema.org are called elsewhere: lines of a name and of those that stand for it."""
    return {name: tuple(others) for name, *others in (line.split() for line in table.strip().splitlines())}


SCHEMA_ORG = Vocabulary(
    schema_org.NAMESPACES, schema_org.is_property, schema_org.is_type, classes=CLASSES, properties=PROPERTIES
)
"""schema.org, which pages are described by."""

CODEMETA = Vocabulary(
    codemeta.NAMESPACES,
    codemeta.TERMS.__contains__,
    equivalents={name: (name,) for name in codemeta.TERMS},
)
"""CodeMeta: terms of schema.org and some of its own."""

DOAP = Vocabulary(
    (_DOAP,),
    names_of(_DOAP).__contains__,
    equivalents=_read("""
        name name
        abstract shortdesc
        disambiguatingDescription shortdesc
        description description
        url homepage
        codeRepository repository
        programmingLanguage programming-language
        license license
        dateCreated created
        softwareVersion release
        operatingSystem os
        runtimePlatform platform
        downloadUrl download-page
        installUrl download-mirror
        softwareHelp documentation
        screenshot screenshots
        applicationCategory category
        author developer
        creator developer
        contributor helper
        maintainer maintainer
        provider vendor
        publisher vendor
    """),
)
"""DOAP: descriptions of projects."""

PUBLICCODE = Vocabulary(
    (publiccode.NAMESPACE,),
    publiccode.is_mappable,
    equivalents=_read("""
        name name
        alternateName name
        codeRepository url
        url landingURL
        isBasedOn isBasedOn
        isPartOf applicationSuite
        softwareVersion softwareVersion
        operatingSystem platforms
        applicationCategory categories
        abstract description.shortDescription
        disambiguatingDescription description.shortDescription
        description description.shortDescription description.longDescription
        featureList description.features
        softwareHelp description.documentation
        screenshot description.screenshots
        video description.videos
        award description.awards
        license legal.license
        copyrightHolder legal.mainCopyrightOwner
        funder fundedBy
        publisher organisation
        provider organisation
        maintainer maintenance.contacts
        inLanguage localisation.availableLanguages
    """),
)
"""publiccode.yml: its keys, with a dot between a section and what is in it."""
