"""Interviews: a new thing made by asking for it, property by property, and then for what leads to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.errors import AbandonedError, UsageError
from catalogue.messages import Message, say
from catalogue.model import EntityType
from catalogue.terms import Term
from catalogue.visible import visible
from catalogue.workbench.alike import called_alike
from catalogue.workbench.bench import Bench, Link
from catalogue.workbench.entries import Entry
from catalogue.workbench.form import Field
from catalogue.workbench.questions import HELP, YES, Questions
from catalogue.workbench.showing import Showing, Terminal

_USUAL = 8
"""How many kinds of linked entries are offered without being asked for."""


@dataclass(frozen=True)
class Within:
    """Where a new thing is wanted.

    Attributes:
        entry: the thing that will have it as a value, or that it will lead to.
        field: the property.
        forwards: whether the other thing leads to the new one; else the new one leads to it.
    """

    entry: Entry
    field: Field
    forwards: bool


class Interview:
    """Asks for new things.

    Args:
        bench: the new things.
        terminal: asks people.
    """

    def __init__(self, bench: Bench, terminal: Terminal) -> None:
        self._bench = bench
        self._terminal = terminal
        self._show = Showing(bench, terminal)
        self._questions = Questions(bench, terminal, self._new)
        self._about: dict[Entry, Entry] = {}

    def run(self, type_: EntityType, name: str = "", slug: str = "") -> None:
        """Ask for a thing of a type, and for what leads to it.

        Args:
            type_: the type.
            name: its name in the first language of the catalogue; asked for when empty.
            slug: the end of its IRI; asked for when empty.

        Raises:
            AbandonedError: whoever is asked gave up.
            UsageError: no thing can be made of this type, or the slug is none or taken.
        """
        if slug:
            self._bench.slug(type_, slug)
        self._show.note(Message("new.how"))
        entry = self._entry(type_, name, None, slug)
        while not self._accepted():
            self._menu(entry)

    def _accepted(self) -> bool:
        """Show what a check would report when all is written, and whether there is nothing."""
        _, findings = self._bench.tried()
        if findings:
            self._show.findings(Message("new.not-yet"), findings)
        return not findings

    # One thing

    def _entry(self, type_: EntityType, name: str, within: Within | None, slug: str = "") -> Entry:
        """Ask for one thing and for what leads to it."""
        bench = self._bench
        self._terminal.tell("")
        self._terminal.tell(self._show.say(type_.label), "head")
        provisional = bench.naming.iri(type_, slug or bench.naming.proposed(type_, name))
        assert provisional is not None  # noqa: S101 - what is proposed can be an IRI
        entry = bench.begin(type_, provisional)
        if within is not None and not within.forwards:
            entry.add(within.field.predicate, within.entry.node)
        if entry.form.label is not None:
            self._label(entry, entry.form.label, name, within)
            self._twice(entry, entry.form.label, within)
        if not slug:
            self._slug(entry, name, within)
        if within is not None and within.forwards:
            within.entry.add(within.field.predicate, entry.node)
        self._fields(entry, within)
        self._menu(entry)
        return entry

    def _new(self, entry: Entry, field: Field, type_: EntityType, name: str) -> Term:
        """Ask for a new thing as the value of a property, and go back to what was asked for before."""
        new = self._entry(type_, name, Within(entry, field, forwards=True))
        self._back_to(entry)
        return new.node

    def _back_to(self, entry: Entry) -> None:
        self._terminal.tell("")
        self._terminal.tell(self._show.say(Message("new.back-to", type=entry.form.type_.label)), "head")

    def _label(self, entry: Entry, field: Field, name: str, within: Within | None) -> None:
        defaults: dict[str, str] = {}
        if within is not None and not within.forwards:  # the thing at which such links began
            about = self._about.get(within.entry, within.entry)
            self._about[entry] = about
            label = {tag: say(entry.form.type_.label, tag) for tag in field.languages or ("",)}
            defaults = {
                tag: say(Message("new.label", type=label[tag], thing=say(about.label, tag)), tag or self._bench.language)
                for tag in label
            }
        tag = next(iter(field.languages), "")
        value = self._questions.read(entry, field, name, tag) if name else None
        if value is not None and self._questions.give(entry, field, value):
            shown = self._questions.question(field, tag, is_needed=False, is_more=False)
            self._show.note(Message("new.wrong-value", name=shown, reason=visible(name)))
        self._questions.ask(entry, field, defaults)

    def _twice(self, entry: Entry, field: Field, within: Within | None) -> None:
        """Ask whether to go on where others are called so already: else for another name, or to give up the only thing."""
        while messages := list(called_alike(self._bench.edition, entry)):
            for message in messages:
                self._show.wrong(message)
            if self._terminal.ask(self._show.say(Message("new.ask-called-so"))).casefold() in YES:
                return
            if within is None:
                raise AbandonedError(Message("new.abandoned"))
            entry.remove(field.predicate)
            self._label(entry, field, "", within)

    def _slug(self, entry: Entry, name: str, within: Within | None) -> None:
        bench, type_ = self._bench, entry.form.type_
        label = say(entry.label, bench.edition.settings.languages[0]) or name
        if within is not None and not within.forwards:
            label = bench.naming.slug_like(within.entry)
        bench.entries.all.remove(entry)  # its own provisional name is free
        proposed = bench.naming.proposed(type_, label)
        while True:
            head = bench.naming.head(type_).removeprefix(bench.edition.settings.base)
            slug = self._terminal.ask(self._show.say(Message("new.ask-slug", head=head)), proposed)
            try:
                entry.node = bench.slug(type_, slug)
            except UsageError as error:
                self._show.wrong(error.message)
                continue
            bench.entries.add(entry)
            findings = bench.refused_name(entry)
            if not findings:
                return
            self._terminal.tell(self._show.reason(findings[0]), "wrong")
            bench.entries.all.remove(entry)

    def _proposed(self, field: Field, within: Within | None) -> dict[str, str]:
        """Propose what the thing at hand has too, such as its source, where it is required and no text."""
        near = within.entry.values.get(field.predicate, ()) if within is not None and field.is_required else ()
        values = [value for value in near if value in self._bench.things.choices(field)]
        return {"": self._bench.things.meaning(field, values[0], self._bench.language)} if values else {}

    def _fields(self, entry: Entry, within: Within | None) -> None:
        """Ask for what is required, then for what is usual."""
        given = within.field if within is not None and not within.forwards else None
        for field in (*entry.form.required, *entry.form.usual):
            if not field.is_label and field != given and not field.fixed:
                self._questions.ask(entry, field, self._proposed(field, within))

    # What more there is

    def _menu(self, entry: Entry) -> None:
        """Ask for other properties, and for things that lead to this one, until there is nothing more to say."""
        fields = list(entry.form.fields)
        links = self._bench.links(entry)
        if not fields and not links:
            return
        self._lacking(entry)
        self._offer(fields, links, is_all=False)
        while chosen := self._terminal.ask(self._show.say(Message("new.ask-next")), "", self._names(entry, links)):
            if chosen == HELP:
                self._offer(fields, links, is_all=True)
            else:
                self._next(entry, fields, links, chosen)
                self._lacking(entry)

    def _lacking(self, entry: Entry) -> None:
        findings = [finding for finding in self._bench.findings() if finding.focus == getattr(entry.node, "value", "")]
        if findings:
            self._show.findings(Message("new.lacking"), findings, entry)

    def _offer(self, fields: Sequence[Field], links: Sequence[Link], *, is_all: bool) -> None:
        """Show what may come next; of the things that could lead to this one the most usual, unless all are asked for."""
        shown = links if is_all else links[:_USUAL]
        names = [f"{number} {self._show.say(field.prop.name)}" for number, field in enumerate(fields, 1)]
        linked = [f"{number} {self._linked(link)}" for number, link in enumerate(shown, len(fields) + 1)]
        linked += ["…"] if len(shown) < len(links) else []
        if names:
            self._show.note(Message("new.more-properties", names=", ".join(names)))
        if linked:
            self._show.note(Message("new.more-entries", names=", ".join(linked)))

    def _linked(self, link: Link) -> str:
        return f"{self._show.say(link.type_.label)} ({self._show.say(link.field.prop.name)})"

    def _names(self, entry: Entry, links: Sequence[Link]) -> list[str]:
        return [self._show.say(each.prop.name) for each in entry.form.fields] + [
            self._show.say(link.type_.label) for link in links
        ]

    def _next(self, entry: Entry, fields: Sequence[Field], links: Sequence[Link], chosen: str) -> None:
        """Do what was chosen: by its number or its name; a property that is full is asked for anew."""
        offered: list[Field | Link] = [*fields, *links]
        if chosen.isdecimal():
            number = int(chosen[:4])
            option = offered[number - 1] if 0 < number <= len(offered) else None
        else:
            option = self._named(entry, links, chosen.casefold())
        if option is None:
            self._show.wrong(Message("new.no-such-choice", text=visible(chosen)))
        elif isinstance(option, Link):
            self._entry(option.type_, "", Within(entry, option.field, forwards=False))
            self._back_to(entry)
        else:
            self._questions.again(entry, option)

    def _named(self, entry: Entry, links: Sequence[Link], name: str) -> Field | Link | None:
        for field in entry.form.fields:
            if name in {field.prop.key.casefold(), *(each.casefold() for each in field.prop.name.values())}:
                return field
        for link in links:
            if name in {
                link.type_.name,
                self._linked(link).casefold(),
                *(each.casefold() for each in link.type_.label.values()),
            }:
                return link
        return None
