"""Pages: laid out as the shapes say, each value with its source, in the reader's language."""

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import jinja2
import pytest
from conftest import ROOT, edition_of

from catalogue import publish
from catalogue.edition import Edition
from catalogue.messages.catalogues import codes
from catalogue.pages.literals import language_name, localized
from catalogue.pages.quality import PARTS
from catalogue.sparql.header import CHART_KINDS
from catalogue.terms import XSD, Literal, NamedNode

GOLDEN = ROOT / "tests" / "golden"


@pytest.mark.parametrize(
    ("fixture", "path"),
    [
        ("garden", "garden/hill-side.fr.html"),
        ("garden", "plant.en.html"),
        ("garden", "index.fr.html"),
        ("library", "book/Été.1.de.html"),
        ("garden", "garden/hill-side.jsonld"),
        ("garden", "garden.csv"),
    ],
)
def test_a_document_is_the_golden_one(request: pytest.FixtureRequest, fixture: str, path: str):
    """The golden documents are small enough to review; after a change that is meant, write them with GOLDEN=write."""
    edition = edition_of(request.getfixturevalue(fixture))
    document = publish.document_at(edition, path)
    assert document is not None
    data = publish.represent(edition, document.iri, document.format.media_type, document.language)
    golden = GOLDEN / f"{fixture}-{quote(path.replace('/', '-'))}"
    if os.environ.get("GOLDEN") == "write":
        golden.write_bytes(data)
    assert data.decode() == golden.read_bytes().decode()


def page(edition: Edition, path: str) -> str:
    document = publish.document_at(edition, path)
    assert document is not None
    return publish.represent(edition, document.iri, "text/html", document.language).decode()


def test_a_missing_translation_falls_back_marked_with_its_language(garden: Path):
    entry = garden / "data" / "plant" / "bean.ttl"
    entry.write_text(entry.read_text("utf-8").replace(', "haricot à rames"@fr', ""), "utf-8")
    text = page(edition_of(garden), "plant/bean.fr.html")
    assert '<h1 lang="en">runner bean</h1>' in text
    assert '<span lang="en">runner bean</span> <small class="tag">anglais</small>' in text


def test_a_value_is_followed_by_the_source_of_its_claim_and_what_the_claim_says_of_itself(first_edition: Edition):
    text = page(first_edition, "initiative/umap.fr.html")
    row = text.partition(">cartographie</a>")[2].partition("</dd>")[0]
    reason = re.search(r'<a href="#reason-(\d+)" aria-label="déduit">déduit</a>', row)
    assert reason is not None
    why = text.partition(f'<li id="reason-{reason[1]}" popover>')[2].partition("</li>")[0]
    concept = '<strong><a href="../concept/basis-inferred.fr.html">déduit</a></strong>'
    assert why.startswith(
        f'{concept} <span class="meaning">(aucune source ne le dit tel quel)</span> – <span>L’article cite ce'
    )
    assert 'href="../claim/umap-theme-cartographie.fr.html"' in why
    note = text.partition('<q lang="fr"><a href="../passage/seed-s20.fr.html">Cartographie, éducation')[0].rpartition(
        "<li id="
    )[2]
    number = note.partition('"source-')[2].partition('"')[0]
    assert f'<a href="#source-{number}" aria-label="Source {number}">{number}</a>' in row
    assert f'<button type="button" popovertarget="source-{number}" aria-label="Source {number}" hidden>{number}</button>' in row


def test_the_sources_of_a_page_are_numbered_in_its_order(first_edition: Edition):
    text = page(first_edition, "initiative/umap.fr.html")
    above, _, below = text.partition('id="sources"')
    numbers = [int(number) for number in re.findall(r'<li id="source-(\d+)" value="\1" popover>', below)]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    groups = [[int(number) for number in re.findall(r'<li id="source-(\d+)"', group)] for group in below.split("<ol>")[1:]]
    assert groups == sorted(map(sorted, groups))
    documents = [group.partition("<cite>")[2].partition("</cite>")[0] for group in below.split("<ol>")[1:]]
    assert len(documents) == len(set(documents))
    cited = list(dict.fromkeys(int(number) for number in re.findall(r'href="#source-(\d+)"', above)))
    assert cited == sorted(cited)
    assert set(cited) <= set(numbers)


