"""The texts of a catalogue: Markdown in its folder, a page in each language, and nothing that a writer could run."""

import re
import time
from pathlib import Path

import html5lib
import pytest
from conftest import edition_of
from hypothesis import given
from hypothesis import strategies as st
from test_revision import TIMES, commit, git

from catalogue import publish
from catalogue.edition import Edition
from catalogue.errors import InputError
from catalogue.lint import check
from catalogue.pages.markdown import is_safe, prose
from catalogue.scaffold import init
from catalogue.sources.revision import read_revision

ATTACKS = [
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:x)",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example/)",
    "[x](\\\\\\\\evil.example)",
    "[x](/\\\\evil.example)",
    "<javascript:alert(1)>",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
    "![x](https://evil.example/pixel.png)",
    '![x" onerror="alert(1)](y.png)',
    '[x](y "z\\" onclick=\\"alert(1)")',
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "a <b onclick=alert(1)>b</b> <!-- c --> <?php ?>",
    '```" onclick="alert(1)\ncode\n```',
    "| a |\n|--:|\n| <i>b</i> |",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "# <script>alert(1)</script>",
    "<style>body{display:none}</style>",
    "<a href='javascript:alert(1)'>x</a>",
    "</div></main><script>alert(1)</script>",
]
ROOM = '<div class="scroll" tabindex="0">\n'
"""What stands before a table, so that readers can move it; no text can write it."""

ELEMENTS = {
    *("a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre", "strong"),
    *("table", "tbody", "td", "th", "thead", "tr", "ul"),
}


def elements(html: str) -> list[tuple[str, dict[str, str]]]:
    """Read HTML as browsers do: its elements with their attributes, but for the room that tables have."""
    html = html.replace(f"{ROOM}<table>", "<table>").replace("</table>\n</div>", "</table>")
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return [(each.tag, dict(each.attrib)) for each in tree.iter() if isinstance(each.tag, str)][1:]


def assert_harmless(html: str) -> None:
    for tag, attributes in elements(html):
        assert tag in ELEMENTS, html
        assert set(attributes) <= {"href", "title", "src", "alt", "start"}, html
        for name in ("href", "src"):
            # browsers pass over control characters and spaces before an address, and over tabs and line ends in it
            address = re.sub(r"^[\x00-\x20]+|[\t\r\n]", "", attributes.get(name, "")).replace("\\", "/")
            scheme = re.match(r"[^/?#]*:", address)
            assert scheme is None or scheme[0].lower() in {"http:", "https:", "mailto:", "tel:"}, html
            assert not address.startswith("//"), html


@pytest.mark.parametrize("text", ATTACKS)
def test_an_attack_is_text(text: str):
    shown = prose(text, str, lambda _: "")
    assert_harmless(shown.body)
    assert "<img" not in shown.body


@given(st.text(alphabet="[]()<>!*_`#|-:/\\\"'& \n\tjavscriptd,xX1.", max_size=80))
def test_whatever_is_written_nothing_of_it_can_run(text: str):
    assert_harmless(prose(text, str, str).body)


@pytest.mark.parametrize("address", ["javascript:a", "\\\\a", "/\\a", "//a", "data:a", "x-y:a", ":a", "a:"])
def test_an_address_that_may_lead_to_code_or_to_another_host_is_not_linked(address: str):
    assert not is_safe(address)


@pytest.mark.parametrize("nested", ["> " * 5000 + "a", "[" * 9000, "- " * 5000 + "a", "*" * 9000 + "a", "![" * 9000])
def test_deep_nesting_ends_soon(nested: str):
    begun = time.monotonic()
    shown = prose(nested, str, str)
    assert time.monotonic() - begun < 20
    assert shown.body.count("<blockquote>") + shown.body.count("<ul>") < 50


