"""Queries of the commands are evaluated within limits: what is deep, large or endless does not end the command."""

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT

from catalogue.config import Limits, read_settings
from catalogue.edition import Edition
from catalogue.errors import LimitError, QueryError
from catalogue.isolation.reading import is_plain
from catalogue.lint import Report
from catalogue.query import run
from catalogue.query.named import parse_query
from catalogue.sparql.tokens import tokens
from catalogue.workspace.catalogue import Catalogue

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a worker needs a system that can fork")

DEEP = 10_000
MANY = "$this ?p ?o . ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?q ."
ENDLESS = MANY + " FILTER(CONCAT(STR(?c), STR(?f), STR(?i), STR(?l), STR(?q)) = 'x')"
"""What has a solution for nothing, and looks for one without end."""

PREFIXES = (
    "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix g: <https://gardens.example.org/ontology#> .\n"
    "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
)


def doubled(times: int, function: str = "CONCAT(?v{n}, ?v{n})") -> str:
    """Make texts, each twice as long as the one before."""
    binds = " ".join(f"BIND({function.format(n=n)} AS ?v{n + 1})" for n in range(times))
    return f'BIND("aa" AS ?v0) {binds} FILTER(STRLEN(?v{times}) > 1)'


ENDING = {
    "optionals beside one another": "OPTIONAL { ?o ?p ?o } " * DEEP,
    "a sequence of paths": "?o " + "/".join(["<urn:p>"] * DEEP) + " ?z",
    "negations": "FILTER(" + "!" * DEEP + "?o)",
    "signs": "FILTER(" + "- " * DEEP + "1 > 1)",
    "sums": "FILTER(" + "+".join(["1"] * DEEP) + " > 1)",
    "disjunctions": "FILTER(" + " || ".join(["?o = 1"] * DEEP) + ")",
    "alternatives": "{} " + "UNION {} " * DEEP,
    "filters": "FILTER(?o != 1) " * DEEP,
    "a list": "?o ?z (" + "1 " * DEEP + ")",
    "alternative paths": "?o " + "|".join(["<urn:p>"] * 100_000) + " ?z",
}
"""What ends the process that has it read, behind `$this ?p ?o`."""

NESTED = {
    "brackets": "FILTER(" + "(" * DEEP + "?o" + ")" * DEEP + ")",
    "groups": "{" * DEEP + "}" * DEEP,
    "optional groups": "OPTIONAL { ?o ?p ?o " * DEEP + "}" * DEEP,
    "groups that exist": "FILTER EXISTS { ?o ?p ?o " * DEEP + "}" * DEEP,
    "paths": "?o " + "(" * DEEP + "<urn:p>" + ")*" * DEEP + " ?z",
    "blank nodes": "?o ?z " + "[ ?q " * DEEP + "1" + "]" * DEEP,
}
"""What is nested too deeply to be read."""

TAKING = {
    "doubled texts": doubled(40),
    "replaced texts": doubled(14, 'REPLACE(?v{n}, "a", "aaaaaaaaaa")'),
    "encoded texts": 'BIND("é" AS ?v0) ' + doubled(40, "ENCODE_FOR_URI(CONCAT(?v{n}, ?v{n}))")[18:],
}
"""What takes time or memory without end, whatever the data."""


def constraint(where: str, select: str = "SELECT $this") -> str:
    return f'sh:sparql [ sh:message "m"@en ; sh:select """{select} {{ $this ?p ?o . {where} }}""" ]'


def shape(constraints: list[str], name: str = "x") -> str:
    """Write a shape, a constraint a line; the first stands in the fourth line."""
    lines = (f"<urn:{name}> {each} ." for each in ("a sh:NodeShape ; sh:targetClass g:Plant", *constraints))
    return PREFIXES + "\n".join(lines)


GROWING = [
    "{} UNION {} " * 4,
    "?o a|a|a|a|a ?z",
    "VALUES ?x { 1 2 } VALUES ?y { 1 2 }",
    'VALUES ?x { 1 2 } BIND(CONCAT(STR(?x), "a") AS ?y)',
    'BIND(REPLACE("aaa", "a", "bbb") AS ?x)',
    "{} \\u0055NION {}",
    "?a ?b ?c . " * 50,
    "?o ?z 1, " + ", ".join(map(str, range(50))),
]
"""What might grow, or take long to be read."""


@pytest.fixture
def mark() -> str:
    """What marks the processes of a test in their environment."""
    return uuid.uuid4().hex


