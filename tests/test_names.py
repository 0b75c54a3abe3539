"""IRIs and their paths: no two share one, every file system takes them, and the way back is exact."""

import unicodedata

import pytest
import rdflib
from hypothesis import example, given
from hypothesis import strategies as st

from catalogue.documents import OWN_NAMES
from catalogue.edition.paths import Paths
from catalogue.errors import UnnameableError
from catalogue.names import DEVICE_NAMES, SEGMENT_LIMIT, Prefixes, folded, kebab, path_of, unescaped

BASE = "https://example.org/"
slugs = st.text(max_size=20).filter(lambda s: not any(0xD800 <= ord(c) < 0xE000 or c == "#" for c in s))


@pytest.mark.parametrize("is_alone", [True, False])
@given(relative=slugs)
@example(relative="initiative/umap")
@example(relative="a//b/")
@example(relative="Con/AUX/nul.txt")
@example(relative="index")
@example(relative="~41")
@example(relative="~/~x/~ab/~AB/~us~e/~%/~4é")
@example(relative="~2%65")
@example(relative="e\u0301/é")
@example(relative="con.x/a.ttl/.b./..")
@example(relative="v1.0/a_b.c")
@example(relative="%C3%A9/é")
def test_a_path_leads_back_to_its_iri(*, relative: str, is_alone: bool):
    path = path_of(BASE + relative, BASE, is_alone=is_alone)
    assert relative == "" or unescaped(path) == relative


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


names = st.lists(st.text("aAzZ01-_.~/éÉ\u0301ßſKｏ²Ω\u200d\u202e%*'ı", max_size=6) | slugs, max_size=8)


@given(names)
@example(["note/A", "note/a", "Note/b", "note/B.fr", "note/b"])
@example(["X", "x.fr", "x/y", "X/y/Z", "x/y/z"])
@example(["é", "É", "e\u0301", "E\u0301"])
@example(["ﬁ", "fi", "FI", "ſt", "ST", "straße", "STRASSE"])
@example(["~ab", "~AB", "\xab", "Ab"])
@example(["\x80", "~80", "~X", "~x" + "a" * 32])
def test_the_paths_of_a_release_are_apart_on_every_file_system_with_their_suffixes(relatives: list[str]):
    paths = Paths(BASE, [BASE + name for name in relatives], ["note"])
    different = list(dict.fromkeys(relatives))
    by_name = {name: paths.of(BASE + name) for name in different}
    assert len({folded(path) for path in by_name.values()}) == len(different)
    assert "note" not in {folded(path) for name, path in by_name.items() if name != "note"}
    spellings = {folded(folder): folder for path in by_name.values() for folder in [path.rpartition("/")[0]]}
    assert all(spellings[folded(path.rpartition("/")[0])] == path.rpartition("/")[0] for path in by_name.values())
    for name, path in by_name.items():
        same = [other for other in different if by_name[other].startswith(path + ".")]
        clash = [other for other in different if folded(by_name[other]).startswith(folded(path) + ".")]
        assert same == clash, (name, path)


@pytest.mark.parametrize("is_alone", [True, False])
@given(relative=slugs)
@example(relative="COM¹/ｃｏｎ/Con/LPT1.x")
@example(relative="Sitemap/ｓitemap")
def test_a_path_is_safe_on_every_file_system(*, relative: str, is_alone: bool):
    path = path_of(BASE + relative, BASE, is_alone=is_alone)
    assert is_alone or (path.isascii() and path == path.lower())
    assert unicodedata.is_normalized("NFC", path)
    assert all(character.isprintable() for character in path)
    assert path.partition("/")[0].casefold() not in OWN_NAMES - {"index"}
    for segment in path.split("/"):
        assert folded(segment).partition(".")[0] not in DEVICE_NAMES | {""}
        assert not segment.endswith(".")
        assert not set(segment) & set('<>:"|?*\\ ')
        assert len(segment.encode()) <= SEGMENT_LIMIT


