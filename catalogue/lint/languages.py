"""The check of languages: those of the settings that there are not, or in which there is nothing."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.columns.profile import tags_of
from catalogue.config import Settings
from catalogue.edition import Edition
from catalogue.languages import nearest, recommended
from catalogue.lint.findings import Finding
from catalogue.lint.kinds import KINDS
from catalogue.lint.tongues import is_registered, meant_language
from catalogue.messages import Message, Text
from catalogue.terms import XSD


def of_languages(edition: Edition) -> Iterator[Finding]:
    """Report languages of the settings that are not registered, texts of theirs for no page, and pages without any text."""
    settings = edition.settings
    for tag in settings.languages:
        if not is_registered(tag):
            meant = meant_language(tag)
            advice = Message("near", name=f'"{meant}"') if meant else Message("C221.registered.advice")
            yield _finding(settings, "languages", Message("C221.not-registered", tag=tag), advice)
    for key, text in (("title", settings.title), ("description", settings.description)):
        if text and not any(nearest(tag, text) for tag in settings.languages):
            message = Message("C221.for-no-page", key=key, tags=", ".join(text), languages=", ".join(settings.languages))
            yield _finding(settings, key, message, Message("C221.for-no-page.advice"))
    yield from _without_text(edition)


def _without_text(edition: Edition) -> Iterator[Finding]:
    """Report that all texts of the data are in other languages than the pages, unless most are in none."""
    columns, languages = edition.graph.columns, edition.settings.languages
    tags = {recommended(tag[1:]) for tag in columns.terms.tags if tag.startswith("@")}
    if not tags or any(nearest(language, tags) for language in languages):
        return
    counts = tags_of(columns, columns.live_column(2))
    times = {recommended(tag[1:]): count for tag, count in counts.items() if tag.startswith("@")}
    if sum(times.values()) >= max(1, counts.get(XSD + "string", 0)):
        most = max(times, key=lambda tag: (times[tag], tag))
        message = Message("C221.no-text", languages=", ".join(languages))
        yield _finding(edition.settings, "languages", message, Message("C221.no-text.advice", tag=most))


def _finding(settings: Settings, key: str, message: Text, advice: Text) -> Finding:
    kind = KINDS["language"]
    return Finding(kind, kind.severity, settings.place_of("catalogue", key), message, advice)
