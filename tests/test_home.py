"""The home page: what the settings feature, or what the shapes make of it; and what changed last."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from conftest import edition_of

from catalogue import publish
from catalogue.config import parse_settings
from catalogue.edition import Edition
from catalogue.edition.history import history_of
from catalogue.errors import SettingsError
from catalogue.lint import check
from catalogue.pages.strings import string

QUERY = """\
PREFIX g: <https://gardens.example.org/ontology#>
SELECT ?of ?thing ?tag ?small {{
    ?thing a g:Plant .
    VALUES ?of {{ <https://gardens.example.org/garden/hill-side> }}
    {{ VALUES ?tag {{ "red" "{tag}" }} }} UNION {{ VALUES ?small {{ "tall"@en }} }}
}}
ORDER BY ?thing ?tag
"""


def page(edition: Edition, path: str = "index.en.html") -> str:
    document = publish.document_at(edition, path)
    assert document is not None
    return publish.represent(edition, document.iri, "text/html", document.language).decode()


def main_of(text: str) -> str:
    return text.partition("<main")[2].partition("</main>")[0]


def with_home(folder: Path, toml: str, **queries: str) -> Path:
    file = folder / "catalogue.toml"
    file.write_text(f"{file.read_text('utf-8')}\n[home]\n{toml}", "utf-8")
    for name, text in queries.items():
        (folder / "queries").mkdir(exist_ok=True)
        (folder / "queries" / f"{name}.rq").write_text(text, "utf-8")
    return folder


def git(folder: Path, *arguments: str, time: int = 1_700_000_000) -> None:
    dates = {"GIT_AUTHOR_DATE": f"@{time} +0000", "GIT_COMMITTER_DATE": f"@{time} +0000", "GIT_CONFIG_GLOBAL": os.devnull}
    command = ["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments]
    subprocess.run(command, check=True, env={**os.environ, **dates}, capture_output=True)


def committed(folder: Path, time: int = 1_700_000_000) -> Path:
    if not (folder / ".git").is_dir():
        git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "x", time=time)
    return folder


def test_without_settings_the_types_stand_there_with_what_they_are_and_how_many(garden: Path):
    edition = edition_of(garden)
    text = main_of(page(edition))
    for type_ in edition.ranks.subjects():
        assert (f'<a href="{type_.name}.en.html">{type_.plural["en"]}</a>' in text) == bool(edition.instances(type_))
    assert f'<p class="lead">{edition.settings.description["en"]}</p>' in text


def test_records_are_not_on_the_home_page(garden: Path):
    file = garden / "catalogue.toml"
    file.write_text(
        file.read_text("utf-8").replace("[site]", '[site]\nrecords = ["g:Plant"]')
        + ("" if "[site]" in file.read_text("utf-8") else '\n[site]\nrecords = ["g:Plant"]\n'),
        "utf-8",
    )
    assert "plant.en.html" not in page(edition_of(garden))


def test_a_query_features_things_as_cards_one_for_all_rows_about_a_thing(garden: Path):
    toml = '[[home.sections]]\nshow = "cards"\nquery = "red"\ntitle = "Red in {of}"\nlimit = 1\nmore = "g:Garden"\n'
    text = main_of(page(edition_of(with_home(garden, toml, red=QUERY.format(tag="<b>ripe</b>")))))
    assert text.count('<li class="card">') == 1
    assert re.findall(r'<span class="tag">(.*?)</span>', text) == ["&lt;b&gt;ripe&lt;/b&gt;", "red"]
    assert re.findall(r'<p class="small">(.*?)</p>', text) == ["<span>tall</span>"]
    assert '<a href="garden/hill-side.en.html">Red in Hillside garden</a>' in text
    assert '<a href="garden.en.html">Gardens: the whole list</a>' in text


def test_the_text_of_a_name_in_braces_is_left_as_it_is(garden: Path):
    bean = garden / "data" / "plant" / "bean.ttl"
    bean.write_text(bean.read_text("utf-8").replace("runner bean", "{of} {0} %s"), "utf-8")
    text = main_of(page(edition_of(with_home(garden, '[[home.sections]]\nshow = "cards"\ntype = "g:Plant"\n'))))
    assert "{of} {0} %s" in text


def test_a_type_features_its_things_by_name_and_leads_to_its_list(garden: Path):
    text = main_of(page(edition_of(with_home(garden, '[[home.sections]]\nshow = "cards"\ntype = "g:Plant"\n'))))
    names = re.findall(r'<h3><a href="plant/[a-z-]+\.en\.html">(.*?)</a>', text)
    assert names == sorted(names)
    assert len(names) == 2
    assert '<a href="plant.en.html">Plants: the whole list</a>' in text


def test_figures_have_their_date_and_source_or_are_counted_here(garden: Path):
    query = """\
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?label ?value ?date ?source ?note {
    VALUES (?label ?value ?date ?source ?note) {
        ("gardens"@en 1234567 "2025-01-30"^^xsd:date <https://gardens.example.org/plant/bean> "more than"@en)
        ("<i>plants</i>" 2 UNDEF UNDEF UNDEF)
    }
}
ORDER BY DESC(?value)
"""
    toml = '[[home.sections]]\nshow = "figures"\nquery = "counts"\n'
    text = main_of(page(edition_of(with_home(garden, toml, counts=query))))
    figures = re.findall(r"<div><dt>(.*?)</dt><dd>(.*?)</dd></div>", text)
    assert [number for _, number in figures] == ["1,234,567", "2"]
    first = "".join(re.findall(r">([^<]+)<", f">{figures[0][0]}<"))
    assert first == "gardensmore than · 30 January 2025 · runner bean"
    assert "&lt;i&gt;plants&lt;/i&gt;" in figures[1][0]
    assert "counted in this catalogue" in figures[1][0]


def test_tags_and_places_show_how_many_there_are(garden: Path):
    query = (
        "SELECT ?thing (?thing AS ?place) ?count { VALUES (?thing ?count) { (<https://gardens.example.org/plant/bean> 3) } }"
    )
    toml = '[[home.sections]]\nshow = "tags"\nquery = "n"\n[[home.sections]]\nshow = "map"\nquery = "n"\n'
    text = main_of(page(edition_of(with_home(garden, toml, n=query))))
    assert '<a class="tag" href="plant/bean.en.html">runner bean <span class="count">3</span></a>' in text
    assert '<a href="plant/bean.en.html">runner bean</a> <span class="count">3</span>' in text


def test_a_section_without_anything_to_show_is_left_out(garden: Path):
    toml = '[[home.sections]]\nshow = "cards"\nquery = "none"\ntitle = "Nobody"\n'
    text = main_of(page(edition_of(with_home(garden, toml, none="SELECT ?thing { ?thing a <urn:nothing> }"))))
    assert "Nobody" not in text


@pytest.mark.parametrize(
    "section",
    [
        'show = "cards"',
        'show = "cards"\nquery = "a"\ntype = "g:Plant"',
        'show = "figures"\ntype = "g:Plant"',
        'show = "changes"\nquery = "a"',
        'show = "nothing"',
        'title = "x"',
        'show = "ways"\nlimit = 0',
        'show = "ways"\nlimit = true',
        'show = "ways"\ntitle = 3',
        'show = "ways"\nmore = ""',
        'show = "ways"\nother = 1',
    ],
)
def test_a_section_that_cannot_be_is_refused_with_its_place(section: str, tmp_path: Path):
    text = f'[catalogue]\nbase = "https://x.example/"\ntitle = "X"\n[publisher]\nname = "x"\n[[home.sections]]\n{section}\n'
    with pytest.raises(SettingsError) as error:
        parse_settings(text.encode(), tmp_path)
    assert error.value.place is not None
    assert (error.value.place.path, error.value.place.line) == ("catalogue.toml", 6)
    assert error.value.message["en"].startswith("home.sections must be tables")


def test_a_query_that_is_not_there_is_told_with_its_place(garden: Path):
    edition = edition_of(with_home(garden, '[[home.sections]]\nshow = "cards"\nquery = "no-such"\n'))
    with pytest.raises(SettingsError) as error:
        page(edition)
    assert error.value.message["en"] == "home.sections names the query no-such, which is not there"
    assert error.value.place is not None


def test_a_type_that_is_not_there_is_a_finding(garden: Path):
    edition = edition_of(with_home(garden, '[[home.sections]]\nshow = "cards"\ntype = "g:Plan"\n'))
    [finding] = [finding for finding in check(edition) if finding.kind.code == "C223"]
    assert finding.message["en"] == "home.sections names g:Plan, which is the class or shape of no type"
    assert finding.advice["en"] == "did you mean g:Plant?"
    settings = (edition.settings.folder / "catalogue.toml").read_text("utf-8").splitlines()
    assert settings[finding.place.line - 1] == 'type = "g:Plan"'


def test_what_changed_last_stands_first_each_thing_once_with_its_day(garden: Path):
    committed(garden)
    bean = garden / "data" / "plant" / "bean.ttl"
    bean.write_text(bean.read_text("utf-8") + "# looked at again\n", "utf-8")
    committed(garden, 1_700_200_000)
    text = main_of(page(edition_of(garden)))
    edits = re.findall(r'<li><time datetime="([\d-]+)">[^<]*</time> <a href="([^"]+)"', text)
    assert edits[0] == ("2023-11-17", "plant/bean.en.html")
    assert {date for date, _ in edits[1:]} == {"2023-11-14"}
    assert len(edits) == len(set(edits))


def test_files_of_any_name_are_listed_as_git_has_them(tmp_path: Path):
    names = ["data/é è.ttl", 'data/a"b.ttl', "data/\U0001f331.ttl", "other/x.ttl"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    committed(tmp_path)
    assert set(history_of(tmp_path)) == set(names)


def test_a_catalogue_below_the_root_of_its_repository_has_its_own_changes(tmp_path: Path):
    inner = tmp_path / "inner"
    (inner / "data").mkdir(parents=True)
    (inner / "data" / "a.ttl").write_text("a")
    committed(tmp_path)
    assert list(history_of(inner)) == ["data/a.ttl"]


def test_without_a_history_nothing_is_said_to_have_changed(garden: Path, tmp_path: Path):
    assert history_of(garden) == {}
    committed(garden)
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{garden}", str(shallow))
    assert history_of(garden) != {}
    assert history_of(shallow) == {}


def test_the_history_is_among_what_names_a_release(garden: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    before = edition_of(garden).release
    assert edition_of(committed(garden)).release != before


def test_an_empty_catalogue_says_so(garden: Path):
    for file in (garden / "data").rglob("*.ttl"):
        file.unlink()
    text = main_of(page(edition_of(garden)))
    assert f"<p>{string('no_things', 'en')}</p>" in text
    assert '<li class="card">' not in text


@pytest.mark.parametrize("tag", ["en", "fr"])
def test_a_card_of_any_thing_is_a_card(garden: Path, tag: str):
    """Long, hostile and missing names and descriptions."""
    label = "x" * 10_000
    bean = garden / "data" / "plant" / "bean.ttl"
    bean.write_text(bean.read_text("utf-8").replace("runner bean", label), "utf-8")
    text = main_of(
        page(edition_of(with_home(garden, '[[home.sections]]\nshow = "cards"\ntype = "g:Plant"\n')), f"index.{tag}.html")
    )
    assert text.count('<li class="card">') == 2


@pytest.mark.parametrize(
    ("name", "advice"),
    [("latset", "did you mean latest?"), ("nothing-like-it", "write it into queries/, or leave the section out")],
)
def test_a_query_that_is_not_there_is_an_error_at_its_line(garden: Path, name: str, advice: str):
    toml = f'[[home.sections]]\nshow = "changes"\n\n[[home.sections]]\nshow = "cards"\nquery = "{name}"\n'
    folder = with_home(garden, toml, latest=QUERY.format(tag="ripe"))
    [finding] = [finding for finding in check(edition_of(folder)) if finding.kind.code == "C232"]
    lines = (folder / "catalogue.toml").read_text("utf-8").splitlines()
    assert (finding.place.path, lines[finding.place.line - 1]) == ("catalogue.toml", f'query = "{name}"')
    assert (finding.severity.name, finding.advice["en"]) == ("VIOLATION", advice)


def test_without_settings_the_first_things_of_the_first_type_are_on_the_home_page(garden: Path):
    for number in range(20):
        (garden / "data" / "garden" / f"g{number}.ttl").write_text(
            "@prefix g: <https://gardens.example.org/ontology#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
            f'<https://gardens.example.org/garden/g{number}> a g:Garden ; skos:prefLabel "A garden {number:02}"@en .\n',
            "utf-8",
        )
    text = main_of(page(edition_of(garden)))
    assert re.findall(r'href="garden/([a-z0-9-]+)\.en\.html"', text) == [f"g{number}" for number in range(8)]
    assert '<a href="garden.en.html">Gardens: the whole list</a>' in text
