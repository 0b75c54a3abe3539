"""The check of files: those in the folders of data and shapes that are not read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from catalogue import sources
from catalogue.config import FILE_NAME
from catalogue.edition import QUERY_SUFFIX, Edition
from catalogue.edition.theme import SUFFIXES
from catalogue.errors import Place
from catalogue.links import FOLLOWED
from catalogue.lint.findings import Finding
from catalogue.lint.kinds import KINDS
from catalogue.lint.queries.check import ANSWER_SUFFIXES
from catalogue.messages import Message, Text
from catalogue.quads import syntax_named
from catalogue.sources import Reason

_MESSAGES: Mapping[Reason, tuple[Text, Text]] = {
    Reason.LINK: (Message("C010.link"), Message("C010.link.advice")),
    Reason.CIRCLE: (Message("C010.circle"), Message("C010.link.advice")),
    Reason.OUTSIDE: (Message("C010.outside"), Message("C010.outside.advice", variable=FOLLOWED)),
    Reason.FOLDER: (Message("C010.folder"), Message("C010.folder.advice")),
    Reason.SPECIAL: (Message("C010.special"), Message("C010.special.advice")),
    Reason.NAME: (Message("C010.name"), Message("C010.name.advice")),
}
"""What is wrong, and what to do, by the reason why a file is not read."""


def not_read(edition: Edition) -> Iterator[Finding]:
    """Report what is not read in the folders of data and shapes, whatever it is called; in the others, what misleads."""
    folder, folders = edition.settings.folder, edition.settings.folders
    unread = {path: reason for part in (folders.data, folders.shapes) for path, reason in sources.unread(folder / part, folder)}
    ours = {folders.answers: ANSWER_SUFFIXES, folders.texts: {".md"}, folders.queries: {QUERY_SUFFIX}, folders.theme: SUFFIXES}
    others = [folder / part for part in (FILE_NAME, *ours, folders.build)]
    unread = {path: reason for path, reason in unread.items() if not any(path.is_relative_to(other) for other in others)}
    for part, suffixes in ours.items():
        unread |= dict(sources.misled(folder / part, folder, suffixes, deep=part == folders.theme))
    kind = KINDS["not-read"]
    for path, reason in unread.items():
        name = sources.shown_name(path.relative_to(folder).as_posix())
        message, advice = _told(path, reason, name, folder)
        yield Finding(kind, kind.severity, Place(name), message, advice)


def _told(path: Path, reason: Reason, name: str, folder: Path) -> tuple[Text, Text]:
    if reason is Reason.SUFFIX:
        return _of_suffix(path, name)
    if reason is Reason.TWICE:
        return Message("C010.twice", target=sources.name_of(path, folder)), Message("C010.twice.advice")
    return _MESSAGES[reason]


def _of_suffix(path: Path, name: str) -> tuple[Text, Text]:
    message = Message("C010.suffix", suffix=path.suffix) if path.suffix else Message("C010.no-suffix")
    if syntax_named(path.name) is not None:
        return message, Message("C010.convert.advice", name=name)
    return message, Message("C010.write-turtle-ttl-move-elsewhere.advice")
