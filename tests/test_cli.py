"""The command line, run as users run it."""

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import pytest
import typer
from test_bad_input import catalogue
from typer.core import TyperCommand
from typer.testing import CliRunner

from catalogue.cli.app import app
from catalogue.cli.help import Command
from catalogue.cli.registering import COMMANDS, named
from catalogue.workspace.catalogue import Catalogue


def test_a_new_catalogue_checks_builds_and_answers_at_once(tmp_path: Path):
    assert catalogue(tmp_path, "init", "mine").returncode == 0
    mine = tmp_path / "mine"
    done = catalogue(mine, "check")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "7 files, 119 triples: 0 errors, 0 warnings, 0 infos\n"
    done = catalogue(mine, "build")
    assert done.returncode == 0
    assert re.match(r"release [0-9a-f]{16} \(new\): \d+ documents, [\d,]+ bytes\n", done.stdout)
    assert "last release" not in done.stderr
    assert catalogue(mine, "verify").returncode == 0
    (mine / "build" / "current" / "plant" / "tomato.ttl").unlink()
    bean = mine / "data" / "plant" / "bean.ttl"
    bean.write_text(bean.read_text("utf-8").replace("runner bean", "scarlet runner"), "utf-8")
    done = catalogue(mine, "build")
    assert re.search(r"^\d+ documents are as in the last release and were taken over\n", done.stderr, re.MULTILINE)
    assert re.search(r"^1 document was changed or gone in the last release and was made again\n", done.stderr, re.MULTILINE)
    assert catalogue(mine, "verify").returncode == 0
    name = re.findall(r"^release ([0-9a-f]{16}) \(new\)", done.stdout)
    for state in ("repaired", "unchanged"):
        if state == "repaired":
            (mine / "build" / "current" / "plant" / "tomato.ttl").unlink()
        done = catalogue(mine, "build")
        assert re.findall(rf"^release ([0-9a-f]{{16}}) \({state}\)", done.stdout) == name
        assert ("made again" in done.stderr) == (state == "repaired")
    done = catalogue(mine, "query", "gardens-of-plant", "-p", "plant=plant/tomato", "-f", "csv")
    assert done.stdout.splitlines() == [
        "garden,name,opened",
        "https://gardens.example.org/garden/hill-side,Hillside garden,2019",
    ]


