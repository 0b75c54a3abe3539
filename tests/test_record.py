"""Where an entry stands, how it is cited, and what could be better about the data."""

import json
import re
from importlib import resources
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from conftest import edition_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string
from test_revision import TIMES, commit, git

import catalogue
from catalogue import publish
from catalogue.edition import Edition
from catalogue.edition.history import history_of
from catalogue.errors import SettingsError
from catalogue.model import Property
from catalogue.pages.citation import _SPECIAL, citation, escaped
from catalogue.pages.quality import CONTRADICTED, KNOWN, MISSING, OLD, UNTRANSLATED, Count, quality
from catalogue.pages.record import record
from catalogue.pages.views import Viewer
from catalogue.release import build, standing
from catalogue.terms import NamedNode

BEAN = "data/plant/bean.ttl"


def document(edition: Edition, path: str) -> str:
    match = publish.document_at(edition, path)
    assert match is not None, path
    return publish.represent(edition, match.iri, match.format.media_type, match.language).decode()


def with_site(garden: Path, **settings: str) -> Path:
    with (garden / "catalogue.toml").open("a") as file:
        file.write("\n[site]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in settings.items()))
    return garden


@pytest.fixture
def committed(garden: Path) -> tuple[Path, str, str]:
    """A catalogue in a repository: its folder, its first commit, and the second, which changes the bean."""
    git(garden, "init", "-q", "-b", "main")
    first = commit(garden, TIMES[0])
    (garden / BEAN).write_bytes((garden / BEAN).read_bytes() + b"# a remark\n")
    return garden, first, commit(garden, TIMES[1])


def test_each_file_has_the_commit_that_changed_it_last(committed: tuple[Path, str, str]):
    garden, first, second = committed
    history = history_of(garden)
    assert (second, TIMES[1]) == (history[BEAN].commit, history[BEAN].time)
    assert {first, second} == {change.commit for change in history.values()}
    for path, change in history.items():
        assert change.commit == git(garden, "log", "-1", "--format=%H", "--", path)


def test_without_a_repository_or_a_commit_nothing_is_known(garden: Path):
    assert {} == history_of(garden)
    git(garden, "init", "-q")
    assert {} == history_of(garden)
    assert (
        "<time" not in document(edition_of(garden), "plant/bean.en.html").partition('class="record"')[2].partition("</div>")[0]
    )


def test_a_file_that_was_edited_since_has_no_commit(committed: tuple[Path, str, str]):
    garden, _, _ = committed
    (garden / BEAN).write_bytes((garden / BEAN).read_bytes() + b"# another\n")
    (garden / "data" / "plant" / "new.ttl").write_bytes((garden / BEAN).read_bytes())
    history = history_of(garden)
    assert not {BEAN, "data/plant/new.ttl"} & set(history)
    assert history


def test_a_file_that_was_renamed_has_the_commit_that_renamed_it(committed: tuple[Path, str, str]):
    garden, _, _ = committed
    git(garden, "mv", BEAN, "data/plant/bohne é.ttl")
    third = commit(garden, TIMES[2])
    history = history_of(garden)
    assert BEAN not in history
    assert third == history["data/plant/bohne é.ttl"].commit


def test_a_merge_that_changed_a_file_itself_is_its_last_change(committed: tuple[Path, str, str]):
    garden, first, _ = committed
    git(garden, "switch", "-q", "-c", "other", first)
    (garden / BEAN).write_bytes((garden / BEAN).read_bytes() + b"# otherwise\n")
    commit(garden, TIMES[1])
    git(garden, "switch", "-q", "main")
    git(garden, "merge", "-q", "--no-commit", "-s", "ours", "other")
    (garden / BEAN).write_bytes((garden / BEAN).read_bytes() + b"# both\n")
    assert commit(garden, TIMES[2]) == history_of(garden)[BEAN].commit


def test_a_shallow_clone_knows_what_changed_since_it_begins_and_no_more(committed: tuple[Path, str, str], tmp_path: Path):
    garden, _, second = committed
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{garden}", "shallow")
    assert {} == history_of(tmp_path / "shallow")
    git(tmp_path, "clone", "-q", "--depth", "2", f"file://{garden}", "deeper")
    assert second == history_of(tmp_path / "deeper")[BEAN].commit


def test_a_catalogue_in_a_folder_of_a_repository_has_its_own_paths(committed: tuple[Path, str, str], tmp_path: Path):
    garden, _, _ = committed
    inner = tmp_path / "whole" / "the [garden]"
    inner.parent.mkdir()
    (garden / ".git").rename(tmp_path / "unused")
    garden.rename(inner)
    git(inner.parent, "init", "-q")
    (inner.parent / "other.txt").write_text("x")
    made = commit(inner.parent, TIMES[2])
    assert {made} == {change.commit for change in history_of(inner).values()}
    assert BEAN in history_of(inner)


def test_a_page_tells_line_commit_and_date_and_links_them(committed: tuple[Path, str, str]):
    garden, _, _ = committed
    with_site(
        garden,
        source="https://codeberg.org/o/r/src/commit/{commit}/{path}#L{line}",
        commit="https://codeberg.org/o/r/commit/{commit}",
        correction="https://codeberg.org/o/r/_edit/main/{path}",
    )
    edition = edition_of(garden)
    page, change = document(edition, "plant/bean.en.html"), edition.history[BEAN]
    lines = (garden / BEAN).read_text().splitlines()
    line = 1 + next(n for n, text in enumerate(lines) if text.startswith("<plant/bean>"))
    assert f'href="https://codeberg.org/o/r/src/commit/{change.commit}/data/plant/bean.ttl#L{line}"' in page
    assert f'<time datetime="2022-05-17">17 May 2022</time> <a href="https://codeberg.org/o/r/commit/{change.commit}">' in page
    assert '<a href="https://codeberg.org/o/r/_edit/main/data/plant/bean.ttl">Propose a correction</a>' in page


def test_history_is_part_of_what_names_a_release_and_a_revision_has_the_same(committed: tuple[Path, str, str]):
    garden, first, second = committed
    here, there = edition_of(garden), catalogue.open(garden, at=second).edition
    assert here.history == there.history
    pages = [document(edition, "plant/bean.en.html").partition("<footer")[0] for edition in (here, there)]
    assert pages[0] == pages[1]
    before = here.release
    git(garden, "commit", "-q", "--amend", "--date", TIMES[2].isoformat(), "-m", "Otherwise", time=TIMES[2])
    assert before != edition_of(garden).release
    assert first != second


@pytest.mark.parametrize(
    "template",
    [
        "https://github.com/o/r/issues/new?title={title}&body={page}",
        "https://gitlab.com/o/r/-/issues/new?issue%5Btitle%5D={title}&issue%5Bdescription%5D={page}",
        "https://codeberg.org/o/r/issues/new?title={title}&body={page}",
    ],
)
def test_an_issue_is_prefilled(garden: Path, template: str):
    with_site(garden, correction=template)
    bean = (garden / BEAN).read_text()
    (garden / BEAN).write_text(re.sub(r'"[^"]*"@en', '"R&D #1 \\"<b>\\" +100 %"@en', bean, count=1))
    page = document(edition_of(garden), "plant/bean.en.html")
    [href] = re.findall(r'<a href="([^"]*)">Propose a correction', page)
    fields = parse_qs(urlsplit(href.replace("&amp;", "&")).query)
    assert ['R&D #1 "<b>" +100 %'] == next(values for name, values in fields.items() if "title" in name)
    assert ["https://gardens.example.org/plant/bean.en.html"] == next(v for name, v in fields.items() if "title" not in name)


@pytest.mark.parametrize("key", ["source", "commit", "correction"])
@pytest.mark.parametrize(
    "template",
    [
        "javascript:alert({line})",
        "data:,{path}",
        "//host/{path}",
        "ftp://a.example/{path}",
        "https://{path}/",
        "https://a.example/{secret}",
        "/x",
        "",
        "https://a.example@evil.example/{path}",
        "https://a.example/{path",
        "https://a.example/ {path}",
        3,
    ],
)
def test_only_a_web_address_with_known_names_is_a_template(garden: Path, key: str, template: str):
    with pytest.raises(SettingsError):
        edition_of(with_site(garden, **{key: template}))


def read_bibtex(entry: str) -> dict[str, str]:
    """Read an entry as BibTeX does: it counts braces, whatever stands before them."""
    match = re.fullmatch(r"@misc\{([A-Za-z0-9-]+),\n(.*)\n\}", entry, re.DOTALL)
    assert match is not None, entry
    fields: dict[str, str] = {}
    for line in match[2].split("\n"):
        field = re.fullmatch(r"  (\w+) = \{(.*)\},?", line)
        assert field is not None, line
        depth = 0
        for sign in field[2]:
            depth += (sign == "{") - (sign == "}")
            assert depth >= 0, line
        assert depth == 0, line
        fields[field[1]] = field[2]
    return fields


def unescaped(value: str) -> str:
    for sign, written in sorted(_SPECIAL.items(), key=lambda pair: -len(pair[1])):
        if len(written) > 2:
            value = value.replace(written, {"\\": "\0", "{": "\1", "}": "\2"}.get(sign, sign))
    value = re.sub(r"\\([$&#%_])", r"\1", value)
    return value.replace("\0", "\\").replace("\1", "{").replace("\2", "}")


@given(st.text(max_size=120), st.text(alphabet='\\{}%$&#_~^"@,= \n\u202e', max_size=40))
def test_whatever_a_label_is_the_entry_can_be_read(name: str, signs: str):
    value = escaped(name + signs)
    assert "\n" not in value
    assert value.count("{") == value.count("}")
    plain = unescaped(value)
    assert escaped(plain) == value


@pytest.mark.parametrize(
    "title",
    ["a", "}", "{", "\\", "a}, note = {b", "\\end{document}", "100 % & more_$#~^", "\u202eabc", "é" * 10_000, "\n\t", ""],
)
def test_a_hostile_title_stays_a_title(garden: Path, title: str):
    viewer = Viewer(edition_of(garden), "en", "plant/bean")
    cited = citation(viewer, title, "https://gardens.example.org/plant/}{\\x", "2024-02-29")
    fields = read_bibtex(cited.bibtex)
    assert ("2024", "2024-02-29") == (fields["year"], fields["date"])
    assert fields["url"] == "https://gardens.example.org/plant/%7D%7B%5Cx"
    assert "note" not in fields
    assert "\n" not in cited.text
    assert len(cited.text) < 600


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(alphabet='aé\\{}%$&#_~^"@,= \n\u202e', min_size=1, max_size=60))
def test_a_reader_of_bibtex_reads_the_entry_and_its_fields(garden: Path, title: str):
    viewer = Viewer(edition_of(garden), "en", "plant/bean")
    entry = citation(viewer, f"x{title}", "https://gardens.example.org/plant/bean", "2024-02-29").bibtex
    [(key, read)] = parse_string(entry, "bibtex").entries.items()
    assert (key, read.type) == ("gardens-example-org-plant-bean", "misc")
    assert read.fields["title"] == f"{{{escaped(f'x{title}')}}}"
    assert (read.fields["year"], read.fields["date"]) == ("2024", "2024-02-29")
    assert read.fields["url"] == "https://gardens.example.org/plant/bean"
    assert [str(person) for person in read.persons["author"]] == ["{The gardeners}"]


