"""Query files: what a check says of them, exact to the character, without false alarms, and the same with a cache."""

from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from test_bad_input import catalogue

from catalogue.edits import apply
from catalogue.errors import CatalogueError, QueryError
from catalogue.lint import Finding
from catalogue.names import STANDARD_PREFIXES
from catalogue.query import is_sparql, parse_query
from catalogue.sparql.forms import changing, columns_of, is_ordered
from catalogue.sparql.query import QueryText
from catalogue.sparql.scopes import unbound
from catalogue.workspace.catalogue import Catalogue

PREFIX = "PREFIX g: <https://gardens.example.org/ontology#>\n"


def write(folder: Path, sparql: str, *, answered: bool = True, name: str = "x") -> Path:
    """Write a query and, for what is not about answers, an expected answer."""
    path = folder / "queries" / f"{name}.rq"
    path.write_bytes(sparql.encode("utf-8"))
    if answered:
        (folder / "queries" / "answers" / f"{name}.csv").write_text("x\n", "utf-8")
    return path


def found(folder: Path, sparql: str) -> list[Finding]:
    write(folder, sparql)
    return list(Catalogue(folder).check())


def told(folder: Path, sparql: str) -> list[str]:
    return [f"{f.place.line}:{f.place.column}-{f.place.end_column} {f.kind.code}" for f in found(folder, sparql)]


# --- Headers ---------------------------------------------------------------------------------------------------------------


def test_a_header_has_keywords_and_a_chart_by_language():
    header = "# keywords: one, two ,\n# keywords@fr: un\n# chart: bar x=a y=n color=b -- So many\n# chart@fr: Autant\n"
    query = parse_query(f"{header}SELECT ?a (COUNT(?c) AS ?n) ?b {{}}", "q", "queries/q.rq")
    assert query.keywords == {"en": ("one", "two"), "fr": ("un",)}
    chart = query.chart
    assert chart is not None
    assert (chart.kind, chart.x, chart.y, chart.color) == ("bar", "a", "n", "b")
    assert chart.caption == {"en": "So many", "fr": "Autant"}


@pytest.mark.parametrize(
    ("chart", "column", "words"),
    [
        ("pie x=a y=n", 10, "there is no chart type pie"),
        ("bar x=z y=n", 16, "the query does not project ?z"),
        ("bar x=a y=n color=c", 28, "the query does not project ?c"),
        ("bar x=a", 1, "this is not a chart with its axes"),
        ("bar x=a y=n size=a", 1, "this is not a chart with its axes"),
        ("", 1, "this is not a chart with its axes"),
    ],
)
def test_a_chart_that_cannot_be_drawn_is_refused_at_its_place(chart: str, column: int, words: str):
    with pytest.raises(CatalogueError, match=words.replace("?", r"\?")) as caught:
        parse_query(f"# title: T\n# chart: {chart}\nSELECT ?a (COUNT(?c) AS ?n) {{ ?a ?b ?c }}", "q", "queries/q.rq")
    place = caught.value.place
    assert place is not None
    assert (place.line, place.column) == (2, column)


def test_a_translation_of_no_chart_is_refused():
    with pytest.raises(CatalogueError, match="there is no chart before it"):
        parse_query("# chart@fr: Rien\nSELECT ?a {}", "q", "queries/q.rq")


@pytest.mark.parametrize(
    ("sparql", "columns"),
    [
        ("SELECT ?a (COUNT(?b) AS ?n) ?c { ?a ?b ?c }", "acn"),
        ("SELECT DISTINCT * WHERE { ?a ?b ?c }", "abc"),
        ("SELECT (SUM(?a * ?b) AS ?c) FROM <urn:x> { ?d ?e ?f }", "c"),
        ("ASK { ?a ?b ?c }", ""),
        ("# SELECT ?z\nPREFIX select: <urn:x>\nselect ?a { { SELECT ?b { ?b ?c ?d } } }", "a"),
    ],
)
def test_the_columns_of_an_answer_are_known_before_it_is_asked_for(sparql: str, columns: str):
    assert columns_of(QueryText(sparql)) == set(columns)
    assert columns_of(QueryText("CONSTRUCT WHERE { ?a ?b ?c }")) == {"subject", "predicate", "object"}


