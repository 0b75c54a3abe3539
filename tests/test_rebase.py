"""`catalogue rebase`: all IRIs below one base move to another, token by token, all files or none."""

import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.errors import CatalogueError, InputError, OutputError, UsageError
from catalogue.names import Prefixes
from catalogue.pages.markdown import pieces_of
from catalogue.quads import Syntax, comparable, read
from catalogue.sparql.splicing import spliced
from catalogue.workspace.catalogue import Catalogue
from catalogue.workspace.moving.move import Move, Names
from catalogue.workspace.moving.prose import moved_address, prose_pieces
from catalogue.workspace.rebasing import rebase

ROOT = Path(__file__).parent.parent
OLD, NEW = "https://gardens.example.org/", "https://jardins.example.net/v2/"
SETTINGS = '[catalogue]\nbase = "http://a.example/"\ntitle.en = "A"\n[publisher]\nname.en = "P"\n'


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "catalogue", "rebase", *arguments, "-C", str(folder)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def small(folder: Path, files: dict[str, str], settings: str = SETTINGS) -> Path:
    for name, text in {"catalogue.toml": settings, **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode())
    return folder


def moved(folder: Path, old: str = "http://a.example/", new: str = "https://b.example/x/") -> dict[str, str]:
    return {file.name: file.after for file in rebase(folder, old, new).files}


def test_the_catalogue_of_init_moves_and_answers_as_before(garden: Path):
    before = contents(garden)
    done = run(garden, OLD, NEW)
    assert (done.returncode, done.stderr) == (0, "19 IRIs moved in 8 files\n")
    assert "data/plant/bean.ttl\n" in done.stdout
    catalogue = Catalogue(garden)
    assert catalogue.settings.base == NEW
    assert [finding.kind.code for finding in catalogue.check().findings] == []
    assert all(answer.holds for answer in catalogue.answers())
    assert not any(OLD.encode() in data for data in contents(garden).values())
    assert run(garden, NEW, OLD).returncode == 0
    assert contents(garden) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("https://communs.example.org/", "https://commons.example.net/a+b/"),
        ("https://communs.example.org/ontology#", "https://terms.example.net/cn#"),
        ("https://communs.example.org/", "https://communs.example.org/v2/"),
        ("http://www.w3.org/ns/dcat#", "https://www.w3.org/ns/dcat#"),
    ],
)
def test_the_first_catalogue_moves_and_answers_as_before(tmp_path: Path, old: str, new: str):
    for name in ("data", "shapes", "queries", "texts", "tests/answers"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "catalogue.toml", tmp_path)
    before = contents(tmp_path)
    expected = [finding.kind.code for finding in Catalogue(ROOT).check().findings]
    Catalogue(tmp_path).rebase(old, new)
    catalogue = Catalogue(tmp_path)
    assert catalogue.edition.graph is not None
    assert [answer.query.name for answer in catalogue.answers() if not answer.holds] == []
    if old.startswith("https:"):  # what is published as DCAT is looked for by its published name
        assert [finding.kind.code for finding in catalogue.check().findings] == expected
    Catalogue(tmp_path).rebase(new, old)
    assert contents(tmp_path) == before


