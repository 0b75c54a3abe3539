"""What DCAT-AP 3.0.1 says of the properties of each class.

The facts are those of the specification, <https://semiceu.github.io/DCAT-AP/releases/3.0.1/> (each class), written down in a
table of our own: what is mandatory, how often a property may be given, and what its values are. What is recommended is what the
portals' gate warns of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from catalogue.names import STANDARD_PREFIXES

PREFIXES: Mapping[str, str] = {
    **STANDARD_PREFIXES,
    "dcatap": "http://data.europa.eu/r5r/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "locn": "http://www.w3.org/ns/locn#",
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "spdx": "http://spdx.org/rdf/terms#",
    "time": "http://www.w3.org/2006/time#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}


class Level(Enum):
    """How much a property is wanted."""

    MANDATORY = "M"
    RECOMMENDED = "R"
    OPTIONAL = "O"


class Values(Enum):
    """What the values of a property are.

    A date that the portals' shapes do not look at, although the specification has it, is `NOTED_DATE`.
    """

    ANY = "any"
    LITERAL = "text"
    RESOURCE = "node"
    IRI = "iri"
    DATE = "date"
    NOTED_DATE = "noted-date"
    DECIMAL = "decimal"
    DURATION = "duration"
    HEX = "hexBinary"
    COUNT = "nonNegativeInteger"
    DESCRIBED = "described"
    """A catalogue, a dataset, a service or a series that is described as well."""


@dataclass(frozen=True)
class Requirement:
    """What is said of a property of a class.

    Attributes:
        name: the property, with a well-known prefix; with `^` before it when it leads to the thing.
        level: how much it is wanted.
        most: how often it may be given; None for as often as one likes.
        values: what its values are.
        range: the class of its values, with a well-known prefix, or empty.
    """

    name: str
    level: Level
    most: int | None
    values: Values
    range: str

    @property
    def iri(self) -> str:
        """The IRI of the property."""
        return expand(self.name.removeprefix("^"))


def expand(name: str) -> str:
    """Give the IRI of a name with a prefix.

    >>> expand("dcat:Dataset")
    'http://www.w3.org/ns/dcat#Dataset'
    """
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


_TABLE = """
dcat:Catalog
  dct:title M * text
  dct:description M * text
  dct:publisher M 1 any foaf:Agent
  dct:issued R 1 date
  dct:language R * node dct:LinguisticSystem
  dct:license R 1 node dct:LicenseDocument
  dct:modified R 1 date
  dct:spatial R * node dct:Location
  dcat:themeTaxonomy R * node skos:ConceptScheme
  foaf:homepage R 1 node foaf:Document
  dcatap:applicableLegislation O * iri eli:LegalResource
  dcat:catalog O * node dcat:Catalog
  dct:creator O 1 node foaf:Agent
  dcat:dataset O * node dcat:Dataset
  dct:hasPart O * node dcat:Catalog
  dct:isPartOf O * any dcat:Catalog
  dcat:record O * node dcat:CatalogRecord
  dct:rights O 1 node dct:RightsStatement
  dcat:service O * node dcat:DataService
dcat:Dataset
  dct:title M * text
  dct:description M * text
  dcat:contactPoint R * node vcard:Kind
  dcat:distribution R * node dcat:Distribution
  dcat:keyword R * text
  dct:publisher R 1 node foaf:Agent
  dct:spatial R * node dct:Location
  dct:temporal R * node dct:PeriodOfTime
  dcat:theme R * iri skos:Concept
  dct:accessRights O 1 node dct:RightsStatement
  dct:accrualPeriodicity O 1 node dct:Frequency
  dcatap:applicableLegislation O * iri eli:LegalResource
  dct:conformsTo O * node dct:Standard
  dct:creator O * node foaf:Agent
  dct:hasVersion O * node dcat:Dataset
  dct:identifier O * text
  dcat:inSeries O * node dcat:DatasetSeries
  dct:isReferencedBy O * node
  dct:issued O 1 noted-date
  dcat:landingPage O * node foaf:Document
  dct:language O * node dct:LinguisticSystem
  dct:modified O 1 noted-date
  adms:identifier O * node adms:Identifier
  foaf:page O * node foaf:Document
  dct:provenance O * node dct:ProvenanceStatement
  prov:qualifiedAttribution O * node prov:Attribution
  dcat:qualifiedRelation O * node dcat:Relationship
  dct:relation O * node
  adms:sample O * node dcat:Distribution
  dct:source O * node dcat:Dataset
  dcat:spatialResolutionInMeters O 1 decimal
  dcat:temporalResolution O 1 duration
  dct:type O * node skos:Concept
  dcat:version O 1 text
  adms:versionNotes O * text
  prov:wasGeneratedBy O * node prov:Activity
