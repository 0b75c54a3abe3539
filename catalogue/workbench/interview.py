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
from catalogue.workbench.leaving import CANCEL, Leavable
from catalogue.workbench.menu import Menu, Option
from catalogue.workbench.questions import HELP, Questions
from catalogue.workbench.showing import Showing, Terminal


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
        self._terminal = Leavable(terminal)
        self._show = Showing(bench, self._terminal)
        self._questions = Questions(bench, self._terminal, self._new)
        self._about: dict[Entry, Entry] = {}
        self._asked: list[Entry] = []
        """The things that are asked for, each within the one before it."""

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
        self._until_accepted(self._entry(type_, name, None, slug))

    def resume(self) -> None:
        """Go on with what was asked for, which is not to be written yet.

        Raises:
            AbandonedError: whoever is asked gave up.
        """
        first = next(iter(self._bench.entries.named()))
        self._show.note(Message("new.resumed"))
        self._back_to(first)
        self._menu(first)
        self._until_accepted(first)

    def _until_accepted(self, first: Entry) -> None:
        while not self._accepted():
            self._menu(first)

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

    def _within(self, within: Within, type_: EntityType, name: str = "") -> Entry | None:
        """Ask for a thing within another one, and go back to that; None when it was taken back, with what was begun for it."""
        kept = list(self._bench.entries)
        try:
            with self._terminal.within():
                return self._entry(type_, name, within)
        except AbandonedError:
            self._take_back(type_, kept)
            return None
        finally:
            self._back_to(within.entry)

    def _into(self, entry: Entry, back: Entry) -> None:
        """Go back into a thing of which something is left to mend."""
        kept = [each for each in self._bench.entries if each is not entry]
        try:
            with self._terminal.within():
                self._back_to(entry)
                self._menu(entry)
        except AbandonedError:
            self._take_back(entry.form.type_, kept)
        self._back_to(back)

    def _take_back(self, type_: EntityType, kept: Sequence[Entry]) -> None:
        self._bench.entries.keep(kept)
        self._show.note(Message("new.taken-back", type=type_.label))

    def _new(self, entry: Entry, field: Field, type_: EntityType, name: str) -> Term | None:
        """Ask for a new thing as the value of a property, and go back to what was asked for before."""
        new = self._within(Within(entry, field, forwards=True), type_, name)
        return new.node if new is not None else None

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
            if self._show.is_yes(Message("new.ask-called-so"), default=False):
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
        menu = Menu(self._bench, self._show, entry)
        if not menu:
            return
        self._asked.append(entry)
        try:
            is_lacking = self._lacking(entry, menu)
            menu.offer(is_all=False)
            menu.offer_unfinished()
            while (chosen := self._chosen(menu)) or (is_lacking and not self._is_left()):
                if chosen == HELP:
                    menu.offer(is_all=True)
                    menu.offer_unfinished()
                elif chosen:
                    self._next(entry, menu.option(chosen), chosen)
                    is_lacking = self._lacking(entry, menu)
                    menu.offer_unfinished()
                else:
                    is_lacking = False  # it was asked once
        finally:
            self._asked.pop()

    def _chosen(self, menu: Menu) -> str:
        chosen = self._terminal.ask(self._show.say(Message("new.ask-next")), "", menu.names())
        if chosen.casefold() in CANCEL:
            raise AbandonedError(Message("new.abandoned"))
        return chosen

    def _is_left(self) -> bool:
        """Ask whether a thing is left though something is to be mended; of the first one it is said when it is judged."""
        return len(self._asked) == 1 or self._show.is_yes(Message("new.ask-leave"), default=False)

    def _lacking(self, entry: Entry, menu: Menu) -> bool:
        """Show what is left to mend of a thing, and tell whether there is something; the menu gets the others like it."""
        findings = self._bench.findings()
        foci = {finding.focus for finding in findings}
        others = (each for each in self._bench.entries.named() if each not in self._asked)
        menu.unfinished = [each for each in others if each.node.value in foci]
        own = [finding for finding in findings if finding.focus == entry.node.value]
        if own:
            self._show.findings(Message("new.lacking"), own, entry)
        return bool(own)

    def _next(self, entry: Entry, option: Option | None, chosen: str) -> None:
        """Do what was chosen; a property that is full is asked for anew."""
        if option is None:
            self._show.wrong(Message("new.no-such-choice", text=visible(chosen)))
        elif isinstance(option, Link):
            self._within(Within(entry, option.field, forwards=False), option.type_)
        elif isinstance(option, Entry):
            self._into(option, entry)
        else:
            self._questions.again(entry, option)
