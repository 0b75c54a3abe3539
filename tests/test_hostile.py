"""Whatever names, bytes and streams the command is given, it ends with a message and a documented exit code: no traceback."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import SHARED

from catalogue.errors import EXIT_CODES
from catalogue.workspace.catalogue import Catalogue

POSIX = pytest.mark.skipif(os.name != "posix", reason="names of other bytes, pipes and /dev/full are POSIX's")
COMMAND = [sys.executable, "-m", "catalogue"]
BAD = os.fsdecode(b"caf\xe9")
PEA = (
    "@base <https://gardens.example.org/> . @prefix g: <https://gardens.example.org/ontology#> .\n"
    '@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n<plant/pea> a g:Plant ; skos:prefLabel "pea"@en .\n'
)
COMMANDS = {
    "check": ["check"],
    "fmt": ["fmt"],
    "query": ["query", "SELECT * { ?s ?p ?o }"],
    "named-query": ["query", "gardens-of-plant", "-p", "plant=https://gardens.example.org/plant/bean"],
    "queries": ["queries"],
    "answers": ["answers"],
    "build": ["build"],
    "verify": ["verify", "."],
    "explain": ["query", "SELECT * { ?s ?p ?o }", "--explain"],
}


def run(folder: Path, *arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a folder, and assert that it ends as it should."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "COLUMNS": "200"}
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL, **options}
    done = subprocess.run([*COMMAND, *arguments], cwd=folder, env=environment, check=False, timeout=120, **options)  # type: ignore[call-overload]
    messages = (done.stdout or b"") + (done.stderr or b"")
    assert b"Traceback" not in messages, messages.decode("utf-8", "replace")
    assert done.returncode in EXIT_CODES, messages
    return done  # type: ignore[no-any-return]


def write(path: str, data: bytes) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)

    return make


def settings(text: str) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        file = folder / "catalogue.toml"
        file.write_text(file.read_text("utf-8") + text, "utf-8")

    return make


def replaced(before: str, after: str) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        file = folder / "catalogue.toml"
        text = file.read_text("utf-8")
        assert before in text
        file.write_text(text.replace(before, after), "utf-8")

    return make


def a_folder(path: str) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        file = folder / path
        if file.exists():
            file.unlink()
        file.mkdir()

    return make


def a_link(path: str, target: str) -> Callable[[Path], None]:
    return lambda folder: (folder / path).symlink_to(target)


def a_pipe(path: str) -> Callable[[Path], None]:
    return lambda folder: os.mkfifo(folder / path)


HOSTILE = {
    "name of other bytes": write(f"data/{BAD}.ttl", PEA.encode()),
    "name of marks": write('data/a b<c>{d}|"e"\\%41[é]#?\n.ttl', PEA.encode()),
    "folder of other bytes": write(f"data/{BAD}/x.ttl", PEA.encode()),
    "query of other bytes": write(f"queries/{BAD}.rq", b"ASK {}"),
    "shapes of other bytes": write(f"shapes/{BAD}.ttl", PEA.encode()),
    "NUL in data": write("data/nul.ttl", PEA.replace("pea", "p\0ea").encode()),
    "NUL in shapes": write("shapes/nul.ttl", b"\0" * 100),
    "NUL in a query": write("queries/nul.rq", b"ASK { \0 }"),
    "huge line": write("data/huge.ttl", b"# " + b"x" * 5_000_000 + b"\n<urn:a> <urn:b> '" + b"y" * 900_000 + b"', nope:c ."),
    "folder as data": a_folder("data/x.ttl"),
    "folder as a query": a_folder("queries/x.rq"),
    "folder as an answer": a_folder("queries/answers/gardens-of-plant.csv"),
    "folder as settings": a_folder("catalogue.toml"),
    "no more data": lambda folder: (folder / "data").rename(folder / "other"),
    "file as data folder": lambda folder: [(folder / "data").rename(folder / "other"), (folder / "data").write_bytes(b"")],
    "broken link": a_link("data/x.ttl", "nowhere.ttl"),
    "broken link of a query": a_link("queries/x.rq", "nowhere.rq"),
    "circular link": a_link("data/x.ttl", "x.ttl"),
    "link to a folder": a_link("data/more", "../shapes"),
    "link to a file of other bytes": lambda folder: [
        write(f"../{BAD}.ttl", PEA.encode())(folder),
        (folder / "data" / "x.ttl").symlink_to(f"../../{BAD}.ttl"),
    ],
    "pipe": a_pipe("data/x.ttl"),
    "NUL in settings": settings("\0"),
    "NUL in a folder's name": settings('[folders]\ndata = "da\\u0000ta"\n'),
    "long folder's name": settings(f'[folders]\ndata = "{"x" * 5000}"\n'),
    "NUL in a title": replaced('title.en = "', 'title.en = "\\u0000'),
    "deep arrays": settings("x = " + "[" * 2000 + "]" * 2000 + "\n"),
    "deep tables": settings("x = " + "{a = " * 2000 + "1" + "}" * 2000 + "\n"),
    "deep keys": settings("x." + ".".join("a" * 2000) + " = 1\n"),
    "prefix that is none": replaced(
        "[prefixes]", '[prefixes]\n"a b {" = "https://example.org/"\n"" = "https://example.org/e#"'
    ),
    "IRIs that are none": replaced("[prefixes]", '[prefixes]\nx = "https://example.org/100%"'),
    "base that is none": replaced('base = "https://gardens.example.org/"', 'base = "https://[gardens/"'),
    "huge whole number": settings(f"[limits]\nliteral = {'9' * 4000}\n"),
    "deep manifest": write("manifest.json", b"[" * 100_000),
    "manifest of NUL": write(
        "manifest.json", b'{"files": [{"path": "a\\u0000b", "sha256": 1}, {"path": "\\ud800", "sha256": "x"}]}'
    ),
    "cache that is none": write(".catalogue", b"\0"),
    "faulty data with IRIs that are none": write("data/x.ttl", b"<urn:a> <urn:b> <https://[x]/>, <https://x/?q=100%>, no:p ."),
}


@POSIX
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_end_no_command_in_a_traceback(garden: Path, name: str):
    """The check and the build of everything, and what reads least."""
    HOSTILE[name](garden)
    for arguments in (COMMANDS["check"], COMMANDS["build"], COMMANDS["verify"] if "manifest" in name else COMMANDS["queries"]):
        run(garden, *arguments)


@POSIX
@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_ends_in_a_traceback_whatever_lies_there(garden: Path, command: str):
    for name in ("name of other bytes", "query of other bytes", "shapes of other bytes", "NUL in data", "NUL in a query"):
        HOSTILE[name](garden)
    for name in ("folder as an answer", "broken link", "broken link of a query", "link to a folder"):
        HOSTILE[name](garden)
    run(garden, *COMMANDS[command])


@POSIX
@pytest.mark.parametrize(
    ("name", "code", "message"),
    [
        ("name of other bytes", 1, r"data/caf\xe9.ttl:1:1: warning C010: the name is not UTF-8"),
        ("folder of other bytes", 1, r"data/caf\xe9:1:1: warning C010: the name is not UTF-8"),
        ("broken link", 1, "data/x.ttl:1:1: warning C010: this link leads nowhere"),
        ("circular link", 1, "data/x.ttl:1:1: warning C010: this link leads nowhere"),
        ("link to a folder", 1, "data/more:1:1: warning C010: this link to a folder is not followed"),
        ("pipe", 1, "data/x.ttl:1:1: warning C010: this is no regular file"),
        ("NUL in settings", 3, "catalogue.toml:"),
        ("NUL in a folder's name", 2, "folders.data must be a folder"),
        ("deep arrays", 3, "catalogue.toml:1:1: nested too deeply"),
        ("deep tables", 3, "catalogue.toml:1:1: nested too deeply"),
        ("IRIs that are none", 2, "prefixes"),
        ("base that is none", 2, "catalogue.base must be"),
        ("folder as settings", 4, "catalogue.toml"),
        ("long folder's name", 4, "File name too long"),
    ],
)
def test_what_is_hostile_is_named(garden: Path, name: str, code: int, message: str):
    HOSTILE[name](garden)
    done = run(garden, "check", "-f", "concise")
    assert code == done.returncode
    assert message in (done.stdout + done.stderr).decode()


ARGUMENTS = [
    ["check", BAD],
    ["check", "-C", BAD],
    ["check", "-f", BAD],
    ["check", "--select", BAD],
    ["check", "--texts", BAD],
    ["check", "-o", "data"],
    ["check", "-o", f"nowhere/{BAD}"],
    ["fmt", BAD],
    ["fmt", f"data/{BAD}.ttl"],
    ["query", BAD],
    ["query", f"queries/{BAD}.rq"],
    ["query", "gardens-of-plant", "-p", f"plant={BAD}"],
    ["query", "gardens-of-plant", "-p", "plant=https://example.org/100%"],
    ["query", "SELECT * { ?s ?p <https://example.org/100%> }"],
    ["query", "SELECT * { ?s ?p <https://[x> }", "--explain"],
    ["query", "ASK {}", "--endpoint", "https://[x"],
    ["query", "ASK {}", "--endpoint", BAD],
    ["query", "ASK {}", "--at", BAD],
    ["query", "ASK {}", "-o", "data"],
    ["answers", BAD],
    ["build", "-o", "catalogue.toml"],
    ["build", "-o", BAD],
    ["serve", "--host", BAD],
    ["serve", "--host", "nowhere.invalid"],
    ["init", "catalogue.toml"],
    ["init", BAD],
    ["verify", BAD],
    ["check", "loop"],
    ["check", "-C", "loop"],
    ["check", "-o", "loop"],
    ["check", "--texts", "loop"],
    ["fmt", "loop"],
    ["fmt", "-C", "loop"],
    ["query", "ASK {}", "-o", "loop"],
    ["query", "loop.rq"],
    ["build", "-o", "loop"],
    ["init", "loop"],
    ["verify", "loop"],
    ["convert", "loop", "--from", "trig"],
    ["convert", "catalogue.toml", "--from", "trig", "-o", "loop"],
    ["convert", f"{BAD}.nt"],
    ["convert", f"data/{BAD}.ttl", "-o", "-"],
    ["convert", f"data/{BAD}.ttl", "-o", f"{BAD}.ttl"],
    ["verify", "catalogue.toml"],
    ["--lang", BAD],
    [BAD],
]


@POSIX
@pytest.mark.parametrize(
    "arguments", ARGUMENTS, ids=lambda arguments: " ".join(arguments).encode("ascii", "backslashreplace").decode()
)
def test_hostile_arguments_end_no_command_in_a_traceback(garden: Path, arguments: list[str]):
    write(f"data/{BAD}.ttl", PEA.encode())(garden)
    write(f"queries/{BAD}.rq", b"ASK {}")(garden)
    (garden / "loop").symlink_to("loop")
    (garden / "loop.rq").symlink_to("loop.rq")
    run(garden, *arguments)


@POSIX
@pytest.mark.parametrize("command", ["check", "fmt", "query", "queries", "build", "verify", "explain", "help"])
def test_a_full_or_closed_standard_output_is_an_error(garden: Path, command: str):
    """What cannot be written is told on standard error, with the exit code for what the system refuses; silence is none."""
    arguments = {**COMMANDS, "fmt": ["fmt", "--diff"], "help": ["--help"]}[command]
    (garden / "data" / "x.ttl").write_text(PEA.replace(";", ",g:Plant;"), "utf-8")
    (garden / "manifest.json").write_text(json.dumps({"files": []}), "utf-8")
    with Path("/dev/full").open("wb") as full:
        done = run(garden, *arguments, stdout=full)
    assert (4, True) == (done.returncode, b"No space left on device" in done.stderr)
    closed = run(garden, *arguments, stdout=None, preexec_fn=lambda: os.close(1))
    assert (4, True) == (closed.returncode, b"Bad file descriptor" in closed.stderr)


@POSIX
@pytest.mark.parametrize("arguments", [["check"], ["fmt", "--check"], ["nonsense"], ["query", "nonsense"]])
def test_a_full_or_closed_standard_error_changes_nothing_else(garden: Path, arguments: list[str]):
    (garden / "data" / "x.ttl").write_text(PEA.replace(";", ",g:Plan;"), "utf-8")
    usual = run(garden, *arguments)
    with Path("/dev/full").open("wb") as full:
        done = run(garden, *arguments, stderr=full)
    closed = run(garden, *arguments, stderr=None, preexec_fn=lambda: os.close(2))
    assert (usual.returncode, usual.stdout) == (done.returncode, done.stdout) == (closed.returncode, closed.stdout)


@POSIX
def test_a_reader_that_has_seen_enough_is_no_error(garden: Path):
    for arguments in (COMMANDS["queries"], COMMANDS["query"], ["--version"]):
        reading, writing = os.pipe()
        os.close(reading)
        done = run(garden, *arguments, stdout=writing)
        os.close(writing)
        assert (0, b"") == (done.returncode, b"".join(line for line in done.stderr.splitlines() if b"row" not in line))


def test_a_query_on_standard_input_that_is_not_utf_8_is_told_with_its_line(garden: Path):
    done = run(garden, "query", "-", stdin=None, input=b"ASK {\n \xff }")
    assert (3, True) == (done.returncode, b"<stdin>:2:1: not UTF-8: byte 0xff" in done.stderr)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_what_the_terminal_cannot_show_is_escaped(garden: Path, encoding: str):
    (garden / "data" / "x.ttl").write_text(PEA.replace("g:Plant", "g:Plan").replace('"pea"', '"\u8c46"'), "utf-8")
    done = subprocess.run(
        [*COMMAND, "queries", "--lang", "fr"],
        cwd=garden,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    assert (0, b"") == (done.returncode, done.stderr)


NO_IRIS = [
    "https://example.org/?q=100%",
    "https://[x",
    "https://[x]/",
    "https://example.org/%zz",
    "https://gardens.example.org/a b",
]
CONSTRAINTS = [
    "sh:nodeKind sh:IRI",
    "sh:class g:Plant",
    "sh:or ( [ sh:class g:Plant ] [ sh:datatype xsd:date ] )",
    "sh:node [ sh:nodeKind sh:IRI ]",
    'sh:in ( <https://example.org/> "x" )',
    "sh:pattern '^https://'",
]


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_what_cannot_be_an_iri_is_not_offered_as_a_fix(garden: Path, constraint: str):
    prefixes = (
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix g: <https://gardens.example.org/ontology#> . "
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    )
    (garden / "shapes" / "x.ttl").write_text(
        f"{prefixes} g:X a sh:NodeShape ; sh:targetSubjectsOf g:grown ; sh:property [ sh:path g:grown ; {constraint} ] .",
        "utf-8",
    )
    for text in NO_IRIS:
        (garden / "data" / "x.ttl").write_text(f'{prefixes}<urn:x> g:grown "{text}" .', "utf-8")
        findings = [finding for finding in Catalogue(garden).check() if finding.place.path == "data/x.ttl"]
        assert findings or "pattern" in constraint
        edits = [edit.text for finding in findings for fix in finding.fixes for edit in fix.edits]
        assert [edit for edit in edits if edit.startswith("<") and text in edit] == []


def test_what_can_be_an_iri_is_offered(garden: Path):
    prefixes = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix g: <https://gardens.example.org/ontology#> .\n"
    (garden / "shapes" / "x.ttl").write_text(
        f"{prefixes} g:X a sh:NodeShape ; sh:targetSubjectsOf g:grown ; sh:property [ sh:path g:grown ; sh:nodeKind sh:IRI ] .",
        "utf-8",
    )
    for text in ("https://example.org/?q=100%25", "https://[::1]/", "https://example.org/é"):
        (garden / "data" / "x.ttl").write_text(f'{prefixes}<urn:x> g:grown "{text}" .', "utf-8")
        fixes = [fix for finding in Catalogue(garden).check() if finding.place.path == "data/x.ttl" for fix in finding.fixes]
        assert [f"<{text}>"] == [edit.text for fix in fixes for edit in fix.edits]


def test_the_case_of_a_percent_sign_ends_in_a_finding():
    folder = SHARED / "cases" / "crash-percent"
    if not folder.exists():
        pytest.skip("needs shared/cases/crash-percent beside the project")
    report = Catalogue(folder).check(cache=False)
    assert [("C216", ()), ("C105", ())] == [(finding.kind.code, finding.fixes) for finding in report]