def test_a_source_is_named_with_the_addresses_of_its_document(first_edition: Edition):
    """By publisher, title and date; then where it was published, then its repository."""
    notes = page(first_edition, "initiative/umap.fr.html").partition('id="sources"')[2]
    [note] = [note for note in notes.split("<li ") if '<q lang="fr"><a href="../passage/seed-s51.fr.html">' in note]
    assert re.search(
        r"source-document/seed.fr.html\">Direction interministérielle du numérique, [^<]*lauréats, 2023-05-17</a></cite>",
        note,
    )
    published, repository = re.findall(r'· <a href="([^"]+)">([^<]+)</a>', note)
    assert published[0].startswith("https://www.numerique.gouv.fr/actualites/accelerateur-dinitiatives-citoyennes-4-")
    assert published[1] == "numerique.gouv.fr"
    assert repository == ("https://github.com/numerique-gouv/numerique.gouv.fr", "github.com")


def test_the_sources_of_a_page_stand_at_its_foot_with_their_words_and_their_document(first_edition: Edition):
    notes = page(first_edition, "award/s2-umap.en.html").partition('id="sources"')[2]
    assert "vont être « pré-accélérés »" in notes
    assert 'source-document/seed.en.html"' in notes
    assert '<q lang="fr">' in notes


NAMED = "<span>gardens.example.org/passage/a</span>"
"""A source that has no page."""


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ('g:quote "It climbs."@en-gb', '<q lang="en-GB">It climbs.</q>'),
        (
            'g:quote "Elle grimpe."@fr ; g:document <plant/tomato>',
            '<cite><a href="../plant/tomato.en.html">tomato</a></cite> <q lang="fr">Elle grimpe.</q>',
        ),
        ('g:quote "It climbs."', "<q>It climbs.</q>"),
        ('g:quote "<i>"', "<q>&lt;i&gt;</q>"),
        ("g:document <plant/tomato>", f'<cite><a href="../plant/tomato.en.html">tomato</a></cite> <small>{NAMED}</small>'),
        ("g:year 1900", f"<cite>{NAMED}</cite>"),
    ],
)
def test_a_source_has_its_quote_in_its_language_and_its_document(garden: Path, statements: str, expected: str):
    note = _source_note(garden, statements, '\n[quotes]\nquote = "g:quote"\ndocument = "g:document"\nfile = "g:file"\n')
    assert note == expected


def test_without_settings_of_quotes_a_source_is_only_named(garden: Path):
    note = _source_note(garden, 'g:quote "It climbs."@en ; g:document <plant/tomato>', "")
    assert note == f"<cite>{NAMED}</cite>"


def _source_note(garden: Path, statements: str, settings: str) -> str:
    """Give the one source at the foot of the page of a plant."""
    head = "@base <https://gardens.example.org/> .\n@prefix g: <https://gardens.example.org/ontology#> .\n"
    with (garden / "data" / "plant" / "bean.ttl").open("a", encoding="utf-8") as file:
        file.write("\n<plant/bean> <http://purl.org/dc/terms/source> <passage/a> .\n")
    (garden / "data" / "quotes.ttl").write_text(f"{head}<passage/a> {statements} .\n", "utf-8")
    (garden / "shapes" / "source.ttl").write_text(
        f"{head}@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "<shapes#Plant> sh:property [ sh:path <http://purl.org/dc/terms/source> ; sh:order 9 ] .\n",
        "utf-8",
    )
    with (garden / "catalogue.toml").open("a", encoding="utf-8") as file:
        file.write(settings)
    notes = page(edition_of(garden), "plant/bean.en.html").partition('id="sources"')[2]
    [note] = (
        notes.partition('<li id="source-1" value="1" popover>')[2]
        .partition("</ol>")[0]
        .strip()
        .removesuffix("</li>")
        .split("</li>")
    )
    return note.strip()


def test_a_thing_shows_what_leads_to_it_named_by_the_inverse_property(first_edition: Edition):
    text = page(first_edition, "initiative/umap.fr.html")
    assert "<h2>Ce que le programme lui a décerné</h2>" in text
    assert "../award/s2-umap.fr.html" in text
    assert "<h2>Ce qui ne va pas dans les sources</h2>" in text
    heading = '<h2>Projets annoncés <span class="count">1</span> <small>que cela confirme</small></h2>'
    assert heading in page(first_edition, "deployment/umap-anct.fr.html")