TURTLE = {
    "an IRI": ("<http://a.example/s> a <urn:T> .", "<https://b.example/x/s> a <urn:T> ."),
    "the base itself": ("<http://a.example/> a <urn:T> .", "<https://b.example/x/> a <urn:T> ."),
    "a base": ("@base <http://a.example/d/> .\n<s> a <../T> .", "@base <https://b.example/x/d/> .\n<s> a <../T> ."),
    "above the base": (
        "@base <http://a.example/d/> .\n<s> a </T> .",
        "@base <https://b.example/x/d/> .\n<s> a <https://b.example/x/T> .",
    ),
    "another host": (
        "BASE <http://a.example/>\n<s> a <//c.example/T> .",
        "BASE <https://b.example/x/>\n<s> a <http://c.example/T> .",
    ),
    "a prefix": ("PREFIX a: <http://a.example/n#>\na:s a a:T .", "PREFIX a: <https://b.example/x/n#>\na:s a a:T ."),
    "a shorter prefix": (
        "@prefix a: <http://a.> .\n<urn:s> a a:example\\/T .",
        "@prefix a: <http://a.> .\n<urn:s> a <https://b.example/x/T> .",
    ),
    "a prefix that changes": (
        "@prefix a: <http://a.example/> .\na:s a a:T .\n@prefix a: <urn:a:> .\na:s a a:T .",
        "@prefix a: <https://b.example/x/> .\na:s a a:T .\n@prefix a: <urn:a:> .\na:s a a:T .",
    ),
    "an escape": (r"<http://a.example/caf\u00E9> a <urn:T> .", r"<https://b.example/x/caf\u00E9> a <urn:T> ."),
    "an escape in the base": (r"<\u0068ttp://a.example/s> a <urn:T> .", "<https://b.example/x/s> a <urn:T> ."),
    "a datatype": ('<urn:s> <urn:p> "1"^^<http://a.example/d> .', '<urn:s> <urn:p> "1"^^<https://b.example/x/d> .'),
    "an address": (
        '<urn:s> <urn:p> "http://a.example/d"^^<http://www.w3.org/2001/XMLSchema#anyURI>, <http://a.example/d> .',
        '<urn:s> <urn:p> "https://b.example/x/d"^^<http://www.w3.org/2001/XMLSchema#anyURI>, <https://b.example/x/d> .',
    ),
    "a text": (
        '# http://a.example/\n<http://a.example/s> <urn:p> "see http://a.example/s"@en .',
        '# http://a.example/\n<https://b.example/x/s> <urn:p> "see http://a.example/s"@en .',
    ),
    "a pattern": (
        r"""[] sh:pattern "^http://a\\.example/s$", '^http:\\/\\/a\\.example\\/', "http://a.example/" .""",
        r"""[] sh:pattern "^https://b\\.example/x/s$", '^https:\\/\\/b\\.example\\/x\\/', "https://b.example/x/" .""",
    ),
    "a namespace": ('[] sh:namespace "http://a.example/n#" .', '[] sh:namespace "https://b.example/x/n#" .'),
    "a query": (
        '[] sh:select """ASK { # <http://a.example/>\n $this n:p <http://a.example/s>, "http://a.example/" }""" .',
        '[] sh:select """ASK { # <http://a.example/>\n $this n:p <https://b.example/x/s>, "https://b.example/x/" }""" .',
    ),
    "a query that has faults": (
        '[] sh:select "PREFIX n: <http://[> SELECT { ?s n:p <http://a.example/s>, <http://[x>, x:y" .',
        '[] sh:select "PREFIX n: <http://[> SELECT { ?s n:p <https://b.example/x/s>, <http://[x>, x:y" .',
    ),
    "a query with a name of its prefixes": (
        '[] sh:declare [ sh:prefix "n" ; sh:namespace "http://a.example/n#" ] ; sh:ask "ASK { $this a n:T }" .',
        '[] sh:declare [ sh:prefix "n" ; sh:namespace "https://b.example/x/n#" ] ; sh:ask "ASK { $this a n:T }" .',
    ),
    "blank nodes and lists": (
        "<http://a.example/s> <urn:p> [ <urn:q> ( <http://a.example/t> [] ) ] , _:b .",
        "<https://b.example/x/s> <urn:p> [ <urn:q> ( <https://b.example/x/t> [] ) ] , _:b .",
    ),
    "a byte order mark and CRLF": (
        "\ufeff<http://a.example/s>\r\na <urn:T> .\r\n",
        "\ufeff<https://b.example/x/s>\r\na <urn:T> .\r\n",
    ),
    "another base that begins alike": (
        "<http://a.example.org/s> a <http://a.example/T> .",
        "<http://a.example.org/s> a <https://b.example/x/T> .",
    ),
}


@pytest.mark.parametrize(("before", "after"), TURTLE.values(), ids=TURTLE.keys())
def test_tokens_of_turtle_move_and_nothing_else(tmp_path: Path, before: str, after: str):
    head = "PREFIX sh: <http://www.w3.org/ns/shacl#>\n" if " sh:" in before else ""
    assert moved(small(tmp_path, {"data/a.ttl": head + before}))["data/a.ttl"] == head + after


