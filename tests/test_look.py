"""The look: colours that can be read, pages of all languages, the ways to the lists, cards."""

import re
from itertools import product
from pathlib import Path

import jinja2
import pytest
from babel.messages.pofile import read_po
from conftest import ROOT, edition_of
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import nodes
from starlette.testclient import TestClient

from catalogue import publish
from catalogue.edition import Edition
from catalogue.lint import check
from catalogue.messages import Message, typeset
from catalogue.messages.typography import typographic
from catalogue.pages.cards import DISPUTED, Card, Tag
from catalogue.pages.environment import environment_of
from catalogue.pages.literals import in_bytes
from catalogue.pages.parts import Link
from catalogue.pages.strings import string
from catalogue.pages.theme import STYLES, asset
from catalogue.release import build
from catalogue.serve.site import Site

PAGES = ROOT / "catalogue" / "pages"
STYLE = PAGES / "assets" / "style"
TOKENS = (STYLE / "tokens.css").read_text("utf-8")
LIGHT, _, DARK = TOKENS.partition("@media")
INKS = ("ink", "soft", "accent", "mark", "blue", "red")
GROUNDS = ("paper", "raised", "panel")


def tokens(*texts: str) -> dict[str, str]:
    return {name: colour for text in texts for name, colour in re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", text)}


SCHEMES = {"light": tokens(LIGHT), "dark": tokens(LIGHT, DARK)}


def luminance(colour: str) -> float:
    """Give the relative luminance of a colour (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    ("ink", "ground"),
    [*product(INKS, GROUNDS), *((ink, f"{ink}-soft") for ink in INKS if f"{ink}-soft" in SCHEMES["light"])],
)
def test_text_can_be_read_on_every_ground(scheme: str, ink: str, ground: str):
    """WCAG 2.2, 1.4.3: 4.5 to 1."""
    assert contrast(SCHEMES[scheme][ink], SCHEMES[scheme][ground]) >= 4.5


@pytest.mark.parametrize(("scheme", "ground"), [*product(SCHEMES, GROUNDS)])
def test_the_edge_of_a_field_is_seen(scheme: str, ground: str):
    """WCAG 2.2, 1.4.11: 3 to 1."""
    assert contrast(SCHEMES[scheme]["field"], SCHEMES[scheme][ground]) >= 3


@pytest.mark.parametrize("name", STYLES)
def test_styles_use_the_tokens_there_are_and_no_sides_of_their_own(name: str):
    """A page that is written from right to left needs no other style."""
    text = (STYLE / f"{name}.css").read_text("utf-8")
    defined = set(re.findall(r"--([\w-]+):", TOKENS + text))
    assert set(re.findall(r"var\(--([\w-]+)", text)) <= defined
    if name in {"tokens", "page", "cards", "home", "print"}:
        assert (
            re.findall(r"(?:margin|padding|border)-(?:left|right)|text-align: (?:left|right)|[;{]\s*(?:left|right):", text)
            == []
        )


def test_the_style_needs_nothing_from_elsewhere():
    assert re.findall(r"url\(|@import|@font-face", asset("assets/style.css").decode()) == []


def page(edition: Edition, path: str) -> str:
    document = publish.document_at(edition, path)
    assert document is not None
    return publish.represent(edition, document.iri, "text/html", document.language).decode()


def main_links(text: str) -> list[tuple[str, str]]:
    menu = text.partition('<nav class="main"')[2].partition("</nav>")[0]
    return re.findall(r'<a href="([^"]*)"[^>]*>(.*?)</a>', menu)


def with_settings(folder: Path, **replaced: str) -> Path:
    """Put settings into the table `[site]`, or languages into `[catalogue]`."""
    file = folder / "catalogue.toml"
    text = file.read_text("utf-8")
    if "languages" in replaced:
        text = re.sub(r"(?m)^languages = .*$", f"languages = {replaced.pop('languages')}", text)
    table = "".join(f"{key} = {value}\n" for key, value in replaced.items())
    file.write_text(
        re.sub(r"(?m)^\[site\]\n", f"[site]\n{table}", text) if "[site]" in text else f"{text}\n[site]\n{table}", "utf-8"
    )
    return folder


def test_every_page_leads_to_the_types_that_the_settings_name_in_their_order(garden: Path):
    edition = edition_of(with_settings(garden, navigation='["g:Plant", "g:Garden"]'))
    links = main_links(page(edition, "garden/hill-side.fr.html"))
    assert [href for href, _ in links][:2] == ["../plant.fr.html", "../garden.fr.html"]
    assert links[-1] == ("../index/contents.fr.html", "Données")


def test_without_a_setting_the_first_types_with_things_are_the_navigation(garden: Path):
    edition = edition_of(garden)
    expected = [f"{type_.name}.en.html" for type_ in edition.ranks.subjects() if edition.instances(type_)][:5]
    links = [href for href, _ in main_links(page(edition, "index.en.html"))]
    assert expected == [href for href in links if not href.startswith(("queries", "index/"))]


def test_a_list_marks_its_own_link(garden: Path):
    text = page(edition_of(with_settings(garden, navigation='["g:Plant", "g:Garden"]')), "plant.en.html")
    assert re.findall(r'<a href="([^"]*)" aria-current="page">', text.partition("</ul>")[0]) == ["plant.en.html"]


def test_a_type_of_the_navigation_that_does_not_exist_is_a_finding(garden: Path):
    findings = check(edition_of(with_settings(garden, navigation='["g:Plan"]')))
    assert [finding.message["en"] for finding in findings if finding.kind.code == "C223"] == [
        "site.navigation names g:Plan, which is the class or shape of no type"
    ]


def test_all_types_with_things_are_among_the_contents_and_the_files_to_take(garden: Path):
    edition = edition_of(garden)
    text = page(edition, "index/contents.en.html")
    for type_ in edition.model.types.values():
        assert (f'href="../{type_.name}.en.html"' in text.partition("<main")[2]) == bool(edition.instances(type_))
    assert 'href="../dumps/catalogue.ttl"' in text


def test_the_files_to_take_have_the_sizes_that_they_have_on_the_disk(garden: Path):
    release = build(edition_of(garden)).folder
    for language in ("en", "fr"):
        for name in (f"index/contents.{language}.html", "index/index.html", "dumps/index.html"):
            shown = language if "contents" in name else "en"
            text = (release / name).read_text("utf-8")
            sizes = re.findall(r'<code>([\w./-]+)</code> <span class="size">([^<]+)</span>', text)
            forms = re.findall(r'<a href="[./]*([\w.-]+)" type="[^"]+">[^<]+</a> <span class="size">([^<]+)</span>', text)
            assert len(sizes) + len(forms) == text.count('class="size"') >= 3
            for path, size in (*sizes, *forms):
                assert size == in_bytes((release / path).stat().st_size, shown)
            tables = re.findall(r"<code>(\w+\.csv)</code></th><td[^>]*>[^<]*</td><td[^>]*>([^<]+)</td>", text)
            assert dict(tables) == {
                path: in_bytes((release / path).stat().st_size, shown) for path in ("garden.csv", "plant.csv")
            }
            assert text.count('class="size"') >= 3


@pytest.mark.parametrize(("tag", "direction"), [("ar", "rtl"), ("fa", "rtl"), ("az-Arab", "rtl"), ("es", ""), ("ar-Latn", "")])
def test_a_page_says_in_which_direction_it_is_written(garden: Path, tag: str, direction: str):
    text = page(edition_of(with_settings(garden, languages=f'["en", "{tag}"]')), f"index.{tag}.html")
    opened = text.partition(">")[2].partition(">")[0].strip()
    assert opened == f'<html lang="{tag}"' + (f' dir="{direction}"' if direction else "")


TEMPLATES = sorted(path.name for path in (PAGES / "templates").glob("*.html"))


PRODUCTS = frozenset("BibTeX CodeMirror svg maps france departments Natural Earth".split())
"""What is called the same in every language: the names of what is named as a source."""


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_have_no_text_of_their_own(name: str):
    """What people read is in the catalogues of messages, so that it can be translated: but for signs and a product's name."""
    tree = jinja2.Environment(autoescape=True).parse((PAGES / "templates" / name).read_text("utf-8"))
    text = "".join(data.data for data in tree.find_all(nodes.TemplateData))
    between = re.sub(r'<[^>]*>|[a-z-]+="[^"]*"|&[a-z]+;', " ", text)
    attributes = re.findall(r'(?:title|alt|aria-label|placeholder)="([^"<>]+)"', text)
    words = [word for word in re.findall(r"[^\W\d_]{3,}", between) if word not in PRODUCTS]
    assert words + [text for text in attributes if re.search(r"[^\W\d_]", text)] == []


def card(item: Card) -> str:
    template = environment_of(()).from_string('{% from "cards.html" import card %}{{ card(item) }}')
    return template.render(item=item)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '" onclick="x', "شجرة", "🌳", "é" * 10_000, "", "\u202eabc"])
