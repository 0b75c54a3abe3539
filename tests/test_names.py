"""IRIs and their paths: no two share one, every file system takes them, and the way back is exact."""

import pytest
import rdflib
from hypothesis import example, given
from hypothesis import strategies as st

from catalogue.documents import OWN_NAMES
from catalogue.errors import UnnameableError
from catalogue.names import DEVICE_NAMES, SEGMENT_LIMIT, Prefixes, iri_of, kebab, path_of

BASE = "https://example.org/"
slugs = st.text(max_size=20).filter(lambda s: not any(0xD800 <= ord(c) < 0xE000 or c == "#" for c in s))


@given(slugs)
@example("initiative/umap")
@example("")
@example("a//b/")
@example("Con/AUX/nul.txt")
@example("index")
@example("~41")
@example("e\u0301/é")
@example("con.x/a.ttl/.b./..")
@example("v1.0/a_b.c")
@example("%C3%A9/é")
def test_a_path_leads_back_to_its_iri(relative: str):
    path = path_of(BASE + relative, BASE)
    assert iri_of(path, BASE) == BASE + relative


@given(slugs, slugs)
@example("A", "a")
@example("é", "e\u0301")
@example("con", "CON")
@example("a.b", "a/b")
@example("a" * 300, "a" * 300 + "~")
@example("é" * 200, "é" * 201)
def test_no_two_iris_share_a_path_even_where_case_and_unicode_form_do_not_count(one: str, other: str):
    paths = path_of(BASE + one, BASE), path_of(BASE + other, BASE)
    assert (one == other) == (paths[0].casefold() == paths[1].casefold())


@given(slugs)
def test_a_path_is_safe_on_every_file_system(relative: str):
    path = path_of(BASE + relative, BASE)
    assert path.isascii()
    assert path == path.lower()
    for segment in path.split("/"):
        assert segment.partition(".")[0] not in DEVICE_NAMES | {""}
        assert not segment.endswith(".")
        assert not set(segment) & set('<>:"|?*\\ ')


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


UNRESERVED = "abcdefghijklmnopqrstuvwxyz0123456789-_"


@given(st.text(UNRESERVED, min_size=1, max_size=SEGMENT_LIMIT), st.text(UNRESERVED, min_size=1, max_size=20))
def test_an_iri_and_a_suffix_are_the_file_where_that_is_safe(slug: str, ending: str):
    relative = f"note/{slug}.{ending}"[: len("note/") + SEGMENT_LIMIT].rstrip(".")
    if relative.split("/")[1].partition(".")[0] not in DEVICE_NAMES:
        assert path_of(BASE + relative, BASE) == relative


@given(st.text(max_size=40), st.integers(SEGMENT_LIMIT, 3000))
@example("~", SEGMENT_LIMIT + 1)
@example("é", SEGMENT_LIMIT + 1)
def test_a_segment_of_any_length_has_a_file_name_of_its_own(ending: str, length: int):
    slugs = ["a" * length, "a" * length + "é", "é" * length, *(["a" * length + "b" + ending.replace("#", "")])]
    paths = [path_of(BASE + slug, BASE) for slug in slugs if not any(0xD800 <= ord(c) < 0xE000 for c in slug)]
    assert len(set(paths)) == len(paths)
    assert all(len(segment) <= SEGMENT_LIMIT for path in paths for segment in path.split("/"))


@pytest.mark.parametrize("suffix", [".ttl", ".en.html", ".jsonld", ".nt", ".csv", ".zh-Hant.html"])
@given(stem=slugs, below=slugs)
def test_a_folder_never_has_the_name_of_a_document(suffix: str, stem: str, below: str):
    document = path_of(BASE + stem, BASE) + suffix.lower()
    folder = path_of(f"{BASE}{stem}{suffix}/{below}", BASE).rpartition("/")[0]
    assert not f"{folder}/".startswith(f"{document}/")


@given(slugs, st.text(max_size=10))
def test_what_an_iri_has_after_a_number_sign_is_in_the_document(relative: str, fragment: str):
    assert path_of(f"{BASE}{relative}#{fragment}", BASE) == path_of(BASE + relative, BASE)


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
