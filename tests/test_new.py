"""`catalogue new` for scripts: entries made of options and YAML, in the files in which they belong, all of them or none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from catalogue.errors import CatalogueError, InputError, OutputError, UsageError
from catalogue.lint import Severity
from catalogue.messages import say
from catalogue.workbench.bench import Bench
from catalogue.workbench.filling import Filling
from catalogue.workbench.options import read_options
from catalogue.workbench.types import find_type
from catalogue.workbench.yaml_file import parse_yaml, read_yaml
from catalogue.workspace.catalogue import Catalogue

BASE = "https://nursery.example.org/"
SETTINGS = f'[catalogue]\nbase = "{BASE}"\ntitle = "Nursery"\nlanguages = ["fr", "en"]\n[publisher]\nname = "Us"\n'
HEAD = f"""@base <{BASE}> .
@prefix dash: <http://datashapes.org/dash#> .
@prefix n: <{BASE}terms#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

"""
SHAPES = """
n:TreeShape a sh:NodeShape ; sh:targetClass n:Tree ; rdfs:label "Arbre"@fr, "Tree"@en ; skos:altLabel "Arbres"@fr ;
    sh:property n:p-name, n:p-planted, n:p-count, n:p-evergreen, n:p-soil, n:p-home, n:p-parent, n:p-tag .
n:LabelShape a sh:NodeShape ; sh:targetClass n:Prize ; rdfs:label "Prix"@fr, "Prize"@en ;
    sh:property n:p-name, n:p-of, n:p-year .
n:p-name sh:path skos:prefLabel ; sh:name "nom"@fr, "name"@en ; sh:order 1 ; dash:propertyRole dash:LabelRole ; sh:minCount 2 ;
    sh:datatype rdf:langString ; sh:languageIn ("fr" "en") ; sh:uniqueLang true .
n:p-planted sh:path n:planted ; sh:name "plantation"@fr, "planted"@en ; sh:order 2 ; sh:minCount 1 ; sh:maxCount 1 ;
    sh:or ([ sh:datatype xsd:date ] [ sh:datatype xsd:gYearMonth ] [ sh:datatype xsd:gYear ]) .
n:p-count sh:path n:count ; sh:name "nombre"@fr, "count"@en ; sh:order 3 ; sh:maxCount 1 ; sh:datatype xsd:integer ;
    sh:minInclusive 1 .
n:p-evergreen sh:path n:evergreen ; sh:name "persistant"@fr, "evergreen"@en ; sh:order 4 ; sh:maxCount 1 ;
    sh:datatype xsd:boolean .