def marked(mark: str) -> Iterator[int]:
    """List the processes with a mark, on Linux."""
    for entry in Path("/proc").iterdir() if sys.platform == "linux" else ():
        try:
            if entry.name.isdecimal() and mark.encode() in (entry / "environ").read_bytes():
                yield int(entry.name)
        except OSError:
            continue


def begin(folder: Path, mark: str, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "catalogue", *arguments]
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "COLUMNS": "200", "TEST_MARK": mark}
    return subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def command(folder: Path, mark: str, *arguments: str) -> tuple[int, str, str]:
    """Run a command, and assert that it shows no traceback and that nothing is left of it."""
    process = begin(folder, mark, *arguments)
    out, err = (data.decode() for data in process.communicate(timeout=150))
    assert "Traceback" not in out + err
    assert list(marked(mark)) == []
    return process.returncode, out, err


def findings(folder: Path, mark: str, *arguments: str) -> tuple[int, list[tuple[str, str, int]]]:
    code, out, err = command(folder, mark, "check", "--no-cache", "-f", "json", *arguments)
    assert out, err
    return code, [(each["code"], each["place"]["file"], each["place"]["line"]) for each in json.loads(out)["findings"]]


def test_queries_of_shapes_that_end_their_process_are_findings_at_their_place_and_all_else_is_checked(garden: Path, mark: str):
    constraints = [constraint(where) for where in (*ENDING.values(), *NESTED.values())]
    (garden / "shapes" / "deep.ttl").write_text(shape(constraints), "utf-8")
    (garden / "shapes" / "other.ttl").write_text(shape(["sh:property [ sh:path g:none ; sh:minCount 1 ]"], "y"), "utf-8")
    code, given = findings(garden, mark)
    assert code == 1
    assert {(code, line) for code, path, line in given if path == "shapes/deep.ttl"} == {
        ("C309", line) for line in range(4, 4 + len(constraints))
    }
    assert {path for code, path, _ in given if code == "C101"} == {"data/plant/bean.ttl", "data/plant/tomato.ttl"}


def test_queries_of_shapes_that_take_too_much_are_findings_at_their_place(garden: Path, mark: str):
    constraints = [constraint(where) for where in TAKING.values()]
    (garden / "shapes" / "bomb.ttl").write_text(shape([*constraints, constraint("FILTER(true)")]), "utf-8")
    code, given = findings(garden, mark, "--timeout", "3", "--memory", "300000000")
    assert code == 1
    assert {(code, line) for code, path, line in given if path == "shapes/bomb.ttl"} == {
        ("C313", line) for line in range(4, 4 + len(constraints))
    }
    assert {path for code, path, _ in given if code == "C117"} == {"data/plant/bean.ttl", "data/plant/tomato.ttl"}


def test_constraints_that_take_long_upon_data_are_findings_at_their_place(garden: Path, mark: str):
    parts = [f"<part/{number}> a g:Part ; g:of {', '.join(f'<part/{other}>' for other in range(60))} ." for number in range(60)]
    (garden / "data" / "many.ttl").write_text(
        "@base <https://gardens.example.org/> . @prefix g: <https://gardens.example.org/ontology#> .\n" + "\n".join(parts),
        "utf-8",
    )
    endless = [
        constraint(ENDLESS),
        constraint(MANY, "SELECT $this (?q AS ?value) ?c ?f"),
        constraint(MANY, "SELECT DISTINCT $this (CONCAT(STR(?c), STR(?f), STR(?i), STR(?l)) AS ?value)"),
        constraint(f"{MANY} FILTER(RAND() + STRLEN(CONCAT(STR(?c), STR(?f), STR(?i), STR(?l))) < 0)"),
    ]
    grouped = "SELECT $this (GROUP_CONCAT(CONCAT(STR(?c), STR(?f), STR(?i), STR(?l))) AS ?value)"
    query = f'"""{grouped} {{ {MANY} }} GROUP BY $this"""'
    endless.append(f'sh:sparql [ sh:message "m"@en ; sh:select {query} ]')
    (garden / "shapes" / "endless.ttl").write_text(shape(endless).replace("g:Plant", "g:Part"), "utf-8")
    code, given = findings(garden, mark, "--timeout", "2", "--memory", "500000000")
    assert code == 1
    assert {(code, line) for code, path, line in given if path == "shapes/endless.ttl" and code == "C313"} == {
        ("C313", line) for line in range(4, 4 + len(endless))
    }


