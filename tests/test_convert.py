"""`catalogue convert`: files in other syntaxes become Turtle that says the same, in the layout, and nothing is fetched."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from conftest import shared
from hypothesis import given
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from catalogue.errors import InputError, UsageError
from catalogue.lint.fixes import Writer
from catalogue.quads import Syntax, canonical
from catalogue.sources.foreign import SIZE_LIMIT
from catalogue.terms import named_node
from catalogue.workspace.catalogue import Catalogue
from catalogue.workspace.converting import SYNTAXES, Converter, convert
from catalogue.workspace.formatting import Formatter

EX = "http://example.org/ns#"
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
EXPECTED = """@prefix ex: <http://example.org/ns#> .

<urn:a>
    a ex:T ;
    ex:p "été"@fr ;
    ex:q [ ex:r 1 ] .
"""
SAME = {
    "a.nt": f"""<urn:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{EX}T> .
<urn:a> <{EX}p> "\\u00e9t\\u00E9"@fr .
<urn:a> <{EX}q> _:x .
_:x <{EX}r> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .
""",
    "a.n3": f'@prefix ex: <{EX}> . <urn:a> a ex:T; ex:p "été"@fr; ex:q [ ex:r 1 ].',
    "a.turtle": f'PREFIX ex: <{EX}> <urn:a> ex:q [ ex:r 1 ] ; ex:p "été"@fr; a ex:T .',
    "a.trig": f'@prefix ex: <{EX}> . {{ <urn:a> a ex:T; ex:p "été"@fr; ex:q [ ex:r 1 ] . }}',
    "a.rdf": f"""<?xml version="1.0"?>
<rdf:RDF {RDF} xmlns:ex="{EX}">
  <ex:T rdf:about="urn:a">
    <ex:p xml:lang="fr">été</ex:p>
    <ex:q><rdf:Description><ex:r rdf:datatype="http://www.w3.org/2001/XMLSchema#integer">1</ex:r></rdf:Description></ex:q>
  </ex:T>