n:p-soil sh:path n:soil ; sh:name "sol"@fr, "soil"@en ; sh:order 5 ; sh:in ("clay" "sand" "norway") .
n:p-home sh:path n:home ; sh:name "page"@fr, "page"@en ; sh:order 6 ; sh:nodeKind sh:IRI ; sh:pattern "^https://" .
n:p-parent sh:path n:parent ; sh:name "parent"@fr, "parent"@en ; sh:order 7 ; sh:class n:Tree .
n:p-tag sh:path n:tag ; sh:name "code"@fr, "tag"@en ; sh:order 8 ; sh:datatype xsd:string .
n:p-of sh:path n:of ; sh:name "arbre"@fr, "tree"@en ; sh:order 2 ; sh:minCount 1 ; sh:maxCount 1 ; sh:class n:Tree .
n:p-year sh:path n:year ; sh:name "année"@fr, "year"@en ; sh:order 3 ; sh:minCount 1 ; sh:datatype xsd:gYear .
"""
OAK = """<tree/oak> a n:Tree ; skos:prefLabel "Chêne"@fr, "Oak"@en ; n:planted "1789"^^xsd:gYear .
"""


@pytest.fixture
def nursery(tmp_path: Path) -> Path:
    """A catalogue with a tree."""
    folder = tmp_path / "nursery"
    for name, text in {"catalogue.toml": SETTINGS, "shapes/all.ttl": HEAD + SHAPES, "data/tree/oak.ttl": HEAD + OAK}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    Catalogue(folder).format()
    return folder


def run(folder: Path, *arguments: str, lang: str = "en") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "catalogue", "--lang", lang, "new", *arguments, "-C", str(folder)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "EDITOR": "ed"},
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".catalogue" not in path.parts
    }


def findings(folder: Path) -> list[str]:
    return [finding.line("en") for finding in Catalogue(folder).check() if finding.severity > Severity.INFO]


FIG = ["--set", "name@en=Fig", "--set", "planted=2024-05"]


def test_options_make_an_entry_in_a_file_of_its_own_that_the_check_passes_and_fmt_leaves(nursery: Path):
    done = run(nursery, "tree", "Figuier d’été", *FIG, "--set", "count=3", "--set", "parent=chêne")
    assert (done.returncode, done.stdout) == (0, f"{nursery}/data/tree/figuier-d-ete.ttl\n")
    assert done.stderr == f"Look at it: ed {nursery}/data/tree/figuier-d-ete.ttl\n"
    written = (nursery / "data/tree/figuier-d-ete.ttl").read_text("utf-8")
    assert written.partition("\n\n")[2] == (
        "<tree/figuier-d-ete>\n"
        "    a n:Tree ;\n"
        '    skos:prefLabel "Figuier d’été"@fr, "Fig"@en ;\n'
        '    n:planted "2024-05"^^xsd:gYearMonth ;\n'
        "    n:count 3 ;\n"
        "    n:parent <tree/oak> .\n"
    )
    assert findings(nursery) == []
    assert not any(formatted.is_changed for formatted in Catalogue(nursery).format(write=False))


def test_without_a_terminal_and_without_values_it_says_what_is_needed(nursery: Path):
    before = contents(nursery)
    done = run(nursery, "tree")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "error: Tree: 2 properties are lacking:",
        "    --set prefLabel@fr=…    name",
        "    --set prefLabel@en=…    name",
        "    --set planted=…    planted (2024, 2024-05 or 2024-05-17, as the source has it)",
    ]
    assert contents(nursery) == before
    assert "Arbre : il manque 2 propriétés" in run(nursery, "tree", lang="fr").stderr


@pytest.mark.parametrize("name", ["tree", "Tree", "arbre", "ARBRES", "n:Tree", f"{BASE}terms#Tree"])
def test_a_type_is_called_by_its_list_its_labels_or_its_class(nursery: Path, name: str):
    assert find_type(Catalogue(nursery).edition, name, "en").name == "tree"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("tre", "there is no type tre; did you mean tree?"),
        ("zebra", "there is no type zebra; there are: prize (Prize), tree (Tree)"),
    ],
)
def test_an_unknown_type_is_told_with_those_that_there_are(nursery: Path, name: str, message: str):
    with pytest.raises(UsageError) as caught:
        find_type(Catalogue(nursery).edition, name, "en")
    assert str(caught.value) == message


def test_a_linked_entry_goes_where_its_type_lies_and_points_back(nursery: Path):
    done = run(nursery, "tree", "Figuier", *FIG, "--set", "prize/name@fr=Prix", "--set", "prize/name@en=Prize")
    assert done.returncode == 2
    assert "--set prize/year=…" in done.stderr
    options = ["--set", "prize/name@fr=Prix", "--set", "prize/name@en=Prize", "--set", "prize/year=2025"]
    second = [option.replace("prize/", "prize[2]/").replace("=P", "=Autre p") for option in options]
    done = run(nursery, "tree", "Figuier", *FIG, *options, *second)
    assert (done.returncode, done.stdout.count("\n")) == (0, 3)
    assert "n:of <tree/figuier>" in (nursery / "data/prize/figuier.ttl").read_text("utf-8")
    assert "n:of <tree/figuier>" in (nursery / "data/prize/figuier-2.ttl").read_text("utf-8")
    assert findings(nursery) == []


def test_entries_lie_with_those_that_others_of_their_type_lie_with(nursery: Path):
    """Prizes stand in the file of their tree here, so a new one does too."""
    prize = """<prize/oak> a n:Prize ; skos:prefLabel "Prix du chêne"@fr, "Oak prize"@en ; n:of <tree/oak> ;
        n:year "2020"^^xsd:gYear ."""
    (nursery / "data/tree/oak.ttl").write_text(HEAD + OAK + prize, "utf-8")
    Catalogue(nursery).format()
    before = (nursery / "data/tree/oak.ttl").read_text("utf-8")
    done = run(nursery, "prize", "Autre prix", "-s", "name@en=Other prize", "-s", "tree=oak", "-s", "year=2021")
    assert (done.returncode, done.stdout) == (0, f"{nursery}/data/tree/oak.ttl\n")
    after = (nursery / "data/tree/oak.ttl").read_text("utf-8")
    assert after.startswith(before)
    assert "<prize/autre-prix>" in after
    assert findings(nursery) == []


def test_a_file_that_is_in_no_layout_keeps_its_lines(nursery: Path):
    path = nursery / "data/all.ttl"
    shutil.rmtree(nursery / "data/tree")
    tree = (
        f'<{BASE}tree/a>   a t:Tree; <http://www.w3.org/2004/02/skos/core#prefLabel> "A"@fr,"A"@en; t:planted "2001"^^x:gYear.'
    )
    trees = [tree.replace("/a>", f"/{x}>").replace('"A"', f'"{x}"') for x in "abcd"]
    head = f"@prefix t: <{BASE}terms#> .@prefix x: <http://www.w3.org/2001/XMLSchema#> .\n"
    path.write_text(head + " ".join(trees), "utf-8")
    before = path.read_text("utf-8")
    assert run(nursery, "tree", "Figuier", *FIG).stdout == f"{path}\n"
    assert path.read_text("utf-8").startswith(before + "\n")
    assert findings(nursery) == []
    assert len(Catalogue(nursery).edition.things) == 5


def test_print_shows_what_would_be_written_and_writes_nothing(nursery: Path):
    before = contents(nursery)
    done = run(nursery, "tree", "Figuier", *FIG, "--print")
    assert (done.returncode, done.stderr) == (0, "")
    assert contents(nursery) == before
    assert run(nursery, "tree", "Figuier", *FIG).returncode == 0
    assert (nursery / "data/tree/figuier.ttl").read_text("utf-8") == done.stdout


VALUES = [
    ("planted", "2024", '"2024"^^xsd:gYear'),
    ("planted", "2024-05", '"2024-05"^^xsd:gYearMonth'),
    ("planted", "2024-05-17", '"2024-05-17"^^xsd:date'),
    ("planted", "17 mai 2024", '"2024-05-17"^^xsd:date'),
    ("planted", "2024-5-7", '"2024-05-07"^^xsd:date'),
    ("count", "1 000", "1000"),
    ("count", "007", "007"),
    ("evergreen", "no", "false"),
    ("evergreen", "oui", "true"),
    ("soil", "norway", '"norway"'),
    ("soil", "Clay", '"clay"'),
    ("home", "https://x.example/a", "<https://x.example/a>"),
    ("parent", "tree/oak", "<tree/oak>"),
    ("parent", "<tree/oak>", "<tree/oak>"),
    ("parent", f"{BASE}tree/oak", "<tree/oak>"),
    ("parent", "oak", "<tree/oak>"),
    ("parent", "CHÊNE", "<tree/oak>"),
    ("tag", "no", '"no"'),
    ("tag", "2024-05-17", '"2024-05-17"'),
    ("tag", "0x1F", '"0x1F"'),
    ("tag", "1_000", '"1_000"'),
    ("tag", "12:30:45", '"12:30:45"'),
    ("tag", "a = b", '"a = b"'),
]


@pytest.mark.parametrize(("name", "typed", "written"), VALUES)
@pytest.mark.parametrize("way", ["option", "yaml"])
def test_values_are_read_as_the_shapes_say_what_they_are(nursery: Path, name: str, typed: str, written: str, way: str):
    """YAML's own guesses (`no` a truth value, `2024-05-17` a date, `12:30:45` a number) play no part."""
    bench = Bench(Catalogue(nursery), "en")
    options = ["name@en=Fig", *(["planted=2020"] if name != "planted" else [])]
    if way == "option":
        given = read_options([*options, f"{name}={typed}"])
    else:
        given = read_options(options, parse_yaml(f"{name}: {typed}", "x.yaml"))
    errors = Filling(bench).fill(find_type(bench.edition, "tree", "en"), "Figuier", "", given)
    assert [str(error) for error in errors] == []
    texts, reported = bench.tried()
    assert [finding.line("en") for finding in reported] == []
    assert f"n:{name} {written}" in texts[0].after