def test_a_card_shows_any_text_as_text(text: str):
    shown = card(Card(Link(text, "a.html", "ar"), Link(text), [Tag(text, tone=DISPUTED)], [Link(text)], ""))
    assert "<script" not in shown
    assert 'onclick="' not in shown
    assert shown.count("<li") == shown.count("</li>")


def test_a_card_marks_another_language_and_shows_a_letter_in_place_of_a_logo():
    shown = card(Card(Link("été", "a.html", "fr")))
    assert '<a href="a.html" lang="fr" dir="auto">été</a>' in shown
    assert '<span class="logo" aria-hidden="true">é</span>' in shown
    assert "<img" in card(Card(Link("a"), image="logo.png"))


def texts_of(language: str, rooms: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    path = ROOT / "catalogue" / "messages" / "locale" / language / "LC_MESSAGES" / "catalogue.po"
    with path.open("rb") as file:
        entries = [entry for entry in read_po(file) if entry.id]
    named = {entry.id[0] if isinstance(entry.id, tuple | list) else entry.id: entry.string for entry in entries}
    return {
        str(code): (text,) if isinstance(text, str) else tuple(text)
        for code, text in named.items()
        if str(code).startswith(rooms)
    }


def test_page_words_have_the_signs_of_french():
    """Typographic apostrophes; a narrow no-break space before `;`, `?`, `!`, a no-break one before `:` and in guillemets."""
    texts = texts_of("fr", ("page.", "sparql-page."))
    assert len(texts) > 100
    wrong = {
        code: text
        for code, forms in texts.items()
        for text in forms
        if re.search(r"[^\u202f][;?!](?:\s|$)|[^\u00a0]:(?:\s|$)|[^\u00a0]»|«[^\u00a0]|[^\W\d_]'(?!\W)", text)
    }
    assert wrong == {}
    assert {code: text for code, forms in texts.items() for text in forms if text != typographic(text, "fr")} == {}


@given(st.text(alphabet="abé '’;?!:«» \u202f`{}", max_size=30))
def test_the_signs_of_a_message_change_and_those_of_its_values_and_of_what_is_quoted_do_not(value: str):
    inner = Message("serve.no-query-did-you-mean", name=value, near=value)
    shown = typeset(Message("serve.near", detail=inner, near=value), "fr")
    assert shown == f"pas de requête {value}\u202f; vouliez-vous dire {value}\u202f?\u202f; vouliez-vous dire {value}\u202f?"
    assert typeset({"fr": value}, "fr") == value
    assert typographic(f"l'un `{value.replace('`', '')}`", "fr") == f"l’un `{value.replace('`', '')}`"


@given(st.text(alphabet="abé '’;?!:«» \u202f`", max_size=30))
def test_signs_are_set_once_and_no_letter_is_lost(text: str):
    once = typographic(text, "fr-CA")
    assert typographic(once, "fr-CA") == once
    assert re.findall(r"[^\s'’]", once) == re.findall(r"[^\s'’]", text)
    assert typographic(text, "en") == text


@pytest.mark.parametrize("path", ["/nothing", "/queries/nothing", "/sparql?query=SELECT"])
def test_the_page_of_a_problem_has_the_signs_of_french(garden: Path, path: str):
    client = TestClient(Site(edition_of(garden)))
    text = client.get(path, headers={"Accept": "text/html", "Accept-Language": "fr"}).text.partition("<body")[2]
    shown = re.sub(r"(?s)<(code|textarea|script|pre)\b.*?</\1>|<[^>]*>", "\n", text)
    assert re.findall(r".*(?:[^\W\d_]'[^\W\d_]| [;?!:](?:\s|$)).*", shown) == []


def test_english_has_no_spaces_of_french():
    texts = texts_of("en", ("page.", "sparql-page."))
    assert {code for code, forms in texts.items() for text in forms if re.search(r"[\u202f\u00a0]", text)} == set()


@pytest.mark.parametrize("name", ["Ceci : cela ; quoi ? « oui » !", "a:b;c?d!", "Pourquoi ?"])
def test_the_spaces_of_data_are_left_as_they_are(garden: Path, name: str):
    bean = garden / "data" / "plant" / "bean.ttl"
    bean.write_text(bean.read_text("utf-8").replace("haricot à rames", name), "utf-8")
    edition = edition_of(garden)
    assert f"<h1>{name}</h1>" in page(edition, "plant/bean.fr.html")
    assert name in page(edition, "plant.fr.html")


@pytest.mark.parametrize(("language", "shown"), [("fr", "12\u202f345 lignes"), ("en", "12,345 rows")])
def test_counts_in_page_words_are_written_as_the_language_does(language: str, shown: str):
    assert string("rows", language, count=12345) == shown


def test_translations_are_named_by_whole_addresses_and_links_keep_the_language(garden: Path):
    edition = edition_of(garden)
    for path in ("index", "plant", "plant/bean", "index/contents", "queries"):
        for tag in ("en", "fr"):
            text = page(edition, f"{path}.{tag}.html")
            named = re.findall(r'<link rel="alternate" hreflang="([a-z-]+)" href="([^"]+)">', text)
            assert set(named) == {(other, f"https://gardens.example.org/{path}.{other}.html") for other in ("en", "fr")} | {
                ("x-default", f"https://gardens.example.org/{path}.en.html")
            }
            outside = re.sub(r'(?s)<nav class="languages".*?</nav>|<link [^>]*>', "", text)
            assert set(re.findall(r'href="[^"]*\.([a-z-]+)\.html[^"]*"', outside)) == {tag}


FOREIGN = re.compile(r'<span lang="en">[^<]*</span>')


@pytest.mark.parametrize("tag", ["es", "ar", "zh-Hant"])
def test_without_messages_of_a_language_every_page_word_is_marked_as_english(garden: Path, tag: str):
    """What could be translated is in the catalogues of messages, so that one more of them leaves no English."""
    edition = edition_of(with_settings(garden, languages=f'["{tag}"]'))
    english = {form for forms in texts_of("en", ("page.",)).values() for form in forms if "{" not in form and len(form) > 3}
    for path in ("index", "plant", "plant/bean", "index/contents", "queries"):
        text = FOREIGN.sub("", page(edition, f"{path}.{tag}.html")).partition("<body")[2]
        shown = {piece.strip() for piece in re.findall(r">([^<>]+)<", text)}
        assert shown & english == set()