@pytest.mark.parametrize(
    ("sparql", "word"),
    [
        ("SELECT (NOW() AS ?n) {}", "NOW"),
        ("SELECT * { SERVICE <urn:x> { ?a ?b ?c } }", "SERVICE"),
        ("SELECT (struuid() AS ?n) {}", "struuid"),
        ("SELECT ?now { ?now <urn:NOW> 'NOW()' } # NOW()", None),
    ],
)
def test_what_changes_from_one_time_to_the_next_is_known(sparql: str, word: str | None):
    token = changing(QueryText(sparql))
    assert (token.text if token else None) == word


def test_only_an_order_of_the_whole_answer_counts():
    assert is_ordered(QueryText("SELECT ?a { ?a ?b ?c } ORDER BY ?a"))
    assert not is_ordered(QueryText("SELECT ?a { { SELECT ?a { ?a ?b ?c } ORDER BY ?a } }"))


# --- Findings --------------------------------------------------------------------------------------------------------------


def test_the_queries_of_a_new_catalogue_of_the_library_and_of_the_first_catalogue_are_clean(folder: Path, first: Catalogue):
    for catalogue_ in (Catalogue(folder), first):
        assert [f.line("en") for f in catalogue_.check() if f.kind.code.startswith("C4")] == []


@pytest.mark.parametrize(
    ("sparql", "expected"),
    [
        ("# title: T\n# param: n integer = x\nSELECT * { ?s ?p ?n }", ["2:22-23 C401"]),
        ("# param: n integer\n# param@fr: m -- Nombre\nSELECT * { ?s ?p ?n }", ["2:1-24 C401"]),
        ("#Titel: T\n# descripton@fr: D\n#  keyword: k\nSELECT * { ?s ?p ?n }", ["1:2-7 C402", "2:3-13 C402", "3:4-11 C402"]),
        ("# parameter: n integer\nSELECT * { ?s ?p ?o }", ["1:3-12 C402"]),
        ("SELECT * {\n  ?s ?p FILTER\n}", ["2:9-15 C403"]),
        ("SELECT * { ?s ?p ?o", ["1:10-11 C403"]),
        ('SELECT * { ?s ?p "é }', ["1:18-19 C403"]),
        ("SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o }", ["1:8-10 C403"]),
        ("", ["1:1-1 C403"]),
        ("SELECT * { ?s x:p ?o ; x:q ?z ; y:r 1 }", ["1:15-17 C404", "1:33-35 C404"]),
        ("SELECT * { ?s :p ?o }", ["1:15-16 C404"]),
        (PREFIX + "SELECT * { ?s a g:Plant ; g:opend ?o }", ["2:27-34 C405"]),
        ("SELECT * { ?s <ontology#opend> ?o }", ["1:15-31 C405"]),
        ("BASE <https://gardens.example.org/ontology>\nSELECT * { ?s <#opend> ?o }", ["2:15-23 C405"]),
        ("PREFIX : <ontology#>\nSELECT * { ?s :opend ?o }", ["2:15-21 C405"]),
        ("BASE <https://gardens.example.org/ontology?x>\nPREFIX : <#>\nSELECT * { ?s :opend ?o }", []),
        ("SELECT * { ?s skos:prefLable ?o }", ["1:15-29 C405"]),
        ("# param: plants iri\nSELECT * { ?plant ?p ?o }", ["1:10-16 C407"]),
        ("SELECT ?nme { ?s skos:prefLabel ?name FILTER (LANG(?nam) = 'fr') }", ["1:8-12 C408", "1:52-56 C408"]),
        ("\ufeffSELECT * {\n  ?s ?p FILTER\n}", ["1:1-0 C003", "2:9-15 C403"]),
        ("SELECT * {\r\n  ?s ?p FILTER\r\n}", ["1:11-1 C004", "2:9-15 C403"]),
    ],
)
def test_what_is_wrong_with_a_query_is_told_at_its_characters(garden: Path, sparql: str, expected: list[str]):
    assert told(garden, sparql) == expected
    for finding in Catalogue(garden).check():
        for said in (finding.message, finding.advice):
            assert len({said["en"], said["fr"], ""}) == 3


def test_bytes_that_are_no_utf8_are_told_as_in_every_file(garden: Path):
    write(garden, "").write_bytes(b"# \xe9\nASK {}")
    report = Catalogue(garden).check()
    assert [finding.line("en").split(": not")[0] for finding in report] == ["queries/x.rq:1:3: error C001"]
    assert report.exit_code == 3