REFUSED = [
    ("planted", "2024-13", "planted: “2024-13” is not"),
    ("planted", "3/4/2024", "near: 2024-04-03, 2024-03-04"),
    ("count", "three", "count: “three” is not a whole number"),
    ("soil", "cley", "soil: nothing that fits is called “cley”; near: clay"),
    ("parent", "oka", "parent: nothing that fits is called “oka”; near: Oak <tree/oak>"),
    ("home", "x.example", "page: “x.example” is neither an address nor an entry"),
    ("prefLabel", "Figue", "the text needs its language: fr or en, as in @fr"),
    ("cuont", "3", "Tree has no property cuont; did you mean count?"),
]


@pytest.mark.parametrize(("name", "typed", "message"), REFUSED)
def test_what_cannot_be_read_is_told_with_the_reason_and_its_line(
    nursery: Path, tmp_path: Path, name: str, typed: str, message: str
):
    file = tmp_path / "fig.yaml"
    extra = "" if name == "planted" else "planted: 2020\n"
    file.write_text(f"name:\n  fr: Figuier\n  en: Fig\n{extra}{name}: {typed}\n", "utf-8")
    before = contents(nursery)
    done = run(nursery, "tree", "--from", str(file))
    assert done.returncode == 3
    line = 4 + (name != "planted")
    assert done.stderr.startswith(f"error: {file}:{line}:")
    assert message in done.stderr
    assert contents(nursery) == before