QUERIES = {
    "whole": ("ASK { ?s a <http://a.example/T> }", "ASK { ?s a <https://b.example/x/T> }"),
    "relative to the settings": ("ASK { ?s a <T> }", "ASK { ?s a <T> }"),
    "a base": ("BASE <http://a.example/>\nASK { ?s a <T> }", "BASE <https://b.example/x/>\nASK { ?s a <T> }"),
    "a prefix": ("PREFIX n: <http://a.example/n#>\nASK { ?s a n:T }", "PREFIX n: <https://b.example/x/n#>\nASK { ?s a n:T }"),
    "a prefix relative to a base": (
        "BASE <http://a.example/>\nPREFIX n: <n#>\nASK { ?s a n:T }",
        "BASE <https://b.example/x/>\nPREFIX n: <n#>\nASK { ?s a n:T }",
    ),
    "a prefix of the settings": ("ASK { ?s a own:T }", "ASK { ?s a own:T }"),
    "a string": (
        'SELECT * { ?s ?p ?o FILTER (STRSTARTS(?o, "http://a.example/n") || REGEX(?o, "^http://a\\\\.example/")) }',
        'SELECT * { ?s ?p ?o FILTER (STRSTARTS(?o, "https://b.example/x/n") || REGEX(?o, "^https://b\\\\.example/x/")) }',
    ),
    "a comment": ("ASK {} # <http://a.example/>", "ASK {} # <http://a.example/>"),
    "parameters": (
        "# param: a iri = plant/fig -- A\n# param: b iri = http://a.example/c\n# param: d iri = own:e\nASK {}",
        "# param: a iri = plant/fig -- A\n# param: b iri = https://b.example/x/c\n# param: d iri = own:e\nASK {}",
    ),
}


@pytest.mark.parametrize(("before", "after"), QUERIES.values(), ids=QUERIES.keys())
def test_tokens_of_queries_move_and_nothing_else(tmp_path: Path, before: str, after: str):
    settings = SETTINGS + '[prefixes]\nown = "http://a.example/own#"\n'
    small(tmp_path, {"queries/q.rq": before, "data/a.ttl": "<http://a.example/s> a <urn:T> ."}, settings)
    assert moved(tmp_path)["queries/q.rq"] == after


def test_a_namespace_that_is_known_without_being_declared_is_written_whole(tmp_path: Path):
    before = "# param: a iri = schema:a\nASK { ?s schema:name ?o }"
    small(tmp_path, {"queries/q.rq": before})
    after = moved(tmp_path, "http://schema.org/", "https://schema.org/")["queries/q.rq"]
    assert after == "# param: a iri = https://schema.org/a\nASK { ?s <https://schema.org/name> ?o }"


def test_settings_move_with_their_comments(tmp_path: Path):
    before = """# http://a.example/
[catalogue]
base = 'http://a.example/' # http://a.example/
title.en = "About http://a.example/"
license = "\\u0068ttp://a.example/l"
[publisher]
name.en = "P"
[prefixes]
n = "http://a.example/n#"
[sparql]
address = "http://a.example/sparql"
"""
    after = moved(small(tmp_path, {}, before))["catalogue.toml"]
    assert (
        after
        == """# http://a.example/
[catalogue]
base = 'https://b.example/x/' # http://a.example/
title.en = "About http://a.example/"
license = "https://b.example/x/l"
[publisher]
name.en = "P"
[prefixes]
n = "https://b.example/x/n#"
[sparql]
address = "https://b.example/x/sparql"
"""
    )