dcat:Distribution
  dcat:accessURL M * node
  dcatap:availability R 1 node skos:Concept
  dct:description R * text
  dct:format R 1 node dct:MediaTypeOrExtent
  dct:license R 1 node dct:LicenseDocument
  dcat:accessService O * node dcat:DataService
  dcatap:applicableLegislation O * iri eli:LegalResource
  dcat:byteSize O 1 nonNegativeInteger
  spdx:checksum O 1 node spdx:Checksum
  dcat:compressFormat O 1 node dct:MediaType
  dct:conformsTo O * node dct:Standard
  dcat:downloadURL O * node
  odrl:hasPolicy O 1 node odrl:Policy
  dct:issued O 1 date
  dct:language O * node dct:LinguisticSystem
  dcat:mediaType O 1 node dct:MediaType
  dct:modified O 1 date
  dcat:packageFormat O 1 node dct:MediaType
  foaf:page O * node foaf:Document
  dct:rights O 1 node dct:RightsStatement
  dcat:spatialResolutionInMeters O 1 decimal
  adms:status O 1 node skos:Concept
  dcat:temporalResolution O 1 duration
  dct:title O * text
dcat:DataService
  dcat:endpointURL M * node
  dct:title M * text
  dct:conformsTo R * node dct:Standard
  dcat:contactPoint R * node vcard:Kind
  dcat:endpointDescription R * node
  dcat:keyword R * text
  dct:publisher R 1 node foaf:Agent
  dcat:servesDataset R * node dcat:Dataset
  dcat:theme R * iri skos:Concept
  dct:accessRights O 1 node dct:RightsStatement
  dcatap:applicableLegislation O * iri eli:LegalResource
  dct:description O * text
  dct:format O * node dct:MediaTypeOrExtent
  dcat:landingPage O * node foaf:Document
  dct:license O 1 node dct:LicenseDocument
dcat:DatasetSeries
  dct:title M * text
  dct:description M * text
  ^dcat:inSeries R * node dcat:Dataset
  dcat:contactPoint R * node vcard:Kind
  dct:publisher R 1 node foaf:Agent
  dct:accrualPeriodicity O 1 node dct:Frequency
  dcatap:applicableLegislation O * iri eli:LegalResource
  dct:issued O 1 date
  dct:modified O 1 date
  dct:spatial O * node dct:Location
  dct:temporal O * node dct:PeriodOfTime
dcat:CatalogRecord
  dct:modified M 1 noted-date
  foaf:primaryTopic M 1 described
  dct:conformsTo R 1 any dct:Standard
  dct:issued R 1 date
  adms:status R 1 any skos:Concept
  dct:description O * text
  dct:language O * any dct:LinguisticSystem
  dct:source O 1 any dcat:CatalogRecord
  dct:title O * text
dcat:Relationship
  dct:relation M * described
  dcat:hadRole M * any dcat:Role
foaf:Agent
  foaf:name M * text
  dct:type R 1 any skos:Concept
dct:LicenseDocument
  dct:type R * any skos:Concept
dct:Location
  dcat:bbox R 1 text
  dcat:centroid R 1 text
  locn:geometry O 1 text
dct:PeriodOfTime
  dcat:endDate R 1 noted-date
  dcat:startDate R 1 noted-date
  time:hasBeginning O 1 any time:Instant
  time:hasEnd O 1 any time:Instant
skos:Concept
  skos:prefLabel M * text
skos:ConceptScheme
  dct:title M * text
spdx:Checksum
  spdx:algorithm M 1 any
  spdx:checksumValue M 1 hexBinary
adms:Identifier
  skos:notation O 1 any
"""


def requirements_of(table: str) -> dict[str, tuple[Requirement, ...]]:
    """Read a table: a line for each class, and below it one for each property, as `Requirement` has it."""
    classes: dict[str, list[Requirement]] = {}
    for line in filter(None, table.splitlines()):
        if not line.startswith(" "):
            of_class = classes.setdefault(line, [])
            continue
        name, level, most, values, *range_ = line.split()
        often = None if most == "*" else int(most)
        of_class.append(Requirement(name, Level(level), often, Values(values), range_[0] if range_ else ""))
    return {name: tuple(requirements) for name, requirements in classes.items()}


CLASSES: Mapping[str, tuple[Requirement, ...]] = requirements_of(_TABLE)
"""What is said of the properties of each class, by its name with a well-known prefix."""

RECORDS = ("dcat:Catalog", "dcat:Dataset", "dcat:DatasetSeries", "dcat:Distribution", "dcat:DataService", "dcat:CatalogRecord")
"""The classes that portals list; the others describe parts of them."""

DESCRIBED = ("dcat:Catalog", "dcat:Dataset", "dcat:DataService", "dcat:DatasetSeries")
"""What a catalogue record or a relation leads to."""


@dataclass(frozen=True)
class Profile:
    """An application profile.

    Attributes:
        name: what it is called, with its version.
        classes: what it says of the properties of each class, by its name with a well-known prefix.
        either: for classes two properties of which a record should have one; which of them is open.
    """

    name: str
    classes: Mapping[str, tuple[Requirement, ...]]
    either: Mapping[str, tuple[str, str]]


DCAT_AP = Profile("DCAT-AP 3.0.1", CLASSES, {"dcat:Catalog": ("dcat:dataset", "dcat:service")})
"""The profile of portals for data."""
