"""IRIs: a relative one means what the fast parser takes it for."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.turtle.iris import resolve

BASE = "http://a/b/c/d;p?q"
PIECES = st.sampled_from(
    [
        *"a/?#[]@:.'(|é\u200e\ue000\ufff0\x85\U0001f600\U000e0100\U000e1000\U000f0000",
        *("b:", "//", "%41", "%4", "..", "http:", "http://", "urn:", "-._~", ":80"),
        *("[::1]", "[v1.a]", "[1::", "::"),
    ]
)
REFERENCES = st.lists(PIECES, max_size=7).map("".join)


def fast(reference: str, base: str) -> str | None:
    try:
        quads = list(ox.parse(f"<{reference}> <urn:b> <urn:c> .".encode(), format=ox.RdfFormat.TURTLE, base_iri=base))
    except SyntaxError:
        return None
    subject = quads[0].subject
    assert isinstance(subject, ox.NamedNode)
    return subject.value


# RFC 3986, sections 5.4.1 and 5.4.2
@pytest.mark.parametrize(
    ("expected", "reference"),
    [
        ("g:h", "g:h"),
        ("http://a/b/c/g", "g"),
        ("http://a/b/c/g", "./g"),
        ("http://a/b/c/g/", "g/"),
        ("http://a/g", "/g"),
        ("http://g", "//g"),
        ("http://a/b/c/d;p?y", "?y"),
        ("http://a/b/c/g?y", "g?y"),
        ("http://a/b/c/d;p?q#s", "#s"),
        ("http://a/b/c/;x", ";x"),
        ("http://a/b/c/d;p?q", ""),
        ("http://a/b/c/", "."),
        ("http://a/b/", ".."),
        ("http://a/b/g", "../g"),
        ("http://a/", "../.."),
        ("http://a/g", "../../../g"),
        ("http://a/g", "/../g"),
        ("http://a/b/c/g.", "g."),
        ("http://a/b/c/..g", "..g"),
        ("http://a/b/c/g/h", "./g/./h"),
        ("http://a/b/c/h", "g/../h"),
        ("http://a/b/c/g;x=1/y", "g;x=1/./y"),
        ("http://a/b/c/g?y/../x", "g?y/../x"),
        ("http://a/b/c/g#s/../x", "g#s/../x"),
    ],
)
def test_a_reference_means_what_the_standard_gives_as_its_example(expected: str, reference: str):
    assert expected == resolve(reference, BASE)


@given(REFERENCES, st.sampled_from([BASE, "http://a", "http://a/b/../c/", "file:///a/b", "http://a/?x#y"]))
def test_a_reference_means_what_the_fast_parser_takes_it_for(reference: str, base: str):
    """What is not an IRI for the one is none for the other."""
    assert fast(reference, base) == resolve(reference, base)


def test_a_base_without_path_or_authority_takes_paths():
    assert resolve("b", "http://a") == "http://a/b"
    assert resolve("b", "urn:a") == "urn:b"
    assert resolve("c", "urn:a/b") == "urn:a/c"


@pytest.mark.parametrize("base", [None, "a/b", "a b"])
def test_a_relative_reference_needs_a_whole_base(base: str | None):
    with pytest.raises(ValueError, match=r"^x$"):
        resolve("x", base)


@pytest.mark.parametrize("reference", ["a b", "http://a/<", "%zz", "http://a[/", "1:b", "a#b#c", "http://[a/", "\ud800"])
def test_what_is_not_an_iri_means_nothing(reference: str):
    assert resolve(reference, BASE) is None
