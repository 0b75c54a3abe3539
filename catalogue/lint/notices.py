"""The check of the texts that are pages of their own: whether each has its page."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.edition import Edition
from catalogue.errors import Place
from catalogue.lint.findings import Finding
from catalogue.lint.kinds import KINDS
from catalogue.messages import Message
from catalogue.near import nearest


def texts_without_page(edition: Edition) -> Iterator[Finding]:
    """Find names in `[site] texts` that no file has, and texts whose name is the address of something else."""
    settings, texts, kind = edition.settings, edition.texts, KINDS["text"]
    for name in texts.unwritten:
        near = nearest(name, {file.name for file in texts.files})
        advice = Message("near", name=near) if near else Message("C228.write.advice", file=_file(edition, name))
        message = Message("C228.no-file", name=name, folder=settings.folders.texts)
        yield Finding(kind, kind.severity, settings.place_of("site", "texts"), message, advice)
    for file in texts.files:
        if file.name in texts.taken:
            message = Message("C228.taken", name=file.name)
            yield Finding(kind, kind.severity, Place(file.path, 1), message, Message("C228.rename.advice"))


def _file(edition: Edition, name: str) -> str:
    return f"{edition.settings.folders.texts}/{name}.{edition.settings.languages[0]}.md"
