"""Files: whoever reads one sees the old bytes or the new ones, and nothing else is left behind."""

import os
import stat
import sys
from pathlib import Path

import pytest

from catalogue.errors import OutputError
from catalogue.files import write

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither permissions nor pipes as POSIX has them")


@POSIX
def test_whoever_reads_a_file_while_it_is_written_reads_the_old_bytes(tmp_path: Path):
    path = tmp_path / "a.ttl"
    path.write_bytes(b"old")
    with path.open("rb") as reading:
        write(path, b"new")
        assert reading.read() == b"old"
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


@POSIX
@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_a_new_file_has_the_permissions_that_the_system_gives_to_new_files(tmp_path: Path, mask: int):
    before = os.umask(mask)
    try:
        write(tmp_path / "a.ttl", b"new")
        assert os.umask(mask) == mask
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.ttl").stat().st_mode) == 0o666 & ~mask


@POSIX
def test_a_file_keeps_its_permissions_and_a_link_its_file(tmp_path: Path):
    path, link = tmp_path / "a.ttl", tmp_path / "link.ttl"
    path.write_bytes(b"old")
    path.chmod(0o640)
    link.symlink_to(path)
    write(link, b"new")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode), link.is_symlink()) == (b"new", 0o640, True)


@POSIX
def test_a_device_is_written_to_and_stays_one():
    write(Path(os.devnull), b"new")
    assert Path(os.devnull).is_char_device()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path):
    path = tmp_path / "none" / "a.ttl"
    with pytest.raises(OutputError) as caught:
        write(path, b"new")
    assert caught.value.place is not None
    assert caught.value.place.path == str(path)


def test_a_file_that_cannot_be_replaced_is_told_and_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(_: int) -> None:
        raise OSError(28, "no space left")

    path = tmp_path / "a.ttl"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OutputError, match="no space left"):
        write(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_that_somebody_tidied_up_meanwhile_is_told_as_any_other_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def tidy(_: int) -> None:
        for other in tmp_path.glob(".a.ttl-*"):
            other.unlink()

    path = tmp_path / "a.ttl"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", tidy)
    with pytest.raises(OutputError):
        write(path, b"new")
    assert path.read_bytes() == b"old"