def test_a_thing_within_the_page_of_others_has_its_own_line_commit_and_date(committed: tuple[Path, str, str]):
    garden, _, _ = committed
    bean = garden / BEAN
    bean.write_text(bean.read_text() + '\n<plant/bean#pod>\n    a g:Plant ;\n    skos:prefLabel "pod"@en, "cosse"@fr .\n')
    change = commit(garden, TIMES[2])
    edition = edition_of(garden)
    page = document(edition, "plant/bean.en.html").partition('id="pod"')[2]
    line = 1 + next(n for n, text in enumerate(bean.read_text().splitlines()) if text.startswith("<plant/bean#pod>"))
    assert "<code>https://gardens.example.org/plant/bean#pod</code>" in page
    assert f"<code>{BEAN}</code> line {line}<br>" in page.partition('class="record"')[2]
    assert f"<code>{change[:10]}</code>" in page.partition("</section>\n")[0]


@pytest.mark.parametrize(
    ("site", "link"),
    [
        ({}, ""),
        ({"contribute": "https://a.example/issues"}, "https://a.example/issues"),
        (
            {"contribute": "https://a.example/issues", "correction": "https://a.example/edit/{path}"},
            f"https://a.example/edit/{BEAN}",
        ),
        ({"contribute": "https://a.example/issues", "correction": "https://a.example/{commit}"}, "https://a.example/issues"),
    ],
)
def test_a_correction_is_proposed_where_the_settings_say_else_where_readers_say_what_is_wrong(
    garden: Path, site: dict[str, str], link: str
):
    page = document(edition_of(with_site(garden, **site)), "plant/bean.en.html")
    assert re.findall(r'<a href="([^"]*)">Propose a correction', page) == ([link] if link else [])
    record = page.partition('class="record"')[2].partition("</div>")[0]
    assert f"<code>{BEAN}</code> line " in record
    assert "{" not in record.partition("<details")[0]