def test_named_queries_that_end_their_process_or_multiply_out_of_nothing_are_findings_in_their_files(garden: Path, mark: str):
    values = " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(100)))} }}" for n in range(8))
    texts = {name: f"SELECT * {{ ?s ?p ?o . {where} }}" for name, where in ENDING.items()}
    texts["values"] = f"SELECT (COUNT(*) AS ?n) {{ {values} FILTER(CONCAT(STR(?v0), STR(?v7)) != 'x') }}"
    texts |= {name: f"SELECT * {{ ?s ?p ?o . {where} }}" for name, where in NESTED.items()}
    for name, text in texts.items():
        (garden / "queries" / f"{name.replace(' ', '-')}.rq").write_text(text, "utf-8")
    code, given = findings(garden, mark, "--timeout", "3")
    assert code == 1
    paths = {f"queries/{name.replace(' ', '-')}.rq" for name in texts}
    assert {path for code, path, _ in given if code == "C403"} == paths


QUERIES = {
    "endless": (f"SELECT * {{ {ENDLESS.replace('$this', '?s')} }}", "took longer than 2 s"),
    "ordered": (f"SELECT * {{ {MANY.replace('$this', '?s')} }} ORDER BY ?a ?d", "longer than|memory"),
    "counted": (f"SELECT (COUNT(*) AS ?n) {{ {ENDLESS.replace('$this', '?s')} }}", "took longer than 2 s"),
    "memory": (f"CONSTRUCT {{ ?a ?n ?i }} WHERE {{ {MANY.replace('$this', '?s')} }}", "longer than|memory"),
    "asked": (f"ASK {{ {ENDLESS.replace('$this', '?s')} }}", "took longer than 2 s"),
    "doubled": (f"SELECT * {{ {TAKING['doubled texts']} }}", "longer than|memory"),
    "sums": (f"SELECT * {{ ?s ?p ?o . {ENDING['sums']} }}", "nested too deep or repeats an operator"),
    "paths": (f"SELECT * {{ ?s ?p ?o . {ENDING['a sequence of paths']} }}", "nested too deep or repeats an operator"),
}


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_that_takes_too_much_ends_with_a_message_and_exit_code_7(name: str, garden: Path, mark: str):
    text, reason = QUERIES[name]
    (garden / "question.rq").write_text(text, "utf-8")
    code, out, err = command(garden, mark, "query", "question.rq", "--timeout", "2", "--memory", "400000000")
    assert (code, out) == (7, "")
    assert err.startswith("error: question.rq:1:1: ")
    assert any(part in err for part in reason.split("|"))


def test_an_answer_that_takes_too_much_is_told_and_the_others_are_compared(garden: Path, mark: str):
    (garden / "queries" / "all.rq").write_text(QUERIES["counted"][0], "utf-8")
    code, out, err = command(garden, mark, "answers", "--timeout", "1")
    assert (code, out) == (1, "")
    assert "queries/all.rq:1:1: the query took longer than 1 s" in err
    assert "2 answers" in err


def test_a_build_ends_where_an_answer_takes_too_much_and_writes_nothing(garden: Path, mark: str):
    (garden / "queries" / "all.rq").write_text(QUERIES["counted"][0], "utf-8")
    for jobs in ("1", "2"):
        code, out, err = command(garden, mark, "build", "--timeout", "1", "-j", jobs)
        assert (code, out) == (7, "")
        assert "queries/all.rq:1:1: the query took longer than 1 s" in err
        assert not (garden / "build" / "current").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="processes are found by their environment")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("asked", ["query", "check"])
def test_nothing_is_left_of_a_command_that_is_ended_while_a_query_is_evaluated(
    number: signal.Signals, asked: str, garden: Path, mark: str
):
    (garden / "question.rq").write_text(QUERIES["counted"][0], "utf-8")
    (garden / "shapes" / "x.ttl").write_text(shape([constraint(ENDLESS)]), "utf-8")
    arguments = ["query", "question.rq"] if asked == "query" else ["check", "--no-cache"]
    process = begin(garden, mark, *arguments, "--timeout", "90")
    until = time.monotonic() + 60
    while len(list(marked(mark))) < 2 and process.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    assert len(list(marked(mark))) == 2
    time.sleep(0.5)
    process.send_signal(number)
    out, err = (data.decode() for data in process.communicate(timeout=30))
    until = time.monotonic() + 10
    while list(marked(mark)) and time.monotonic() < until:
        time.sleep(0.05)
    assert list(marked(mark)) == []
    assert "Traceback" not in out + err