@pytest.mark.parametrize(
    ("old", "new", "row"),
    [
        ("http://a.example/", "https://b.example/", "plant/fig,https://b.example/plant/fig,http://c.example/n,a b"),
        ("http://a.example/plant/", "https://b.example/", "https://b.example/fig,https://b.example/fig,http://c.example/n,a b"),
        ("http://a.example/plant/", "http://a.example/p,q/", '"p,q/fig","p,q/fig",http://c.example/n,a b'),
        ("http://c.example/", "http://a.example/c/", "plant/fig,http://a.example/plant/fig,c/n,a b"),
    ],
)
def test_expected_tables_move(tmp_path: Path, old: str, new: str, row: str):
    head = "#contains\r\n#param p=plant/fig\r\n"
    table = f"{head}a,b,c,d\r\nplant/fig,http://a.example/plant/fig,http://c.example/n,a b\r\n"
    files = {"queries/answers/q.csv": table, "data/a.ttl": f"<{old}plant> a <urn:T> .", "queries/q.rq": "ASK {}"}
    after = moved(small(tmp_path, files), old, new)["queries/answers/q.csv"]
    if new == "https://b.example/" and old == "http://a.example/":  # moved without the base, it is written whole still
        row = "plant/fig,plant/fig,http://c.example/n,a b"
    assert after == f"{head}a,b,c,d\r\n{row}\r\n"


def test_expected_triples_move_with_the_parameters_that_they_are_for(tmp_path: Path):
    files = {
        "queries/q.rq": "# param: s iri\nCONSTRUCT { ?s a <urn:T> } { ?s a <urn:T> }",
        "queries/answers/q.nt": "#param s=http://a.example/s\n<http://a.example/s> <urn:p> <urn:T> .\n",
        "data/a.nt": "<http://a.example/s> <urn:p> <urn:T> .\n",
    }
    after = moved(small(tmp_path, files))
    assert after["queries/answers/q.nt"] == "#param s=https://b.example/x/s\n<https://b.example/x/s> <urn:p> <urn:T> .\n"
    assert after["data/a.nt"] == "<https://b.example/x/s> <urn:p> <urn:T> .\n"


DATA = {"data/a.ttl": "<http://a.example/s> a <urn:T> ."}
REFUSED = {
    "no IRI": (DATA, "a.example/", "https://b.example/", UsageError, "a.example/ is no base"),
    "a relative base": (DATA, "http://a.example/", "b/", UsageError, "b/ is no base"),
    "within a name": (DATA, "http://a.example/", "https://b", UsageError, "https://b is no base"),
    "the same": (DATA, "http://a.example/", "http://a.example/", UsageError, "both bases"),
    "nowhere": (DATA, "http://c.example/", "http://b.example/", UsageError, "no IRI of the catalogue begins with"),
    "no base for settings": (DATA, "http://a.example/", "https://b.example/n?id=", UsageError, "the settings cannot have"),
    "occupied": (
        {**DATA, "data/b.ttl": "\n<urn:s> a <https://b.example/T> ."},
        "http://a.example/",
        "https://b.example/",
        UsageError,
        "data/b.ttl:2:11: https://b.example/T begins with",
    ),
    "occupied in a query": (
        {**DATA, "queries/q.rq": "ASK {\n?s a <https://b.example/T> }"},
        "http://a.example/",
        "https://b.example/",
        UsageError,
        "queries/q.rq:2:6: https://b.example/T begins with",
    ),
    "no Turtle": (
        {**DATA, "data/b.ttl": "<urn:s> oops ."},
        "http://a.example/",
        "https://b.example/",
        InputError,
        "data/b.ttl:1:9",
    ),
    "no SPARQL": ({**DATA, "queries/q.rq": "ASK {"}, "http://a.example/", "https://b.example/", InputError, "queries/q.rq:1:"),
    "what makes no IRI": (
        {"data/a.ttl": "<http://a.example/n#x> a <urn:T> ."},
        "http://a.example/",
        "https://b.example/#",
        InputError,
        "data/a.ttl:1:",
    ),
    "what makes no IRI, outside the settings": (
        {"data/a.ttl": "<http://c.example/n#x> a <urn:T> ."},
        "http://c.example/",
        "https://b.example/#",
        InputError,
        "data/a.ttl:1:",
    ),
    "what makes no IRI in a query": (
        {"queries/q.rq": "ASK { ?s a <http://c.example/n#x> }"},
        "http://c.example/",
        "https://b.example/#",
        InputError,
        "queries/q.rq:1:1",
    ),
    "no expected triples": (
        {**DATA, "queries/answers/q.nt": "#contains\n<urn:s> oops .\n"},
        "http://a.example/",
        "https://b.example/",
        InputError,
        "queries/answers/q.nt:2:9",
    ),
    "the meaning of a": (
        {"data/a.ttl": "<urn:s> a <urn:T> ; <http://www.w3.org/1999/02/22-rdf-syntax-ns#value> 1 ."},
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "https://b.example/",
        InputError,
        "data/a.ttl:1:1: it would not say the same",
    ),
}


