"""Composed names: a shape's template says how a thing is called by its values; labels of everything follow it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import rdflib
from conftest import edition_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_entities import BASE, document, made

from catalogue.closure import closure
from catalogue.edition import Edition
from catalogue.edition.composed import MOST_CHARACTERS, composed, first_words, placeholders
from catalogue.edition.labels import Labels
from catalogue.messages import Text
from catalogue.reads import SUBJECT, Key
from catalogue.terms import Literal, NamedNode, Triple
from catalogue.workspace.catalogue import Catalogue

BOOK = """
s:Book a sh:NodeShape ; sh:targetClass :Book ; rdfs:label "Book"@en ; TEMPLATE
    sh:property [ sh:path :title ; sh:name "title"@en ], [ sh:path :year ; sh:name "year"@en ],
        [ sh:path :by ; sh:name "author"@en ], s:Book-friend .
s:Book-friend sh:path ( :by :friend ) ; sh:name "friend of the author"@en .
s:Person a sh:NodeShape ; sh:targetClass :Person ; rdfs:label "Person"@en ;
    sh:property [ sh:path :name ; sh:name "name"@en ; dash:propertyRole dash:LabelRole ] .
:Person a owl:Class . :Saga rdfs:subClassOf :Book .
"""
TEMPLATES = 'sh:labelTemplate "{?by}, “{?title}” ({?year})"@en, "{?by}, « {$title} » ({?year})"@fr ;'
PEOPLE = '<person/ann> a :Person ; :name "Ann"@en, "Anne"@fr . <person/bob> a :Person ; :name "Bob" .'


def names(folder: Path, book: str, templates: str = TEMPLATES, iri: str = "book/1") -> dict[str, str]:
    edition = edition_of(made(folder, BOOK.replace("TEMPLATE", templates), f"{PEOPLE} {book}"))
    return dict(edition.label_text(NamedNode(BASE + iri)))


@pytest.mark.parametrize(
    ("book", "expected"),
    [
        (
            ':title "Tale"@en, "Conte"@fr ; :year 1999 ; :by <person/ann>',
            {"en": "Ann, “Tale” (1999)", "fr": "Anne, « Conte » (1999)"},
        ),
        (':title "Tale"@en ; :year 1999 ; :by <person/bob>', {"en": "Bob, “Tale” (1999)"}),
        (':title "Märchen"@de ; :year 1999 ; :by <person/bob>', {"de": "Bob, “Märchen” (1999)"}),
        (':title "Tale" ; :year 1999 ; :by <person/bob>', {"en": "Bob, “Tale” (1999)", "fr": "Bob, « Tale » (1999)"}),
        (':title "Tale"@en ; :year 1999', {"en": "Tale, 1999"}),
        (':title "Tale"@en', {"en": "Tale"}),
        (':year "2023-05-17T10:19:00+02:00"^^xsd:dateTime', {"en": "2023-05-17", "fr": "2023-05-17"}),
        (':year "2023-05"^^xsd:gYearMonth', {"en": "2023-05", "fr": "2023-05"}),
        (':title "Tale"@en ; :year 1 ; :by <person/ann>, <person/bob>', {"en": "Ann, Bob, “Tale” (1)"}),
        (':title "Tale"@en ; :year 1 ; :by <person/none>', {"en": "https://x.example/person/none, “Tale” (1)"}),
        ("rdfs:label 'plain'", {"": "plain"}),
        (":pages 3", {"en": "Book 1"}),
    ],
)
def test_a_name_is_composed_of_values_in_the_languages_of_its_texts(tmp_path: Path, book: str, expected: dict[str, str]):
    assert expected == names(tmp_path, f"<book/1> a :Book ; {book} .")


@pytest.mark.parametrize(
    ("templates", "expected"),
    [
        ("", {"en": "Tale"}),
        ('sh:labelTemplate "{?year}: {?title}" ;', {"en": "1999: Tale"}),
        ('sh:labelTemplate "{?friend} – {?title}"@en ;', {"en": "Bob – Tale"}),
        ('sh:labelTemplate "{?title} {?title}"@en ;', {"en": "Tale Tale"}),
        ('sh:labelTemplate "no placeholder"@en ;', {"en": "Tale"}),
        ('sh:labelTemplate "{?nothing} {?title}"@en ;', {"en": "Tale"}),
    ],
)
def test_a_template_names_properties_by_the_local_name_of_their_path_or_shape(
    tmp_path: Path, templates: str, expected: dict[str, str]
):
    book = '<book/1> a :Book ; rdfs:label "Tale"@en ; :title "Tale"@en ; :year 1999 ; :by <person/ann> .'
    book += "<person/ann> :friend <person/bob> ."
    assert expected == names(tmp_path, book, templates)


def test_a_type_takes_the_template_of_the_type_above_it_or_has_its_own(tmp_path: Path):
    shape = "s:Saga a sh:NodeShape ; sh:targetClass :Saga ; {} sh:property [ sh:path :minutes ] ."
    book = '<book/1> a :Saga ; :title "Tale"@en ; :year 1 ; :by <person/bob> ; :minutes 5 .'
    for own, expected in (("", "Bob, “Tale” (1)"), ('sh:labelTemplate "{?title}, {?minutes} min"@en ;', "Tale, 5 min")):
        edition = edition_of(made(tmp_path, BOOK.replace("TEMPLATE", TEMPLATES) + shape.format(own), f"{PEOPLE} {book}"))
        assert edition.label(NamedNode(BASE + "book/1"), "en") == expected


CIRCLE = """
s:Book a sh:NodeShape ; sh:targetClass :Book ; sh:labelTemplate "{?title} (after {?after})"@en ;
    sh:property [ sh:path :title ], [ sh:path :after ] .
