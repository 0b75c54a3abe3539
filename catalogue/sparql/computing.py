"""Computing: expressions put such that they see terms as they are written, and compute with their values.

A marked literal (`catalogue.store.written`) is a term like any other: to compare or to compute with it is to take its value.
What asks for the term itself, its lexical form or its datatype gets it as it is written. Three things that the engine does
otherwise than SPARQL 1.1 are put right on the way: booleans are not ordered, `GROUP_CONCAT` is unbound for what is no string
and keeps a language tag, and `BNODE("x")` is the same node in all solutions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from catalogue.sparql.constants import Constant, constants, string_value
from catalogue.sparql.expressions import Operation
from catalogue.sparql.names import Names
from catalogue.sparql.splicing import Piece, spliced
from catalogue.sparql.tree import Group
from catalogue.store.beyond import is_beyond
from catalogue.store.written import MARK, mark, value_of
from catalogue.terms import XSD, Literal

_TERMS = frozenset(
    [
        "STR",
        "SAMETERM",
        "ISIRI",
        "ISURI",
        "ISLITERAL",
        "ISBLANK",
        "LANG",
        "COUNT",
        "SAMPLE",
        "TRIPLE",
        "SUBJECT",
        "PREDICATE",
        "OBJECT",
        "BOUND",
    ]
)
"""The functions that take terms as they are."""

_BOOLEANS = frozenset(
    [
        "BOUND",
        "SAMETERM",
        "ISIRI",
        "ISURI",
        "ISLITERAL",
        "ISBLANK",
        "ISNUMERIC",
        "CONTAINS",
        "STRSTARTS",
        "STRENDS",
        "REGEX",
        "LANGMATCHES",
        "ISTRIPLE",
    ]
)
"""The functions that give booleans."""

_PASSING = frozenset({"IF", "COALESCE", "MIN", "MAX", "SAMPLE"})
"""The functions that give one of their arguments."""

_MAKING = frozenset({"MIN", "MAX", "STRDT"})
"""The functions that are written in a way of their own where they give a term, and as they are where it is computed with."""

_LEAST = frozenset({"MIN", "MAX"})
_COMPUTED = frozenset({"SUM", "AVG", "ABS", "CEIL", "FLOOR", "ROUND"})
_CASTS = frozenset(XSD + name for name in ("integer", "decimal", "double", "float", "boolean"))
"""The casts and the functions that have no value for numbers beyond the range of the store."""

_ORDERED = frozenset({"<", ">", "<=", ">="})
_DATATYPE = f'IF(STRSTARTS(STR(DATATYPE({{0}})),"{MARK}"),IRI(CONCAT("{XSD}",STRAFTER(STR(DATATYPE({{0}})),"{MARK}"))),{{1}})'
_BOTH_BOOLEAN = (
    "COALESCE({0}{2}{1},IF(DATATYPE({0})=<{3}boolean>&&DATATYPE({1})=<{3}boolean>,<{3}integer>({0}){2}<{3}integer>({1}),1/0))"
)


@dataclass
class Computing:
    """Writes the expressions of a query anew.

    Attributes:
        text: the query.
        names: its names.
        group: writes the groups of `EXISTS`.
        marked: the variables that may have a marked literal.
        boolean: the variables that may have a boolean.
        beyond: the variables that may have a number beyond the range of the store (`catalogue.store.beyond`).
        row: the variable that differs for each solution, where an expression makes a blank node by a label; by the characters
            before the call. A call that is not there is the only one.
        without_value: the expressions written so far that have no value for such a number.
    """

    text: str
    names: Names
    group: Callable[[Group], str]
    marked: frozenset[str] = frozenset()
    boolean: frozenset[str] = frozenset()
    beyond: frozenset[str] = frozenset()
    row: Mapping[int, str] = field(default_factory=dict)
    without_value: list[str] = field(default_factory=list)

    def written(self, read: Operation, *, value: bool) -> str:
        """Write an expression.

        Args:
            read: the expression.
            value: whether it is computed with; else its result is a term as it is written.
        """
        if read.kind == "term":
            return self._term(read, value=value)
        if read.kind == "exists" and read.group is not None:
            return spliced(self.text, read.start, read.end, [Piece(read.group.opening, read.group.end, self.group(read.group))])
        if read.kind == "comparison" or (read.kind == "in" and read.parts[0].name == "LANG"):
            return self._comparison(read)
        self._note_without_value(read)
        if read.kind == "call":
            return self._call(read, value=value)
        return self._beyond(read) or self._with(read, [value or read.kind != "brackets"] * len(read.parts))

    def _note_without_value(self, read: Operation) -> None:
        """Remember an expression that computes with numbers that may be beyond the range."""
        casts = read.kind == "call" and not read.name and self.names.iri(read.tokens[0]) in _CASTS
        negates = read.kind == "sign" and read.name != "!" and not any(self._number(read))
        if (casts or negates or read.name in _COMPUTED or read.kind == "arithmetic") and any(
            map(self.may_be_beyond, read.parts)
        ):
            self.without_value.append(" ".join(self.text[read.start : read.end].split()))

    def _with(self, read: Operation, are_values: list[bool]) -> str:
        """Write an expression with its parts written anew."""
        pairs = zip(read.parts, are_values, strict=True)
        pieces = [Piece(part.start, part.end, self.written(part, value=is_value)) for part, is_value in pairs]
        return spliced(self.text, read.start, read.end, pieces)

    def value(self, variable: str) -> str:
        """Write the value of a variable."""
        return value_of(variable) if variable in self.marked else f"?{variable}"

    def _term(self, read: Operation, *, value: bool) -> str:
        if value and read.variable:
            return self.value(read.variable)
        if not value:
            for constant in constants(read.tokens, self.names):
                return constant_text(constant.literal) or self.text[read.start : read.end]
        return self.text[read.start : read.end]

    def _call(self, read: Operation, *, value: bool) -> str:
        if read.name in _LEAST and any(map(self.may_be_beyond, read.parts)):
            return self._exactly_least(read, value=value)
        special = None if value and read.name in _MAKING else _SPECIAL.get(read.name)
        if special is not None and read.parts:
            return special(self, read)
        if read.name == "IF":
            return self._with(read, [True, *[value] * (len(read.parts) - 1)])
        return self._with(read, [value if read.name == "COALESCE" else read.name not in _TERMS] * len(read.parts))

    def datatype(self, read: Operation) -> str:
        """Write the call of `DATATYPE`."""
        plain = self._with(read, [False] * len(read.parts))
        if len(read.parts) != 1 or not self._may_be_marked(read.parts[0]):
            return plain
        return _DATATYPE.format(self.written(read.parts[0], value=False), plain)

    def _may_be_marked(self, read: Operation) -> bool:
        """Tell whether an expression may give a marked literal, where it gives a term."""
        if read.kind == "term":
            return read.variable in self.marked or any(constant_text(c.literal) for c in constants(read.tokens, self.names))
        if read.kind == "brackets" or (read.kind == "call" and read.name in _PASSING):
            return any(map(self._may_be_marked, read.parts))
        return read.kind == "call" and read.name == "STRDT"

    def may_be_beyond(self, read: Operation) -> bool:
        """Tell whether an expression may give a number beyond the range of the store."""
        if read.kind in {"term", "sign"}:
            return read.variable in self.beyond or self._is_beyond(read)
        if read.kind == "brackets" or (read.kind == "call" and read.name in _PASSING):
            return any(map(self.may_be_beyond, read.parts))
        return False

    def _beyond(self, read: Operation) -> str:
        """Write what the store does not read as it is where it has a number beyond the range; else nothing."""
        if read.kind == "in" and any(map(self.may_be_beyond, read.parts)):
            return self._in(read)
        is_number = read.kind == "sign" and (self._is_beyond(read) or self._is_beyond(read.parts[0]))
        return next((str(each.literal) for each in self._number(read)), "") if is_number else ""

    def _is_beyond(self, read: Operation) -> bool:
        """Tell whether a literal, or a number with its sign, is beyond the range."""
        return any(is_beyond(constant.literal) for constant in self._number(read))

    def _number(self, read: Operation) -> Iterator[Constant]:
        """Give the literal that an expression is, with its sign."""
        signed = [constant for constant in constants(read.tokens, self.names) if constant.start == read.start]
        return iter(signed if read.kind == "term" or (read.kind == "sign" and read.parts[0].kind == "term") else ())

    def _exactly_least(self, read: Operation, *, value: bool) -> str:
        """Write the call of `MIN` or `MAX` where a number beyond the range may be the least."""
        return f"<{MARK}{read.name}>({self.written(read.parts[0], value=value)})"

    def is_numeric(self, read: Operation) -> str:
        """Write the call of `ISNUMERIC`, which numbers beyond the range are."""
        plain = self._with(read, [True] * len(read.parts))
        if not any(map(self.may_be_beyond, read.parts)):
            return plain
        part = self.written(read.parts[0], value=True)
        return f"({plain}||COALESCE({_holds(part, '=', part)},false))"

    def _in(self, read: Operation) -> str:
        """Write `IN` as the comparisons that it stands for."""
        looked_for, *members = (self.written(part, value=True) for part in read.parts)
        text = "||".join(_exactly(f"{looked_for}={member}", looked_for, "=", member) for member in members)
        is_negated = next(token for token in read.tokens if token.start >= read.parts[0].end).says("NOT")
        return f"(!({text}))" if is_negated else f"({text})"

    def least(self, read: Operation) -> str:
        """Write the call of `MIN` or `MAX`: the least of marked literals is one of them."""
        if len(read.parts) != 1 or not self._may_be_marked(read.parts[0]):
            return self._with(read, [False] * len(read.parts))
        return f"<{MARK}{read.name}>({self.written(read.parts[0], value=False)})"

    def added(self, read: Operation) -> str:
        """Write the call of `SUM` or `AVG`: different terms count each, also where they have the same value."""
        is_distinct = any(token.says("DISTINCT") for token in read.tokens[:3])
        if is_distinct and len(read.parts) == 1 and self._may_be_marked(read.parts[0]):
            return f"<{MARK}{read.name}>({self.written(read.parts[0], value=False)})"
        return self._with(read, [True] * len(read.parts))

    def strdt(self, read: Operation) -> str:
        """Write the call of `STRDT`, whose result is the literal as it is made."""
        arguments = self._with(read, [True] * len(read.parts))
        return f"<{MARK}STRDT>{arguments[arguments.index('(') :]}"

    def group_concat(self, read: Operation) -> str:
        """Write the call of `GROUP_CONCAT`: of the lexical forms, with no language tag."""
        part = read.parts[0]
        inner = self.written(part, value=False)
        as_strings = spliced(self.text, read.start, read.end, [Piece(part.start, part.end, f"STR({inner})")])
        if not any(token.says("DISTINCT") for token in read.tokens[:3]):
            return as_strings
        return f"COALESCE(STR({spliced(self.text, read.start, read.end, [Piece(part.start, part.end, inner)])}),{as_strings})"

    def bnode(self, read: Operation) -> str:
        """Write the call of `BNODE`: for each solution another node."""
        label = self.written(read.parts[0], value=True)
        if read.start in self.row:
            return f'BNODE(CONCAT("b",MD5(CONCAT(?{self.row[read.start]},STR({label})))))'
        return f"IF(STRLEN({label})>=0,BNODE(),BNODE(1/0))"

    def _comparison(self, read: Operation) -> str:
        texts = [self.written(part, value=True) for part in read.parts]
        compared = self._compared(read, texts)
        is_exact = read.kind == "comparison" and any(map(self.may_be_beyond, read.parts))
        return _exactly(compared, texts[0], read.name, texts[1]) if is_exact else compared

    def _compared(self, read: Operation, texts: Sequence[str]) -> str:
        """Write a comparison as the store makes it."""
        if read.name in _ORDERED and all(map(self._may_be_boolean, read.parts)):
            return _BOTH_BOOLEAN.format(texts[0], texts[1], read.name, XSD)
        if any(part.name == "LANG" for part in read.parts):
            texts = [_in_small_letters(part, text) for part, text in zip(read.parts, texts, strict=True)]
        pieces = [Piece(part.start, part.end, text) for part, text in zip(read.parts, texts, strict=True)]
        return spliced(self.text, read.start, read.end, pieces)

    def _may_be_boolean(self, read: Operation) -> bool:
        if read.kind == "term":
            return read.variable in self.boolean or read.tokens[0].says("TRUE", "FALSE")
        if read.kind == "brackets" or (read.kind == "call" and read.name in _PASSING):
            return any(map(self._may_be_boolean, read.parts))
        if read.kind == "call":
            return read.name in _BOOLEANS or self.names.iri(read.tokens[0]) == XSD + "boolean"
        return read.kind in {"or", "and", "comparison", "in", "exists"} or (read.kind == "sign" and read.name == "!")


_SPECIAL: Mapping[str, Callable[[Computing, Operation], str]] = {
    "DATATYPE": Computing.datatype,
    "ISNUMERIC": Computing.is_numeric,
    "MIN": Computing.least,
    "MAX": Computing.least,
    "SUM": Computing.added,
    "AVG": Computing.added,
    "STRDT": Computing.strdt,
    "GROUP_CONCAT": Computing.group_concat,
    "BNODE": Computing.bnode,
}
"""The functions that are written in ways of their own."""


def _holds(left: str, operator: str, right: str) -> str:
    return f'<{MARK}holds>({left},"{operator}",{right})'


def _exactly(compared: str, left: str, operator: str, right: str) -> str:
    """Write a comparison that is made otherwise where the store gives no answer."""
    return f"COALESCE({compared},{_holds(left, operator, right)})"


def constant_text(literal: Literal) -> str:
    """Write the marked literal that stands for one in a query; nothing where the store keeps that."""
    marked = mark(literal.value, literal.datatype.value)
    return str(marked) if marked is not None else ""


def _in_small_letters(read: Operation, text: str) -> str:
    """Write a language tag as `LANG` gives it: in small letters, which that of a variable is put into where it is a string."""
    if read.kind == "term" and read.variable:
        return f"COALESCE(LCASE({text}),{text})"
    token = read.tokens[0]
    is_tag = read.kind == "term" and len(read.tokens) == 1 and token.kind == "string"
    return text.lower() if is_tag and string_value(token).replace("-", "").isalnum() else text
