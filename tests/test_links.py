"""Links that lead out of a catalogue are reported and not read, unless whoever runs the program allows it; nothing hangs."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from test_bad_input import catalogue as command

from catalogue.edition import Edition, read_edition
from catalogue.errors import CatalogueError, InputError
from catalogue.links import FOLLOWED, follow
from catalogue.scaffold import init
from catalogue.workspace.catalogue import Catalogue

THING = "https://gardens.example.org/plant/secret"
CONTENT = {
    "ttl": f'<{THING}> <http://www.w3.org/2004/02/skos/core#prefLabel> "secret"@en .\n',
    "rq": "# title: secret\nASK {}\n",
    "csv": "plant\nsecret\n",
    "md": "# secret\n",
    "css": "secret {}\n",
}
PLACES = {
    "data": "data/link.ttl",
    "data deeper": "data/plant/link.ttl",
    "shapes": "shapes/link.ttl",
    "queries": "queries/link.rq",
    "answers": "queries/answers/link.csv",
    "texts": "texts/link.en.md",
    "theme": "theme/style.css",
    "theme deeper": "theme/images/style.css",
}
FOLDERS = ["data", "shapes", "queries", "queries/answers", "texts", "theme"]


@pytest.fixture
def outside(tmp_path: Path, garden: Path) -> Path:
    """A folder beside the catalogue, with a file of each kind."""
    for folder in ("texts", "theme/images"):
        (garden / folder).mkdir(parents=True)
    folder = tmp_path / "outside"
    folder.mkdir()
    for suffix, text in CONTENT.items():
        (folder / f"secret.{suffix}").write_text(text, "utf-8")
    return folder


def reported(garden: Path) -> dict[str, str]:
    """The places and messages of the files that are not read."""
    return {each.place.path: each.message["en"] for each in Catalogue(garden).check() if each.kind.code == "C010"}


def holds(garden: Path) -> bool:
    """Tell whether anything of the other folder is in the catalogue."""
    edition = read_edition(garden)
    texts = [*everything(edition), *(answer.read_text() for answer in (garden / "queries/answers").glob("none"))]
    return any("secret" in text for text in texts)


def everything(edition: Edition) -> list[str]:
    files = (*edition.data, *edition.shapes, *edition.queries)
    return [*(file.data.decode() for file in files), *(file.data.decode() for file in (*edition.theme, *edition.texts.files))]


def link(garden: Path, place: str, target: Path | str) -> None:
    path = garden / place
    if path.is_dir():
        path.rename(garden / "away")
    path.symlink_to(target)


@pytest.mark.parametrize("name", PLACES)
def test_a_link_to_a_file_outside_is_reported_and_not_read(garden: Path, outside: Path, name: str):
    place = PLACES[name]
    link(garden, place, outside / f"secret{Path(place).suffix}")
    assert "leads out of the catalogue" in reported(garden)[place]
    assert not holds(garden)


@pytest.mark.parametrize("name", PLACES)
def test_a_link_to_what_is_hidden_in_the_catalogue_is_reported_and_not_read(garden: Path, outside: Path, name: str):
    outside.rename(garden / ".git")
    place = PLACES[name]
    link(garden, place, Path(os.path.relpath(garden / ".git", (garden / place).parent)) / f"secret{Path(place).suffix}")
    assert "or to what is hidden in it" in reported(garden)[place]
    assert not holds(garden)


@pytest.mark.parametrize("place", FOLDERS)
def test_a_folder_that_leads_out_is_reported_and_not_read(garden: Path, outside: Path, place: str):
    link(garden, place, outside)
    assert "leads out of the catalogue" in reported(garden)[place]
    assert not holds(garden)


@pytest.mark.parametrize("name", PLACES)
def test_a_folder_that_is_allowed_is_read(garden: Path, outside: Path, name: str, monkeypatch: pytest.MonkeyPatch):
    place = PLACES[name]
    link(garden, place, outside / f"secret{Path(place).suffix}")
    monkeypatch.setenv(FOLLOWED, str(outside.parent / "other"))
    follow([outside])
    assert place not in reported(garden)
    if name != "answers":
        assert holds(garden)


@pytest.mark.parametrize("place", FOLDERS)
def test_a_link_to_a_folder_that_is_allowed_is_read(garden: Path, outside: Path, place: str, monkeypatch: pytest.MonkeyPatch):
    link(garden, place, outside)
    for path in outside.iterdir():
        path.rename(outside / f"secret.en{path.suffix}" if path.suffix == ".md" else path)
    monkeypatch.setenv(FOLLOWED, str(outside))
    assert place not in reported(garden)
    if place != "queries/answers":
        assert holds(garden)


@pytest.mark.parametrize("name", PLACES)
def test_a_link_within_the_catalogue_is_followed(garden: Path, outside: Path, name: str):
    place = PLACES[name]
    target = outside if "theme" not in name and "texts" not in name else garden / "theme" / "images"
    if "texts" in name:
        target = garden / "texts"
    inside = target if target != outside else Path(outside.rename(garden / "more"))
    own = inside / f"own{Path(place).suffix if name != 'texts' else '.en.md'}"
    own.write_text(CONTENT[own.suffix[1:]], "utf-8")
    link(garden, place, own)
    assert place not in reported(garden)


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize("kind", ["itself", "two", "its folder"])
def test_a_link_in_a_circle_is_reported(garden: Path, outside: Path, name: str, kind: str):
    place = PLACES[name]
    assert outside.is_dir()
    if kind == "its folder":
        (garden / place).with_name("loop").symlink_to(".")
        assert not holds(garden)
        assert name not in {"data", "shapes"} or "link to a folder" in reported(garden)[f"{name}/loop"]
        return
    link(garden, place, Path(place).name if kind == "itself" else f"other{Path(place).suffix}")
    if kind == "two":
        (garden / place).with_name(f"other{Path(place).suffix}").symlink_to(Path(place).name)
    findings = [each for each in Catalogue(garden).check() if each.place.path == place]
    assert findings
    assert any("circle" in each.message["en"] or "symbolic links" in each.message["en"] for each in findings)


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_socket(path: Path) -> None:
    here = os.open(path.parent, os.O_RDONLY)
    with socket.socket(socket.AF_UNIX) as bound:  # by a short name: those of sockets must be
        bound.bind(f"/proc/self/fd/{here}/{path.name}")
    os.close(here)


def a_link_to(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


SPECIAL = {
    "pipe": a_pipe,
    "socket": a_socket,
    "device without end": a_link_to("/dev/zero"),
    "device without answer": a_link_to("/dev/tty"),
    "standard input": a_link_to("/dev/stdin"),
    "file of the system": a_link_to("/proc/self/environ"),
}


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs the files of Linux")
@pytest.mark.parametrize("kind", SPECIAL)
@pytest.mark.parametrize("name", PLACES)
def test_what_is_no_file_is_reported_and_keeps_nobody_waiting(garden: Path, outside: Path, name: str, kind: str):
    assert outside.is_dir()
    SPECIAL[kind](garden / PLACES[name])
    assert PLACES[name] in reported(garden)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs the files of Linux")
@pytest.mark.parametrize("kind", SPECIAL)
@pytest.mark.parametrize("name", ["catalogue.toml", ".catalogue-journal"])
def test_settings_and_notes_that_are_no_files_keep_nobody_waiting(garden: Path, name: str, kind: str):
    (garden / name).unlink(missing_ok=True)
    SPECIAL[kind](garden / name)
    if name == "catalogue.toml":
        with pytest.raises(InputError, match=r"no regular file|leads out"):
            Catalogue(garden).check()
    else:
        Catalogue(garden).check()


def test_settings_are_not_read_outside_unless_it_is_allowed(garden: Path, outside: Path, monkeypatch: pytest.MonkeyPatch):
    (garden / "catalogue.toml").rename(outside / "settings.toml")
    (garden / "catalogue.toml").symlink_to(outside / "settings.toml")
    with pytest.raises(CatalogueError, match="--links"):
        Catalogue(garden).check()
    monkeypatch.setenv(FOLLOWED, str(outside))
    assert Catalogue(garden).check().conforms


def test_files_outside_are_neither_formatted_nor_moved_nor_mended(garden: Path, outside: Path):
    before = '<https://gardens.example.org/plant/x>   <urn:p>   "x" .\n'
    for name in ("secret.ttl", "secret.nt"):
        (outside / name).write_text(before)
    link(garden, "data/link.ttl", outside / "secret.ttl")
    link(garden, "queries/answers/link.nt", outside / "secret.nt")
    for arguments in (("fmt",), ("fmt", "data"), ("check", "--fix"), ("rebase", "https://new.example/")):
        command(garden, *arguments)
        assert [(outside / name).read_text() for name in ("secret.ttl", "secret.nt")] == [before] * 2, arguments


def test_a_hard_link_is_a_file_like_any_other(garden: Path, outside: Path):
    (garden / "data" / "hard.ttl").hardlink_to(outside / "secret.ttl")
    assert reported(garden) == {}
    assert holds(garden)


def test_the_command_allows_folders(garden: Path, outside: Path):
    link(garden, "data/link.ttl", outside / "secret.ttl")
    asked = ("query", f"ASK {{ <{THING}> ?p ?o }}")
    assert command(garden, *asked).stdout == "false\n"
    assert command(garden, "--links", str(outside), *asked).stdout == "true\n"
    assert command(garden, "--links", "../outside", *asked).stdout == "true\n"
    assert command(garden, *asked, **{FOLLOWED: str(outside)}).stdout == "true\n"
    done = command(garden, "check")
    assert "C010" in done.stdout
    assert "--links" in done.stdout


def test_a_catalogue_may_itself_be_reached_by_a_link(tmp_path: Path):
    init(tmp_path / ".hidden" / "garden")
    (tmp_path / "here").symlink_to(tmp_path / ".hidden" / "garden")
    assert reported(tmp_path / "here") == {}
    assert Catalogue(tmp_path / "here").check().conforms


def test_a_file_is_read_once_however_many_links_lead_to_it(garden: Path, outside: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(FOLLOWED, str(outside))
    link(garden, "data/plant/aaa.ttl", "bean.ttl")
    link(garden, "data/garden/zzz.nt", garden / "data/plant/bean.ttl")
    link(garden, "data/garden/link.ttl", "zzz.nt")
    link(garden, "data/one.ttl", outside / "secret.ttl")
    link(garden, "data/two.ttl", outside / "secret.ttl")
    (garden / "data/plant/kept.txt").write_text(f"<{THING}> a <https://gardens.example.org/ns#Plant> .\n", "utf-8")
    link(garden, "data/plant/kept.ttl", "kept.txt")
    told = {place: words for place, words in reported(garden).items() if "read already" in words}
    bean = "data/plant/bean.ttl"
    assert {place: bean in words for place, words in told.items()} == {
        "data/plant/aaa.ttl": True,
        "data/garden/zzz.nt": True,
        "data/garden/link.ttl": True,
        "data/two.ttl": False,
    }
    assert not [each for each in Catalogue(garden).check() if each.kind.code == "C202" and "bean" in each.place.path]
    names = [source.path for source in read_edition(garden).data]
    assert sorted(set(names)) == sorted(names)
    assert "data/plant/kept.txt" in names
