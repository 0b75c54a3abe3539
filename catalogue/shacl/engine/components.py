"""Components: the constraint components of SHACL Core that judge value nodes one by one, or count them (section 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from catalogue.columns.index import constant, pairs_of
from catalogue.columns.sets import are_in, counted, mask, positions_of, ranked, tally, uniform
from catalogue.columns.table import BLANK, IRI, LITERAL, Mask, Numbers, Positions, numbers
from catalogue.model import SH
from catalogue.model.literals import TRUE
from catalogue.model.vocabulary import RDFS_LITERAL
from catalogue.shacl.engine.evaluation import NO_VALUE, Check, Declaration, Evaluation, Maker, ValueNodes, Violations
from catalogue.terms import Literal, Term
from catalogue.values import are_in_order

_TERM_KINDS: Mapping[str, tuple[int, ...]] = {
    "IRI": (IRI,),
    "BlankNode": (BLANK,),
    "Literal": (LITERAL,),
    "BlankNodeOrIRI": (BLANK, IRI),
    "BlankNodeOrLiteral": (BLANK, LITERAL),
    "IRIOrLiteral": (IRI, LITERAL),
}


def where(at: ValueNodes, broken: Mask) -> Violations:
    """Give the results about some of the value nodes."""
    return Violations(at.owners[broken], at.values[broken])


def without_value(owners: Positions) -> Violations:
    """Give results about focus nodes, without a value."""
    return Violations(owners, constant(len(owners), NO_VALUE))


def judged(passes: Callable[[Evaluation, Numbers], Mask]) -> Check:
    """Make a constraint of what tells which values pass."""

    def check(run: Evaluation, at: ValueNodes) -> Iterator[Violations]:
        yield where(at, ~passes(run, at.values))

    return check


def count_of(term: Term) -> int:
    """Read a number of values; 0 when it is none."""
    return int(term.value) if isinstance(term, Literal) and term.value.isdecimal() else 0


def counts(at: ValueNodes) -> Positions:
    """Count the value nodes of each focus node."""
    return tally(at.owners, len(at.focus))


def class_(declared: Declaration) -> Check:
    """Make `sh:class`."""
    return judged(lambda run, values: run.data.classes.are_instances(values, run.number(declared.value)))


def datatype(declared: Declaration) -> Check:
    """Make `sh:datatype`: the datatype is the one, and the lexical form is one of its values; `rdfs:Literal` stands for any."""
    if declared.value == RDFS_LITERAL:
        return judged(lambda run, values: run.data.kinds(values) == LITERAL)

    def passes(run: Evaluation, values: Numbers) -> Mask:
        right: Mask = run.data.datatypes(values) == run.number(declared.value)
        right[right] = run.data.are_well_formed(values[right])
        return right

    return judged(passes)


def node_kind(declared: Declaration) -> Check:
    """Make `sh:nodeKind`."""
    kinds = _TERM_KINDS.get(declared.value.value.removeprefix(SH), ())
    are_allowed = mask(kind in kinds for kind in (IRI, BLANK, LITERAL))
    return judged(lambda run, values: are_allowed[run.data.kinds(values)])


def min_count(declared: Declaration) -> Check:
    """Make `sh:minCount`."""
    least = count_of(declared.value)

    def check(_: Evaluation, at: ValueNodes) -> Iterator[Violations]:
        yield without_value(positions_of(counts(at) < least))

    return check


def max_count(declared: Declaration) -> Check:
    """Make `sh:maxCount`."""
    most = count_of(declared.value)

    def check(_: Evaluation, at: ValueNodes) -> Iterator[Violations]:
        yield without_value(positions_of(counts(at) > most))

    return check


def compared(operator: str) -> Maker:
    """Make the constraint of a range: what cannot be compared violates it."""

    def make(declared: Declaration) -> Check:
        def passes(run: Evaluation, values: Numbers) -> Mask:
            distinct, back = ranked(values)
            pairs = [(run.data.term(number), declared.value) for number in distinct.tolist()]
            return mask(are_in_order(pairs, operator))[back]

        return judged(passes)

    return make


def _length(fits: Callable[[int, int], bool]) -> Maker:
    def make(declared: Declaration) -> Check:
        bound = count_of(declared.value)

        def passes(run: Evaluation, values: Numbers) -> Mask:
            fit = run.data.judged_by_value(values, lambda texts: [fits(len(text), bound) for text in texts])
            return fit & ~run.data.are_blank(values)

        return judged(passes)

    return make


def pattern(declared: Declaration) -> Check:
    """Make `sh:pattern`, run by an engine whose time is linear in the text where it can."""
    flags = declared.shape.value("flags")
    modes = flags.value if flags is not None else ""

    def passes(run: Evaluation, values: Numbers) -> Mask:
        fit = run.data.judged_by_value(values, lambda texts: run.data.matching.matches(declared.value.value, modes, texts))
        return fit & ~run.data.are_blank(values)

    return judged(passes)


def language_in(declared: Declaration) -> Check:
    """Make `sh:languageIn`, by the basic filtering of language ranges (RFC 4647, section 3.3.1)."""
    ranges = [member.value.lower() for member in declared.members]

    def is_in(tag: str) -> bool:
        language = tag[1:].lower()
        return tag[0] == "@" and any(r in {"*", language} or language.startswith(r + "-") for r in ranges)

    return judged(lambda run, values: run.data.tagged(values, is_in))


def unique_lang(declared: Declaration) -> Check | None:
    """Make `sh:uniqueLang`: one result for each language that is used twice."""
    if declared.value != TRUE:
        return None

    def check(run: Evaluation, at: ValueNodes) -> Iterator[Violations]:
        languages = run.data.languages(at.values)
        tagged = languages >= 0
        keys = pairs_of(at.owners[tagged], languages[tagged])
        pairs, times = counted(keys)
        yield without_value(pairs[times > 1] >> 32)

    return check


def in_(declared: Declaration) -> Check:
    """Make `sh:in`."""
    return judged(lambda run, values: are_in(values, numbers(map(run.number, declared.members))))


def has_value(declared: Declaration) -> Check:
    """Make `sh:hasValue`."""

    def check(run: Evaluation, at: ValueNodes) -> Iterator[Violations]:
        missing = uniform(len(at.focus), value=True)
        missing[at.owners[at.values == run.number(declared.value)]] = False
        yield without_value(positions_of(missing))

    return check


MAKERS: Mapping[str, Maker] = {
    "class": class_,
    "datatype": datatype,
    "nodeKind": node_kind,
    "minCount": min_count,
    "maxCount": max_count,
    "minExclusive": compared(">"),
    "minInclusive": compared(">="),
    "maxExclusive": compared("<"),
    "maxInclusive": compared("<="),
    "minLength": _length(lambda length, bound: length >= bound),
    "maxLength": _length(lambda length, bound: length <= bound),
    "pattern": pattern,
    "languageIn": language_in,
    "uniqueLang": unique_lang,
    "in": in_,
    "hasValue": has_value,
}
"""What makes a constraint, by its parameter."""