def test_the_citation_stands_on_the_page_in_its_language_and_is_the_same_each_time(garden: Path):
    edition = edition_of(garden)
    page = document(edition, "plant/bean.fr.html")
    assert "<summary>Comment citer</summary>" in page
    assert "14 novembre 2023. https://gardens.example.org/plant/bean</p>" in page
    assert page == document(edition_of(garden), "plant/bean.fr.html")


def test_the_release_is_named_in_the_manifest_and_on_one_page(garden: Path, tmp_path: Path):
    edition = edition_of(garden)
    release = build(edition, tmp_path / "out")
    assert edition.release == json.loads((release.folder / "manifest.json").read_bytes())["release"]
    assert standing(edition, tmp_path / "out") is not None
    named = {path for path in release.folder.rglob("*.html") if edition.release in path.read_text("utf-8")}
    assert {"contents.en.html", "contents.fr.html", "contents.html", "index.html"} == {path.name for path in named}
    assert {path.parent.name for path in named if path.name != "index.html"} == {"index"}, "each language, and a copy for hosts"


SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dash: <http://datashapes.org/dash#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix e: <https://q.example/ns#> . @prefix s: <https://q.example/shapes#> .
s:Tree a sh:NodeShape ; sh:targetClass e:Tree ; rdfs:label "tree"@en ;
  sh:property [ sh:path rdfs:label ; dash:propertyRole dash:LabelRole ; sh:minCount 1 ] ,
    [ sh:path e:height ; sh:name "height"@en ; sh:minCount 1 ; sh:maxCount 1 ; sh:severity sh:Warning ] ,
    [ sh:path e:planted ; sh:name "planted"@en ; dash:propertyRole dash:KeyInfoRole ] , [ sh:path e:note ; sh:name "note"@en ] .