BROKEN = [
    ("name: [", 1),
    ("- a\n- b", 1),
    ("name: a\nname: b", 2),
    ("? [a]\n: b", 1),
    ("a: &x [*x]", 1),
    ("a: 1\n---\nb: 2", 2),
    ("a: \ta\n\t- b", 2),
    ("a: !!python/object/apply:os.system [x]\nb: {", 3),
]


@pytest.mark.parametrize(("text", "line"), BROKEN)
def test_what_is_no_yaml_of_an_entry_is_told_with_its_line(text: str, line: int):
    with pytest.raises(InputError) as caught:
        parse_yaml(text, "x.yaml")
    assert caught.value.place is not None
    assert caught.value.place.path == "x.yaml"
    assert caught.value.place.line in {line, line - 1}


SLIPS = [
    ("a:\n  b: 1\n   c: 2\n", 3, "a colon"),
    ("a:\n  - b: 1\n    c: 2\n   d: 3\n", 4, "indented"),
    ("a: 1\n- b", 2, "indented"),
    ("a: 1\n b: 2", 2, "a colon"),
    ("a: b: c", 1, "a colon"),
    ("a:\n\tb: 1", 2, "a tab"),
    ("a: [1, 2\nb: 3", 2, "a bracket"),
    ("a: {b: 1\nc: 2", 2, "a bracket"),
    ('a: "x\nb: 2', 2, "quotation mark"),
    ("a: 1\nb\nc: 2", 3, "`name: value`"),
    ("a: @x", 1, "quotation marks"),
    ("a: *x", 1, "quotation marks"),
    ("a: 'x' y", 1, "after"),
    ("a: 1\n---\nb: 2", 2, "one entry"),
]


@pytest.mark.parametrize(("text", "line", "part"), SLIPS)
def test_a_slip_in_yaml_is_told_in_plain_sentences(text: str, line: int, part: str):
    with pytest.raises(InputError) as caught:
        parse_yaml(text, "x.yaml")
    assert caught.value.place is not None
    assert caught.value.place.line == line
    assert part in say(caught.value.message, "en")
    for tag in ("en", "fr"):
        message = say(caught.value.message, tag)
        assert not any(sign in message for sign in ("expected", "block", "token", "mapping", "scalar"))


def test_all_that_is_wrong_is_told_at_once(nursery: Path, tmp_path: Path):
    file = tmp_path / "fig.yaml"
    file.write_text("name:\n  fr: Figuier\n  en: Fig\nplanted: 2024-13\ncuont: 3\ncount: 0\nhome: http://x.example/\n", "utf-8")
    done = run(nursery, "tree", "--from", str(file))
    assert done.returncode == 3
    assert [f"{file}:{line}:" in done.stderr for line in (4, 5)] == [True, True]
    assert [f"{file}:{line}:" in done.stdout for line in (6, 7)] == [True, True]


