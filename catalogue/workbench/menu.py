"""Menus: what may come next about a new thing, chosen by its number or its name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from catalogue.messages import Message
from catalogue.workbench.bench import Bench, Link
from catalogue.workbench.entries import Entry
from catalogue.workbench.form import Field
from catalogue.workbench.showing import Showing

_USUAL = 8
"""How many kinds of linked entries are offered without being asked for."""

Option: TypeAlias = Field | Link | Entry
"""A property to give, a way in which a new thing may lead to this one, or another new thing to go back into."""


class Menu:
    """What may come next about a thing.

    Args:
        bench: the new things.
        show: shows them.
        entry: the thing.

    Attributes:
        unfinished: the other new things of which something is left to mend.
    """

    def __init__(self, bench: Bench, show: Showing, entry: Entry) -> None:
        self._bench = bench
        self._show = show
        self._fields = list(entry.form.fields)
        self._links = bench.links(entry)
        self.unfinished: Sequence[Entry] = ()

    @property
    def _options(self) -> list[Option]:
        return [*self._fields, *self._links, *self.unfinished]

    def __bool__(self) -> bool:
        return bool(self._options)

    def offer(self, *, is_all: bool) -> None:
        """Show what may come next; of the things that could lead to this one the most usual, unless all are asked for."""
        shown = self._links if is_all else self._links[:_USUAL]
        fields, links = self._numbered(self._fields), self._numbered(shown, len(self._fields))
        links += ["…"] if len(shown) < len(self._links) else []
        if fields:
            self._show.note(Message("new.more-properties", names=", ".join(fields)))
        if links:
            self._show.note(Message("new.more-entries", names=", ".join(links)))

    def offer_unfinished(self) -> None:
        """Show the new things to go back into, if there are some."""
        if self.unfinished:
            names = self._numbered(self.unfinished, len(self._fields) + len(self._links))
            self._show.wrong(Message("new.unfinished", names=", ".join(names)))

    def names(self) -> list[str]:
        """List what may be typed."""
        return [self._show.say(each.type_.label) if isinstance(each, Link) else self._name(each) for each in self._options]

    def option(self, chosen: str) -> Option | None:
        """Give what was chosen: by its number or its name; None when there is none of it."""
        options = self._options
        if chosen.isdecimal():
            number = int(chosen[:4])
            return options[number - 1] if 0 < number <= len(options) else None
        return next((option for option in options if chosen.casefold() in self._names_of(option)), None)

    def _numbered(self, options: Sequence[Option], before: int = 0) -> list[str]:
        return [f"{number} {self._name(option)}" for number, option in enumerate(options, before + 1)]

    def _name(self, option: Option) -> str:
        if isinstance(option, Entry):
            return self._show.called(option.node)
        if isinstance(option, Field):
            return self._show.say(option.prop.name)
        return f"{self._show.say(option.type_.label)} ({self._show.say(option.field.prop.name)})"

    def _names_of(self, option: Option) -> set[str]:
        if isinstance(option, Entry):
            names = {*option.label.values(), self._bench.naming.slug_like(option)}
        elif isinstance(option, Field):
            names = {option.prop.key, *option.prop.name.values()}
        else:
            names = {option.type_.name, *option.type_.label.values()}
        return {name.casefold() for name in (self._name(option), *names)}