"""


@pytest.mark.parametrize("first", ["a", "b", "c"])
def test_names_in_a_circle_are_the_same_whichever_is_asked_for_first(tmp_path: Path, first: str):
    books = [("a", "b"), ("b", "c"), ("c", "a")]
    data = " ".join(
        f'<book/{one}> a :Book ; :title "{one}"@en ; :after <book/{other}> ; rdfs:label "!{one}"@en .' for one, other in books
    )
    edition = edition_of(made(tmp_path, CIRCLE, data))
    edition.label(NamedNode(f"{BASE}book/{first}"), "en")
    labels = {one: edition.label(NamedNode(f"{BASE}book/{one}"), "en") for one, _ in books}
    assert labels == {
        "a": "a (after b (after c (after !a)))",
        "b": "b (after c (after a (after !b)))",
        "c": "c (after a (after b (after !c)))",
    }


LINKS = st.sets(st.tuples(*[st.sampled_from("abcd")] * 2), max_size=8)


@given(links=LINKS, asked=st.permutations("abcd"))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_a_label_and_what_it_rests_upon_are_the_same_whatever_was_asked_for_before(
    tmp_path: Path, links: set[tuple[str, str]], asked: list[str]
):
    data = " ".join(f'<book/{one}> a :Book ; :title "{one}"@en ; rdfs:label "!{one}"@en .' for one in "abcd")
    data += " ".join(f"<book/{one}> :after <book/{other}> ." for one, other in sorted(links))
    edition = edition_of(made(tmp_path, CIRCLE, data))
    reads, nodes = edition.graph.reads, {one: NamedNode(f"{BASE}book/{one}") for one in "abcd"}

    def labels() -> Labels:
        reads.apart = {}
        return Labels(
            edition.settings.languages, lambda: edition.prefixes, edition.graph, edition.shapes_graph, edition.entities
        )

    def told(by: Labels, node: NamedNode) -> tuple[Text, list[Triple], set[Key]]:
        with reads.noted() as keys:
            label = by.text(node)
        with reads.noted():
            triples = list(by.triples(node))
        return label, triples, {key for key in reads.traced(keys) if key[0] == SUBJECT}

    after_others = labels()
    given_ = {one: told(after_others, nodes[one]) for one in asked}
    assert given_ == {one: told(labels(), nodes[one]) for one in asked}
    for one, (_, _, keys) in given_.items():
        reached = closure([one], lambda each: [other for first, other in links if first == each])
        assert {(SUBJECT, nodes[other]) for other in reached} <= keys


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    book = '<book/1> a :Book ; :title "Tale"@en ; :year 1999 ; :by <person/bob> . <film/1> a :Film ; :after <book/1> .'
    film = "s:Film a sh:NodeShape ; sh:targetClass :Film ; sh:property [ sh:path :after ; sh:class :Book ] ."
    return edition_of(made(tmp_path, BOOK.replace("TEMPLATE", TEMPLATES) + film, f"{PEOPLE} {book}"))


def test_pages_tables_and_data_name_a_thing_by_its_template(edition: Edition):
    name = "Bob, “Tale” (1999)"
    for path, expected in (
        ("book/1.en.html", f"<h1>{name}</h1>"),
        ("book.en.html", f">{name}</a>"),
        ("film/1.en.html", f">{name}</a>"),
        ("film.csv", f'"{name}"'),
    ):
        assert expected in document(edition, path), path
    graph = rdflib.Graph().parse(data=document(edition, "film/1.ttl"), format="turtle")
    assert graph.value(rdflib.URIRef(BASE + "book/1"), rdflib.RDFS.label) == rdflib.Literal(name, lang="en")
    own = rdflib.Graph().parse(data=document(edition, "book/1.ttl"), format="turtle")
    assert own.value(rdflib.URIRef(BASE + "book/1"), rdflib.RDFS.label) is None, (
        "what the data does not say of the thing itself"
    )


@pytest.mark.parametrize(
    ("template", "wrong", "advice"),
    [
        ("{?title} by {$by}, {?friend}", "", ""),
        ("{?titel}", "{?titel}", "did you mean `{?title}`?"),
        ("{?title} {?zzz}", "{?zzz}", "write one of {?by}, {?friend}, {?title}, {?year}, or give the shape such a property"),
    ],
)
def test_a_placeholder_that_names_no_property_is_reported(tmp_path: Path, template: str, wrong: str, advice: str):
    shapes = BOOK.replace("TEMPLATE", f'sh:labelTemplate "{template}"@en ;')
    reported = [f for f in Catalogue(made(tmp_path, shapes, PEOPLE)).check(cache=False).findings if f.kind.code == "C310"]
    assert [(f"`{wrong}` names no property of the shape", advice)] * bool(wrong) == [
        (finding.message["en"], finding.advice["en"]) for finding in reported
    ]


@given(st.text(max_size=300))
def test_first_words_are_the_beginning_of_a_text_on_one_line_and_no_longer_than_they_may_be(text: str):
    words = first_words(text)
    assert len(words) <= MOST_CHARACTERS + 1
    assert not re.search(r"\s\s|\n", words)
    assert " ".join(text.split()).startswith(words.removesuffix("…"))
    assert words == " ".join(text.split()) or words.endswith("…")


@given(st.dictionaries(st.from_regex(r"\w+", fullmatch=True), st.text(max_size=20), min_size=1, max_size=4))
def test_a_name_has_every_value_where_none_is_missing(values: dict[str, str]):
    template = "".join(f"<{{?{key}}}>" for key in values)
    assert placeholders(template) == list(values)
    name = composed({"en": template}, {key: [Literal(text)] for key, text in values.items()}, lambda _: {})
    assert name == {"en": "".join(f"<{first_words(text)}>" for text in values.values())}