@pytest.mark.parametrize(
    "sparql",
    [
        "# note: see the other\n# part: two\n# todo@me: later\n# type: x\nSELECT * { ?s ?p ?o }",
        PREFIX + "SELECT * { ?s a g:Garden ; g:opened ?o ; g:grows/skos:prefLabel ?n }",
        PREFIX + "CONSTRUCT { ?s g:made g:Made } WHERE { ?s a g:Garden }",
        "SELECT * { ?s schema:suggestedMinAge ?a ; schema:suggestedMaxAge ?b ; schema:member ?c ; schema:members ?d }",
        "SELECT * { ?s skos:altLabel ?a ; skos:hiddenLabel ?b ; dct:created ?c ; dct:creator ?d }",
        "PREFIX x: <urn:other:>\nSELECT * { ?s x:prefLable ?o ; <urn:y> ?z ; <plant/nobody> ?w }",
        'SELECT * { ?s ?p "skos:prefLable" } # <ontology#opend>',
        "SELECT * { SERVICE SILENT <https://elsewhere.example/sparql> { ?s ?p ?o } }",
        "SELECT * { GRAPH <data/plant/bean.ttl> { ?s ?p ?o } }",
        "SELECT (xsd:integer(?o) AS ?n) { ?s ?p ?o FILTER (?o >= '1'^^xsd:decimal) }",
    ],
)
def test_what_is_right_or_cannot_be_known_is_not_told(garden: Path, sparql: str):
    assert told(garden, sparql) == []


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?s $o (COUNT(?p) AS ?n) { ?s ?p ?o } GROUP BY ?s ?o HAVING (COUNT(?p) > 0) ORDER BY ?s DESC(?n)",
        "SELECT ?s ?o { ?s ?p ?x BIND (?x AS ?o) FILTER EXISTS { ?y ?z ?s FILTER (?y != 1) } }",
        "SELECT ?s ?o { VALUES (?s ?o) { (1 2) } }",
        "SELECT ?s ?o { VALUES ?s { 1 } } VALUES ?o { 2 }",
        "SELECT ?s ?o { { SELECT ?s (MAX(?v) AS ?o) { ?s ?p ?v } GROUP BY ?s } }",
        "SELECT ?s ?o { GRAPH ?o { [ ?q ?v ] ?p ?s } }",
        "SELECT ?s ?o { ?t ?p ?o OPTIONAL { ?s ?q ?o } MINUS { ?a ?b 5 FILTER (?a = ?b) } }",
        "SELECT ?s ?o { { ?s ?p ?o } UNION { ?o ?p ?s } FILTER (?s IN (?o, ?s) || EXISTS { ?s ?e ?f } || regex(str(?s), '')) }",
        "SELECT ?n ?s { ?s ?p ?o } GROUP BY ?s (STR(?s) AS ?n)",
    ],
)
def test_what_is_bound_in_any_way_is_not_told(garden: Path, sparql: str):
    rows = Catalogue(garden).query(sparql)
    assert all(any(row[name] is not None for row in rows) for name in rows.variables), "each column has a value"
    assert unbound(QueryText(sparql).tree) == []


@pytest.mark.parametrize(
    ("sparql", "names"),
    [
        ("SELECT ?x { ?s ?p ?o } ORDER BY ?y", ["x", "y"]),
        ("SELECT (STR(?x) AS ?n) (AVG(?y) AS ?m) { ?s ?p ?o } HAVING (?z > 1)", ["x", "y", "z"]),
        ("CONSTRUCT { ?s ?p ?x } WHERE { ?s ?p ?o }", ["x"]),
        ("CONSTRUCT WHERE { ?s ?p ?o }", []),
        ("DESCRIBE ?x { ?s ?p ?o }", ["x"]),
        ("ASK { ?s ?p ?o FILTER (?x > 1 && EXISTS { ?s ?p ?y FILTER (?z = 1) }) }", ["x", "z"]),
        ("SELECT * { ?s ?p ?o BIND (CONCAT(?x, 'a') AS ?n) { SELECT ?y { ?y ?q ?r } GROUP BY ?w } }", ["x", "w"]),
        ("SELECT ?s { ?s ?p ?o FILTER regex(?x, 'a') }", ["x"]),
    ],
)
def test_what_nothing_binds_is_known(sparql: str, names: list[str]):
    assert [variable.token.variable for variable in unbound(QueryText(sparql).tree)] == names


