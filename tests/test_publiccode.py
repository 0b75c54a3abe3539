"""publiccode.yml as a standard: what a document lacks or has wrong, by a schema written anew, and YAML that all readers read alike."""

# ruff: noqa: E501 - data is read by its statements

from __future__ import annotations

from copy import deepcopy
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from catalogue.publiccode import KEYS, as_yaml, check, is_mappable, version_for

LONG = "Plans the beds of a shared garden for a whole year, as a map that all can read: what is sown, where and when, who waters, and what was harvested in the end."
WHOLE: dict[str, Any] = {
    "publiccodeYmlVersion": "0.5",
    "name": "Planner",
    "applicationSuite": "Garden",
    "url": "https://code.example.org/planner.git",
    "landingURL": "https://planner.example.org/",
    "isBasedOn": ["https://code.example.org/seed.git"],
    "softwareVersion": "1.0",
    "releaseDate": "2026-11-01",
    "logo": "img/logo.svg",
    "platforms": ["web", "Haiku"],
    "categories": ["task-management", "other"],
    "usedBy": ["Town of Example"],
    "fundedBy": [{"name": "Fund", "uri": "https://fund.example.org/"}],
    "roadmap": "https://planner.example.org/next",
    "developmentStatus": "stable",
    "softwareType": "standalone/web",
    "organisation": {"uri": "urn:x-example:town", "name": "Town of Example"},
    "intendedAudience": {"countries": ["FR"], "unsupportedCountries": ["us"], "scope": ["environment"]},
    "description": {
        "en": {
            "localisedName": "Planner",
            "genericName": "Planner of gardens",
            "shortDescription": "Plans gardens",
            "longDescription": LONG,
            "documentation": "https://planner.example.org/manual",
            "apiDocumentation": "https://planner.example.org/api",
            "features": ["maps"],
            "screenshots": ["img/a.png"],
            "videos": ["https://videos.example.org/1"],
            "awards": ["First prize"],
        },
        "pt-BR": {"shortDescription": "Planeja jardins", "longDescription": LONG, "features": ["mapas"]},
    },
    "legal": {"license": "AGPL-3.0-or-later OR EUPL-1.2", "mainCopyrightOwner": "Town", "authorsFile": "AUTHORS"},
    "maintenance": {
        "type": "contract",
        "contractors": [{"name": "Firm", "until": "2027-01-31", "website": "https://firm.example.org", "email": "a@b.example"}],
        "contacts": [{"name": "Ada Example", "affiliation": "Firm", "phone": "+33"}],
    },
    "localisation": {"localisationReady": True, "availableLanguages": ["en", "pt-BR"]},
    "dependsOn": {
        "open": [{"name": "PostgreSQL", "versionMin": "12", "optional": False}],
        "proprietary": [{"name": "Oracle", "version": "11", "versionMax": "12"}],
        "hardware": [{"name": "NFC reader"}],
    },
}

TEXT = {"type": "string", "pattern": r"\S"}
TEXTS = {"type": "array", "items": TEXT}
WEB = {"type": "string", "pattern": r"^[hH][tT][tT][pP][sS]?://[^\s/?#]+\S*$"}
DATE = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"}


def mapping(required: str = "", **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required.split(), "additionalProperties": False}