def test_a_new_catalogue_is_served_at_once(garden: Path):
    server = subprocess.Popen(
        [sys.executable, "-m", "catalogue", "serve", "--port", "0"], cwd=garden, stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
        connection.request("GET", "/plant/bean", headers={"Accept": "text/turtle"})
        answer = connection.getresponse()
        assert (answer.status, answer.read(), answer.headers["location"]) == (303, b"", "/plant/bean.ttl")
        connection.request("GET", "/plant/bean.ttl")
        assert b'"runner bean"@en' in connection.getresponse().read()
        connection.close()
    finally:
        server.terminate()
        server.wait(10)
        if server.stdout:
            server.stdout.close()


def test_a_port_that_is_taken_is_told(garden: Path):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = catalogue(garden, "serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 4
    assert "is another server there? choose another with --port" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_table_is_readable_and_never_cut_when_it_is_not_on_a_terminal(garden: Path):
    done = catalogue(garden, "query", "gardens-of-plant")
    assert [line.split() for line in done.stdout.splitlines() if "─" not in line] == [
        ["garden", "name", "opened"],
        ["garden/hill-side", "Hillside", "garden", "2019"],
    ]
    assert done.stderr == "1 row\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes as POSIX has them")
@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["check", "-f", "json"],
        ["query", "gardens-of-plant"],
        ["query", "gardens-of-plant", "-f", "csv"],
        ["query", "gardens-of-plant", "--explain"],
    ],
    ids=" ".join,
)
def test_a_reader_that_is_gone_before_the_end_changes_neither_the_exit_code_nor_the_messages(
    garden: Path, arguments: list[str]
):
    (garden / "data" / "x.ttl").write_text("<https://gardens.example.org/plant/bean> a <urn:x:Plant> .\n", "utf-8")
    command = [sys.executable, "-m", "catalogue", *arguments]
    reader, writer = os.pipe()
    os.close(reader)
    gone = subprocess.run(command, cwd=garden, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    stayed = subprocess.run(command, cwd=garden, capture_output=True, check=False)
    assert stayed.stdout
    assert (gone.returncode, gone.stderr) == (stayed.returncode, stayed.stderr)


def test_a_query_is_read_from_standard_input_and_from_a_file(garden: Path):
    sparql = "ASK { ?s a g:Plant }"
    run = [sys.executable, "-m", "catalogue", "query"]
    piped = subprocess.run([*run, "-"], input=sparql, cwd=garden, capture_output=True, text=True, check=True)
    (garden / "mine.rq").write_text(sparql, "utf-8")
    filed = subprocess.run([*run, "mine.rq", "-f", "json"], cwd=garden, capture_output=True, text=True, check=True)
    assert piped.stdout == "true\n"
    assert json.loads(filed.stdout)["boolean"] is True


@pytest.mark.parametrize("has_folder", [True, False], ids=["empty folder", "no folder"])
@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (
            ("queries",),
            0,
            "there are no named queries: put SPARQL queries, each in a file of its own such as name.rq, into asked/",
        ),
        (
            ("answers",),
            0,
            "there are no named queries: put SPARQL queries, each in a file of its own such as name.rq, into asked/",
        ),
        (
            ("query", "tall"),
            2,
            "there is no query tall, and no other: a named query is a file tall.rq in the folder of queries",
        ),
        (("answers", "tall"), 2, "there is no query tall, and no other"),
        (("fmt",), 0, "there is no Turtle to format"),
        (("fmt", "--check"), 0, "there is no Turtle to format"),
        (("shapes", "draft"), 0, "there is no data"),
        (("verify",), 2, "there is no release in build/current"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_a_command_that_has_nothing_to_list_says_so(
    garden: Path,
    has_folder: bool,  # noqa: FBT001 - a parameter
    arguments: tuple[str, ...],
    code: int,
    message: str,
):
    settings = garden / "catalogue.toml"
    settings.write_text(settings.read_text("utf-8") + '\n[folders]\nqueries = "asked"\n', "utf-8")
    for folder in ("data", "shapes"):
        shutil.rmtree(garden / folder)
        if has_folder:
            (garden / folder).mkdir()
    if has_folder:
        (garden / "asked").mkdir()
    done = catalogue(garden, *arguments)
    assert (code, "") == (done.returncode, done.stdout)
    assert message in done.stderr


def test_the_queries_are_listed_with_their_parameters(garden: Path):
    done = catalogue(garden, "--lang", "fr", "queries")
    assert done.stdout.splitlines()[:2] == [
        "gardens-of-plant  Jardins qui cultivent une plante",
        "    --param plant (iri = plant/bean)  La plante",
    ]


def test_only_the_findings_of_the_files_asked_for_are_told_but_they_are_judged_among_all(garden: Path):
    (garden / "data" / "x.ttl").write_text("nope", "utf-8")
    bean = garden / "data" / "plant" / "bean.ttl"
    bean.write_text(bean.read_text("utf-8").replace("skos:prefLabel", "skos:altLabel"), "utf-8")
    done = catalogue(garden, "check", "-f", "concise", "data/plant")
    assert done.returncode == 1
    assert {line.split(":")[0] for line in done.stdout.splitlines()} == {"data/plant/bean.ttl"}
    assert done.stderr.startswith("2 files, ")
    done = catalogue(garden, "check", "data/garden/hill-side.ttl")
    assert (done.returncode, done.stdout) == (0, "")


def test_the_command_works_from_any_folder(garden: Path, tmp_path: Path):
    done = catalogue(tmp_path, "check", str(garden / "data"), "-C", str(garden))
    assert (done.returncode, done.stdout) == (0, "")


def test_the_time_of_a_release_is_that_of_the_commit(garden: Path):
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-C", str(garden)]
    moment = {**os.environ, "GIT_COMMITTER_DATE": "2024-02-29T12:00:00Z", "GIT_AUTHOR_DATE": "2024-02-29T12:00:00Z"}
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-qm", "x"], env=moment, check=True)
    done = catalogue(garden, "build", SOURCE_DATE_EPOCH="")
    assert done.returncode == 0
    page = (garden / "build" / "current" / "index.fr.html").read_text("utf-8")
    assert '<time datetime="2024-02-29">29 février 2024</time>' in page


def test_help_starts_without_the_libraries_of_the_commands(garden: Path):
    slow = ["pyoxigraph", "rdflib", "pyshacl", "jinja2", "rich.console", "rich.table", "starlette", "watchfiles"]
    slow += ["catalogue.lint", "catalogue.report.terminal"]
    script = f"import sys, catalogue.cli.app; sys.exit([m for m in {slow} if m in sys.modules] or 0)"
    done = subprocess.run([sys.executable, "-c", script], cwd=garden, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_public_names_are_there_and_opened_lazily(garden: Path):
    import catalogue as package

    assert set(package.__all__) <= {*dir(package), "Catalogue", "__version__", "connect", "open"}
    assert re.fullmatch(r"\d+\.\d+\.\d+", package.__version__)
    opened = package.open(garden)
    assert isinstance(opened, Catalogue)
    assert repr(opened) == f"Catalogue({str(garden)!r})"
    with pytest.raises(package.SettingsError):
        package.open(garden / "data")
    with pytest.raises(AttributeError):
        _ = package.nope


def test_a_parameter_is_given_once(garden: Path):
    done = catalogue(garden, "query", "gardens-of-plant", "-p", "plant=plant/bean", "-p", "plant=plant/tomato")
    assert (done.returncode, done.stderr) == (2, "error: give --param plant once\n")


SUFFIXES = [("a.csv", b"garden,"), ("a.json", b'{"head"'), ("a.md", b"| garden"), ("a.txt", b"garden ")]


@pytest.mark.parametrize(("name", "start"), SUFFIXES)
def test_a_file_is_written_in_the_format_of_its_suffix(garden: Path, name: str, start: bytes):
    done = catalogue(garden, "query", "gardens-of-plant", "-o", name)
    assert done.returncode == 0
    assert (garden / name).read_bytes().startswith(start)


def test_an_empty_answer_tells_which_parameter_names_what_nobody_speaks_of(garden: Path):
    done = catalogue(garden, "query", "gardens-of-plant", "-p", "plant=plant/baen", "-f", "csv")
    assert (done.returncode, done.stdout.count("\n")) == (0, 1)
    assert "plant/baen (plant) does not occur in the catalogue; did you mean plant/bean?" in done.stderr
    assert "says nothing" not in catalogue(garden, "query", "gardens-of-plant", "-p", "plant=plant/bean").stderr


def test_a_query_with_a_wrong_header_stops_no_other(garden: Path):
    (garden / "queries" / "aaa.rq").write_text("# title: A\n# param: x integr\nSELECT * { ?s ?p ?x }", "utf-8")
    listed = catalogue(garden, "queries")
    assert listed.returncode == 2
    assert listed.stdout.startswith("aaa  A\ngardens-of-plant  ")
    assert listed.stderr.startswith("error: queries/aaa.rq:2:1: write ")
    compared = catalogue(garden, "answers")
    assert compared.returncode == 1
    assert "queries/aaa.rq:2:1: write " in compared.stderr
    assert "2 answers, 1 not as expected" in compared.stdout + compared.stderr
    assert catalogue(garden, "query", "gardens-of-plant").returncode == 0
    assert catalogue(garden, "query", "aaa").returncode == 2
    assert "did you mean gardens-of-plant?" in catalogue(garden, "query", "gardens-of-plants").stderr


def test_a_variable_that_nothing_binds_is_told_beside_the_answer(garden: Path):
    done = catalogue(garden, "query", "SELECT ?s ?nme { ?s skos:prefLabel ?name } LIMIT 1", "-f", "csv")
    assert (done.returncode, done.stdout.count("\n")) == (0, 2)
    assert "?nme is never bound; did you mean ?name?" in done.stderr
    assert "binds" not in catalogue(garden, "query", "gardens-of-plant", "-p", "plant=plant/bean").stderr


def test_a_query_that_takes_too_long_can_be_interrupted(garden: Path):
    """The store hears of no signal, so that the system ends the command."""
    (garden / "slow.rq").write_text(
        "SELECT (COUNT(*) AS ?n) {" + "".join(f"VALUES ?v{n} {{ {'1 ' * 200} }}" for n in range(6)) + "}", "utf-8"
    )
    command = [sys.executable, "-m", "catalogue", "query", "slow.rq"]
    with subprocess.Popen(command, cwd=garden, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        time.sleep(4)
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        assert process.wait(5) == -signal.SIGINT


def test_each_command_is_in_the_module_that_the_table_names():
    modules = {command.name or command.callback.__name__: command.callback.__module__ for command in app.registered_commands}
    groups = {group.name: f"catalogue.cli.{COMMANDS[group.name]}" for group in app.registered_groups}
    assert {**modules, **groups} == {name: f"catalogue.cli.{module}" for name, module in COMMANDS.items()}
    assert named(["--links", "check", "fmt"]) == "fmt"


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["check"], {"check"}),
        (["shapes", "draft"], {"shapes"}),
        (["--version"], set()),
        (["--lang", "fr", "--version", "check"], set()),
        (["--help", "--version"], set(COMMANDS)),
        (["--help"], set(COMMANDS)),
    ],
)
def test_what_reads_options_is_made_for_the_command_that_is_named_alone(arguments: list[str], names: set[str]):
    script = (
        "import sys; from catalogue.cli.app import app; app.choose(sys.argv[1:]); import typer; "
        "print(*typer.main.get_command(app).commands)"
    )
    done = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == names


def test_a_check_imports_its_own_command_alone_and_not_what_reads_options_that_are_not_there(garden: Path):
    slow = ["pydantic", "rich.color", "importlib.metadata", "catalogue.cli.commands", "catalogue.turtle.slips"]
    script = (
        "import atexit, sys; sys.argv[:] = ['catalogue', '--lang', 'fr', 'check']; from catalogue.cli import main; "
        f"atexit.register(lambda: print([m for m in {slow} if m in sys.modules])); main()"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=garden, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "[]\n")


@pytest.mark.parametrize(
    "arguments", [["check", "-C", "."], ["plan", "check", "--tasks", "4", "--in", "x"], ["run-task", "shared", "0", "12"]]
)
def test_plain_values_are_read_without_what_reads_others(arguments: list[str], garden: Path):
    script = (
        "import atexit, sys; sys.argv[0] = 'catalogue'; from catalogue.cli import main; "
        "atexit.register(lambda: print('pydantic' in sys.modules)); main()"
    )
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, cwd=garden, capture_output=True, text=True, check=False)
    assert done.stdout.endswith("False\n")