def test_a_language_that_a_text_cannot_have_is_told(nursery: Path):
    done = run(nursery, "tree", "Figuier", *FIG, "--set", "name@de=Feige")
    assert (done.returncode, "de is none of the languages of this text: fr or en" in done.stderr) == (2, True)


def test_yaml_that_names_parts_of_itself_again_and_again_is_refused():
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))]
    with pytest.raises(InputError):
        parse_yaml("\n".join(lines), "x.yaml")


@pytest.mark.parametrize("data", [b"name: \xe9", b"\xff\xfea\x00", b"a: \x00", b"[" * 3000])
def test_a_file_that_cannot_be_read_as_yaml_is_an_error_and_no_crash(tmp_path: Path, data: bytes):
    file = tmp_path / "x.yaml"
    file.write_bytes(data)
    with pytest.raises(InputError):
        read_yaml(file)


def test_what_the_check_would_report_is_told_at_its_line_and_nothing_is_written(nursery: Path, tmp_path: Path):
    file = tmp_path / "fig.yaml"
    file.write_text("name: {fr: Figuier, en: Fig}\nplanted: 2024\n\ncount: 0\n", "utf-8")
    before = contents(nursery)
    done = run(nursery, "tree", "--from", str(file))
    assert done.returncode == 1
    assert done.stdout.startswith(f"{file}:4:8: error C118: ")
    assert done.stderr == "error: nothing was written: a check would report 1 finding\n"
    assert contents(nursery) == before


def test_a_yaml_file_makes_a_tree_of_entries_that_refer_to_one_another(nursery: Path, tmp_path: Path):
    file = tmp_path / "fig.yaml"
    file.write_text(
        "nom: {fr: Figuier, en: Fig}\n"
        "plantation: 2024\n"
        "sol: [sand, clay]\n"
        "parent:\n"
        "  nom: {fr: Figuier mère, en: Mother fig}\n"
        "  plantation: 1990-03\n"
        "  nombre: ~\n"
        "prix:\n"
        "  - nom: {fr: Prix A, en: Prize A}\n"
        "    année: 2025\n"
        "  - nom: {fr: Prix B, en: Prize B}\n"
        "    slug: b\n"
        "    année: 2026\n",
        "utf-8",
    )
    done = run(nursery, "tree", "--from", str(file), lang="fr")
    assert done.returncode == 0, done.stderr
    things = {thing.value.removeprefix(BASE) for thing in Catalogue(nursery).edition.things}
    assert things == {"tree/oak", "tree/figuier", "tree/figuier-mere", "prize/figuier", "prize/b"}
    assert findings(nursery) == []


@pytest.mark.parametrize("slug", ["oak", "a b", "a/b", "..", "é<x"])
def test_a_slug_that_is_taken_or_is_none_is_refused(nursery: Path, slug: str):
    before = contents(nursery)
    assert run(nursery, "tree", "Figuier", *FIG, "--slug", slug).returncode == 2
    assert contents(nursery) == before


@pytest.mark.parametrize("option", ["name", "=x", "a//b=x", "a[b]=x", "/a=x", "a/=x"])
def test_an_option_that_is_no_property_with_a_value_is_refused(nursery: Path, option: str):
    assert run(nursery, "tree", "Figuier", "--set", option).returncode == 2


def bench_with_fig(folder: Path) -> Bench:
    bench = Bench(Catalogue(folder), "en")
    given = read_options(["name@en=Fig", "planted=2024", "parent/name@fr=P", "parent/name@en=P", "parent/planted=1990"])
    assert Filling(bench).fill(find_type(bench.edition, "tree", "en"), "Figuier", "", given) == []
    return bench


def test_a_file_that_somebody_makes_meanwhile_is_not_overwritten(nursery: Path):
    bench = bench_with_fig(nursery)
    texts, _ = bench.tried()
    (nursery / "data/tree/p.ttl").write_text("# mine\n", "utf-8")
    before = contents(nursery)
    with pytest.raises(OutputError):
        bench.write(texts)
    assert contents(nursery) == before


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("mkfifo"), reason="needs a system that refuses")
def test_when_the_system_refuses_one_file_none_is_written(nursery: Path):
    bench = bench_with_fig(nursery)
    texts, _ = bench.tried()
    shutil.rmtree(nursery / "data" / "tree")
    (nursery / "data" / "tree").write_text("no folder", "utf-8")
    before = contents(nursery)
    with pytest.raises(CatalogueError):
        bench.write(texts)
    assert contents(nursery) == before


