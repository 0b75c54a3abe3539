"""Files that several processes read are as if one had read them."""

from __future__ import annotations

import io
import os
import signal
import time
from collections.abc import Iterable
from multiprocessing.sharedctypes import RawArray
from pathlib import Path
from typing import Any

import pytest

from catalogue.errors import OutputError
from catalogue.sources import forking, reading
from catalogue.sources.files import name_of, names_of, read, read_as
from catalogue.sources.parsing import Source
from catalogue.sources.reading import FileAnswer, Helper, read_all

PREFIX = "@prefix ex: <http://example.org/> .\n"


def folder_of(tmp_path: Path, **texts: str) -> list[Path]:
    for name, words in texts.items():
        (tmp_path / f"{name}.ttl").write_text(PREFIX + words, encoding="utf-8")
    return sorted(tmp_path.glob("*.ttl"))


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> list[Helper]:
    """Share even the least reading, and give the helpers that were started."""
    started: list[Helper] = []

    class Counted(Helper):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            started.append(self)

    def slowly(path: Path, name: str, limit: int) -> Source:
        time.sleep(0.05)  # so that helpers have the time to take something
        return read_as(path, name, limit)

    monkeypatch.setattr(reading, "ENOUGH", 1)
    monkeypatch.setattr(reading, "_BATCH", 1)
    monkeypatch.setattr(reading, "processors", lambda: 3)
    monkeypatch.setattr(reading, "can_fork", lambda: False)
    monkeypatch.setattr(reading, "Helper", Counted)
    monkeypatch.setattr(reading, "read_as", slowly)
    return started


@pytest.fixture
def forked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Have forked processes read even the least, and give those that read a file, by the time they began to."""
    if not hasattr(os, "fork"):
        pytest.skip("no process can be forked")
    readers = RawArray("i", 100)

    def noted(path: Path, name: str, limit: int) -> Source:
        readers[sum(map(bool, readers))] = os.getpid()
        return read_as(path, name, limit)

    monkeypatch.setattr(reading, "ENOUGH", 1)
    monkeypatch.setattr(reading, "_BATCH", 1)
    monkeypatch.setattr(reading, "processors", lambda: 2)
    monkeypatch.setattr(reading, "can_fork", lambda: True)
    monkeypatch.setattr(reading, "read_as", noted)
    return readers  # type: ignore[return-value]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What helpers have sent."""
    received: list[bytes] = []
    unpack = reading.source_of

    def noted(answer: FileAnswer, path: Path, name: str) -> Source | None:
        received.extend([answer] if isinstance(answer, bytes) else [])
        return unpack(answer, path, name)

    monkeypatch.setattr(reading, "source_of", noted)
    return received


def the_same(found: Iterable[Source], expected: Iterable[Source]) -> bool:
    def facts(source: Source) -> tuple[Any, ...]:
        return source.path, source.digest, source.issues, source.may_hide, list(source.triples), source.data

    return [facts(source) for source in found] == [facts(source) for source in expected]


def many(tmp_path: Path) -> list[Path]:
    return folder_of(
        tmp_path,
        **{f"a{number}": f"ex:a ex:b {number} ." for number in range(4)},  # those that helpers take first need nothing told
        empty="",
        plain='ex:a ex:b "c"@fr, 01, true, "1"^^ex:own, [ ex:d "é\\n𝄞" ] .',
        broken='ex:a ex:b "c" ;; ex:d .\nex:e ex:f ex:g .',
        hidden='ex:a ex:b "\\u0007" .',
        last="".join(f"ex:s{n} ex:p ex:o{n} .\n" for n in range(500)),
    )


def test_helpers_read_what_one_process_reads(tmp_path: Path, shared: list[Helper], sent: list[bytes]) -> None:
    paths = many(tmp_path)
    found = list(read_all(paths, tmp_path))
    assert len(shared) == 2
    assert sent
    assert the_same(found, [read(path, tmp_path) for path in paths])


def test_forked_processes_read_what_one_process_reads(tmp_path: Path, forked: list[int]) -> None:
    paths = many(tmp_path)
    found = list(read_all(paths, tmp_path))
    assert the_same(found, [read(path, tmp_path) for path in paths])
    kept = {source.path for source in found if isinstance(source.content, bytes)}
    assert kept == {"broken.ttl", "hidden.ttl"}
    assert {*forked[:]} - {0, os.getpid()}
    assert forked[:].count(os.getpid()) == len(kept)


def test_a_file_that_says_more_than_there_is_room_for_is_read_by_this_process(
    tmp_path: Path, forked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forking, "_EACH", 0)
    monkeypatch.setattr(forking, "_ROOMS", (2,))
    long = "@prefix l: <urn:" + "x" * 5000 + "> .\n"
    paths = folder_of(tmp_path, a=long + "".join(f"l:a{n} l:b l:c .\n" for n in range(9)), b="ex:a ex:b ex:c .")
    assert the_same(read_all(paths, tmp_path), [read(path, tmp_path) for path in paths])
    assert os.getpid() in forked[:]


