"""What ADMS-AP 2.01 says of the properties of each class: the profile of catalogues of solutions, software among them.

The facts are those of the specification for Joinup, <https://github.com/SEMICeu/ADMS-AP> (releases/2.01, section 7), written
down in a table of our own. Its assets are datasets of DCAT. What it calls `skos:label`, which SKOS does not have, is
`skos:prefLabel`.
"""

from __future__ import annotations

from catalogue.profiles.requirements import Profile, requirements_of

_TABLE = """
dcat:Catalog
  dct:title M * text
  dct:description M * text
  dct:publisher M 1 node foaf:Agent
  dcat:contactPoint R * node vcard:Kind
  dcat:dataset R * node dcat:Dataset
  dcat:themeTaxonomy R * node skos:ConceptScheme
  dct:spatial R * node dct:Location
  foaf:homepage R 1 node foaf:Document
  dcat:keyword O * text
  dct:issued O * date
dcat:Dataset
  dct:title M * text
  dct:description M * text
  dcat:contactPoint M * node vcard:Kind
  dct:publisher M * node foaf:Agent
  dct:type M * node skos:Concept
  dcat:distribution R * node dcat:Distribution
  dcat:keyword R * text
  dcat:landingPage R 1 node foaf:Document
  dcat:theme R * node skos:Concept
  dct:language R * node dct:LinguisticSystem
  dct:relation R * node
  dct:spatial R * node dct:Location
  adms:includedAsset O * node dcat:Dataset
  adms:status O 1 node skos:Concept
  adms:translation O * node dcat:Dataset
  adms:versionNotes O 1 text
  dct:hasVersion O * node dcat:Dataset
  dct:identifier O * text
  dct:isVersionOf O 1 node dcat:Dataset
  dct:issued O 1 date
  dct:modified O 1 date
  foaf:page O * node foaf:Document
  owl:versionInfo O * text
  skos:altLabel O * text
dcat:Distribution
  dcat:accessURL M * node
  dct:license M 1 node dct:LicenseDocument
  dct:format R 1 node dct:MediaTypeOrExtent
  adms:representationTechnique O 1 node skos:Concept
  adms:status O 1 node skos:Concept
  dct:description O * text
  dct:issued O 1 date
  dct:modified O 1 date
  dct:publisher O * node foaf:Agent
  dct:title O * text
  schema:fileSize O 1 text
  spdx:checksum O 1 node spdx:Checksum
foaf:Agent
  foaf:name M * text
  dct:type R * node skos:Concept
vcard:Kind
  vcard:fn M * text
  vcard:hasEmail M * node vcard:Email
  vcard:hasAddress O * node vcard:Address
  vcard:hasTelephone O * any
  vcard:hasURL O * any
dct:LicenseDocument
  dct:type M 1 node skos:Concept
  rdfs:label R * text
  dct:description O * text
dct:LinguisticSystem
  rdfs:label R * text
dct:Location
  rdfs:label R * text
dct:MediaTypeOrExtent
  rdfs:label R * text
skos:Concept
  skos:prefLabel R * text
  skos:inScheme R * node skos:ConceptScheme
skos:ConceptScheme
  rdfs:label R * text
spdx:Checksum
  spdx:algorithm M 1 any
  spdx:checksumValue M 1 hexBinary
"""

ADMS_AP = Profile("ADMS-AP 2.01", requirements_of(_TABLE), {})
"""The profile of catalogues of solutions."""