DEPENDENCIES = {
    "type": "array",
    "items": mapping("name", name=TEXT, versionMin=TEXT, versionMax=TEXT, version=TEXT, optional={"type": "boolean"}),
}
ORGANISATION = {"name": TEXT, "uri": TEXT}
SCHEMA: dict[str, Any] = {
    **mapping(
        "publiccodeYmlVersion name url platforms developmentStatus softwareType description legal maintenance localisation",
        publiccodeYmlVersion={"type": "string", "pattern": r"^0(\.[1-7](\.\d)?)?$"},
        name=TEXT,
        applicationSuite=TEXT,
        url={"type": "string", "pattern": r"^\w[\w+.-]*://[^\s/?#]+\S*$"},
        landingURL=WEB,
        isBasedOn={"type": ["array", "string"]},
        softwareVersion=TEXT,
        releaseDate=DATE,
        logo={"type": "string", "pattern": r"^\S+\.(svg|svgz|png)$"},
        monochromeLogo=TEXT,
        inputTypes=TEXTS,
        outputTypes=TEXTS,
        platforms={"anyOf": [TEXT, {**TEXTS, "minItems": 1}]},
        categories={"type": "array", "items": {"enum": sorted(KEYS["categories"].codes)}},
        usedBy=TEXTS,
        fundedBy={"type": "array", "items": mapping("name", **ORGANISATION)},
        roadmap=WEB,
        developmentStatus={"enum": ["concept", "development", "beta", "stable", "obsolete"]},
        softwareType={
            "enum": [
                *(f"standalone/{name}" for name in ("mobile", "iot", "desktop", "web", "backend", "other")),
                *("addon", "library", "configurationFiles"),
            ]
        },
        supports={"type": "array", "items": mapping("id", id=TEXT)},
        organisation=mapping("uri", **ORGANISATION),
        intendedAudience=mapping(
            countries={"type": "array", "items": {"type": "string", "pattern": "^([A-Z]{2}|[a-z]{2})$"}},
            unsupportedCountries={"type": "array", "items": {"type": "string", "pattern": "^([A-Z]{2}|[a-z]{2})$"}},
            scope={"type": "array", "items": {"enum": sorted(KEYS["intendedAudience.scope"].codes)}},
        ),
        description={
            "type": "object",
            "minProperties": 1,
            "propertyNames": {"pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"},
            "additionalProperties": mapping(
                "shortDescription longDescription features",
                localisedName=TEXT,
                genericName={**TEXT, "maxLength": 35},
                shortDescription={**TEXT, "maxLength": 150},
                longDescription={**TEXT, "minLength": 150, "maxLength": 10_000},
                documentation=WEB,
                apiDocumentation=WEB,
                features={**TEXTS, "minItems": 1},
                screenshots=TEXTS,
                videos={"type": "array", "items": WEB},
                awards=TEXTS,
            ),
        },
        legal=mapping("license", license=TEXT, mainCopyrightOwner=TEXT, repoOwner=TEXT, authorsFile=TEXT),
        maintenance=mapping(
            "type",
            type={"enum": ["internal", "contract", "community", "none"]},
            contractors={
                "type": "array",
                "minItems": 1,
                "items": mapping("name until", name=TEXT, until=DATE, website=WEB, email=TEXT),
            },
            contacts={
                "type": "array",
                "minItems": 1,
                "items": mapping("name", name=TEXT, email=TEXT, phone=TEXT, affiliation=TEXT),
            },
        ),
        localisation=mapping(
            "localisationReady availableLanguages",
            localisationReady={"type": "boolean"},
            availableLanguages={"type": "array", "minItems": 1, "items": TEXT},
        ),
        dependsOn=mapping(open=DEPENDENCIES, proprietary=DEPENDENCIES, hardware=DEPENDENCIES),
    ),
    "allOf": [
        {
            "if": {"properties": {"maintenance": {"properties": {"type": {"enum": ["internal", "community"]}}}}},
            "then": {"properties": {"maintenance": {"required": ["contacts"]}}},
        },
        {
            "if": {"properties": {"maintenance": {"properties": {"type": {"const": "contract"}}}}},
            "then": {"properties": {"maintenance": {"required": ["contractors"]}}},
            "else": {"properties": {"maintenance": {"not": {"required": ["contractors"]}}}},
        },
    ],
}
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())


