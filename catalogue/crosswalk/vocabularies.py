"""The terms of vocabularies in common use that mean what a term of schema.org means."""

from __future__ import annotations

from collections.abc import Mapping

from catalogue.names import STANDARD_PREFIXES

_OTHERS = {
    "bibo": "http://purl.org/ontology/bibo/",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "dcmitype": "http://purl.org/dc/dcmitype/",
    "doap": "http://usefulinc.com/ns/doap#",
    "event": "http://purl.org/NET/c4dm/event.owl#",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "ical": "http://www.w3.org/2002/12/cal/ical#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}

_CLASSES = """
    adms:Identifier PropertyValue, bibo:AcademicArticle ScholarlyArticle, bibo:Article Article, bibo:Book Book,
    bibo:Document CreativeWork, bibo:Periodical Periodical, bibo:Report Report, bibo:Thesis Thesis, cpsv:PublicService
    GovernmentService, dcat:Catalog DataCatalog, dcat:DataService WebAPI, dcat:Dataset Dataset, dcat:Distribution
    DataDownload, dcat:Resource CreativeWork, dcmitype:Collection Collection, dcmitype:Dataset Dataset, dcmitype:Event
    Event, dcmitype:Image ImageObject, dcmitype:Service Service, dcmitype:Software SoftwareApplication,
    dct:BibliographicResource CreativeWork, dct:Location Place, doap:Project SoftwareSourceCode, event:Event Event,
    foaf:Document CreativeWork, foaf:Group Organization, foaf:Image ImageObject, foaf:Organization Organization,
    foaf:Person Person, foaf:Project Project, geo:SpatialThing Place, ical:Vevent Event, org:FormalOrganization
    Organization, org:Organization Organization, org:OrganizationalUnit Organization, org:Site Place, prov:Organization
    Organization, prov:Person Person, skos:Concept DefinedTerm, skos:ConceptScheme DefinedTermSet, vcard:Individual
    Person, vcard:Organization Organization
"""

_PROPERTIES = """
    dcat:byteSize contentSize, dcat:distribution distribution, dcat:downloadURL contentUrl, dcat:keyword keywords,
    dcat:landingPage url, dcat:mediaType encodingFormat, dcat:theme about, dcat:version version, dct:abstract abstract,
    dct:alternative alternateName, dct:audience audience, dct:contributor contributor, dct:created dateCreated,
    dct:creator creator, dct:description description, dct:hasPart hasPart, dct:identifier identifier, dct:isPartOf
    isPartOf, dct:issued datePublished, dct:language inLanguage, dct:license license, dct:modified dateModified,
    dct:publisher publisher, dct:references citation, dct:rightsHolder copyrightHolder, dct:spatial spatialCoverage,
    dct:subject about, dct:temporal temporalCoverage, doap:audience audience, doap:created dateCreated,
    doap:description description, doap:developer author, doap:download-page downloadUrl, doap:helper contributor,
    doap:homepage url, doap:license license, doap:location url, doap:maintainer maintainer, doap:os operatingSystem,
    doap:programming-language programmingLanguage, doap:repository codeRepository, doap:revision softwareVersion,
    doap:screenshots screenshot, doap:shortdesc disambiguatingDescription, doap:vendor publisher, foaf:depiction
    image, foaf:familyName familyName, foaf:givenName givenName, foaf:homepage url, foaf:img image, foaf:logo logo,
    foaf:nick alternateName, geo:lat latitude, geo:long longitude, org:hasMember member, org:hasSubOrganization
    subOrganization, org:hasUnit subOrganization, org:identifier identifier, org:memberOf memberOf,
    org:subOrganizationOf parentOrganization, org:unitOf parentOrganization, owl:sameAs sameAs, rdfs:comment
    description, skos:altLabel alternateName, skos:definition description, skos:exactMatch sameAs, skos:inScheme
    inDefinedTermSet, skos:notation termCode
"""


def _read(table: str) -> Mapping[str, str]:
    namespaces = {**STANDARD_PREFIXES, **_OTHERS}
    pairs = (pair.split() for pair in table.split(","))
    named = ((term.partition(":"), name) for term, name in pairs)
    return {namespaces[prefix] + local: name for (prefix, _, local), name in named}


CLASSES: Mapping[str, str] = _read(_CLASSES)
"""The type of schema.org by the IRI of a class."""

PROPERTIES: Mapping[str, str] = _read(_PROPERTIES)
"""The property of schema.org by the IRI of a property. Addresses of mail and telephones are left out: they are of persons."""