s:Claim a sh:NodeShape ; sh:targetClass rdf:Statement ; rdfs:label "claim"@en ;
  sh:property [ sh:path rdf:subject ] , [ sh:path rdf:predicate ] , [ sh:path rdf:object ] , [ sh:path e:basis ] ,
    [ sh:path e:asOf ] .
"""
DATA = """
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix e: <https://q.example/ns#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @base <https://q.example/> .
<tree/oak> a e:Tree ; rdfs:label "oak"@en, "chêne"@fr ; e:height 3 ; e:planted 1900 .
<tree/ash> a e:Tree ; rdfs:label "ash"@en ; e:height 4 ; e:note "x"@de .
<tree/fir> a e:Tree ; rdfs:label "fir"@en, "sapin"@fr ; e:planted 1950 ; e:asOf "2023-06"^^xsd:gYearMonth .
<claim/1> a rdf:Statement ; rdf:subject <tree/oak> ; rdf:predicate e:height ; rdf:object 3 ;
  e:basis <basis/guess> ; e:asOf "2019"^^xsd:gYear .
<claim/2> a rdf:Statement ; rdf:subject <tree/oak> ; rdf:predicate e:height ; rdf:object 5 ; e:asOf "2020-01-02"^^xsd:date .
"""


def forest(folder: Path) -> Edition:
    folder.mkdir()
    settings = '[catalogue]\nbase = "https://q.example/"\ntitle = "Trees"\nlanguages = ["en", "fr"]\n[publisher]\nname = "We"\n'
    (folder / "catalogue.toml").write_text(settings)
    for name, text in (("shapes", SHAPES), ("data", DATA)):
        (folder / name).mkdir()
        (folder / name / "all.ttl").write_text(text, "utf-8")
    return edition_of(folder)


def _predicate(count: Count) -> str | None:
    prop = count.property
    return prop.path.predicate if isinstance(prop, Property) else prop.value if prop else ""


def _name(thing: NamedNode) -> str:
    return thing.value.rpartition("/")[2]


def test_what_could_be_better_follows_from_the_shapes_of_any_catalogue(tmp_path: Path):
    counts = quality(forest(tmp_path / "forest"))
    told = {
        part: {(_predicate(each), each.language): list(map(_name, each.things)) for each in counts[part]} for part in counts
    }
    e = "https://q.example/ns#"
    assert {(f"{e}height", ""): ["fir"], (f"{e}planted", ""): ["ash"]} == told[MISSING]
    assert {("http://www.w3.org/2000/01/rdf-schema#label", "fr"): ["ash"]} == told[UNTRANSLATED]
    assert {(f"{e}basis", ""): ["oak"]} == told[KNOWN]
    assert {(f"{e}height", ""): ["oak"]} == told[CONTRADICTED]
    assert {("", ""): ["oak"]} == told[OLD]


MODIFIED = ["http://purl.org/dc/terms/modified", "http://schema.org/dateModified", "https://schema.org/dateModified"]
XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize("predicate", MODIFIED)
@pytest.mark.parametrize(
    ("dates", "is_old"),
    [
        (['"2019-01-01"^^<{}date>'], True),
        (['"2019-01-01T10:00:00Z"^^<{}dateTime>'], True),
        (['"2019"^^<{}gYear>'], True),
        (['"2019-01-01"^^<{}date>', '"2022-05-01"^^<{}date>'], False),
        (['"2022-05-01"^^<{}date>'], False),
        (['"2019-01-01"'], False),
    ],
)
def test_when_an_entry_was_modified_is_its_last_date(
    committed: tuple[Path, str, str], predicate: str, dates: list[str], is_old: object
):
    """Whenever its file was committed; what is a string is no date."""
    folder = committed[0]
    values = ", ".join(date.format(XSD) for date in dates)
    (folder / BEAN).write_text(
        f"{(folder / BEAN).read_text()}\n<https://gardens.example.org/plant/bean> <{predicate}> {values} .\n"
    )
    commit(folder, TIMES[2])
    listed = [thing.value for count in quality(edition_of(folder))[OLD] for thing in count.things]
    assert ("https://gardens.example.org/plant/bean" in listed) is is_old


@pytest.mark.parametrize(
    ("given", "is_known"),
    [({"date"}, False), ({"time"}, False), ({"time", "date"}, True), ({"git"}, True)],
    ids=["date", "time", "time and date", "git"],
)
def test_what_is_old_is_said_to_be_unknown_where_nothing_tells_it(
    garden: Path, monkeypatch: pytest.MonkeyPatch, given: set[str], is_known: object
):
    if "time" not in given:
        monkeypatch.delenv("SOURCE_DATE_EPOCH")
    if "date" in given:
        with (garden / BEAN).open("a") as file:
            file.write(f'\n<https://gardens.example.org/plant/bean> <{MODIFIED[0]}> "2019"^^<{XSD}gYear> .\n')
    if "git" in given:
        git(garden, "init", "-q", "-b", "main")
        commit(garden, TIMES[0])
    page = document(edition_of(garden), "index/quality.en.html")
    section = page[page.index('id="old"') :].partition("</section>")[0]
    assert ("Not known" not in section) is is_known
    assert page.count("Not known") == (0 if is_known else 1)


def test_the_page_counts_all_and_links_some(tmp_path: Path):
    folder = tmp_path / "forest"
    forest(folder)
    many = "".join(f"<https://q.example/tree/{n}> a <https://q.example/ns#Tree> .\n" for n in range(100, 1100))
    (folder / "data" / "many.ttl").write_text(many)
    page = document(edition_of(folder), "index/quality.en.html")
    assert "1,001 of 1,003" in page
    assert "and 991 more" in page
    assert len(page) < 60_000
    assert 'href="../index/quality.en.html">Quality of the data' in document(edition_of(folder), "tree/oak.en.html")


def test_a_catalogue_without_dates_and_claims_has_a_page_too(garden: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    page = document(edition_of(garden), "index/quality.fr.html")
    assert "<h1>Qualité des données</h1>" in page
    assert "<p>Rien.</p>" in page


def test_the_line_of_an_entry_is_the_same_in_a_long_file(garden: Path):
    """The outline of a short file is kept for longer than that of a long one; both give the same lines."""
    bean = NamedNode("https://gardens.example.org/plant/bean")
    (line,) = (place.line for place in record(Viewer(edition_of(garden), "en", "plant/bean"), bean).places)
    (garden / BEAN).write_bytes((garden / BEAN).read_bytes() + b"# " + b"x" * 200_000 + b"\n")
    (after,) = (place.line for place in record(Viewer(edition_of(garden), "en", "plant/bean"), bean).places)
    text = (garden / BEAN).read_text().splitlines()
    assert line == after == next(number for number, each in enumerate(text, 1) if each.startswith("<plant/bean>"))


def test_what_a_page_from_right_to_left_has_in_its_foot_keeps_its_own_direction(garden: Path):
    """The day and the name of the publisher are elements, and the style isolates those of the foot as those of the text."""
    settings = garden / "catalogue.toml"
    settings.write_text(settings.read_text("utf-8").replace('languages = ["en", "fr"]', 'languages = ["en", "ar"]'), "utf-8")
    page = document(edition_of(garden), "index/contents.ar.html")
    foot = page[page.index("<footer") :]
    assert '<span lang="en" dir="auto">The gardeners</span>' in foot
    assert "<time " in foot
    style = (resources.files("catalogue.pages") / "assets" / "style" / "page.css").read_text("utf-8")
    [isolated] = [line for line in style.splitlines() if "unicode-bidi: plaintext" in line]
    assert ":is(main, .foot) :is(a, span," in isolated
    assert ", time)" in isolated
    [aligned] = [line for line in style.splitlines() if "text-align: match-parent" in line]
    assert ".downloads .part, .file" in aligned