def steps_in(value: Any, within: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """List the ways to all that a document has in it."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ways = [((*within, key), each) for key, each in parts]
    return [way for steps, each in ways for way in (steps, *steps_in(each, steps))]


def changed(document: dict[str, Any], steps: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    """Give a document with another value, or without one that is None."""
    copy = deepcopy(document)
    part: Any = copy
    for step in steps[:-1]:
        part = part[step]
    if value is None:
        del part[steps[-1]]
    else:
        part[steps[-1]] = value
    return copy


def test_a_document_with_every_key_has_nothing_wrong():
    assert [] == check(WHOLE)
    assert VALIDATOR.is_valid(WHOLE)


OTHERS = [None, "", "x", "https://example.org/a", "2026-02-30", True, [], ["x"], [""], [True], {}, {"x": "y"}, "y" * 151]


@pytest.mark.parametrize("other", OTHERS, ids=[repr(value)[:12] for value in OTHERS])
def test_a_document_with_one_change_is_judged_as_a_schema_written_anew_judges_it(other: Any):
    """Each value in turn is left out, or replaced by one of another kind."""
    for steps in steps_in(WHOLE):
        if not {"license", "isBasedOn", "uri", "availableLanguages", "contacts"}.isdisjoint(steps):
            continue  # a schema knows no licences, URIs and languages, and contacts may be missing here
        document = changed(WHOLE, steps, other)
        assert VALIDATOR.is_valid(document) == (check(document) == []), (steps, other, check(document))


@pytest.mark.parametrize(
    ("steps", "value"),
    [
        (("publiccodeYmlVersion",), "1.0"),
        (("publiccodeYmlVersion",), "0.9"),
        (("legal", "license"), "AGPL"),
        (("legal", "license"), "MIT AND"),
        (("organisation", "uri"), "town"),
        (("organisation", "uri"), "alias:town"),
        (("supports",), [{"id": "alias:unknown"}]),
        (("localisation", "availableLanguages"), ["en_GB"]),
        (("localisation", "availableLanguages"), ["x-mine"]),
        (("isBasedOn",), "seed"),
        (("isBasedOn",), {"url": "https://code.example.org/seed"}),
        (("description",), {}),
        (("description",), []),
        (("description", "x-mine"), {}),
        (("developmentStatu",), "stable"),
        (("maintenance",), {"type": "internal"}),
        (("maintenance",), {"type": "none", "contractors": [{"name": "x", "until": "2027-01-01"}]}),
    ],
)
def test_what_a_schema_cannot_say_is_wrong_too(steps: tuple[str, ...], value: Any):
    faults = check(changed(WHOLE, steps, value))
    assert faults
    assert all(fault.message["en"] and fault.message["fr"] and "{" not in fault.message["en"] for fault in faults)


@pytest.mark.parametrize("uri", ["alias:gdpr", "https://eur-lex.europa.eu/eli/reg/2016/679/oj", "urn:isbn:1"])
def test_a_document_that_uses_a_newer_key_names_the_version_that_has_it(uri: str):
    assert [] == check(WHOLE | {"supports": [{"id": uri}]})
    assert ("0.5", "0.7") == (version_for(WHOLE), version_for([*WHOLE, "supports"]))


def test_a_section_of_a_country_is_let_pass():
    assert [] == check(WHOLE | {"IT": {"countryExtensionVersion": "1.0"}, "it": {}})


def test_no_mapping_leads_to_how_a_person_is_reached():
    assert not [path for path in KEYS if path.endswith((".email", ".phone")) and is_mappable(path)]


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(
    [
        "no",
        "1.0",
        "~",
        "# x",
        "- x",
        "{{x}}",
        "*a",
        "&a x",
        "!!python/object:os.system",
        "a: b",
        "\u0085",
        "\u2028",
        "\ufeff",
        "\x00",
    ]
)
VALUES = st.recursive(
    ANY_TEXT | st.booleans(),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).filter(lambda values: not any(isinstance(v, list) for v in values))
        | st.dictionaries(ANY_TEXT, inner, min_size=1, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(ANY_TEXT | st.sampled_from(sorted(WHOLE)), VALUES, min_size=1))
def test_whatever_a_document_says_its_yaml_says_and_every_line_is_readable(document: dict[str, Any]):
    written = as_yaml(document, ["a\nremark"])
    assert document == yaml.safe_load(written)
    assert written.isprintable() or {"\n"} >= {c for c in written if not c.isprintable() and ord(c) < 0xA0}
