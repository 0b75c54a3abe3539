"""The form of a query is told by its first word behind the prologue, whatever stands around it."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.query import form_of
from catalogue.sparql.query import QueryText

FORMS = ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]


@pytest.mark.parametrize(
    ("sparql", "form"),
    [
        ("SELECT * {}", "SELECT"),
        ("select*{}", "SELECT"),
        ("ASK{}", "ASK"),
        ("# SELECT\n# INSERT DATA {}\nASK {}", "ASK"),
        ("# it's \"quoted\nASK {}", "ASK"),
        ("PREFIX select: <urn:insert#> CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT"),
        ("PREFIX ask:<urn:x>DESCRIBE<urn:a>", "DESCRIBE"),
        ("prefix : <urn:x> base <urn:select> ASK { ?insert ?p 'DELETE' }", "ASK"),
        ("PREFIX a·b: <urn:#x>ASK {}", "ASK"),
        ("VERSION '1.2' PREFIX a: <urn:a> SELECT * {}", "SELECT"),
        ("BASE <http://x.example/#a>#comment <urn:b> INSERT\n#\nASK {}", "ASK"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "UPDATE"),
        ("# SELECT * {}\nPREFIX select: <urn:x> delete where { ?s ?p ?o }", "UPDATE"),
        ("WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "UPDATE"),
        *[(f"{word} SILENT GRAPH <urn:g>", "UPDATE") for word in ("LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY")],
        (r"\u0049NSERT DATA {}", "UPDATE"),
        (r"IN\U00000053ERT DATA {}", "UPDATE"),
        ("# SELECT \\u000AINSERT DATA {}", "UPDATE"),
        ("# \\u000ASELECT * {} # \nINSERT DATA {}", "UPDATE"),
        (r"PREFIX \u0061: <urn:\u0061> \u0041SK {}", "ASK"),
        (r"ASK { ?s ?p '\UFFFFFFFF' }", "ASK"),
        ("SELCT * {}", ""),
        ("", ""),
        ("{}", ""),
        ("?SELECT", ""),
        ("'SELECT'", ""),
        ("<urn:a> SELECT", ""),
        ("PREFIX select", ""),
    ],
)
def test_the_form_of_a_text_is_its_first_word_behind_the_prologue(sparql: str, form: str):
    assert form_of(QueryText(sparql)) == form


PIECES = st.sampled_from([
    " ", "\n", "# ASK {} INSERT\n", "#\n", "PREFIX select: <urn:ask>", "PREFIX insert:<urn:#a> ", "BASE <http://x.example/#delete>",
    "PREFIX : <urn:>", "PREFIX a.b: <urn:'x>", "\t\r\n", "# '''\n", '# """\n',
])  # fmt: skip
QUERIES = st.sampled_from(["SELECT * {}", "ASK{}", "CONSTRUCT WHERE { ?insert ?p '# ASK' }", "DESCRIBE <urn:select>"])


@given(st.lists(PIECES).map("".join), QUERIES)
def test_the_form_is_the_one_that_the_engine_takes(prologue: str, query: str):
    answer = ox.Store().query(prologue + " " + query)
    kinds = {ox.QuerySolutions: {"SELECT"}, ox.QueryBoolean: {"ASK"}, ox.QueryTriples: {"CONSTRUCT", "DESCRIBE"}}
    assert form_of(QueryText(prologue + " " + query)) in kinds[type(answer)]


@given(st.text("\\u0#'\"<>\nINSERTaSLC ", max_size=30))
def test_every_text_has_a_form_or_none(text: str):
    assert form_of(QueryText(text)) in {*FORMS, "UPDATE", ""}