def within(folder: Path, limits: Limits | None) -> Catalogue:
    return Catalogue(folder, limits=limits)


def as_told(report: Report) -> list[tuple[object, ...]]:
    return [(each.place, each.kind.code, each.severity, dict(each.message), dict(each.advice)) for each in report.findings]


COMPONENT = """
<urn:c> a sh:ConstraintComponent ; sh:parameter [ sh:path g:longest ] ;
  sh:validator [ a sh:SPARQLAskValidator ; sh:message "{$value} is longer than {$longest}"@en ;
    sh:ask "ASK { FILTER(STRLEN(STR($value)) <= $longest) }" ] .
<urn:y> a sh:NodeShape ; sh:targetClass g:Plant ;
  sh:property [ sh:path <http://www.w3.org/2004/02/skos/core#prefLabel> ; g:longest 6, 8 ] .
"""
RESULTS = [
    (
        'sh:sparql [ sh:message "{?label} of {$this}: {?new}"@en ; sh:select """SELECT $this (?label AS ?value) ?label ?new'
        ' { $this <http://www.w3.org/2004/02/skos/core#prefLabel> ?label BIND(STRLANG(UCASE(?label), "FR") AS ?new) }""" ]'
    ),
    (
        'sh:sparql [ sh:select """SELECT $this ?value ?path ?message { $this ?path ?o BIND(IRI(CONCAT(STR(?path), "x"))'
        ' AS ?value) BIND(STRLANG("made here", "fr") AS ?message) }""" ]'
    ),
    'sh:sparql [ sh:message "{?n}"@en ; sh:select """SELECT $this ?n ?unbound { $this ?p ?o BIND(1.50 AS ?n) }""" ]',
    'sh:sparql [ sh:message "m"@en ; sh:select """SELECT $this (COUNT(*) AS ?value) { $this ?p ?o } GROUP BY ?none""" ]',
    'sh:sparql [ sh:message "m"@en ; sh:select """SELECT $this { GRAPH $shapesGraph { $currentShape ?p ?o } } LIMIT 1""" ]',
    'sh:sparql [ sh:message "m"@en ; sh:select """SELECT $this { $this ?p ?o FILTER(<urn:no-function>(?o)) }""" ]',
]


def test_findings_are_the_same_with_limits_and_without(garden: Path):
    (garden / "shapes" / "x.ttl").write_text(shape(RESULTS) + COMPONENT, "utf-8")
    free, limited = (as_told(within(garden, limits).check()) for limits in (None, Limits()))
    assert free == limited
    assert {code for _, code, *_ in free} >= {"C117", "C199", "C309"}


def test_findings_of_the_first_catalogue_are_the_same_with_limits_and_without(first: Catalogue):
    assert as_told(first.check()) == as_told(within(ROOT, Limits()).check())


FORMS = [
    "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o",
    'SELECT (01 AS ?a) ("x"@FR AS ?b) ("a,\\"b\\n"@en AS ?c) (<urn:a> AS ?d) (?none AS ?e) ("1"^^<urn:t> AS ?f) {}',
    "ASK { ?s ?p ?o }",
    "ASK { <urn:none> ?p ?o }",
    "CONSTRUCT { ?s ?p ?o . ?o <urn:p> [ <urn:q> 01, 'x'@fr-BE, '\\u00e9\\n' ] } WHERE { ?s ?p ?o }",
    "DESCRIBE <https://gardens.example.org/plant/bean>",
    "SELECT ?nothing { ?s ?p ?o . ?s <urn:none> ?nothing }",
]


@pytest.mark.parametrize("text", FORMS)
def test_answers_are_the_same_with_limits_and_without(text: str, garden: Path):
    free, limited = (within(garden, limits).query(text) for limits in (None, Limits()))
    rows = [[[str(term) for term in row if not str(term).startswith("_:")] for row in each.rows] for each in (free, limited)]
    assert rows[0] == rows[1]
    assert (free.variables, free.boolean, free.notes) == (limited.variables, limited.boolean, limited.notes)
    if "[" not in text:
        assert free.serialize("markdown") == limited.serialize("markdown")


