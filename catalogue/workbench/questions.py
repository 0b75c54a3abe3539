"""Questions: one property of a new thing, asked for until the answer is right or left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from catalogue.messages import Message, Text
from catalogue.model import EntityType
from catalogue.terms import BlankNode, Term
from catalogue.visible import visible
from catalogue.workbench.bench import Bench
from catalogue.workbench.entries import Entry
from catalogue.workbench.form import Field
from catalogue.workbench.hints import hint
from catalogue.workbench.reading import Unread
from catalogue.workbench.showing import YES, Showing, Terminal
from catalogue.workbench.things import FEW

_LISTED = 40
"""How many values are listed when they are asked for."""

HELP, NEW, REMOVE = "?", "+", "-"
"""What may be typed instead of a value: to be told more, to make a new thing, to take away what there is."""

Make: TypeAlias = Callable[[Entry, Field, EntityType, str], Term | None]
"""Makes a new thing of a type, with a name, as the value of a property; None when it is taken back."""


class Questions:
    """Asks for the properties of new things.

    Args:
        bench: the new things.
        terminal: asks people.
        make: makes a new thing where one is wanted.
    """

    def __init__(self, bench: Bench, terminal: Terminal, make: Make) -> None:
        self._bench = bench
        self._terminal = terminal
        self._show = Showing(bench, terminal)
        self._make = make

    def ask(self, entry: Entry, field: Field, defaults: Mapping[str, str] | None = None) -> None:
        """Ask for a property, as often as it takes values and there are some.

        Args:
            entry: the thing.
            field: the property.
            defaults: what is proposed, by language; under no language for what is no text with one.
        """
        if field.is_nested:
            self._nested(entry, field)
            return
        if field.languages:
            self._texts(entry, field, defaults or {})
            return
        if not entry.is_full(field):
            self._describe(field)
        is_more = False
        while not entry.is_full(field):
            count = len(entry.given(field))
            default = (defaults or {}).get("", "") or (self._default(field) if count < field.at_least else "")
            question = self.question(field, "", is_needed=count < field.at_least, is_more=count > 0)
            if not self._value(entry, field, question, "" if is_more else default, is_needed=count < field.at_least):
                return
            is_more = True

    def _nested(self, entry: Entry, field: Field) -> None:
        """Ask for what is described within the thing, as a value of a property: one after the other."""
        form = self._bench.forms.nested(field)
        while form.fields and not entry.is_full(field):
            count = len(entry.given(field))
            question = Message("new.ask-nested", name=field.prop.name)
            if count >= field.at_least and not self._is_yes(self._terminal.ask(self._show.say(question))):
                return
            inner = self._bench.entries.add(Entry(form, BlankNode()))
            entry.add(field.predicate, inner.node)
            self._terminal.tell(self._show.say(field.prop.name), "field")
            for each in (*form.required, *form.usual, *form.others):
                self.ask(inner, each)

    @staticmethod
    def _is_yes(answer: str) -> bool:
        return answer.casefold() in YES

    def _default(self, field: Field) -> str:
        value = field.default
        return "" if value is None else self._show.called(value)

    def _describe(self, field: Field) -> None:
        """Show what a value may be, where that is a short list."""
        choices = self._bench.things.choices(field)
        if 0 < len(choices) <= FEW:
            self._terminal.tell(self._show.say(field.prop.name), "field")
            self._show.list(choices)

    def _texts(self, entry: Entry, field: Field, defaults: Mapping[str, str]) -> None:
        """Ask for texts in each language, and again where there may be more than one in a language."""
        is_more = False
        while True:
            before = len(entry.given(field))
            for number, tag in enumerate(field.languages):
                if entry.is_full(field) or (not is_more and tag in entry.languages(field)):
                    continue
                count, left = len(entry.given(field)), len(field.languages) - number
                is_needed = not is_more and count + left <= field.at_least
                question = self.question(field, tag, is_needed=count < field.at_least, is_more=is_more)
                default = "" if is_more else defaults.get(tag, "")
                if not self._value(entry, field, question, default, tag=tag, is_needed=is_needed) and is_more:
                    return
            if entry.is_full(field) or len(entry.given(field)) == before:
                return
            is_more = True

    def _value(  # noqa: PLR0913 - they are what a question is made of
        self, entry: Entry, field: Field, question: str, default: str, *, tag: str = "", is_needed: bool = False
    ) -> bool:
        """Ask for one value until it is right, or left out; tell whether there is one."""
        while True:
            answer = self._terminal.ask(question, default, self._proposals(field))
            if not answer and not is_needed:
                return False
            if not answer:
                self._show.wrong(Message("new.needed"))
            elif not self._is_done(entry, field, answer):
                value = self.read(entry, field, answer, tag)
                if value is not None and self.give(entry, field, value):
                    return True

    def _is_done(self, entry: Entry, field: Field, answer: str) -> bool:
        """Do what may be typed instead of a value, and tell whether it was that."""
        if answer == HELP:
            self._help(field)
        elif answer == REMOVE and entry.given(field):
            entry.remove(field.predicate)
        else:
            return False
        return True

    def question(self, field: Field, tag: str, *, is_needed: bool, is_more: bool) -> str:
        """Give the question for a value: what the property is called, in which language or form, whether it is needed."""
        name: Text = field.prop.name
        form = tag or self._show.say(hint(self._bench.things, field))
        if form:
            name = Message("new.name-and-form", name=name, form=form)
        return self._show.say(Message("new.ask-more" if is_more else "new.ask-needed" if is_needed else "new.ask", name=name))

    def _proposals(self, field: Field) -> list[str]:
        return [self._show.called(value) for value in self._bench.things.choices(field)]

    def _help(self, field: Field) -> None:
        description = self._show.say(field.prop.description)
        if description:
            self._show.note({"": description})
        choices = self._bench.things.choices(field)
        self._show.list(choices[:_LISTED])
        if len(choices) > _LISTED:
            self._show.note(Message("new.more-choices", count=len(choices) - _LISTED))
        if self._bench.types_of(field):
            self._show.note(Message("new.how-new"))
        elif not choices and not description:
            self._show.note(Message("new.no-help"))

    def read(self, entry: Entry, field: Field, answer: str, tag: str) -> Term | None:
        """Read an answer; None when it is none, and the reason was shown."""
        if answer.startswith(NEW) and self._bench.types_of(field):
            return self._new(entry, field, answer[1:].strip())
        numbered = self._numbered(field, answer)
        value = numbered if numbered is not None else self._bench.reader.read(field, answer, tag)
        if not isinstance(value, Unread):
            return value
        self._show.wrong(value.reason)
        is_new = value.is_new_name and bool(self._bench.types_of(field))
        return self._meant(entry, field, answer, value, tag, is_new=is_new) if value.meant or is_new else None

    def _numbered(self, field: Field, answer: str) -> Term | None:
        """Give the value with a number in the list that was shown, where no value is called so itself."""
        things = self._bench.things
        choices = things.choices(field) if answer.isdecimal() else []
        if not choices or len(answer) > len(str(len(choices))) or things.called(field, answer):
            return None
        number = int(answer)
        return choices[number - 1] if 0 < number <= len(choices) else None

    def _meant(  # noqa: PLR0913 - they are what a question is made of
        self, entry: Entry, field: Field, answer: str, unread: Unread, tag: str, *, is_new: bool
    ) -> Term | None:
        """Ask which of some values was meant, or whether a new thing is to be made; any other answer is one typed again."""
        self._show.list(unread.meant)
        question = Message("new.ask-new", name=visible(answer)) if is_new else Message("new.ask-meant")
        chosen = self._terminal.ask(self._show.say(question))
        if is_new and chosen == NEW:
            return self._new(entry, field, answer)
        if chosen.isdecimal() and 0 < int(chosen[:4]) <= len(unread.meant):
            return unread.meant[int(chosen) - 1]
        if chosen.isdecimal() and self._bench.things.choices(field):  # a number of this list, and of no other
            self._show.wrong(Message("new.no-such-choice", text=chosen))
            return None
        if not chosen or self._is_done(entry, field, chosen):
            return None
        return self.read(entry, field, chosen, tag)

    def _new(self, entry: Entry, field: Field, name: str) -> Term | None:
        """Make a new thing as the value of a property."""
        types = self._bench.types_of(field)
        type_ = types[0] if len(types) == 1 else self._type(types)
        if type_ is None:
            return None
        return self._make(entry, field, type_, name)

    def _type(self, types: Sequence[EntityType]) -> EntityType | None:
        for number, type_ in enumerate(types, 1):
            self._terminal.tell(f"  {number:>2} {self._show.say(type_.label)}")
        chosen = self._terminal.ask(self._show.say(Message("new.ask-type")))
        return types[int(chosen) - 1] if chosen.isdecimal() and 0 < int(chosen[:4]) <= len(types) else None

    def give(self, entry: Entry, field: Field, value: Term) -> bool:
        """Give a thing a value, unless a check would say something against it."""
        entry.add(field.predicate, value)
        refused = self._bench.refused(entry, field, value)
        for finding in refused:
            self._terminal.tell(self._show.reason(finding), "wrong")
        return not refused

    def again(self, entry: Entry, field: Field) -> None:
        """Ask for a property that may have values: they can be taken away; where no more is allowed, they are."""
        values = entry.given(field)
        if values:
            shown = ", ".join(self._show.called(value) for value in values)
            self._show.note(Message("new.has", name=field.prop.name, values=shown))
        if entry.is_full(field):
            entry.remove(field.predicate)
        self.ask(entry, field)
