"""IRIs and their paths: no two share one, every file system takes them, and the way back is exact."""

import pytest
import rdflib
from hypothesis import example, given
from hypothesis import strategies as st

from catalogue.documents import OWN_NAMES
from catalogue.errors import UnnameableError
from catalogue.names import DEVICE_NAMES, SEGMENT_LIMIT, Prefixes, iri_of, kebab, path_of

BASE = "https://example.org/"
slugs = st.text(max_size=20).filter(lambda s: not any(0xD800 <= ord(c) < 0xE000 for c in s))


@given(slugs)
@example("initiative/umap")
@example("")
@example("a//b/")
@example("Con/AUX/nul.txt")
@example("index")
@example("~41")
@example("e\u0301/é")
def test_a_path_leads_back_to_its_iri(relative: str):
    path = path_of(BASE + relative, BASE)
    assert iri_of(path, BASE) == BASE + relative


@given(slugs, slugs)
@example("A", "a")
@example("é", "e\u0301")
@example("con", "CON")
@example("a.b", "a/b")
def test_no_two_iris_share_a_path_even_where_case_and_unicode_form_do_not_count(one: str, other: str):
    paths = path_of(BASE + one, BASE), path_of(BASE + other, BASE)
    assert (one == other) == (paths[0].casefold() == paths[1].casefold())


@given(slugs)
def test_a_path_is_safe_on_every_file_system(relative: str):
    path = path_of(BASE + relative, BASE)
    assert path.isascii()
    assert path == path.lower()
    for segment in path.split("/"):
        assert segment not in DEVICE_NAMES | {"", ".", ".."}
        assert not set(segment) & set('<>:"|?*\\. ')


@pytest.mark.parametrize("name", sorted(OWN_NAMES))
def test_a_thing_never_takes_a_name_of_the_release_itself(name: str):
    assert path_of(BASE + name + "/x", BASE).split("/")[0] != name


def test_the_base_is_the_index():
    assert path_of(BASE, BASE) == "index"


@pytest.mark.parametrize("path", ["Initiative/umap", "a b", "~4", "~zz", "~ff", "", "/a", "a/", "~61"])
def test_what_is_not_a_path_leads_nowhere(path: str):
    assert iri_of(path, BASE) is None


def test_an_iri_outside_the_base_has_no_path():
    with pytest.raises(UnnameableError, match="not inside the base"):
        path_of("https://elsewhere.example/x", BASE)


def test_a_segment_that_no_file_name_can_hold_is_refused():
    with pytest.raises(UnnameableError, match="too long"):
        path_of(BASE + "a" * (SEGMENT_LIMIT + 1), BASE)


def test_the_longest_prefix_shortens_an_iri():
    prefixes = Prefixes({"a": "https://example.org/", "b": "https://example.org/ns#"})
    assert prefixes.shorten("https://example.org/ns#x") == "b:x"


def test_the_prefixes_that_every_catalogue_knows_stand_for_what_they_stand_for_everywhere():
    shared = ["dcat", "foaf", "org", "owl", "prov", "rdf", "rdfs", "sh", "skos", "void", "xsd"]
    assert dict(Prefixes()) == {
        **{prefix: str(getattr(rdflib, prefix.upper())) for prefix in shared},
        "adms": "http://www.w3.org/ns/adms#",
        "dash": "http://datashapes.org/dash#",
        "dct": str(rdflib.DCTERMS),
        "schema": "http://schema.org/",
        "sd": "http://www.w3.org/ns/sparql-service-description#",
    }
    own = Prefixes({"ex": "https://example.org/", "dct": "https://example.org/dct#"})
    assert dict(own) == {**Prefixes(), "ex": "https://example.org/", "dct": "https://example.org/dct#"}
    assert len(own) == len(Prefixes()) + 1


@given(st.sampled_from(sorted(Prefixes())), st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,10}", fullmatch=True))
def test_a_short_form_expands_to_its_iri(prefix: str, local: str):
    prefixes = Prefixes()
    iri = prefixes[prefix] + local
    assert prefixes.expand(prefixes.shorten(iri)) == iri


def test_class_names_become_path_segments():
    assert [kebab(n) for n in ("Initiative", "CallForProjects", "XMLFile")] == ["initiative", "call-for-projects", "xml-file"]