@pytest.mark.parametrize(
    ("text", "title", "tags"),
    [
        ("# A\n## B\n### C\n## D", "A", ["h2", "h3", "h2"]),
        ("### A\n# B\n#### C", "A", ["h2", "h3"]),
        ("# A\n##### B\n## C\n### D", "A", ["h2", "h2", "h3"]),
        ("A *b* `c`\n===\n\nB\n---", "A b c", ["h2"]),
        ("before\n\n# A", "A", ["p"]),
        ("> # A\n", "", ["blockquote", "h2"]),
        ("# \n", "", []),
        ("", "", []),
        ("\n".join(f"{'#' * n} {n}" for n in range(1, 7)), "1", ["h2", "h3", "h4", "h5", "h6"]),
    ],
)
def test_the_first_heading_is_the_title_and_no_level_is_left_out(text: str, title: str, tags: list[str]):
    shown = prose(text, str, str)
    assert (title, tags) == (
        shown.title,
        [tag for tag, _ in elements(shown.body) if tag in {"p", "blockquote"} or tag[0] == "h"],
    )


def put(folder: Path, **files: str) -> Path:
    """Write texts: `about_fr` is `texts/about.fr.md`."""
    for name, text in files.items():
        path = folder / "texts" / f"{name.replace('_', '.')}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def document(edition: Edition, path: str) -> str:
    match = publish.document_at(edition, path)
    assert match is not None, path
    return publish.represent(edition, match.iri, match.format.media_type, match.language).decode()


def test_each_text_is_a_page_in_each_language_and_in_the_foot_of_all(garden: Path):
    with (garden / "catalogue.toml").open("a") as settings:
        settings.write('\n[site]\ntexts = ["legal"]\n')
    put(garden, about_en="# About us\n\nGood.", about_fr="# Qui sommes-nous ?", legal_en="# Legal", legal_fr="# Mentions")
    edition = edition_of(garden)
    page = document(edition, "about.en.html")
    assert "<h1>About us</h1>" in page
    assert "<p>Good.</p>" in page
    assert 'hreflang="fr" href="https://gardens.example.org/about.fr.html"' in page
    plant = document(edition, "plant/bean.fr.html")
    assert plant.index('<a href="../legal.fr.html">Mentions</a>') < plant.index(
        '<a href="../about.fr.html">Qui sommes-nous ?</a>'
    )
    assert "https://gardens.example.org/about.en.html" in document(edition, "sitemap.xml")


