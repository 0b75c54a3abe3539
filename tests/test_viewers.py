"""Viewers: each that a shape may name (`dash:viewer`) shows the values that it is for, and the check tells of all others."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import edition_of
from hypothesis import example, given
from hypothesis import strategies as st
from test_value_tables import HEAD, SETTINGS, page

from catalogue import lint
from catalogue.edition import Edition
from catalogue.edition.images import MOST_BYTES, ImageFault, fault_of
from catalogue.edition.theme import ThemeFile
from catalogue.lint.scope import Scope
from catalogue.model import VIEWERS
from catalogue.pages.sanitising import ELEMENTS, sanitised
from catalogue.pages.theme import thing_image
from catalogue.terms import NamedNode

BASE = "https://boats.example.org/"
BROKEN = "https://<wbr>boats.<wbr>example.<wbr>org/<wbr>"
"""The base as long addresses are written, which may go on in another line after `/` and `.`."""
SWAN = NamedNode(BASE + "boat/swan")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(8)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1"/></svg>'
LOGO = f"<{BASE}assets/theme/logos/swan.svg>"
SHAPES = """
s:Boat a sh:NodeShape ; sh:targetClass b:Boat ; rdfs:label "Boat"@en ; sh:property s:label, s:it .
s:label sh:path rdfs:label ; dash:propertyRole dash:LabelRole .
s:it a sh:PropertyShape ; sh:path b:it ; sh:name "it"@en ; {} .
s:Person a sh:NodeShape ; sh:targetClass b:Person ; rdfs:label "Person"@en ;
    sh:property [ sh:path rdfs:label ; dash:propertyRole dash:LabelRole ] ,
        [ sh:path b:born ; sh:name "born"@en ; dash:propertyRole dash:KeyInfoRole ] .