def test_the_lists_per_domain_and_per_season_are_linked_from_the_list_of_initiatives(first_edition: Edition):
    text = page(first_edition, "initiative.fr.html")
    lists = {}
    for name, number in (("Saison 2", 4), ("éducation", 6)):
        option = rf'<a class="option" href="(index/initiative/[a-z0-9-]+\.fr\.html)"[^>]*><span class="label">{name}</span>'
        match = re.search(rf'{option} <span class="count">{number}</span>', text)
        assert match is not None, name
        lists[name] = page(first_edition, match[1])
    assert ">Vikidia</a>" in lists["éducation"]
    assert ">Pyronear</a>" in lists["Saison 2"]


def typed(lexical: str, datatype: str) -> Literal:
    return Literal(lexical, datatype=NamedNode(XSD + datatype))


@pytest.mark.parametrize(
    ("literal", "english", "french"),
    [
        (typed("2023", "gYear"), "2023", "2023"),
        (typed("2023-05", "gYearMonth"), "May 2023", "mai 2023"),
        (typed("2023-05-17", "date"), "17 May 2023", "17 mai 2023"),
        (typed("2023-05-17T10:19:00+02:00", "dateTime"), "17 May 2023, 10:19", "17 mai 2023, 10:19"),
        (typed("P1Y6M", "duration"), "1 year, 6 months", "1\u00a0an, 6\u00a0mois"),
        (typed("950000", "integer"), "950,000", "950\u202f000"),
        (typed("true", "boolean"), "yes", "oui"),
        (typed("2023-13-45", "date"), "2023-13-45", "2023-13-45"),
        (typed("not a number", "integer"), "not a number", "not a number"),
        (typed("P", "duration"), "P", "P"),
        (Literal("words"), "words", "words"),
    ],
)
def test_literals_are_written_as_readers_of_the_language_expect_no_more_precise_than_they_are(
    literal: Literal, english: str, french: str
):
    assert (localized(literal, "en"), localized(literal, "fr")) == (english, french)


def test_languages_are_named_in_the_readers_language():
    assert (language_name("fr", "fr"), language_name("de", "en"), language_name("x-none", "en")) == (
        "français",
        "German",
        "x-none",
    )


def test_what_data_says_is_inert_in_pages(garden: Path):
    entry = garden / "data" / "plant" / "bean.ttl"
    entry.write_text(entry.read_text("utf-8").replace("runner bean", "<script>alert(1)</script>"), "utf-8")
    edition = edition_of(garden)
    for path in ("plant/bean.en.html", "plant.en.html", "garden/hill-side.en.html"):
        assert "<script>" not in page(edition, path)


def test_an_iri_that_is_no_web_address_is_never_a_link(garden: Path):
    entry = garden / "data" / "plant" / "bean.ttl"
    entry.write_text(entry.read_text("utf-8").rstrip(" .\n") + " ;\n    g:seeAlso <javascript:alert(1)> .\n", "utf-8")
    assert 'href="javascript:' not in page(edition_of(garden), "plant/bean.en.html")


def texts_used() -> Iterator[str]:
    """Give what the pages call their own texts by, in code and in templates; of names that are put together, the beginning."""
    folder = ROOT / "catalogue" / "pages"
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "string":
                first = node.args[0]
                parts = (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,)
                for part in [part.values[0] if isinstance(part, ast.JoinedStr) else part for part in parts]:
                    assert isinstance(part, ast.Constant), f"{path}:{node.lineno}"
                    yield str(part.value)
    for path in (ROOT / "catalogue" / "search").glob("*.py"):
        yield from re.findall(r'Template\("page\.([a-z-]+)"\)', path.read_text("utf-8"))
    for path in (folder / "templates").glob("*.html"):
        for call in jinja2.Environment(autoescape=True).parse(path.read_text("utf-8")).find_all(jinja2.nodes.Call):
            if isinstance(call.node, jinja2.nodes.Name) and call.node.name == "string":
                yield call.args[0].as_const()
    for path in (ROOT / "catalogue" / "search").rglob("*.py"):
        yield from re.findall(r'"page\.([a-z-]+)"', path.read_text("utf-8"))


def test_the_pages_own_texts_are_those_that_they_show():
    used = set(texts_used()) - {"chart_", "quality-"} | {f"chart_{kind}" for kind in CHART_KINDS}
    used |= {f"quality-{part}{end}" for part in PARTS for end in ("", "-lead")}
    assert {f"page.{name.replace('_', '-')}" for name in used} == set(codes("page."))