</rdf:RDF>
""",
    "a.jsonld": json.dumps(
        {
            "@context": {"ex": EX},
            "@id": "urn:a",
            "@type": "ex:T",
            "ex:p": {"@value": "été", "@language": "fr"},
            "ex:q": {"ex:r": 1},
        }
    ),
}
SAME["a.nq"] = SAME["a.nt"]
SAME["a.OWL"] = SAME["a.rdf"]
SAME["a.xml"] = SAME["a.rdf"]
SAME["a.json"] = SAME["a.jsonld"]


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "catalogue", "convert", *arguments],
        cwd=folder,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )


def turtle(data: bytes | str, syntax: Syntax, base: str | None = None, folder: Path = Path("nowhere")) -> str:
    """The Turtle of a text, without a catalogue."""
    return Converter(folder).convert(data.encode() if isinstance(data, str) else data, "x", syntax, base)[0]


def xml(content: str, head: str = "") -> str:
    return f'{head}<rdf:RDF {RDF} xmlns:ex="{EX}">{content}</rdf:RDF>'


@pytest.mark.parametrize("name", SAME)
def test_every_syntax_becomes_the_same_turtle(tmp_path: Path, name: str):
    """The prefix of N-Triples, which has none, is written out."""
    (tmp_path / name).write_text(SAME[name], "utf-8")
    [converted] = convert(tmp_path, [tmp_path / name])
    expected = EXPECTED if name[2:4] not in {"nt", "nq"} else EXPECTED.split("\n\n", 1)[1]
    for local in "Tpqr" if expected is not EXPECTED else "":
        expected = expected.replace(f"ex:{local}", f"<{EX}{local}>")
    assert (tmp_path / "a.ttl", expected, 4) == (converted.path, converted.text, converted.triples)


def test_the_file_is_written_beside_and_never_overwritten_unasked(garden: Path):
    for name in ("a.nt", "b.rdf"):
        (garden / "data" / name).write_text(SAME[f"a{name[1:]}"], "utf-8")
    done = command(garden, "data/a.nt", "data/b.rdf")
    assert (0, "data/a.ttl\ndata/b.ttl\n", "data/a.nt: 4 triples\ndata/b.rdf: 4 triples\n") == (
        done.returncode,
        done.stdout,
        done.stderr,
    )
    (garden / "data" / "b.ttl").write_text("# mine\n", "utf-8")
    again = command(garden, "data/b.rdf")
    assert (2, "", True) == (again.returncode, again.stdout, "data/b.ttl exists already: --force overwrites it" in again.stderr)
    assert "# mine\n" == (garden / "data" / "b.ttl").read_text("utf-8")
    assert 0 == command(garden, "data/b.rdf", "--force").returncode
    assert EXPECTED == (garden / "data" / "b.ttl").read_text("utf-8")


def test_it_goes_where_output_says(garden: Path):
    (garden / "a.data").write_text(SAME["a.trig"], "utf-8")
    (garden / "out").mkdir()
    assert EXPECTED == command(garden, "a.data", "--from", "trig", "-o", "-").stdout
    assert 0 == command(garden, "a.data", "--from", "trig", "-o", "out").returncode
    assert 0 == command(garden, "a.data", "--from", "trig", "-o", "out/b.ttl").returncode
    assert {EXPECTED} == {(garden / "out" / name).read_text("utf-8") for name in ("a.ttl", "b.ttl")}


@pytest.mark.parametrize(
    ("arguments", "written"),
    [
        (["a.nt", "-o", "new/deep/b.ttl"], ["new/deep/b.ttl"]),
        (["a.nt", "b.rdf", "-o", "new/papers"], ["new/papers/a.ttl", "new/papers/b.ttl"]),
    ],
)
def test_a_folder_that_is_not_there_is_made(tmp_path: Path, arguments: list[str], written: list[str]):
    (tmp_path / "a.nt").write_text(SAME["a.nt"], "utf-8")
    (tmp_path / "b.rdf").write_text(SAME["a.rdf"], "utf-8")
    done = command(tmp_path, *arguments)
    assert (done.returncode, done.stdout.splitlines()) == (0, written)
    assert all((tmp_path / name).is_file() for name in written)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a.csv"], "the suffix of a.csv names no syntax: give it with --from"),
        (["a.nt", "--from", "csv"], "there is no syntax csv: choose"),
        (["nowhere.nt"], "there is no file or folder nowhere.nt"),
        (["a.nt", "a.rdf"], "several files would be written to a.ttl"),
        (["a.nt", "a.rdf", "-o", "b.ttl"], "b.ttl is one file, and several are converted"),
        (["a.nt", "--base", "a b"], "the base a b is not an absolute IRI"),
        (["folder.nt"], "cannot read it"),
        ([], "Missing"),
    ],
)
def test_what_makes_no_sense_is_refused(tmp_path: Path, arguments: list[str], message: str):
    (tmp_path / "folder.nt").mkdir()
    for name in ("a.nt", "a.rdf"):
        (tmp_path / name).write_text(SAME[name], "utf-8")
    (tmp_path / "a.csv").write_text("a,b\n", "utf-8")
    done = command(tmp_path, *arguments)
    assert done.returncode in {2, 4}
    assert message.lower() in " ".join(done.stderr.replace("│", " ").split()).lower() or not arguments
    assert [] == list(tmp_path.glob("*.ttl"))


BOMB = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefghi", "bcdefghij", strict=True))


@pytest.mark.parametrize(
    ("data", "syntax", "place", "message"),
    [
        ("<urn:a> <urn:b> <urn:c> .\n<urn:a> nope .", Syntax.N_TRIPLES, "x:2:9", "The predicate of a triple must be an IRI"),
        ("<urn:a> <urn:b> .", Syntax.N_QUADS, "x:1:17", "The object of a triple"),
        ('{"@id": "urn:a", "urn:p": {"@id": "#b"}}', Syntax.JSON_LD, "x:1:1", "--base"),
        ('{"@id": "people#ann", "urn:p": 1}', Syntax.JSON_LD, "x:1:1", "--base"),
        ('{"@id": "urn:a", "@type": "../b"}', Syntax.JSON_LD, "x:1:1", "--base"),
        ('{"@id": "urn:a",\n "urn:p": }', Syntax.JSON_LD, "x:2:11", ""),
        ('{\n "@context": "https://schema.org/", "@id": "urn:a"}', Syntax.JSON_LD, "x:2:2", "is not fetched"),
        ('{"@context": [{}, {"@import": "file:///etc/passwd"}]}', Syntax.JSON_LD, "x:1:2", "is not fetched"),
        (xml("\n\n<ex:T rdf:about='urn:a'>\n<ex:p>\n</ex:T>"), Syntax.RDF_XML, "x:5:1", "ill-formed"),
        (xml("\n<ex:T rdf:bagID='a b'/>"), Syntax.RDF_XML, "x:2:1", "bagID"),
        (xml("\n<ex:T rdf:about='a'/>"), Syntax.RDF_XML, "x:2:1", "a relative IRI needs a base: give one with --base"),
        (xml("<ex:T/>", "\n<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"), Syntax.RDF_XML, "x:2:14", "lies outside"),
        (xml("<ex:T/>", "<!DOCTYPE a [<!ENTITY % x PUBLIC '' 'http://x/'>]>"), Syntax.RDF_XML, "x:1:14", "lies outside"),
        (
            xml("<ex:T ex:p='&j;'/>", f'<!DOCTYPE a [<!ENTITY a "b">{BOMB}]>'),
            Syntax.RDF_XML,
            "x:1:29",
            "is made of other entities",
        ),
        (
            xml("<ex:T ex:p='" + "&a;" * 200 + "'/>", f'<!DOCTYPE a [<!ENTITY a "{"b" * 1_000_000}">]>'),
            Syntax.RDF_XML,
            "x:1:1",
            "bytes are more than the limit",
        ),
        ("{ <urn:a> <urn:b> { <urn:a> <urn:b> 1 } }", Syntax.TRIG, "x:1:19", ""),
        ("<urn:a> <urn:b> { <urn:a> <urn:b> 1 } .", Syntax.N3, "x:1:1", "a formula of N3"),
        ("{ <urn:a> <urn:b> 1 } => { <urn:a> <urn:b> 2 } .", Syntax.N3, "x:1:1", "a formula of N3"),
        ("<urn:a> <urn:b> ?x .", Syntax.N3, "x:1:", ""),
        ('<urn:a> <urn:b> "x"@en--ltr .', Syntax.N_TRIPLES, "x:1:1", "RDF 1.2"),
        ("<urn:a> <urn:b> <<( <urn:a> <urn:b> 1 )>> .", Syntax.TRIG, "x:1:1", "RDF 1.2"),
        (b"<urn:a> <urn:b> 'caf\xe9' .", Syntax.N3, "x:1:21", "not UTF-8"),
        (b"<?xml version='1.0' encoding='klingon'?><a/>", Syntax.RDF_XML, "x:1:1", "not written in klingon"),
        (b"[" * 100_000, Syntax.JSON_LD, "x:1:", ""),
        (b"<a>" * 100_000, Syntax.RDF_XML, "x:1:1", ""),
    ],
)
def test_a_file_that_cannot_be_converted_is_told_with_its_place(data: bytes | str, syntax: Syntax, place: str, message: str):
    with pytest.raises(InputError) as raised:
        turtle(data, syntax)
    assert str(raised.value.place).startswith(place)
    assert message in str(raised.value)


def test_a_file_that_is_too_large_is_refused_before_it_is_parsed():
    with pytest.raises(InputError, match="more than the limit"):
        turtle(b" " * (SIZE_LIMIT + 1), Syntax.JSON_LD)


def test_nothing_is_written_when_one_file_cannot_be_read(tmp_path: Path):
    (tmp_path / "a.nt").write_text(SAME["a.nt"], "utf-8")
    (tmp_path / "b.nt").write_text("nope", "utf-8")
    done = command(tmp_path, "a.nt", "b.nt")
    assert (3, "", True) == (done.returncode, done.stdout, "error: b.nt:1:1: " in done.stderr)
    assert not (tmp_path / "a.ttl").exists()


def test_the_names_of_graphs_are_told(tmp_path: Path):
    (tmp_path / "a.nq").write_text(
        '<urn:a> <urn:b> "c" <urn:g> .\n<urn:a> <urn:b> "c" <urn:h> .\n<urn:d> <urn:b> "c" .\n', "utf-8"
    )
    done = command(tmp_path, "a.nq")
    assert "a.nq has 2 named graphs (such as <urn:g>): Turtle has none" in done.stderr
    assert '<urn:a>\n    <urn:b> "c" .\n\n<urn:d>\n    <urn:b> "c" .\n' == (tmp_path / "a.ttl").read_text("utf-8")


EMPTY = {
    "a.nt": "# nothing yet\n",
    "a.nq": "",
    "a.n3": f"@prefix ex: <{EX}> .",
    "a.turtle": f"# nothing\n@prefix ex: <{EX}> .",
    "a.trig": "<urn:g> { }",
    "a.rdf": f"<rdf:RDF {RDF}/>",
    "a.jsonld": "[]",
    "a.json": json.dumps({"@context": {"name": None}, "@id": "urn:a", "name": "left out on purpose"}),
}


@pytest.mark.parametrize("name", EMPTY)
def test_of_a_file_without_triples_nothing_is_written(tmp_path: Path, name: str):
    (tmp_path / name).write_text(EMPTY[name], "utf-8")
    (tmp_path / "b.nt").write_text(SAME["a.nt"], "utf-8")
    with pytest.raises(InputError, match=rf"{name}:1:1: it has no triples, so nothing is written$"):
        convert(tmp_path, [tmp_path / "b.nt", tmp_path / name])
    assert not list(tmp_path.glob("*.ttl"))


def test_a_file_without_triples_names_the_terms_that_it_would_need(tmp_path: Path):
    (tmp_path / "a.jsonld").write_text('{"@id": "urn:a",\n "name": "nobody says what a name is"}', "utf-8")
    done = command(tmp_path, "a.jsonld")
    assert (3, "") == (done.returncode, done.stdout)
    assert (
        "error: a.jsonld:1:1: it has no triples, so nothing is written; a.jsonld: the context does not define 1 term"
        in done.stderr
    )
    assert '"name" (line 2)' in done.stderr
    assert ["a.jsonld"] == [path.name for path in tmp_path.iterdir()]


CONTEXT = '"@context": {"p": "urn:p", "gone": null, "deep": {"@id": "urn:deep", "@context": {"q": "urn:q"}}}'


@pytest.mark.parametrize(
    ("text", "terms", "names"),
    [
        (f'{{{CONTEXT}, "p": 1}}', {}, {}),
        (f'{{{CONTEXT}, "p": 1,\n"title": "T", "gone": 2,\n"my key": 3}}', {"title": 2, "my key": 3}, {}),
        (f'{{{CONTEXT}, "deep": {{"q": 1,\n "r": 2}},\n "q": 3}}', {"r": 2, "q": 1}, {}),
        (f'{{{CONTEXT},\n"@id": "urn:a", "@reverse": {{"of": {{"@id": "urn:b"}}}}}}', {"of": 2}, {}),
        (f'[{{{CONTEXT}, "p": {{\n"nested": {{"more": 1}}}}}}, {{"p": 1}}]', {"nested": 2, "more": 2, "p": 1}, {}),
        ('{"@context": {"@vocab": "urn:v:"}, "title": "T", "urn:p": {"@context": null,\n"x": 1}}', {"x": 2}, {}),
        ('{"@context": {"t": "nowhere"}, "t": 1, "empty": [], "none": null}', {"nowhere": 1}, {}),
        ('{"name": "name",\n "n\\u0061me": 1, "\\u0061": 1}', {"name": 1, "a": 0}, {}),
        ('{"@id": "urn:a", "urn:p": {"@id":\n"urn:b c"}, "_:p": 1}', {}, {"urn:b c": 2, "_:p": 2}),
        ('{"@id": "urn:a b", "urn:p": {"@value": "x",\n"@language": "f r"}}', {}, {"urn:a b": 1, "f r": 2}),
    ],
)
def test_what_jsonld_has_and_its_triples_lack_is_listed(text: str, terms: dict[str, int], names: dict[str, int]):
    left = Converter(Path("nowhere")).convert(text.encode(), "x", Syntax.JSON_LD)[1].left_out
    assert (terms, names) == (left.terms, left.names)


KEYS = st.text('ab é<%"\\', min_size=1, max_size=5)


@given(keys=st.lists(KEYS, unique=True, min_size=1, max_size=4), known=st.integers(0, 4))
def test_each_term_is_a_triple_or_is_listed(keys: list[str], known: int):
    defined = {key: f"urn:p{number}" for number, key in enumerate(keys[:known])}
    text = json.dumps({"@context": defined, "@id": "urn:a", **dict.fromkeys(keys, "x")})
    foreign = Converter(Path("nowhere")).convert(text.encode(), "x", Syntax.JSON_LD)[1]
    assert set(keys[known:]) == set(foreign.left_out.terms)
    assert set(defined.values()) == {triple.predicate.value for triple in foreign.triples}
    assert all(foreign.left_out.terms.values())


def test_terms_that_are_left_out_are_told_beside_the_turtle(tmp_path: Path):
    context = json.dumps({"@context": {"p": EX + "p"}, "@id": "urn:a", "p": 1, **{f"t{n}": n for n in range(30)}}, indent=1)
    (tmp_path / "a.jsonld").write_text(context, "utf-8")
    done = command(tmp_path, "a.jsonld")
    assert (0, "a.ttl\n") == (done.returncode, done.stdout)
    assert (
        'a.jsonld: the context does not define 30 terms, so they are left out with their values: "t0" (line 7)' in done.stderr
    )
    assert '"t19" (line 26), …\n' in done.stderr


def test_internal_entities_and_other_encodings_of_xml_are_read():
    head = f'<?xml version="1.0" encoding="ISO-8859-1"?>\n<!DOCTYPE rdf:RDF [<!ENTITY e "{EX}">]>\n'
    text = f'{head}<rdf:RDF {RDF} xmlns:e="&e;"><e:T rdf:about="urn:é"/></rdf:RDF>'
    expected = f"@prefix e: <{EX}> .\n\n<urn:é>\n    a e:T .\n"
    assert expected == turtle(text.encode("latin-1"), Syntax.RDF_XML)
    assert expected == turtle(text.replace("ISO-8859-1", "UTF-16").encode("utf-16"), Syntax.RDF_XML)
    assert expected == turtle(b"\xef\xbb\xbf" + text.replace("ISO-8859-1", "utf-8").encode(), Syntax.RDF_XML)


def test_relative_iris_are_resolved_against_a_base():
    assert f"<urn:x:/b>\n    a <{EX}T> .\n" in turtle(xml("<ex:T rdf:about='b'/>"), Syntax.RDF_XML, "urn:x:/a").replace(
        "ex:T", f"<{EX}T>"
    )


def test_the_base_and_the_prefixes_of_the_catalogue_are_used(garden: Path):
    base, ontology = "https://gardens.example.org/", "https://gardens.example.org/ontology#"
    text = (
        f"<{base}plant/pea> <http://www.w3.org/2004/02/skos/core#prefLabel> 'pea'@en .\n"
        f"<{base}plant/pea> a <{ontology}Plant> .\n<{base}plant/../x> a <{ontology}Plant> ."
    )
    written = turtle(text, Syntax.TURTLE, folder=garden)
    assert f"@base <{base}> ." in written
    assert '<plant/pea>\n    a g:Plant ;\n    skos:prefLabel "pea"@en .\n' in written
    assert f"<{base}plant/../x>\n" in written
    assert written == Formatter(garden).text(written, "x.ttl")


def test_blank_nodes_keep_their_labels_where_several_statements_have_them():
    text = "_:once <urn:p> 1 . <urn:a> <urn:p> _:once, _:twice . <urn:b> <urn:p> _:twice . "
    text += "_:never <urn:p> _:twice . [] <urn:p> 2 ."
    assert turtle(text, Syntax.TURTLE) == (
        "<urn:a>\n    <urn:p> _:twice, [ <urn:p> 1 ] .\n\n<urn:b>\n    <urn:p> _:twice .\n\n"
        "_:never\n    <urn:p> _:twice .\n\n[]\n    <urn:p> 2 .\n"
    )


def test_the_names_of_blank_nodes_do_not_change_from_run_to_run():
    text = xml(
        "<ex:T><ex:p rdf:resource='urn:a'/></ex:T><rdf:Description rdf:nodeID='b1'><ex:p rdf:nodeID='b1'/></rdf:Description>"
        "<ex:T><ex:q rdf:parseType='Collection'><ex:T/></ex:q></ex:T>"
    )
    once, again = turtle(text, Syntax.RDF_XML), turtle(text, Syntax.RDF_XML)
    assert once == again
    assert "_:b1\n    ex:p _:b1 ." in once
    assert "ex:q ( [ a ex:T ] ) ." in once


@pytest.mark.parametrize("count", [3, 30_000])
@pytest.mark.parametrize("end", ["rdf:nil", "_:n0", "'no list'"])
def test_long_lists_and_chains_of_any_end_are_written(count: int, end: str):
    """None takes a call for each of its nodes."""
    head = "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n<urn:a> <urn:p> _:n0 .\n"
    nodes = "\n".join(f"_:n{n} rdf:first {n} ; rdf:rest {f'_:n{n + 1}' if n + 1 < count else end} ." for n in range(count))
    written = turtle(head + nodes, Syntax.TURTLE)
    assert 2 * count + 1 == len(set(ox.parse(written.encode(), format=Syntax.TURTLE)))
    assert ("( " in written or "(\n" in written) == (end == "rdf:nil")


IRIS = st.sampled_from(["urn:a", "urn:b", f"{EX}p", f"{EX}q/r", "http://example.org/%41#é", "https://example.org/"]).map(
    ox.NamedNode
)
LISTS = st.sampled_from(["first", "rest", "nil", "type"]).map(
    lambda n: ox.NamedNode(f"http://www.w3.org/1999/02/22-rdf-syntax-ns#{n}")
)
BLANKS = st.sampled_from(["a", "b1", "b2", "c", "d", "e"]).map(ox.BlankNode)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=6)
LITERALS = (
    TEXTS.map(ox.Literal)
    | st.builds(lambda text, tag: ox.Literal(text, language=tag), TEXTS, st.sampled_from(["fr", "en-gb"]))
    | st.builds(lambda text, iri: ox.Literal(text, datatype=iri), st.sampled_from(["1", "01", "true", "1.", "x"]), IRIS)
    | st.sampled_from(["01", "+1", "1.0", "x"]).map(
        lambda text: ox.Literal(text, datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
    )
)
TRIPLES = st.builds(ox.Quad, IRIS | BLANKS, IRIS | LISTS, IRIS | BLANKS | LITERALS | LISTS)


PIECES = st.lists(st.sampled_from([*"a/.:?#é%", "..", "%41", "a:b", "//"]), max_size=6).map("".join)


@given(PIECES)
def test_an_iri_below_the_base_is_written_so_that_it_is_read_again(path: str):
    iri = named_node(f"https://example.org/{path}")
    if iri is not None:
        written = f"@base <https://example.org/> . {Writer({}, 'https://example.org/').iri(iri.value)} <urn:p> 1 ."
        assert [iri] == [quad.subject for quad in ox.parse(written.encode(), format=Syntax.TURTLE)]


def same(one: Sequence[ox.Quad], other: Sequence[ox.Quad]) -> bool:
    return canonical(one) == canonical(other)


@given(st.lists(TRIPLES, max_size=14), st.sampled_from([Syntax.N_TRIPLES, Syntax.TRIG, Syntax.N3]))
def test_whatever_is_stated_the_turtle_states_the_same_in_the_layout(quads: list[ox.Quad], syntax: Syntax):
    """Blank nodes in circles, shared, unused; lists that are none: by the parser that reads catalogues, and by rdflib."""
    lines = "".join(f"{quad} .\n" for quad in quads)
    written = turtle(lines, syntax)
    assert same(quads, list(ox.parse(written.encode(), format=Syntax.TURTLE)))
    one, other = rdflib.Graph().parse(data=lines, format="nt11"), rdflib.Graph().parse(data=written, format="turtle")
    assert len(one) == len(other)
    assert written == turtle(written, Syntax.TURTLE)


@pytest.mark.parametrize("name", ["a.rdf", "a.jsonld", "a.trig", "a.n3"])
def test_a_second_parser_reads_the_same_from_both(name: str):
    form = {"a.rdf": "xml", "a.jsonld": "json-ld", "a.trig": "trig", "a.n3": "n3"}[name]
    dataset = rdflib.Dataset(default_union=True).parse(data=SAME[name], format=form)
    one = rdflib.Graph()
    for triple in dataset.triples((None, None, None)):
        one.add(triple)
    assert isomorphic(one, rdflib.Graph().parse(data=EXPECTED, format="turtle"))


def test_every_file_of_the_other_formats_is_told_and_can_be_converted(tmp_path: Path):
    folder = Path(shutil.copytree(shared("cases", "other-formats"), tmp_path / "case"))
    unread = sorted(f.place.path for f in Catalogue(folder).check(cache=False) if f.kind.code == "C010")
    read = {"a.ttl", "b.TTL", "g.nt"}
    assert unread == sorted(f"data/{path.name}" for path in (folder / "data").iterdir() if path.name not in read)
    for path in (folder / "data").iterdir():
        if path.name not in read and path.suffix != ".gz":
            [converted] = convert(folder, [path])
            assert "a ex:T ." in converted.text


def test_every_syntax_has_a_name():
    assert set(Syntax.__dict__) & {"N_TRIPLES", "N_QUADS", "N3", "TRIG", "TURTLE", "RDF_XML", "JSON_LD"}
    assert len(set(map(str, SYNTAXES.values()))) == len(SYNTAXES)
    with pytest.raises(UsageError, match="choose"):
        convert(Path(), [Path("x.nt")], syntax="trix")
