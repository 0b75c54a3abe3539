"""Reading `catalogue.toml`: from its bytes to settings, or to what is wrong with them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from catalogue import journal
from catalogue.config.lines import FILE_NAME
from catalogue.config.parts import Folders
from catalogue.config.settings import Settings
from catalogue.config.tables import Reader
from catalogue.errors import BOM, InputError, OutputError, Place, SettingsError, decoded, reason_of
from catalogue.files import real_path
from catalogue.links import FOLLOWED, leads_out
from catalogue.messages import Message, Text
from catalogue.misplaced import corrected_line
from catalogue.near import nearest


def shown_folder(folder: Path) -> Text | str:
    """Give a folder as a sentence can name it: one that is nothing but dots is this folder, or by its whole path.

    >>> shown_folder(Path("garden")), shown_folder(Path("."))["en"], shown_folder(Path("..")) == str(Path.cwd().parent)
    ('garden', 'this folder', True)
    """
    if not folder.parts:
        return Message("config.this-folder")
    return str(folder.resolve()) if set(folder.parts) == {".."} else str(folder)


def read_settings(folder: Path, *, with_data: bool = True) -> Settings:
    """Read the settings of the catalogue in a folder, after what a killed process began to write there is completed.

    Args:
        folder: the catalogue's folder, which holds `catalogue.toml`.
        with_data: whether a folder that they name for the data must be there.

    Returns:
        The settings, complete and checked.

    Raises:
        SettingsError: there is no `catalogue.toml`, or it says something impossible, or names a folder that is not there.
        InputError: it is not UTF-8 or not TOML.
        OutputError: the system refused to read it.
    """
    journal.complete(folder)
    path = folder / FILE_NAME
    _refuse_misleading(path)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        where = shown_folder(folder)
        raise SettingsError(
            Message("config.no-go-catalogue-folder-make", file_name=FILE_NAME, folder=where, path=folder)
        ) from None
    except OSError as error:
        raise OutputError(Message("config.cannot-read", path=path, reason=reason_of(error))) from error
    settings = parse_settings(data, folder)
    if with_data:
        _refuse_missing_folder(settings)
    return settings


def _refuse_misleading(path: Path) -> None:
    """Refuse settings that are no file, such as a pipe that nobody fills, and a link that leads out of the catalogue."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise InputError(Message("config.no-regular-file"), Place(FILE_NAME))
    if path.is_symlink() and leads_out(path, real_path(path.parent)):
        raise InputError(Message("config.link-leads-out", variable=FOLLOWED), Place(FILE_NAME))


def _refuse_missing_folder(settings: Settings) -> None:
    """Refuse a folder of data that is not there: the site would be an empty one."""
    name = settings.folders.data
    if name == Folders.data or not _is_missing(settings.folder / name):
        return
    beside = [Folders.data, *sorted(path.name for path in settings.folder.iterdir())]
    near = nearest(name, beside) or Folders.data
    there = near != name and (settings.folder / near).is_dir()
    message = Message("config.no-folder-near", folder=name, near=near) if there else Message("config.no-folder", folder=name)
    raise SettingsError(message, settings.place_of("folders", "data"))


def _is_missing(folder: Path) -> bool:
    """Tell whether a folder is not there; of one that cannot be asked for, its reading says why."""
    try:
        return not folder.is_dir()
    except OSError:
        return False


def parse_settings(data: bytes, folder: Path) -> Settings:
    """Read settings that are written, or would be, in the `catalogue.toml` of a folder.

    Args:
        data: the bytes of the file.
        folder: the catalogue's folder.

    Raises:
        SettingsError: they say something impossible.
        InputError: they are not UTF-8 or not TOML.
    """
    try:
        text = decoded(data, FILE_NAME).removeprefix(BOM)
        return Reader(text, tomllib.loads(text)).settings(real_path(folder))
    except RecursionError:
        raise InputError(Message("config.nested-too-deeply"), Place(FILE_NAME)) from None
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(error, text) from error


def _not_toml(error: tomllib.TOMLDecodeError, text: str) -> InputError:
    """Say what stands in the way of reading TOML, and how the line was meant where that is known."""
    match = re.search(r"at line (\d+), column (\d+)", str(error))
    place = Place(FILE_NAME, int(match[1]), int(match[2])) if match else Place(FILE_NAME)
    reason = re.sub(r"\s*\(at .*\)", "", str(error))
    if reason.startswith(("Cannot overwrite", "Cannot declare")):
        return InputError(Message("config.given-twice"), place)
    lines = text.splitlines()
    line = corrected_line(lines[place.line - 1]) if 0 < place.line <= len(lines) else None
    return InputError(Message("config.not-toml-line", line=line) if line else Message("config.not-toml", reason=reason), place)