def test_a_full_disk_leaves_nothing_behind(nursery: Path):
    """The limit of the size of files stands for a full disk: what is written beyond it is refused."""
    code = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))\n"
        "from catalogue.cli import main\n"
        "sys.argv = ['catalogue', 'new', 'tree', 'Figuier', '--set', 'name@en=Fig', '--set', 'planted=2024', '--set',"
        " 'parent/name@fr=P', '--set', 'parent/name@en=P', '--set', 'parent/planted=1990', '-C', sys.argv[1]]\n"
        "main()\n"
    )
    before = contents(nursery)
    done = subprocess.run([sys.executable, "-c", code, str(nursery)], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 4, done.stderr
    assert contents(nursery) == before


def test_a_catalogue_with_findings_of_its_own_gets_new_entries_too(nursery: Path):
    (nursery / "data/tree/bad.ttl").write_text(HEAD + "<tree/bad> a n:Tree .", "utf-8")
    before = findings(nursery)
    assert before
    assert run(nursery, "tree", "Figuier", *FIG).returncode == 0
    assert findings(nursery) == before


def test_what_refers_to_itself_by_its_name_is_made(nursery: Path):
    bench = Bench(Catalogue(nursery), "en")
    given = read_options(["name@en=Fig", "planted=2024", "parent=Fig"])
    assert Filling(bench).fill(find_type(bench.edition, "tree", "en"), "Figuier", "", given) == []
    assert "n:parent <tree/figuier>" in bench.tried()[0][0].after


def test_a_type_without_class_is_made_by_its_property(nursery: Path):
    shape = """n:S a sh:NodeShape ; sh:targetSubjectsOf n:marks ; rdfs:label "Mark"@en ;
        sh:property [ sh:path n:marks ; sh:class n:Tree ] ."""
    (nursery / "shapes/mark.ttl").write_text(HEAD + shape, "utf-8")
    bench = Bench(Catalogue(nursery), "en")
    type_ = find_type(bench.edition, "mark", "en")
    errors = Filling(bench).fill(type_, "A mark", "", read_options([]))
    assert "--set marks=…" in say(errors[0].message, "en")
    bench = Bench(Catalogue(nursery), "en")
    assert Filling(bench).fill(type_, "", "a", read_options(["marks=oak"])) == []
    texts, reported = bench.tried()
    assert ([finding.line("en") for finding in reported], "n:marks <tree/oak>" in texts[0].after) == ([], True)


NESTED = """n:p-spot sh:path n:spot ; sh:name "spot"@en ; sh:nodeKind sh:BlankNode ; sh:node n:Spot ; sh:maxCount 1 .
n:Spot a sh:NodeShape ; sh:property [ sh:path n:row ; sh:minCount 1 ; sh:datatype xsd:integer ],
    [ sh:path n:side ; sh:in ("l" "r") ] .
n:TreeShape sh:property n:p-spot ."""


def test_what_has_no_name_is_described_within_the_entry(nursery: Path):
    (nursery / "shapes/spot.ttl").write_text(HEAD + NESTED, "utf-8")
    bench = Bench(Catalogue(nursery), "en")
    type_ = find_type(bench.edition, "tree", "en")
    given = read_options(["name@en=Fig", "planted=2024", "spot/row=3", "spot/side=l"])
    assert [str(error) for error in Filling(bench).fill(type_, "Figuier", "", given)] == []
    texts, reported = bench.tried()
    assert [finding.line("en") for finding in reported] == []
    assert 'n:spot [ n:row 3 ; n:side "l" ]' in texts[0].after
    bench = Bench(Catalogue(nursery), "en")
    errors = Filling(bench).fill(type_, "Figuier", "", read_options(["name@en=Fig", "planted=2024", "spot/side=l"]))
    assert ["--set spot/row=…" in str(error) for error in errors] == [True]