_VALUES = ["0", "4", "07", "-1", "+4", "1_0", " 4", "٣", "4.0", "9" * 30, "", "x", ".", "é", "a b", "no/such/file"]


@pytest.mark.parametrize("value", _VALUES)
@pytest.mark.parametrize("option", ["--text", "--number", "--folder", "--numbers"])
def test_plain_values_are_what_the_library_makes_of_them(
    value: str, option: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Those that it refuses are refused, too, for the same reason."""
    monkeypatch.chdir(tmp_path)
    seen: list[object] = []

    def command(
        text: Annotated[str | None, typer.Option()] = None,
        number: Annotated[int | None, typer.Option(min=1, max=50)] = None,
        folder: Annotated[Path | None, typer.Option()] = None,
        numbers: Annotated[list[int] | None, typer.Option(min=1)] = None,
    ) -> None:
        seen.append((text, number, folder, numbers))

    outcomes = []
    for kind in (TyperCommand, Command):
        one = typer.Typer()
        one.command(cls=kind)(command)
        result = CliRunner().invoke(one, [option, value, option, value] if option == "--numbers" else [option, value])
        outcomes.append((result.exit_code, seen[:], "Invalid value" in result.stderr))
        seen.clear()
    assert outcomes[0] == outcomes[1]


@pytest.mark.skipif(sys.platform != "linux", reason="the system does not list threads")
def test_a_check_begins_no_threads_for_linear_algebra(garden: Path):
    script = (
        "import atexit, os, sys; sys.argv[:] = ['catalogue', 'check']; from catalogue.cli import main; "
        "atexit.register(lambda: print('numpy' in sys.modules, len(os.listdir('/proc/self/task')))); main()"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=garden, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "True 1\n")


@pytest.mark.parametrize("moment", ["_prepare_streams", "_repeated", "_run"])
def test_ctrl_c_ends_it_quietly_from_its_first_moment_on(moment: str, garden: Path):
    code = "import os, signal, sys; import catalogue.cli as cli; sys.argv[1:] = ['check']\n"
    code += f"def interrupted(*_): os.kill(os.getpid(), signal.SIGINT)\ncli.{moment} = interrupted; cli.main()"
    done = subprocess.run([sys.executable, "-c", code], cwd=garden, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