@pytest.mark.parametrize(
    "text",
    ["SELECT x", "SELECT * {", "SELECT * FROM <urn:none> {}", "SELECT (<urn:f>(1) AS ?x) {}", "ASK { SERVICE <urn:a> {} }"],
)
def test_errors_are_the_same_with_limits_and_without(text: str, garden: Path):
    errors = []
    for limits in (None, Limits()):
        with pytest.raises(QueryError) as raised:
            within(garden, limits).query(text)
        errors.append((raised.value.say("fr"), raised.value.place))
    assert errors[0] == errors[1]


def test_a_worker_answers_many_queries_and_is_replaced_when_one_ends_it(garden: Path):
    edition = within(garden, Limits(timeout=2)).edition
    query = parse_query("# param: plant iri\nSELECT ?g { ?g ?p ?plant }", "q", "q.rq")
    given = {"plant": "https://gardens.example.org/plant/bean"}
    before = run(edition, query, given)
    with pytest.raises(LimitError) as raised:
        run(edition, parse_query(f"SELECT * {{ ?s ?p ?o . {ENDING['sums']} }}", "deep", "deep.rq"))
    assert str(raised.value.place) == "deep.rq:1:1"
    assert run(edition, query, given).rows == before.rows != ()


def test_a_constraint_may_give_so_many_results_beyond_one_for_each_focus_node(garden: Path):
    (garden / "shapes" / "x.ttl").write_text(shape([constraint("", "SELECT $this ?o")]), "utf-8")
    few = within(garden, Limits(results=2)).check()
    assert [str(each.message["en"]) for each in few if each.kind.code == "C313"] == [
        "sh:sparql was not evaluated: its query gives more than 4 results"
    ]
    many = within(garden, Limits(results=1000)).check()
    assert {each.kind.code for each in many} == {"C117"}


def test_an_answer_may_have_so_many_bytes(garden: Path):
    with pytest.raises(LimitError, match="more than 100 bytes"):
        within(garden, Limits(answer=100)).query("SELECT * { ?s ?p ?o }")
    assert len(within(garden, Limits(answer=100_000)).query("SELECT * { ?s ?p ?o }")) > 10


def test_limits_stand_in_the_settings_and_options_go_before_them(garden: Path, mark: str):
    assert read_settings(garden).limits == Limits()
    settings = garden / "catalogue.toml"
    settings.write_text(settings.read_text("utf-8") + "\n[limits]\ntimeout = 1\nanswer = 50\nmemory = 300000000\n", "utf-8")
    assert read_settings(garden).limits == replace(Limits(), timeout=1, answer=50, memory=300_000_000)
    asked = ("query", QUERIES["counted"][0])
    assert "longer than 1 s" in command(garden, mark, *asked)[2]
    assert "longer than 2 s" in command(garden, mark, *asked, "--timeout", "2")[2]
    assert "more than 50 bytes" in command(garden, mark, "query", "SELECT * { ?s ?p ?o }")[2]
    assert command(garden, mark, "query", "ASK {}", "--memory", "1", "--endpoint", "http://127.0.0.1:1/")[0] == 2


def test_no_process_is_forked_where_the_shapes_have_no_queries(library: Path, garden: Path, monkeypatch: pytest.MonkeyPatch):
    def fork() -> int:
        raise AssertionError("a process was forked")

    expected = [as_told(within(folder, None).check()) for folder in (library, garden)]
    monkeypatch.setattr(os, "fork", fork)
    assert expected == [as_told(within(folder, Limits()).check()) for folder in (library, garden)]


@pytest.mark.parametrize("where", [*ENDING.values(), *TAKING.values(), *GROWING])
def test_what_may_do_harm_when_it_is_read_is_read_by_a_worker(where: str):
    sparql = f"SELECT * {{ ?s ?p ?o . {where} }}"
    assert not is_plain(sparql, tokens(sparql))


def test_nothing_is_evaluated_here_where_an_edition_has_limits(garden: Path, monkeypatch: pytest.MonkeyPatch):
    """The store of this process is loaded, so that workers share it, and is not asked."""
    from catalogue.store.merged import Merged

    here = os.getpid()
    asked = Merged.query

    def query(*arguments: object) -> object:
        assert os.getpid() != here
        return asked(*arguments)  # type: ignore[arg-type]

    edition: Edition = within(garden, Limits()).edition
    monkeypatch.setattr(Merged, "query", query)
    assert len(run(edition, parse_query("SELECT * { ?s ?p ?o }", "q", "q.rq"))) > 10