def test_a_term_of_the_data_is_known_as_long_as_the_data_says_it(garden: Path):
    write(garden, PREFIX + "SELECT * { ?s g:Nobody ?o }")
    more = garden / "data" / "x.ttl"
    for says in (True, False, True):
        if not says:
            more.unlink()
        else:
            more.write_text("<urn:a> <urn:b> <https://gardens.example.org/ontology#Nobody> .", "utf-8")
        again, afresh = (list(Catalogue(garden).check(cache=cache)) for cache in (True, False))
        assert again == afresh
        assert [f.kind.code for f in again if f.kind.code != "C201"] == ([] if says else ["C405"])


def test_a_check_with_a_cache_notices_a_query_and_its_answer(garden: Path):
    assert list(Catalogue(garden).check(cache=True)) == []
    path = write(garden, "SELECT * {", answered=False)
    for _ in range(2):
        again, afresh = (list(Catalogue(garden).check(cache=cache)) for cache in (True, False))
        assert again == afresh
        assert [f.kind.code for f in again] == ["C406", "C403"]
    path.unlink()
    assert list(Catalogue(garden).check(cache=True)) == []


def test_only_the_queries_asked_for_are_told(garden: Path):
    write(garden, "SELECT * {")
    write(garden, "SELECT * }", name="y")
    done = catalogue(garden, "check", "-f", "concise", "queries/x.rq")
    assert (done.returncode, done.stdout.count("\n"), done.stdout[:24]) == (1, 1, "queries/x.rq:1:10: error")
    assert catalogue(garden, "check", "-f", "concise", "queries").stdout.count("\n") == 2
    assert catalogue(garden, "check", "data").returncode == 0


def test_the_fixes_of_queries_are_made(garden: Path):
    sparql = PREFIX + "# Title: T\nSELECT * { ?s g:Opened ?o ; skoss:prefLabel ?n }".replace("skoss", "skos")
    path = write(garden, sparql.replace(PREFIX + "# Title: T\n", "# Title: T\n" + PREFIX))
    done = catalogue(garden, "check", "--fix")
    assert (done.returncode, done.stdout) == (0, "")
    assert path.read_text("utf-8") == f"# title: T\n{PREFIX}SELECT * {{ ?s g:opened ?o ; skos:prefLabel ?n }}"
    [finding] = found(garden, "SELECT * { ?s skoss:prefLabel ?o ; skoss:altLabel ?a }")
    assert apply((garden / "queries" / "x.rq").read_text("utf-8"), finding.fixes[0].edits).count("skos:") == 2


def test_every_report_tells_them(garden: Path):
    write(garden, "SELECT * {")
    for name in ("text", "json", "sarif", "github", "junit", "turtle"):
        assert "is unbalanced" in catalogue(garden, "check", "-f", name).stdout


def test_a_watched_catalogue_notices_queries_and_answers(garden: Path):
    from watchfiles import Change

    from catalogue.cli.watch import _Relevant

    relevant = _Relevant(garden)
    for name in ("queries/x.rq", "queries/answers/x.csv"):
        assert relevant(Change.added, str(garden / name))
    assert not relevant(Change.added, str(garden / "other" / "x.rq"))


WORDS = [
    *"SELECT ASK CONSTRUCT DESCRIBE WHERE WHERE { { } } ( ) GROUP ORDER BY HAVING LIMIT 1 ?s ?p ?o a *".split(),
    *"COUNT DISTINCT AS . ; , UNION OPTIONAL FILTER VALUES GRAPH FROM <urn:g> u:p _:b [ ] 'x' @en ^^ /".split(),
    *"^ + MINUS PREFIX BASE u: << >> INSERT".split(),
]