@pytest.mark.parametrize("name", sorted(OWN_NAMES))
def test_a_thing_never_takes_a_name_of_the_release_itself(name: str):
    assert path_of(BASE + name + "/x", BASE).split("/")[0] != name


def test_the_base_is_the_index():
    assert path_of(BASE, BASE) == "index"


def test_an_iri_outside_the_base_has_no_path():
    with pytest.raises(UnnameableError, match="not inside the base"):
        path_of("https://elsewhere.example/x", BASE)


UNRESERVED = "abcdefghijklmnopqrstuvwxyz0123456789-_ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SIGNS = "!$&'(),;=@"


@given(
    st.text(UNRESERVED + SIGNS, min_size=1, max_size=SEGMENT_LIMIT),
    st.text(UNRESERVED + SIGNS + "éΩ日", min_size=1, max_size=20),
)
@example("Q42", "É")
@example("Paris_(Texas),_O'Brien", "a@b&c=d;e!$")
@example("~user", "t~")
def test_an_iri_and_a_suffix_are_the_file_where_that_is_safe(slug: str, ending: str):
    relative = f"note/{slug}.{ending}".encode()[: len("note/") + SEGMENT_LIMIT].decode(errors="ignore").rstrip(".")
    if relative.split("/")[1].partition(".")[0].lower() not in DEVICE_NAMES:
        assert path_of(BASE + relative, BASE, is_alone=True) == relative
        if relative.isascii() and relative == relative.lower() and not {*SIGNS, "~"} & {*relative}:
            assert path_of(BASE + relative, BASE) == relative


@given(st.text(max_size=40), st.integers(SEGMENT_LIMIT, 3000))
@example("~", SEGMENT_LIMIT + 1)
@example("é", SEGMENT_LIMIT + 1)
def test_a_segment_of_any_length_has_a_file_name_of_its_own(ending: str, length: int):
    slugs = ["a" * length, "a" * length + "é", "é" * length, *(["a" * length + "b" + ending.replace("#", "")])]
    for is_alone in (True, False):
        iris = [BASE + slug for slug in slugs if not any(0xD800 <= ord(c) < 0xE000 for c in slug)]
        paths = [path_of(iri, BASE, is_alone=is_alone) for iri in iris]
        assert len(set(paths)) == len(paths)
        assert all(len(segment.encode()) <= SEGMENT_LIMIT for path in paths for segment in path.split("/"))


@pytest.mark.parametrize("suffix", [".ttl", ".en.html", ".jsonld", ".nt", ".csv", ".zh-Hant.html"])
@given(stem=slugs, below=slugs)
def test_a_folder_never_has_the_name_of_a_document(suffix: str, stem: str, below: str):
    for is_alone in (True, False):
        document = path_of(BASE + stem, BASE, is_alone=is_alone) + suffix
        folder = path_of(f"{BASE}{stem}{suffix}/{below}", BASE, is_alone=is_alone).rpartition("/")[0]
        assert not folded(f"{folder}/").startswith(folded(f"{document}/"))


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


@given(
    st.lists(st.sampled_from([*Prefixes().values(), "urn:x:"]).flatmap(lambda start: st.text(max_size=5).map(start.__add__)))
)
def test_a_short_form_is_the_same_when_it_is_asked_for_again(iris: list[str]):
    prefixes = Prefixes()
    assert [prefixes.shorten(iri) for iri in (*iris, *iris)] == [Prefixes().shorten(iri) for iri in (*iris, *iris)]


def test_short_forms_are_right_where_there_are_more_than_are_kept():
    prefixes = Prefixes()
    iris = [*(f"http://schema.org/a{number}" for number in range(2000)), f"http://schema.org/{'a' * 300}"]
    assert [f"schema:{iri.rpartition('/')[2]}" for iri in iris] == [prefixes.shorten(iri) for iri in iris]