@pytest.mark.parametrize(("files", "old", "new", "error", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_moved_is_refused_and_nothing_is_written(  # noqa: PLR0913, PLR0917 - a table
    tmp_path: Path, files: dict[str, str], old: str, new: str, error: type[CatalogueError], message: str
):
    before = contents(small(tmp_path, files))
    with pytest.raises(error) as caught:
        Catalogue(tmp_path).rebase(old, new)
    assert message in str(caught.value)
    assert contents(tmp_path) == before


def test_data_move_to_the_base_of_the_settings_and_settings_to_that_of_the_data(tmp_path: Path):
    small(tmp_path, {"data/a.ttl": "<http://b.example/s> a <urn:T> ."})
    assert moved(tmp_path, "http://b.example/", "http://a.example/")["data/a.ttl"] == "<http://a.example/s> a <urn:T> ."
    assert 'base = "http://b.example/"' in moved(tmp_path, "http://a.example/", "http://b.example/")["catalogue.toml"]


def test_what_would_change_is_shown_and_not_written(garden: Path):
    before = contents(garden)
    shown, listed = run(garden, OLD, NEW, "--diff"), run(garden, OLD, NEW, "--dry-run", "--lang", "fr")
    assert f'-base = "{OLD}"\n+base = "{NEW}"\n' in shown.stdout
    assert shown.stderr == "19 IRIs would move in 8 files\n"
    assert listed.stdout.splitlines()[0] == "catalogue.toml"
    assert listed.stderr == "19 IRI seraient déplacés dans 8 fichiers\n"
    assert contents(garden) == before


TEXT = """\ufeff# About <{whole}fig>

[fig]({whole}fig "http://a.example/plant/fig") and [it](<{inside}fig#it>), [all](/plant), ![a]({base}a_b.svg)
`[code](http://a.example/plant/fig)` ``a ` [b](plant/fig)`` [`c`]({inside}c) [a(b)]({inside}a(b)) \\` [other](https://c.example/plant/)
[mail](mailto:a@a.example) http://a.example/plant/fig

    [block](http://a.example/plant/fig)

> [label]: {whole}fig 'title'

~~~
[fence]: http://a.example/plant/fig
~~~
"""
A = "http://a.example/"
WRITTEN = TEXT.format(whole=f"{A}plant/", inside="plant/", base=A)


@pytest.mark.parametrize(
    ("old", "new", "places"),
    [
        (A, "https://b.example/x/", ("https://b.example/x/plant/", "plant/", "https://b.example/x/")),
        (f"{A}plant/", f"{A}crop/", (f"{A}crop/", "crop/", A)),
        (f"{A}plant/", "https://b.example/p/", ("https://b.example/p/", "https://b.example/p/", A)),
        (f"{A}s#", f"{A}t#", (f"{A}plant/", "plant/", A)),
    ],
)
def test_links_of_texts_move_and_nothing_else_of_them(tmp_path: Path, old: str, new: str, places: tuple[str, str, str]):
    data = "<http://a.example/s#x> a <urn:T> ; <urn:p> <http://a.example/plant/fig> ."
    folder = small(tmp_path, {"data/a.ttl": data, "texts/about.en.md": WRITTEN, "texts/no text.md": WRITTEN})
    whole, inside, base = places
    assert moved(folder, old, new).get("texts/about.en.md") == TEXT.format(whole=whole, inside=inside, base=base)
    assert "texts/no text.md" not in moved(folder, old, new)


def test_a_text_whose_links_cannot_be_moved_exactly_keeps_all_files_as_they_are(tmp_path: Path):
    folder = small(
        tmp_path, {"data/a.ttl": "<http://a.example/s> a <urn:T> .", "texts/about.en.md": "[x](http://a&#46;example/s)"}
    )
    before = contents(folder)
    with pytest.raises(InputError) as raised:
        rebase(folder, "http://a.example/", "http://b.example/")
    assert raised.value.place is not None
    assert (raised.value.place.path, contents(folder)) == ("texts/about.en.md", before)


@given(st.text('[]()<>`\\ \n:#-ab/"!' + "\u00e9"), st.text("[]()<>`\\ \n:a"))
def test_what_moves_in_any_text_is_what_its_links_are(before: str, behind: str):
    names = Names("http://a.example/", Prefixes())
    move = Move("http://a.example/", "https://b.example/", names, Names("https://b.example/", Prefixes()))
    text = f"{before}http://a.example/s{behind}"
    after = spliced(text, 0, len(text), prose_pieces(text, move))
    if pieces_of(text, lambda address: moved_address(address, move)) == pieces_of(after, str):
        links = [address for type_, address in pieces_of(text, str) if type_ in {"link_open", "image"}]
        assert (after != text) == any(address.startswith("http://a.example/") for address in links)


def test_what_is_left_of_the_old_base_is_named(tmp_path: Path):
    files = {"data/a.ttl": "<http://a.example/s> a <urn:T> . # http://a.example/s", "data/b.jsonld": '"http://a.example/"'}
    rebased = rebase(small(tmp_path, files), "http://a.example/", "http://b.example/")
    assert rebased.left == ["data/a.ttl", "data/b.jsonld"]


def test_all_files_are_written_or_none(garden: Path):
    before = contents(garden)
    rebased = rebase(garden, OLD, NEW)
    last = rebased.changed[-1]
    shutil.rmtree(last.path.parent)
    last.path.parent.write_text("no folder")
    with pytest.raises(OutputError):
        rebased.write()
    after = contents(garden)
    assert {name: data for name, data in before.items() if name in after} == {
        name: data for name, data in after.items() if name in before
    }


IRIS = st.sampled_from(
    [
        "http://a.example/s",
        "http://a.example/n#T",
        "http://a.example/",
        "urn:x",
        "http://a.example.org/y",
        "http://a.example/d/e",
    ]
)
TOKENS = st.one_of(IRIS.map("<{}>".format), st.sampled_from(["n:a", "n:", "u:b", "<s>", "<../t>", "<#f>", "<?q>"]))
OBJECTS = st.one_of(
    TOKENS,
    st.sampled_from(
        [
            '"http://a.example/"',
            '"1"^^n:d',
            "( n:x [ n:p <s> ] )",
            "[]",
            "_:b",
            '"http://a.example/\\u00E9"^^<http://www.w3.org/2001/XMLSchema#anyURI>',
        ]
    ),
)


@given(statements=st.lists(st.tuples(TOKENS, TOKENS, OBJECTS), min_size=1, max_size=6))
def test_the_graph_is_the_old_one_with_its_iris_moved_and_moving_back_gives_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, statements: list[tuple[str, str, str]]
):
    head = "@base <http://a.example/d/> .\n@prefix n: <http://a.example/n#> .\n@prefix u: <urn:u:> .\n"
    text = head + "".join(f"{subject} {predicate} {value} . # n:\n" for subject, predicate, value in statements)
    old, new = "http://a.example/", "https://b.example/"
    folder = small(tmp_path_factory.mktemp("moved"), {"data/a.ttl": text})
    Catalogue(folder).rebase(old, new)
    after = (folder / "data/a.ttl").read_text("utf-8")

    def there(term: object) -> object:
        if isinstance(term, ox.NamedNode):
            return ox.NamedNode(new + term.value.removeprefix(old)) if term.value.startswith(old) else term
        if isinstance(term, ox.Literal):
            datatype = there(term.datatype)
            value = term.value.replace(old, new) if term.datatype.value.endswith("anyURI") else term.value
            return ox.Literal(value, datatype=datatype)
        return term

    quads = read(text.encode(), Syntax.TURTLE)
    expected = [ox.Quad(there(quad.subject), there(quad.predicate), there(quad.object)) for quad in quads]
    assert comparable(expected) == comparable(read(after.encode(), Syntax.TURTLE))
    Catalogue(folder).rebase(new, old)
    assert (folder / "data/a.ttl").read_text("utf-8") == text
