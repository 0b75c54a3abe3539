"""The guard of queries: what the store would ask others for is refused, however it is written; all else is let pass."""

import random
import re

import pyoxigraph as ox
import pytest

from catalogue.config import Sparql
from catalogue.query import Dataset, Refusal, look_closely, look_through
from catalogue.sparql.query import QueryText
from catalogue.store.merged import Chosen

OUTSIDE = "http://127.0.0.1:9/"
"""An address that the store itself refuses to ask, and says so."""

PROLOGUE = f"PREFIX ex: <{OUTSIDE}> PREFIX : <{OUTSIDE}> PREFIX SERVICEex: <urn:q:> "
PARTS = [
    *f"SERVICE|service|SERVICE SILENT|SERVICESILENT|<{OUTSIDE}>|?x|$x|ex:a|:a|ex:|:|_:b|_:b.c|{{|}}|{{}}|{{?s ?p ?o}}".split(
        "|"
    ),
    *r""". ; , ( ) [ ] a true false 1 1. 1e0 "a" 'a' 'a'@en "a"@en-GB "a"^^ex:t # \u0053 \u0020 \# \ OPTIONAL""".split(),
    *r"UNION FILTER EXISTS VALUES MINUS SELECT* FROM ?s ?p ?o ex:p\# ex:a.b ex:%41 ^ / * + ! ? @en < > << >> <<( )>>".split(),
    *[
        '"""a"""',
        "'''b'''",
        "<urn:a#>",
        "<urn:\\u0023>",
        "<urn:\u00a0#>",
        "ex:\u00b7",
        "ex:a\u00b7\\#",
        "é",
        "e\u0301",
        "\u200d",
        "\x0b",
        "\u2028",
    ],
    *["#c\n", "\n", " ", "\t", "|"],
]
TEMPLATES = (
    "ASK {%s}",
    "SELECT * { ?s ?p %s }",
    "ASK { FILTER EXISTS {%s} }",
    "ASK { ?s ?p %sSERVICE<OUT>{} }",
    "ASK{%sSERVICE ex:a{}}",
    "ASK{%sSERVICEex:a{}}",
    "ASK{%sSERVICE:a{}}",
    "ASK{%sSERVICE SILENTex:a{}}",
    "ASK{?s ?p ?o%sSERVICE<OUT>{}}",
    "ASK{%s<OUT>{}}",
)


def reaches(store: ox.Store, sparql: str) -> bool:
    """Whether the store would ask another service; SILENT would hide it."""
    try:
        store.query(re.sub("SILENT", "", sparql, flags=re.IGNORECASE))
    except SyntaxError:
        return False
    except (OSError, RuntimeError, ValueError) as error:
        return "port 9" in str(error)
    return False


def test_whatever_makes_the_store_ask_another_service_is_refused():
    """Made-up queries, glued together of all that could hide a word: none that reaches outside passes."""
    store, chance, found = ox.Store(), random.Random(5), 0
    for _ in range(25_000):
        filling = "".join(
            chance.choice(PARTS) + chance.choice(["", "", " ", "\n", "#x\n"]) for _ in range(chance.randint(0, 4))
        )
        sparql = PROLOGUE + chance.choice(TEMPLATES).replace("OUT", OUTSIDE).replace("%s", filling)
        if reaches(store, sparql):
            found += 1
            with pytest.raises(Refusal) as caught:
                look_through(QueryText(sparql), Sparql())
            assert caught.value.kind in {"remote", "syntax"}, sparql
    assert found > 1000


@pytest.mark.parametrize(
    "sparql",
    [
        "PREFIX service: <urn:s:> SELECT * { ?s service:type ?o ; service:kind 'SERVICE' }",
        "PREFIX s: <urn:s:> SELECT ?service { ?service s:serviceType <urn:service> } # SERVICE <urn:x> {}",
        "SELECT * { ?s ?p '''SERVICE <urn:x> { }''' , 'LOAD' , \"FROM <urn:g>\" }",
        "SELECT ?from { ?from ?load ?insert FILTER(STRLEN(?from) > 1) }",
        "PREFIX fromage: <urn:f:> DESCRIBE fromage:brie",
        "SELECT * FROM <urn:g> FROM NAMED <urn:g> { ?s ?p ?o }",
        "BASE <urn:> SELECT * FROM <g> { ?s ?p ?o }",
        "PREFIX : <urn:> SELECT * FROM :g { ?s ?p ?o }",
        "SELECT * { ?s ?p ?o FILTER(?o < 3 && ?o > 1) }",
        "SELECT * { VALUES ?x { " + "1 " * 5000 + "} }",
        "SELECT * { ?s ?p ?o FILTER(?o IN (" + ", ".join(map(str, range(500))) + ")) }",
    ],
)
def test_what_stays_inside_passes(sparql: str):
    dataset = Dataset({"urn:g"}, "urn:base:", {})
    head = sparql.partition("{")[0]
    names_graphs = " FROM <" in head or " FROM :" in head
    chosen = Chosen(("urn:g",), ("urn:g",) if "NAMED" in head else ()) if names_graphs else None
    assert look_closely(QueryText(sparql), Sparql(), dataset).chosen == chosen
    assert look_through(QueryText(sparql), Sparql(), dataset).chosen == chosen


@pytest.mark.parametrize(
    ("sparql", "kind"),
    [
        ("SELECT*FROMNAMED<urn:g>{?s ?p ?o}", "syntax"),
        ("PREFIX ex: <urn:> SELECT*FROMex:g{?s ?p ?o}", "syntax"),
        ("SELECT * FROM <urn:other> { ?s ?p ?o }", "graph"),
        ("SELECT * FROM<urn:g>FROM<urn:other> { ?s ?p ?o }", "graph"),
        ("CONSTRUCT FROM <urn:other> WHERE { ?s ?p ?o }", "graph"),
        (r"SELECT * FROM <\u0075rn:other> { ?s ?p ?o }", "graph"),
        ("PREFIX : <urn:> # :\nINSERT DATA { :a :b :c }", "update"),
        ("BASE <urn:x> DELETE WHERE { ?s ?p ?o }", "update"),
        ("WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "update"),
        ("LOAD <urn:g>", "remote"),
        ("ASK { ?s ?p 'open }", "syntax"),
        ("ASK " + "{" * 65 + "}" * 65, "depth"),
        ("ASK {" + "?s ?p ?o ." * 200 + "}", "patterns"),
        ("ASK { FILTER(1" + "+1" * 1200 + ") }", "operators"),
        ("ASK {} #" + "é" * 40_000, "query"),
    ],
)
def test_what_is_refused_says_why(sparql: str, kind: str):
    with pytest.raises(Refusal) as caught:
        look_closely(QueryText(sparql), Sparql(), Dataset({"urn:g"}, "urn:base:", {}))
    assert (caught.value.kind, bool(caught.value.message["fr"])) == (kind, True)


def test_what_asks_for_the_time_or_for_chance_is_noticed():
    for words in ("NOW()", "now ( )", "RAND()", "UUID()", "STRUUID()", "IF(true, NOW(), 1)"):
        assert look_through(QueryText(f"SELECT ({words} AS ?x) {{ }}"), Sparql()).is_volatile
    assert not look_through(QueryText("SELECT ?now { ?now ?p 'NOW()' }"), Sparql()).is_volatile