"""
DATA = """
<boat/swan> a b:Boat ; rdfs:label "Swan"@en ; b:it {} .
<person/ada> a b:Person ; rdfs:label "Ada"@en ; b:born 1900 ; b:knows <person/ada> .
"""


def boats(folder: Path, shape: str, value: str, theme: dict[str, bytes] | None = None) -> Edition:
    texts = {"data/a.ttl": HEAD + DATA.format(value), "shapes/s.ttl": HEAD + SHAPES.format(shape), "catalogue.toml": SETTINGS}
    files = {**{name: text.encode() for name, text in texts.items()}, **{f"theme/{k}": v for k, v in (theme or {}).items()}}
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return edition_of(folder)


def shown(folder: Path, viewer: str, value: str, theme: dict[str, bytes] | None = None) -> str:
    """Give what the row of the property has on the page of a thing."""
    html = page(boats(folder, f"dash:viewer {viewer}", value, theme), "boat/swan.en.html")
    row = re.search(r"<dt>it</dt>(.*?)</div>\s*(?:<div>|</dl>\s*</section>)", html, re.DOTALL)
    assert row is not None
    return re.sub(r"\s*\n\s*", "", row[1])


def findings(edition: Edition) -> list[tuple[str, str]]:
    return [(finding.kind.code, str(finding.message)) for finding in lint.check(edition).findings]


@pytest.mark.parametrize(
    ("viewer", "value", "html"),
    [
        ("dash:LabelViewer", "<person/ada>", '<dd><a href="../person/ada.en.html">Ada</a></dd>'),
        ("dash:URIViewer", "<person/ada>", f'<dd><a href="../person/ada.en.html">{BROKEN}person/<wbr>ada</a></dd>'),
        ("shui:URIViewer", "<person/ada>", f'<dd><a href="../person/ada.en.html">{BROKEN}person/<wbr>ada</a></dd>'),
        ("dash:URIViewer", '"text"', "<dd><span>text</span></dd>"),
        ("dash:HyperlinkViewer", '"https://a.example/b"', '<dd><a href="https://a.example/b">https://a.example/b</a></dd>'),
        ("dash:HyperlinkViewer", '" mailto:a@b.example "', '<dd><a href="mailto:a@b.example"> mailto:a@b.example </a></dd>'),
        ("dash:HyperlinkViewer", '"javascript:alert(1)"', "<dd><span>javascript:alert(1)</span></dd>"),
        (
            "dash:HyperlinkViewer",
            "<person/ada>",
            '<dd><a href="../person/ada.en.html">boats.<wbr>example.<wbr>org/<wbr>person/<wbr>ada</a></dd>',
        ),
        ("dash:LiteralViewer", '"2023-05-01"^^xsd:date', "<dd><span>2023-05-01</span></dd>"),
        ("dash:LiteralViewer", "true", "<dd><span>true</span></dd>"),
        (
            "dash:HTMLViewer",
            '"<p>a <b onclick=x>b</b><script>c</script>"',
            '<dd><div class="html"><p>a <b>b</b></p></div></dd>',
        ),
        ("dash:BlankNodeViewer", "[ b:of 3 ]", '<dd><dl class="nested"><dt>b:of</dt><dd><span>3</span></dd></dl></dd>'),
        (
            "dash:DetailsViewer",
            "<person/ada>",
            '<dd><a href="../person/ada.en.html">Ada</a><dl class="nested"><dt>born</dt><dd><span>1,900</span></dd></dl></dd>',
        ),
        ("dash:DetailsViewer", "<person/none>", "<dd><span>boats.<wbr>example.<wbr>org/<wbr>person/<wbr>none</span></dd>"),
        (
            "dash:LangStringViewer",
            '"eins"@de, "un"@fr, "one"@en',
            (
                '<dd><span lang="en">one</span> <small class="tag">English</small></dd>'
                '<dd><span lang="fr">un</span> <small class="tag">French</small></dd>'
                '<dd><span lang="de">eins</span> <small class="tag">German</small></dd>'
            ),
        ),
        ("b:LabelViewer", '"2023-05-01"^^xsd:date', '<dd><time datetime="2023-05-01">1 May 2023</time></dd>'),
    ],
)
def test_a_viewer_shows_the_values_that_it_is_for_and_leaves_others(tmp_path: Path, viewer: str, value: str, html: str):
    assert html == shown(tmp_path, viewer, value)


def test_details_are_what_the_shapes_of_the_property_give(tmp_path: Path):
    """Details show no details: what leads back does not end in a circle."""
    shape = (
        'dash:DetailsViewer ; sh:node [ sh:property [ sh:path b:knows ; sh:name "knows" ; dash:viewer dash:DetailsViewer ] ]'
    )
    html = shown(tmp_path, shape, "<person/ada>")
    assert '<dl class="nested"><dt>knows</dt><dd><a href="../person/ada.en.html">Ada</a></dd></dl>' in html
    assert html.count("<dl") == 1


IMAGE = '<dd><img class="shown" src="../assets/theme/logos/swan.svg" alt="Swan" loading="lazy"></dd>'


@pytest.mark.parametrize("value", [LOGO, f'"{LOGO[1:-1]}"', '"assets/theme/logos/swan.svg"^^xsd:anyURI'])
def test_an_image_of_the_theme_is_shown_on_page_and_card(tmp_path: Path, value: str):
    edition = boats(tmp_path, "dash:viewer dash:ImageViewer", value, {"logos/swan.svg": SVG})
    assert "assets/theme/logos/swan.svg" == thing_image(edition, SWAN)
    assert not [code for code, _ in findings(edition) if code in {"C230", "C231"}]
    assert IMAGE == shown(tmp_path, "dash:ImageViewer", value, {"logos/swan.svg": SVG})


@pytest.mark.parametrize(
    ("value", "theme", "code"),
    [
        ("<https://else.example/a.png>", {}, "C231"),
        (LOGO, {}, "C230"),
        (LOGO, {"logos/swan.svg": SVG.replace(b"<rect", b"<script>a()</script><rect")}, "C230"),
        (LOGO, {"logos/swan.svg": SVG + b" " * MOST_BYTES}, "C230"),
        (LOGO, {"logos/swan.svg": b""}, "C230"),
        ('"assets/theme/../catalogue.toml"', {"logos/swan.svg": SVG}, "C230"),
        ('"a picture"', {}, "C231"),
        ("3", {}, "C230"),
        ("[ b:of 3 ]", {}, "C230"),
    ],
)
def test_an_image_that_is_not_shown_is_a_finding_and_nothing_is_loaded(
    tmp_path: Path, value: str, theme: dict[str, bytes], code: str
):
    edition = boats(tmp_path, "dash:viewer dash:ImageViewer", value, theme)
    assert code in [each for each, _ in findings(edition)]
    assert thing_image(edition, SWAN) == ""
    html = page(edition, "boat/swan.en.html")
    assert "<img" not in html
    assert 'href="https://boats.example.org/assets' not in html


def test_images_elsewhere_are_told_once_for_each_property(tmp_path: Path):
    values = ", ".join(f"<https://else.example/{number}.png>" for number in range(9))
    edition = boats(tmp_path, "dash:viewer dash:ImageViewer", values)
    assert ["C231"] == [code for code, _ in findings(edition) if code == "C231"]


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("a.svg", SVG, None),
        ("a.svg", b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- b -->\n' + SVG, None),
        ("a.svg", b"<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'a.dtd'>" + SVG, None),
        ("a.svg", b"<svg:svg xmlns:svg='http://www.w3.org/2000/svg'/>", None),
        ("a.svg", b"<html><svg/></html>", ImageFault.NO_IMAGE),
        ("a.svg", PNG, ImageFault.NO_IMAGE),
        ("a.svg", b'<svg ONLOAD = "a()"/>', ImageFault.SCRIPTED),
        ("a.svg", b'<svg><a href="JavaScript :a()"/></svg>', ImageFault.SCRIPTED),
        ("a.svg", b"<svg><svg:script/></svg>", ImageFault.SCRIPTED),
        ("a.svg", b"<svg><foreignObject/></svg>", ImageFault.SCRIPTED),
        ("a.svg", b"<svg><title>on time</title><desc>script</desc></svg>", None),
        ("a.png", PNG, None),
        ("a.png", SVG, ImageFault.NO_IMAGE),
        ("a.png", b"", ImageFault.NO_IMAGE),
        ("a.png", PNG + bytes(MOST_BYTES), ImageFault.TOO_LARGE),
        ("a.jpg", b"\xff\xd8\xff\xe0", None),
        ("a.webp", b"RIFF\n\n\n\nWEBPVP8 ", None),
        ("a.gif", b"GIF89a", None),
        ("a.avif", b"\0\0\0 ftypavif", None),
        ("a.css", b"a {}", ImageFault.NO_IMAGE),
    ],
)
def test_what_is_no_image_runs_or_is_too_large_is_not_shown(name: str, data: bytes, fault: ImageFault | None):
    assert fault is fault_of(ThemeFile(f"theme/{name}", name, data))


def test_an_image_of_a_thing_by_its_name_is_judged_too(tmp_path: Path):
    edition = boats(tmp_path, "dash:viewer dash:URIViewer", "<person/ada>", {"things/boat/swan.png": b"no", "other.png": b"no"})
    assert thing_image(edition, SWAN) == ""
    assert [str(finding.place) for finding in lint.check(edition).findings if finding.kind.code == "C230"] == [
        "theme/things/boat/swan.png:1:1"
    ]


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ("dash:viewer b:GridViewer", ["C314"]),
        ('dash:viewer "LabelViewer"', ["C314"]),
        ("dash:viewer [ ]", ["C314"]),
        ("shui:viewer b:Table", ["C314"]),
        ("dash:viewer dash:LabelViwer", ["C214"]),
        ("dash:viewer dash:URIViewer, dash:LabelViewer", ["C314"]),
        ("dash:viewer dash:URIViewer ; shui:viewer shui:URIViewer", []),
        ("dash:viewer dash:URIViewer ; sh:datatype xsd:date", ["C314"]),
        ("dash:viewer dash:URIViewer ; sh:nodeKind sh:Literal", ["C314"]),
        ("dash:viewer dash:URIViewer ; sh:nodeKind sh:BlankNodeOrIRI", []),
        ("dash:viewer dash:HTMLViewer ; sh:class b:Person", ["C314"]),
        ("dash:viewer dash:BlankNodeViewer ; sh:nodeKind sh:IRIOrLiteral", ["C314"]),
        ("dash:viewer dash:LangStringViewer ; sh:datatype rdf:langString", []),
        ("dash:viewer dash:ImageViewer ; sh:datatype xsd:anyURI", []),
        *((f"dash:viewer dash:{viewer}", []) for viewer in VIEWERS),
    ],
)
def test_a_viewer_without_effect_is_a_finding(tmp_path: Path, shape: str, expected: list[str]):
    edition = boats(tmp_path, shape, "")
    (tmp_path / "data/a.ttl").write_text(HEAD + '<boat/swan> a b:Boat ; rdfs:label "Swan"@en .', "utf-8")
    edition = edition_of(tmp_path)
    told = [code for code, _ in findings(edition) if code in {"C214", "C314"}]
    assert expected == told


def test_a_viewer_shows_in_tables_and_lists_too(tmp_path: Path):
    edition = boats(tmp_path, "dash:viewer dash:URIViewer ; dash:propertyRole dash:KeyInfoRole", "<person/ada>")
    assert f">{BROKEN}person/<wbr>ada</a>" in page(edition, "boat.en.html")
    assert f">{BROKEN}person/<wbr>ada</a>" in page(edition, "boat/swan.en.html")


class _Reader(HTMLParser):
    """Notes the tags and attributes of HTML, and holds that each ends where it should."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen |= {tag, *(f"{tag} {name}" for name, _ in attrs)}
        for name, value in attrs:
            assert name == "href"
            assert not re.match(r"\s*(?:javascript|data|vbscript)", value or "", re.IGNORECASE)
        if tag not in {"br", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


_PIECES = st.sampled_from(
    [f"<{name}>" for name in (*sorted(ELEMENTS), "script", "svg", "iframe", "textarea", "div", "img src=x onerror=a()")]
    + [f"</{name}>" for name in (*sorted(ELEMENTS), "script", "svg", "iframe", "textarea", "div")]
    + [
        '<a href="https://a.example">',
        '<a href=" javascript:a()">',
        '<a href="data:,a">',
        '<p style="a" id="content">',
        "<!--",
        "-->",
    ]
    + ["&lt;script&gt;", "&amp;", "<![CDATA[", "]]>", "<?php", "<", ">", "'", '"', "text", "\0", "é"]
)


@given(st.lists(_PIECES | st.text(max_size=4), max_size=24).map("".join))
@example("<svg><style><img src=x onerror=a()>")
@example("<p>" * 3000)
@example("<b>" * 3000 + "a")
@example('<a href="https://a.example"><a href="https://b.example">c')
def test_sanitised_html_is_well_formed_and_runs_nothing(html: str):
    reader = _Reader()
    reader.feed(sanitised(html))
    reader.close()
    assert reader.open == []
    assert reader.seen <= {*ELEMENTS, "a href"}


def test_the_scope_of_a_check_hides_no_image(tmp_path: Path):
    """An image may be gone although no file of the data has changed."""
    from catalogue.lint.unshown import not_shown

    edition = boats(tmp_path, "dash:viewer dash:ImageViewer", LOGO)
    assert len(list(not_shown(edition, Scope(edition.graph, {}, is_changed=False)))) == 1


def test_a_page_in_another_language_says_so_of_html(tmp_path: Path):
    html = page(boats(tmp_path, "dash:viewer dash:HTMLViewer", '"<p>bonjour</p>"@fr'), "boat/swan.en.html")
    assert '<div class="html" lang="fr" dir="auto"><p>bonjour</p></div>' in html