@pytest.mark.parametrize("lost", ["a0.ttl", "a3.ttl", "plain.ttl", "empty.ttl"])
def test_what_a_forked_process_that_was_ended_has_not_read_this_one_reads(
    tmp_path: Path, forked: list[int], lost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent, noted = os.getpid(), reading.read_as

    def ended(path: Path, name: str, limit: int) -> Source:
        if os.getpid() != parent and path.name == lost:
            os.kill(os.getpid(), signal.SIGKILL)
        return noted(path, name, limit)

    monkeypatch.setattr(reading, "read_as", ended)
    paths = many(tmp_path)
    assert the_same(read_all(paths, tmp_path), [read(path, tmp_path) for path in paths])
    assert os.getpid() in forked[:]


def test_forked_processes_end_when_nobody_reads_on(tmp_path: Path, forked: list[int]) -> None:
    found = read_all(many(tmp_path), tmp_path)
    next(found)
    found.close()
    readers = {*forked[:]} - {0, os.getpid()}
    assert readers
    for reader in readers:
        with pytest.raises(ChildProcessError):
            os.waitpid(reader, os.WNOHANG)


def test_without_so_much_memory_helpers_read(
    tmp_path: Path, forked: list[int], shared: list[Helper], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "can_fork", lambda: True)
    monkeypatch.setattr(forking, "_ROOMS", (2**60, 2**40))
    paths = many(tmp_path)
    assert the_same(read_all(paths, tmp_path), [read(path, tmp_path) for path in paths])
    assert {*forked[:]} - {0} <= {os.getpid()}
    assert shared


def test_every_file_that_needs_nothing_told_is_left_where_it_is(tmp_path: Path, shared: list[Helper]) -> None:
    found = {source.path: source for source in read_all(many(tmp_path), tmp_path)}
    assert shared
    kept = {path for path, source in found.items() if isinstance(source.content, bytes)}
    assert kept == {"broken.ttl", "hidden.ttl"}


def test_little_is_read_without_help(tmp_path: Path, shared: list[Helper], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "ENOUGH", 1024 * 1024)
    paths = many(tmp_path)
    assert the_same(read_all(paths, tmp_path), [read(path, tmp_path) for path in paths])
    assert not shared


def test_a_helper_that_fails_leaves_its_files_to_this_process(
    tmp_path: Path, shared: list[Helper], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_START", "import sys; sys.stdin.buffer.readline(); sys.exit(3)")
    paths = many(tmp_path)
    assert the_same(read_all(paths, tmp_path), [read(path, tmp_path) for path in paths])
    assert len(shared) == 2


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("kept", [0, 1, 7, 8, 39, 40, 100, -1])
def test_an_answer_that_was_cut_off_is_used_to_its_last_whole_file(
    tmp_path: Path, sent: list[bytes], kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = folder_of(tmp_path, a="ex:a ex:b 1 .", b="ex:a ex:b 2 .")
    answer = io.BytesIO()
    reading.answer_to(paths, tmp_path, 1024, answer)
    command = f"import sys; sys.stdin.buffer.readline(); sys.stdout.buffer.write({answer.getvalue()[:kept]!r})"
    monkeypatch.setattr(reading, "_START", command)
    monkeypatch.setattr(reading, "_BATCH", 1024)
    assert the_same(read_all(paths, tmp_path), [read(path, tmp_path) for path in paths])
    assert len(sent) == (1 if kept == -1 else 0)


def test_helpers_end_when_nobody_reads_on(tmp_path: Path, shared: list[Helper]) -> None:
    found = read_all(many(tmp_path), tmp_path)
    next(found)
    found.close()
    assert [helper.has_ended for helper in shared] == [True, True]


@pytest.mark.usefixtures("shared")
def test_a_file_that_changed_after_it_was_read_is_told(tmp_path: Path) -> None:
    paths = many(tmp_path)
    found = {source.path: source for source in read_all(paths, tmp_path)}
    (tmp_path / "last.ttl").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="changed while the catalogue was read"):
        _ = found["last.ttl"].data
    (tmp_path / "last.ttl").unlink()
    with pytest.raises(OutputError, match="cannot read"):
        _ = found["last.ttl"].data


def test_the_names_of_many_files_are_those_of_each(tmp_path: Path) -> None:
    inside = tmp_path / "catalogue"
    (inside / "data" / "a").mkdir(parents=True)
    (tmp_path / "elsewhere.ttl").touch()
    (inside / "data" / "a" / "x.ttl").touch()
    (inside / "data" / "link.ttl").symlink_to(tmp_path / "elsewhere.ttl")
    (inside / "data" / "linked").symlink_to(inside / "data" / "a", target_is_directory=True)
    named = [
        "data/a/x.ttl",
        "data/link.ttl",
        "data/linked/x.ttl",
        "data/a/../a/x.ttl",
        "data/..",
        ".",
        "../elsewhere.ttl",
        "no.ttl",
    ]
    paths = [inside / name for name in named]
    assert {path: name_of(path, inside) for path in paths} == names_of(paths, inside)
    assert names_of(paths, inside)[paths[2]] == "data/a/x.ttl"