def test_a_text_without_a_translation_is_marked_with_its_language(garden: Path):
    put(garden, about_fr="# À propos\n\nBon.", rules_ar="# قواعد")
    edition = edition_of(garden)
    page = document(edition, "about.en.html")
    assert '<h1 lang="fr">À propos</h1>' in page
    assert '<div class="prose" lang="fr">' in page
    assert "This text is in French" in page
    assert '<a href="../about.en.html" lang="fr">À propos</a>' in document(edition, "plant/bean.en.html")
    assert '<h1 lang="ar" dir="rtl">' in document(edition, "rules.en.html")
    assert 'lang="fr">' not in document(edition, "about.fr.html").partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize(
    ("written", "href"),
    [
        ("plant/bean", "plant/bean.en.html"),
        ("https://gardens.example.org/plant/bean", "plant/bean.en.html"),
        ("/plant/bean", "plant/bean.en.html"),
        ("plant", "plant.en.html"),
        ("about", "about.en.html"),
        ("index/contents", "index/contents.en.html"),
        ("index/quality", "index/quality.en.html"),
        ("index/quality#old", "index/quality.en.html#old"),
        ("index/1", "index/1.en.html"),
        ("index/2", "index/2"),
        ("index/01", "index/01"),
        ("queries", "queries.en.html"),
        ("queries/gardens-of-plant", "queries/gardens-of-plant.en.html"),
        ("queries/none", "queries/none"),
        ("#below", "#below"),
        ("notes.pdf", "notes.pdf"),
        ("https://example.com/a?b=c&d", "https://example.com/a?b=c&amp;d"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("tel:+33123456789", "tel:+33123456789"),
    ],
)
def test_a_link_leads_to_the_page_in_the_page_s_language(garden: Path, written: str, href: str):
    page = document(edition_of(put(garden, about_en=f"# A\n\n[x]({written})")), "about.en.html")
    assert f'<p><a href="{href}">x</a></p>' in page


def test_an_image_is_shown_where_the_theme_has_it(garden: Path):
    (garden / "theme").mkdir()
    (garden / "theme" / "map.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    put(garden, about_en="# A\n\n![a map](assets/theme/map.png) ![no *map*](assets/theme/none.png)")
    page = document(edition_of(garden), "about.en.html")
    assert '<p><img src="assets/theme/map.png" alt="a map"> no map</p>' in page.replace(" />", ">")


def test_texts_are_part_of_what_names_a_release(garden: Path):
    names = [
        edition_of(garden).release,
        edition_of(put(garden, about_en="# A")).release,
        edition_of(put(garden, about_en="# B")).release,
    ]
    assert len(set(names)) == len(names)


def test_other_files_and_links_out_of_the_folder_are_no_texts(garden: Path, tmp_path: Path):
    (tmp_path / "secret.md").write_text("# Secret")
    put(garden, README="# Notes", about_en="# A", About_fr="# B", a_x_en="# C")
    (garden / "texts" / "legal.en.md").symlink_to(tmp_path / "secret.md")
    assert ["about"] == list(edition_of(garden).texts.names)


def test_an_entry_at_the_address_of_a_text_is_told(garden: Path):
    bean = (garden / "data" / "plant" / "bean.ttl").read_text("utf-8")
    declared = "\n".join(line for line in bean.splitlines() if line.startswith("@"))
    (garden / "data" / "about.ttl").write_text(f'{declared}\n<about> a g:Plant ; skos:prefLabel "about"@en .\n')
    before = [f for f in check(edition_of(garden)).findings if f.kind.code == "C205"]
    after = [f for f in check(edition_of(put(garden, about_en="# A"))).findings if f.kind.code == "C205"]
    assert (0, 1) == (len(before), len(after))


def test_a_text_at_the_address_of_a_list_has_no_page_and_is_told(garden: Path):
    edition = edition_of(put(garden, plant_en="# Plants", search_en="# Search"))
    assert "<h1>Plants" in document(edition, "plant.en.html")
    assert {"texts/plant.en.md", "texts/search.en.md"} == {
        f.place.path for f in check(edition).findings if f.kind.code == "C228"
    }


def test_a_name_without_a_file_is_told_with_the_nearest(garden: Path):
    with (garden / "catalogue.toml").open("a") as settings:
        settings.write('\n[site]\ntexts = ["abuot", "legal"]\n')
    told = [f.line("en") for f in check(edition_of(put(garden, about_en="# A"))).findings if f.kind.code == "C228"]
    assert ["abuot" in told[0] and "about" in told[0], "texts/legal.en.md" in told[1]] == [True, True]


@pytest.mark.parametrize(("data", "line"), [(b"# A\n\xff", 2), (b"a" * 70_000, 0)])
def test_a_text_that_is_no_text_ends_the_build_with_its_place(garden: Path, data: bytes, line: int):
    put(garden, about_en="")
    (garden / "texts" / "about.en.md").write_bytes(data)
    with pytest.raises(InputError) as caught:
        document(edition_of(garden), "index.en.html")
    assert caught.value.place is not None
    assert ("texts/about.en.md", line) == (caught.value.place.path, caught.value.place.line)


def test_a_catalogue_without_texts_has_none(tmp_path: Path):
    init(tmp_path / "new")
    assert [] == list(edition_of(tmp_path / "new").texts.names)


def test_a_revision_has_the_texts_of_its_commit(garden: Path):
    put(garden, about_en="# Before")
    git(garden, "init", "-q")
    commit(garden, TIMES[0])
    put(garden, about_en="# After")
    revision = read_revision(garden, "HEAD")
    assert [b"# Before"] == [file.data for file in edition_of(revision.folder).texts.files]
