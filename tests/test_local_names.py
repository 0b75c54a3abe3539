"""Names that lack an escape, and addresses that lack their scheme, are called what they are."""

import pytest

from catalogue.sources import parse

HEAD = "@prefix c: <https://pots.example/> .\n"


@pytest.mark.parametrize("sign", "/~!$&'()*+=?%")
@pytest.mark.parametrize("place", ["{} c:p 1 .", "c:x c:p {} .", "c:x c:p {}, 2 ; c:q 3 ."], ids=["subject", "object", "list"])
def test_a_sign_that_a_local_name_has_with_a_backslash_only_is_named(sign: str, place: str):
    escaped = "%25" if sign == "%" else f"\\{sign}"
    source = parse(f"{HEAD}{place.format(f'c:pots{sign}big')}\nc:last c:p 4 .\n".encode(), "data/a.ttl")
    [issue] = source.issues
    assert issue.message["en"] == f"in a prefixed name, {sign} is written {escaped}; or write the whole IRI in < >"
    assert [edit.text for fix in issue.fixes for edit in fix.edits] == [f"c:pots{escaped}big"]
    assert not any(fix.safe for fix in issue.fixes)
    mended = parse(f"{HEAD}{place.format(f'c:pots{escaped}big')}\n".encode(), "data/a.ttl")
    assert mended.issues == ()
    assert any(triple.subject.value == "https://pots.example/last" for triple in source.triples)


@pytest.mark.parametrize("name", ["c:pots\\/big", "c:a%20b", "c:a.b", "c:"])
def test_a_name_that_is_right_has_no_fault(name: str):
    assert parse(f"{HEAD}{name} c:p 1 .\n".encode(), "data/a.ttl").issues == ()


@pytest.mark.parametrize(
    ("written", "is_host"),
    [
        ("www.wikidata.org/entity/Q1", True),
        ("tools.example.net", True),
        ("pea.ttl", False),
        ("crop/pea", False),
        ("pea", False),
    ],
)
def test_an_address_without_scheme_is_told_to_begin_with_it(written: str, is_host: bool):  # noqa: FBT001
    [issue] = parse(f"{HEAD}c:x c:p <{written}> .\n".encode(), "data/a.ttl").issues
    assert (f"write <https://{written}>" in issue.message["en"]) == is_host
    assert ("@base" in issue.advice.get("en", "")) == (not is_host)