@pytest.mark.parametrize(
    ("sparql", "at"),
    [
        ("SELECT ?s { ?s ?p ?o ORDER ?s }", "ORDER"),
        ("SELECT ?s { ?s ?p ?o } ORDER ?s", "?s"),
        ("SELECT ?s { ?s ?p ?o FILTER(?o == 3) }", "=="),
        ("SELECT ?s { ?s ?p ?o } LIMIT", ""),
        ("SELECT ?s { ?s ?p 'a'@en-GB ; skos:p 1.5e-3 , }", ","),
        ("INSERT DATA { <urn:a> <urn:b> 1 }", "INSERT"),
        ("SELECT ?s { ?s ?p ?o BIDN(1 AS ?x) }", "BIDN"),
        ("SELECT (x(?s) AS ?n) { ?s ?p ?o }", "x"),
        ("ASK { ?s ?p ?o } GROUP BY ?s", "GROUP"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } GROUP BY ?s", "GROUP"),
    ],
)
def test_the_word_that_the_engine_stops_at_is_found(sparql: str, at: str):
    fault = QueryText(sparql).fault("https://example.org/", STANDARD_PREFIXES)
    assert fault is not None
    assert sparql[fault.start : fault.end] == at


@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
@settings(max_examples=500, deadline=None)
def test_whatever_is_written_parses_or_has_a_fault(sparql: str):
    fault = QueryText(sparql).fault("https://example.org/", {})
    assert fault is None or 0 <= fault.start <= fault.end <= len(sparql)


def test_a_query_nested_too_deeply_for_the_engine_is_never_given_to_it():
    sparql = "SELECT * " + "{" * 5000 + "}" * 5000
    fault = QueryText(sparql).fault("https://example.org/", {})
    assert fault is not None
    assert "nested too deeply" in fault.message["en"]


# --- Answers ---------------------------------------------------------------------------------------------------------------


def test_the_answers_of_the_first_catalogue_are_as_expected(first: Catalogue):
    assert [a.query.name for a in first.answers() if not a.holds] == []


def test_an_answer_that_changes_is_told_with_its_rows_and_can_be_written(garden: Path):
    file = garden / "queries" / "answers" / "gardens-of-plant.csv"
    good = file.read_bytes()
    file.write_bytes(good.replace(b"2019", b"2018"))
    done = catalogue(garden, "answers")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "queries/answers/gardens-of-plant.csv: 1 expected row is missing, 1 row is not expected",
        "  - garden/hill-side, Hillside garden, 2018",
        "  + garden/hill-side, Hillside garden, 2019",
    ]
    assert catalogue(garden, "answers", "--write").returncode == 0
    assert file.read_bytes() == good
    assert catalogue(garden, "answers").returncode == 0


def test_an_answer_that_is_not_there_is_told_and_can_be_written(garden: Path):
    write(garden, "CONSTRUCT { ?s <urn:p> [ <urn:q> ?s ] } WHERE { ?s a ?c } ", answered=False)
    write(garden, "ASK {}", answered=False, name="y")
    done = catalogue(garden, "answers", "x", "y")
    assert (done.returncode, done.stdout.count("there is no expected answer")) == (1, 2)
    assert catalogue(garden, "answers", "--write").returncode == 0
    assert (garden / "queries" / "answers" / "y.csv").read_text("utf-8") == "answer\ntrue\n"
    assert (garden / "queries" / "answers" / "x.nt").read_text("utf-8").count("_:c14n0") == 2
    assert catalogue(garden, "answers").returncode == 0
    assert list(Catalogue(garden).check()) == []


def test_an_answer_may_be_contained_refused_and_given_parameters(library: Path):
    answers = library / "queries" / "answers"
    (answers / "books.csv").write_text("#contains\ntitle\nDevice\n", "utf-8")
    assert all(a.holds for a in Catalogue(library).answers())
    (answers / "books.csv").write_text("#contains\ntitle\nGone\n", "utf-8")
    [books] = Catalogue(library).answers(["books"], write=True)
    assert (books.holds, books.missing, list(books.unexpected)) == (False, (("Gone",),), [])
    assert (answers / "books.csv").read_text("utf-8") == "#contains\ntitle\nGone\n"
    (answers / "books.csv").write_text('title\nDevice\n"A <summer> & ""autumn"""\n', "utf-8")
    (answers / "books.not.csv").write_text("title\nDevice\n", "utf-8")
    [books] = Catalogue(library).answers(["books"])
    assert list(books.unexpected) == [("Device",)]
    (answers / "longer-than.nt").write_text("#param pages=1000\n", "utf-8")
    [longer] = Catalogue(library).answers(["longer-than"])
    assert longer.holds
    (answers / "longer-than.nt").unlink()
    [longer] = Catalogue(library).answers(["longer-than"])
    assert longer.error is not None
    assert catalogue(library, "answers").returncode == 1


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("books.csv", b"a,b\n1\n", "row 2 has 1 value"),
        ("books.csv", b"\xe9\n", "not UTF-8"),
        ("books.nt", b"nope", "not N-Triples"),
    ],
)
def test_an_expected_answer_that_cannot_be_read_is_told(library: Path, name: str, data: bytes, words: str):
    (library / "queries" / "answers" / "books.csv").unlink()
    (library / "queries" / "answers" / name).write_bytes(data)
    errors = [str(answered.error) for answered in Catalogue(library).answers() if answered.query.name == "books"]
    assert [words in error and name in error for error in errors] == [True], errors


