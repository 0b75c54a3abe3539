"""Bad input: each fault gives one clear message with its place and its exit code, and hides nothing of the others."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from catalogue.errors import CatalogueError
from catalogue.workspace.catalogue import Catalogue

HEAD = """@base <https://gardens.example.org/> .
@prefix g: <https://gardens.example.org/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
PEA = HEAD + '<plant/pea> a g:Plant ; skos:prefLabel "pea"@en .\n'


def catalogue(folder: Path, *arguments: str, given: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as users do."""
    return subprocess.run(
        [sys.executable, "-m", "catalogue", *arguments],
        cwd=folder,
        env={**os.environ, "LC_ALL": "C.UTF-8", **environment},
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )


def checked(folder: Path, data: bytes) -> tuple[list[str], int]:
    """Write a file into the data and check; give the lines about it and the exit code."""
    (folder / "data" / "x.ttl").write_bytes(data)
    report = Catalogue(folder).check()
    return [finding.line("en") for finding in report if finding.place.path == "data/x.ttl"], report.exit_code


@pytest.mark.parametrize(
    ("data", "place", "words", "code"),
    [
        (PEA.encode().replace(b'pea"@', b'pe\xe9"@'), "4:43", "C001: not UTF-8: byte 0xe9", 3),
        (b"\xef\xbb\xbf" + PEA.encode(), "1:1", "C003: the file starts with a byte order mark", 1),
        (PEA.replace("\n", "\r\n").encode(), "1:39", "C004: lines end in CR or CRLF", 1),
        (PEA.encode().rstrip().rstrip(b"."), "4:48", "the file stops in the middle", 3),
        (PEA.replace("skos:", "sko:").replace("@prefix sko:", "@prefix skos:").encode(), "4:25", "declare it: @prefix sko:", 3),
        (PEA.replace("@base", "#").encode(), "4:1", "a relative IRI needs a base", 3),
        (PEA.replace("@en", "@xx-").encode(), "4:48", "C002", 3),
        (PEA.replace("prefLabel", "preflabel").encode(), "4:1", "C101: <plant/pea> lacks “name”", 1),
        (PEA.replace('"pea"@en', '"pea"').encode(), "4:40", "C103: “name” of", 1),
        (PEA.replace("g:Plant", "g:Plan").encode(), "4:15", "C203: g:Plan is not in the ontology → did you mean g:Plant?", 1),
        (
            (PEA.rstrip(".\n ") + " ; g:grows <plant/been> .\n").encode(),
            "4:59",
            "C201: <plant/been> is not described anywhere → did you mean <plant/bean>?",
            1,
        ),
    ],
    ids=["encoding", "bom", "crlf", "truncated", "prefix", "base", "language-tag", "missing", "datatype", "class", "dangling"],
)
def test_a_fault_is_told_once_at_its_place(garden: Path, data: bytes, place: str, words: str, code: int):
    lines, exit_code = checked(garden, data)
    told = [line for line in lines if words in line]
    assert len(told) == 1, lines
    assert told[0].startswith(f"data/x.ttl:{place}: ")
    assert exit_code == code


DATE = "http://www.w3.org/2001/XMLSchema#date"
PLAN = PEA.replace("g:Plant", "g:Plan")


@pytest.mark.parametrize(
    ("data", "place", "words", "code"),
    [
        (HEAD + "<a> <b> " + "[ <b> " * 20_000, "4:777", "C006: nested more than 128 deep", 3),
        (HEAD + "<a> <b> " + "( " * 20_000 + ") " * 20_000 + ".", "4:265", "C006: nested more than 128 deep", 3),
        (HEAD + "<a> <b> " + "<<( <a> <b> " * 20_000, "4:9", "C002: `<<(` is RDF 1.2, not Turtle 1.1", 3),
        (PEA.replace('pea"@', "x" * 20_000_000 + '"@'), "4:40", "C007: a text of 20,000,002 bytes", 3),
        (PEA.replace('"pea"', '"p\x00ea"'), "4:42", "C008: the character U+0000 is invisible", 1),
        (PEA.replace("skos:pref", "skos:\x00pref"), "4:30", "C002: unexpected character '\\x00'", 3),
        (PEA.replace('"pea"', '"p\u202eea"'), "4:42", "C009: the character U+202E is invisible", 1),
        (PEA.replace('"pea"', '"p\\uD800ea"'), "4:42", "C002: `\\uD800` is not an escape", 3),
        (PEA.encode().replace(b'"pea"', b'"p\xed\xa0\x80ea"'), "4:42", "C001: not UTF-8: byte 0xed", 3),
        (PLAN.replace("\n", "\r"), "4:15", "C203: g:Plan is not in the ontology", 1),
        ("\ufeff" + PLAN.replace("\n", "\r\n"), "4:15", "C203: g:Plan is not in the ontology", 1),
        (PEA.replace("@en", f'@en ; g:opened "2024-02-31"^^<{DATE}>'), "4:60", "C210:", 1),
        (PEA.replace("@en", "@en ; skos:related <javascript:a(1)>"), "4:64", "C211: <javascript:a(1)> would", 1),
    ],
    ids=str.split(
        "brackets parentheses triple-terms 20-mb nul nul-in-a-name bidi surrogate surrogate-bytes cr bom 31-february js"
    ),
)  # fmt: skip
def test_hostile_input_is_survived_with_its_place(garden: Path, data: str | bytes, place: str, words: str, code: int):
    lines, exit_code = checked(garden, data if isinstance(data, bytes) else data.encode())
    told = [line for line in lines if words in line]
    assert len(told) == 1, [line[:200] for line in lines]
    assert told[0].startswith(f"data/x.ttl:{place}: "), told[0][:100]
    assert all(line.isprintable() or "\u00a0" in line for line in lines)
    assert exit_code == code


@pytest.mark.parametrize("character", "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_the_advice_on_a_sign_of_direction_names_the_escape_of_this_very_character(garden: Path, character: str):
    entry = garden / "data" / "x.ttl"
    entry.write_text(PEA.replace('"pea"', f'"p{character}ea"'), "utf-8")
    [finding] = [each for each in Catalogue(garden).check() if each.kind.code == "C009"]
    escapes = {re.findall(r"`(\\[uU][0-9A-F]+)`", finding.advice[language])[0] for language in ("en", "fr")}
    assert [escape.encode().decode("unicode_escape") for escape in escapes] == [character]
    entry.write_text(PEA.replace('"pea"', f'"p{escapes.pop()}ea"'), "utf-8")
    assert not [each for each in Catalogue(garden).check() if each.kind.code == "C009"]


def test_a_value_in_the_wrong_language_is_told_at_the_value(garden: Path):
    entry = garden / "data" / "garden" / "hill-side.ttl"
    entry.write_text(entry.read_text("utf-8").replace('"Jardin du coteau"@fr', '"Hanggarten"@de'), "utf-8")
    [finding] = Catalogue(garden).check()
    assert (finding.kind.name, str(finding.place)) == ("language-in", "data/garden/hill-side.ttl:9:42")
    assert finding.advice["fr"].startswith("donnez au jardin un nom")


def test_two_files_that_describe_one_thing_differently_are_both_named(garden: Path):
    other = PEA.replace("plant/pea", "plant/bean")
    lines, exit_code = checked(garden, other.encode())
    assert [line for line in lines if "C202: <plant/bean> is already described in data/plant/bean.ttl" in line]
    assert exit_code == 1


def test_a_broken_file_never_hides_the_findings_of_the_others(garden: Path):
    (garden / "data" / "broken.ttl").write_text("<a> <b", "utf-8")
    lines, exit_code = checked(garden, PEA.replace("prefLabel", "altLabel").encode())
    assert any("C101" in line for line in lines)
    assert exit_code == 3


def test_a_broken_statement_never_hides_the_rest_of_its_file(garden: Path):
    lines, _ = checked(garden, (PEA + "<plant/x> a nope:x .\n<plant/y> a g:Plant .\n").encode())
    assert [line.split(" ")[0] for line in lines] == ["data/x.ttl:5:13:", "data/x.ttl:6:1:"]


def test_an_empty_catalogue_is_a_warning_and_still_builds(garden: Path):
    for file in (garden / "data").rglob("*.ttl"):
        file.unlink()
    report = Catalogue(garden).check()
    assert [finding.line("en") for finding in report] == [
        "catalogue.toml:1:1: warning C005: there is no data in data/ → add an entry in Turtle"
    ]
    assert (Catalogue(garden).build().folder / "index.en.html").is_file()


NO_SHAPES = (
    "error: shapes:1:1: there are no shapes, which say what has a page: run `catalogue shapes draft` to make first ones from "
    "the data, or put SHACL shapes in Turtle into shapes/\n"
)


def without_shapes(garden: Path) -> Path:
    """Remove the shapes of a catalogue."""
    for file in (garden / "shapes").iterdir():
        file.unlink()
    return garden


@pytest.mark.parametrize("arguments", [("build",), ("serve", "--port", "0")], ids=["build", "serve"])
def test_no_shapes_is_a_usage_error_where_pages_are_made(garden: Path, arguments: tuple[str, ...]):
    done = catalogue(without_shapes(garden), *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == NO_SHAPES


@pytest.mark.parametrize("has_folder", [True, False], ids=["empty folder", "no folder"])
def test_no_shapes_is_a_note_where_none_are_needed(garden: Path, has_folder: bool):  # noqa: FBT001 - a parameter
    without_shapes(garden)
    if not has_folder:
        (garden / "shapes").rmdir()
    done = catalogue(garden, "check")
    assert (done.returncode, done.stdout) == (0, "")
    assert "there are no shapes in shapes/: syntax and links were checked" in done.stderr
    assert "`catalogue shapes draft`" in done.stderr
    assert catalogue(garden, "fmt").returncode == 0
    assert catalogue(garden, "fmt", "--check").returncode == 0
    assert catalogue(garden, "query", "SELECT (COUNT(*) AS ?n) { ?s a ?type }", "-f", "csv").stdout == "n\n3\n"


def test_syntax_and_links_are_checked_without_shapes(garden: Path):
    without_shapes(garden)
    lines, code = checked(garden, PEA.replace("pea> a", "pea> g:grows <plant/been> ; a").encode())
    assert [line.split(" → ")[0] for line in lines] == ["data/x.ttl:4:21: error C201: <plant/been> is not described anywhere"]
    assert code == 1
    assert checked(garden, PEA.replace(" .\n", "").encode())[1] == 3


def test_shapes_that_do_not_parse_are_unreadable_input(garden: Path):
    (garden / "shapes" / "bad.ttl").write_text("s:x a", "utf-8")
    done = catalogue(garden, "check")
    assert done.returncode == 3
    assert "shapes/bad.ttl:1:1: error C011: the prefix `s:` is not declared" in done.stdout
    assert "shapes/bad.ttl:1:6: error C002: the file stops in the middle of a statement" in done.stdout


def test_malformed_shapes_are_a_finding_and_the_others_are_checked_against(garden: Path):
    file = garden / "shapes" / "plant.ttl"
    file.write_text(file.read_text("utf-8").replace("sh:path skos:prefLabel ;", ""), "utf-8")
    entry = garden / "data" / "garden" / "hill-side.ttl"
    entry.write_text(entry.read_text("utf-8").replace('"Jardin du coteau"@fr', '"Hanggarten"@de'), "utf-8")
    done = catalogue(garden, "check")
    assert done.returncode == 1
    assert "shapes/plant.ttl:19:1: error C310: the property shape <shapes#Plant-name> has no sh:path" in done.stdout
    assert "data/garden/hill-side.ttl:9:42: error C107" in done.stdout
    assert "of the shapes were ignored by the validation, because of errors in them" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["check", "nowhere.ttl"], 4, "there is no file or folder nowhere.ttl"),
        (["check", "README.md"], 2, "not a Turtle file, a query or a folder of this catalogue"),
        (["check", "--texts", "nowhere"], 2, "there is no folder nowhere"),
        (["query", "garden-of-plant"], 2, "did you mean gardens-of-plant?"),
        (["query", "gardens-of-plant", "-p", "plan=x"], 2, "did you mean plant?"),
        (["query", "gardens-of-plant", "-p", "plant"], 2, "write --param name=value"),
        (["query", "gardens-of-plant", "-p", "lang=not a tag"], 2, "is not a value of type language"),
        (["query", "gardens-of-plant", "-f", "turtle"], 2, "choose csv, tsv, json, xml, markdown"),
        (["query", "SELECT * { ?s ?p }"], 2, "<query>:1:18: syntax error at “}”"),
        (["-C", "nowhere", "check"], 2, ""),
        (["build", "-C", "nowhere"], 2, "there is no catalogue.toml in nowhere"),
        (["init", "data"], 2, "data is not empty"),
        (["verify", "data"], 2, "there is no manifest.json in data: it is no release, or has lost it"),
        (["query", "gardens-of-plant", "--timeout", "9999999999"], 2, "--timeout: write 1000000000 or less"),
        (["query", "gardens-of-plant", "--memory", str(2**63 - 1)], 2, "--memory: write 1000000000000000 or less"),
        (["check", "--timeout", str(10**30)], 2, "--timeout: write 1000000000 or less"),
        (["build", "--wait", str(10**30)], 2, "--wait: write 1000000000 or less"),
        (["plan", "check", "--tasks", str(10**30), "--in", "x"], 2, "--tasks: write 100000 or less"),
        (["check", "--cluster", "tcp://127.0.0.1:1", "--in", "x", "--tasks", "100001"], 2, "--tasks: write 100000 or less"),
        (["verify"], 2, "there is no release"),
        (["--lang", "de", "check"], 2, "choose en or fr"),
        (["nonsense"], 2, "there is no command nonsense"),
    ],
)
def test_a_wrong_call_is_told_in_one_line_with_its_exit_code(garden: Path, arguments: list[str], code: int, words: str):
    done = catalogue(garden, *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_messages_are_in_french_where_the_locale_is(garden: Path):
    done = catalogue(garden, "query", "nope", LC_ALL="fr_FR.UTF-8")
    assert done.stderr == "erreur : pas de requête nope ; voyez-les avec `catalogue queries`\n"


def changed(folder: Path) -> None:
    """Change an entry, so that there is something to build."""
    entry = folder / "data" / "plant" / "bean.ttl"
    entry.write_text(entry.read_text("utf-8").replace("runner bean", "scarlet runner"), "utf-8")


def as_user(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run a shell script where file permissions count, which they do not for root."""
    shell = ["sh", "-c", script]
    if os.geteuid() == 0:
        shell = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", *shell]
    return subprocess.run(shell, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX has them")
def test_a_read_only_output_folder_leaves_the_release_that_stood(garden: Path):
    before = Catalogue(garden).build()
    changed(garden)
    releases = garden / "build" / "releases"
    releases.chmod(0o500)
    try:
        done = as_user(garden, f"{sys.executable} -m catalogue build")
    finally:
        releases.chmod(0o700)
    assert done.returncode == 4, done.stderr
    assert "Permission denied; the previous release is unchanged" in done.stderr
    assert (garden / "build" / "current").resolve() == before.folder


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told_when_a_result_is_written(garden: Path):
    done = catalogue(garden, "query", "gardens-of-plant", "-f", "csv", "-o", "/dev/full")
    assert done.returncode == 4
    assert "cannot write it: No space left on device" in done.stderr


def test_a_disk_that_fills_up_while_building_leaves_the_release_that_stood(garden: Path):
    before = Catalogue(garden).build()
    changed(garden)
    done = as_user(garden, f"ulimit -f 8; {sys.executable} -m catalogue build")
    assert done.returncode == 4, done.stderr
    assert "File too large; the previous release is unchanged" in done.stderr
    assert (garden / "build" / "current").resolve() == before.folder
    assert [path.name for path in (garden / "build" / "releases").iterdir()] == [before.digest]


def test_a_build_that_fails_half_way_leaves_the_release_that_stood(garden: Path):
    before = Catalogue(garden).build()
    changed(garden)

    def stop(done: int, total: int) -> None:
        if done >= total // 2:
            raise OSError(28, "No space left on device")

    with pytest.raises(CatalogueError, match="No space left on device") as caught:
        Catalogue(garden).build(progress=stop)
    assert caught.value.exit_code == 4
    assert (garden / "build" / "current").resolve() == before.folder
    assert [path.name for path in (garden / "build" / "releases").iterdir()] == [before.digest]


def test_a_claim_about_a_value_that_is_not_there_is_told_at_the_value(garden: Path):
    rdf = "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
    claim = '<claim/x> a rdf:Statement ; rdf:subject <plant/bean> ; rdf:predicate skos:prefLabel ; rdf:object "pea"@en .\n'
    lines, exit_code = checked(garden, (HEAD + rdf + claim).encode())
    told = [line for line in lines if "C209" in line]
    words = (
        'error C209: <plant/bean> has no skos:prefLabel "pea"@en → write the value in the entry itself, or correct the claim'
    )
    assert told == [f"data/x.ttl:5:98: {words}"]
    assert exit_code == 1
    lines, _ = checked(garden, (HEAD + rdf + claim.replace('"pea"', '"runner bean"')).encode())
    assert not [line for line in lines if "C209" in line]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize(
    ("path", "command", "before"),
    [
        ("catalogue.toml", "check", None),
        ("data/plant/bean.ttl", "check", None),
        ("data/plant/bean.ttl", "fmt --check", None),
        ("queries/gardens-of-plant.rq", "check", None),
        ("queries/answers/gardens-of-plant.csv", "answers", b"# garden\n"),
        ("publiccode.yml", "import publiccode publiccode.yml --type plant", b"name: x\n"),
    ],
)
def test_a_byte_that_is_not_utf_8_is_told_at_its_place_in_any_file(
    garden: Path, path: str, command: str, before: bytes | None, mark: bytes
):
    file = garden / path
    text = file.read_bytes() if before is None else before
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(mark + text + "# à\r\n# é: ".encode() + b"\xe9\n")
    line = text.count(b"\n") + 2
    done = catalogue(garden, *command.split())
    assert done.returncode in {1, 3}
    assert f"{path}:{line}:6: " in done.stdout + done.stderr
    assert "not UTF-8" in done.stdout + done.stderr