def test_an_unknown_query_has_no_answer(garden: Path):
    done = catalogue(garden, "answers", "gardens-of-plants")
    assert (done.returncode, done.stderr) == (2, "error: there is no query gardens-of-plants; did you mean gardens-of-plant?\n")


@pytest.mark.parametrize(
    ("text", "is_query"),
    [
        ("DESCRIBE <garden/a>", True),
        ("describe ?x", True),
        ("DESCRIBE<garden/a>", True),
        ("DESCRIBE g:a", True),
        ("SELECT * WHERE", True),
        ("select distinct", True),
        ("SELECT (COUNT(*) AS ?n)", True),
        ("PREFIX g: <urn:g:> DESCRIBE g:a", True),
        ("BASE <urn:g:> DESCRIBE <a>", True),
        ("CLEAR ?g", True),
        ("LOAD <urn:g>", True),
        ("ASK { }", True),
        ("\n", True),
        ("", False),
        (" ", False),
        ("describe", False),
        ("describe-all", False),
        ("select gardens", False),
        ("ask-me/select", False),
        ("copy of gardens", False),
        ("gardens <old>", False),
    ],
)
def test_sparql_is_told_from_a_name_by_its_first_tokens(text: str, *, is_query: bool):
    assert is_sparql(text) is is_query


@pytest.mark.parametrize("name", ["", " "])
def test_an_empty_query_is_called_empty(garden: Path, name: str):
    done = catalogue(garden, "query", name)
    assert (done.returncode, done.stderr) == (
        2,
        "error: the query is empty: give SPARQL, or the name of a query (`catalogue queries` lists them)\n",
    )


@pytest.mark.parametrize("text", ["", "\n", "  \r\n\t", "# nothing", "# a\n# b\n"])
def test_a_query_of_nothing_but_comments_is_called_empty(garden: Path, text: str):
    if text:
        assert "error: the query is empty: give SPARQL" in catalogue(garden, "query", text).stderr
    done = catalogue(garden, "query", "-", given=text)
    assert (done.returncode, done.stderr.startswith("error: <stdin>:1:1: the query is empty: give SPARQL")) == (2, True)


@pytest.mark.parametrize(
    ("text", "place"),
    [("SELECT x", "1:8"), ("select gardens of", "1:8"), ("ASK g", "1:5"), ("Construct x", "1:11"), ("PREFIX g", "1:8")],
)
def test_what_begins_with_a_keyword_is_sparql_where_no_file_has_that_name(garden: Path, text: str, place: str):
    done = catalogue(garden, "query", text)
    assert (done.returncode, done.stderr.startswith(f"error: <query>:{place}: ")) == (2, True), done.stderr
    with pytest.raises(QueryError, match=f"<query>:{place}"):
        Catalogue(garden).query(text)
    (garden / "queries" / f"{text}.rq").write_text("SELECT ?s { ?s a g:Plant }", "utf-8")
    assert catalogue(garden, "query", text).returncode == 0


def test_describe_is_a_query_on_the_command_line(garden: Path):
    done = catalogue(garden, "query", "DESCRIBE <plant/tomato>")
    assert done.returncode == 0, done.stderr
    assert "tomato" in done.stdout


def test_answers_lie_where_the_settings_say(garden: Path):
    settings = garden / "catalogue.toml"
    settings.write_text(settings.read_text("utf-8") + '\n[folders]\nanswers = "expected"\n', "utf-8")
    (garden / "queries" / "answers").rename(garden / "expected")
    assert list(Catalogue(garden).check()) == []
    assert (ROOT / Catalogue(ROOT).settings.folders.answers).is_dir()
