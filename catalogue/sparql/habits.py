"""Habits of other languages and of beginners in a query that the engine refuses: how to write what was meant.

The engine says where it stops, and not why. What stands before that place tells which rule of the grammar was not known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from catalogue.messages import Message, Text
from catalogue.sparql.slips import SyntaxFault
from catalogue.sparql.stopped import FORMS, MODIFIERS, Stopped, begins_term
from catalogue.sparql.tokens import SparqlToken
from catalogue.sparql.triples_wrong import wrong_triple

_COMPARISONS = frozenset({"=", "!=", "<", ">", "<=", ">=", "&&", "||", "+", "-", "*", "/"})
_BRACED = ("OPTIONAL", "MINUS", "EXISTS", "UNION", "LATERAL")
_INSIDE = ("FILTER", "BIND", "OPTIONAL", "MINUS", "GRAPH", "SERVICE")
_CALLS_WITHOUT = frozenset(
    {*FORMS, *MODIFIERS, "WHERE", "AS", "BY", "DISTINCT", "REDUCED", "IN", "NOT", "FROM", "NAMED", "FILTER"}
)

Advised = SyntaxFault | None


def habit(listed: Sequence[SparqlToken], at: int) -> Advised:
    """Find what may have been meant where the engine stopped.

    Args:
        listed: the tokens of the query.
        at: the number of the token where it stopped; that of the tokens for the end.

    Returns:
        What is wrong, at its place, with advice; None where nothing is known of it.

    >>> from catalogue.sparql.tokens import tokens
    >>> fault = habit(tokens("SELECT ?a, ?b { ?a ?p ?b }"), 2)
    >>> fault.start, fault.advice["en"]
    (9, 'remove it: a space is enough there')
    """
    stopped = Stopped(listed, at)
    return next((fault for rule in _RULES if (fault := rule(stopped)) is not None), None)


def unopened(listed: Sequence[SparqlToken], at: int) -> Advised:
    """Find what should be behind an opening brace, where the query has none and a closing one.

    Args:
        listed: the tokens of the query.
        at: the number of the closing brace.

    >>> from catalogue.sparql.tokens import tokens
    >>> unopened(tokens("SELECT ?s WHERE ?s ?p ?o }"), 6).start
    16
    """
    stopped = Stopped(listed, at)
    place = stopped.last("WHERE")
    if stopped.form is None or stopped.is_behind_group or not stopped.beside[place + 1 :] or place < 0:
        return None
    return wrong_at(stopped.beside[place + 1], Message("sparql.open-brace.advice"))


def wrong_at(token: SparqlToken, advice: Text) -> SyntaxFault:
    """Give a fault at a token that may not stand there; at the end where its text is empty."""
    written = token.text.split("\n", maxsplit=1)[0]
    message = Message("sparql.does-not-parse", written=written) if written else Message("sparql.does-not-parse-more-must")
    return SyntaxFault(token.start, token.start + len(written), message, advice)


def _here(stopped: Stopped, advice: Text) -> SyntaxFault:
    """Give a fault at the token where the engine stopped, which may be the end."""
    end = SparqlToken("end", "", stopped.listed[-1].end if stopped.listed else 0)
    return wrong_at(stopped.here if stopped.here.text else end, advice)


def _prologue(stopped: Stopped) -> Advised:
    if any(token.says(*FORMS) for token in stopped.listed[: stopped.at]) or "{" in {t.text for t in stopped.beside}:
        return None
    if stopped.here.text in {".", ";"} and stopped.before.kind == "iri":
        return _here(stopped, Message("sparql.declaration-ends.advice"))
    if stopped.here.kind == "tag" and stopped.here.text.lower() in {"@prefix", "@base"}:
        return _here(stopped, Message("sparql.no-at.advice", word=stopped.here.text[1:].upper()))
    if stopped.before.says("PREFIX"):
        return _here(stopped, Message("sparql.prefix-form.advice"))
    if stopped.token(stopped.at - 2).says("PREFIX") or stopped.before.says("BASE"):
        return _here(stopped, Message("sparql.iri-in-angles.advice"))
    is_form = stopped.here.says(*FORMS)
    return None if is_form else _here(stopped, Message("sparql.form-missing.advice"))


def _needs_number(stopped: Stopped) -> Advised:
    if stopped.before.says("LIMIT", "OFFSET"):
        return _here(stopped, Message("sparql.number-behind.advice", word=stopped.before.keyword))
    return None


def _needs_braces(stopped: Stopped) -> Advised:
    if stopped.here.text == "{" or not (begins_term(stopped.here) or stopped.here.text in {"}", ""}):
        return None
    if stopped.before.says(*_BRACED):
        return _here(stopped, Message("sparql.braces-behind.advice", word=stopped.before.keyword))
    named = stopped.token(stopped.at - 2)
    if named.says("GRAPH", "VALUES") and stopped.opening != "(":
        return _here(stopped, Message("sparql.braces-behind.advice", word=f"{named.keyword} {stopped.before.text}"))
    return None


def _behind_union(stopped: Stopped) -> Advised:
    if not stopped.here.says("UNION"):
        return None
    return _here(stopped, Message("sparql.union-braces.advice"))


def _needs_brackets(stopped: Stopped) -> Advised:
    """Find a condition of FILTER or HAVING that has no brackets around all of it."""
    place = stopped.last("FILTER", "HAVING")
    if place < 0:
        return None
    keyword, condition = stopped.beside[place], stopped.beside[place + 1 :]
    is_begun = all(token.text == "!" or token.says("NOT") for token in condition)
    is_called = condition[-1:] != [] and condition[-1].text == ")" and len(condition) in {2, 3} and _is_operator(stopped.here)
    if not is_begun and not is_called:
        return None
    first = condition[0] if condition else stopped.here
    return wrong_at(first, Message("sparql.brackets-around.advice", word=keyword.keyword))


def _is_operator(token: SparqlToken) -> bool:
    return token.text in _COMPARISONS or token.says("IN", "NOT")


def _projection(stopped: Stopped) -> Advised:
    form = stopped.form
    if form is None or not form.says("SELECT") or stopped.is_behind_group or stopped.last("WHERE", "FROM") >= 0:
        return None
    advice = _column_word(stopped) if stopped.here.kind == "word" else _column_sign(stopped)
    return _here(stopped, advice) if advice is not None else None


def _column_word(stopped: Stopped) -> Text | None:
    here = stopped.here
    if here.says(*MODIFIERS):
        return Message("sparql.behind-group.advice")
    if here.says("WHERE"):
        return _select_what(stopped)
    if here.says("AS"):
        return Message("sparql.as-in-brackets.advice")
    return None if here.says(*FORMS) else Message("sparql.column-in-brackets.advice", word=here.keyword)


def _column_sign(stopped: Stopped) -> Text | None:
    here = stopped.here
    if here.text == ",":
        return Message("sparql.no-comma.advice")
    if here.text in {"?", "$"} or here.kind == "tag":
        return Message("sparql.variable-begins.advice")
    return _select_what(stopped) if here.text == "{" else None


def _select_what(stopped: Stopped) -> Text | None:
    return Message("sparql.select-what.advice") if stopped.before.says("SELECT", "DISTINCT", "REDUCED") else None


def _group_missing(stopped: Stopped) -> Advised:
    """Find a query without braces around its pattern."""
    if stopped.form is None or stopped.is_behind_group:
        return None
    if _is_operator(stopped.after) and stopped.before.says("WHERE"):
        return _here(stopped, Message("sparql.where-condition.advice"))
    return _here(stopped, Message("sparql.open-brace.advice"))


def _tail(stopped: Stopped) -> Advised:
    form = stopped.form
    if form is None or not stopped.is_behind_group:
        return None
    advice = _tail_word(stopped) if stopped.here.kind == "word" else _tail_sign(stopped, form)
    return _here(stopped, advice) if advice is not None else None


def _tail_word(stopped: Stopped) -> Text | None:
    here = stopped.here
    later = [token for token in stopped.beside if token.says(*_later(here))]
    if later:
        return Message("sparql.before-modifier.advice", word=here.keyword, later=later[0].keyword)
    if here.says("WHERE", *_INSIDE):
        return Message("sparql.inside-braces.advice")
    return Message("sparql.one-query.advice") if here.says(*FORMS) else None


def _tail_sign(stopped: Stopped, form: SparqlToken) -> Text | None:
    if stopped.here.text == ",":
        return _comma_advice(stopped)
    if stopped.here.text in {".", ";"}:
        return Message("sparql.nothing-behind.advice")
    is_template = not stopped.here.text and form.says("CONSTRUCT") and stopped.last("WHERE") < 0
    return Message("sparql.construct-where.advice") if is_template else None


def _later(token: SparqlToken) -> tuple[str, ...]:
    """List the keywords that stand behind a modifier."""
    if not token.says(*MODIFIERS[:3]):
        return ()
    return MODIFIERS[MODIFIERS.index(token.keyword) + 1 :]


def _comma_advice(stopped: Stopped) -> Text:
    first, second = stopped.before, stopped.after
    if stopped.token(stopped.at - 2).says("LIMIT") and first.kind == second.kind == "number":
        return Message("sparql.limit-offset.advice", limit=second.text, offset=first.text)
    return Message("sparql.no-comma.advice")


def _group(stopped: Stopped) -> Advised:
    """Find what does not stand among the triples of a group."""
    if stopped.opening != "{" or stopped.form is not None:
        return None
    advice = _group_word(stopped)
    if advice is not None:
        return _here(stopped, advice)
    if _is_of_data(stopped):
        return _data(stopped)
    wrong = wrong_triple(stopped)
    if wrong is not None:
        return wrong_at(*wrong)
    is_condition = stopped.here.text in _COMPARISONS - {"*", "/", "+"}
    return _here(stopped, Message("sparql.condition-in-filter.advice")) if is_condition else None


def _group_word(stopped: Stopped) -> Text | None:
    here = stopped.here
    if here.says(*MODIFIERS):
        return Message("sparql.behind-group.advice")
    if stopped.before.says("BIND"):
        return Message("sparql.bind-form.advice")
    if here.text in {"&&", "||"}:
        return joined_advice(here.text, in_brackets=False)
    return Message("sparql.small-a.advice") if here.text == "A" else None


def joined_advice(sign: str, *, in_brackets: bool) -> Text:
    """Say how two conditions, or two patterns, are joined.

    Args:
        sign: the operator for conditions that is meant.
        in_brackets: whether conditions are joined, and not patterns.
    """
    if in_brackets:
        return Message("sparql.write-sign.advice", sign=sign)
    return Message("sparql.join-patterns.advice") if sign == "&&" else Message("sparql.join-alternatives.advice")


def _is_of_data(stopped: Stopped) -> bool:
    opened = stopped.opened
    return (
        opened is not None
        and opened.last("VALUES") >= 0
        and not any(token.text == "}" for token in opened.beside[opened.last("VALUES") :])
    )


def _data(stopped: Stopped) -> Advised:
    if stopped.here.text == ",":
        return _here(stopped, Message("sparql.no-comma.advice"))
    return _here(stopped, Message("sparql.row-in-brackets.advice")) if stopped.here.text != "(" else None


def _expression(stopped: Stopped) -> Advised:
    opened = stopped.opened
    if opened is None or opened.here.text != "(":
        return None
    if stopped.before.says("NOT"):
        return wrong_at(stopped.before, Message("sparql.write-sign.advice", sign="!"))
    advice = _named_advice(stopped, opened) or _operator_advice(stopped)
    return _here(stopped, advice) if advice is not None else None


def _operator_advice(stopped: Stopped) -> Text | None:
    here, before = stopped.here, stopped.before
    if here.text in {"|", "&"}:
        return Message("sparql.write-sign.advice", sign=here.text * 2)
    if before.says("IN"):
        return Message("sparql.in-list.advice")
    if before.kind == "word" and before.keyword not in _CALLS_WITHOUT and here.text != "(":
        return Message("sparql.call-brackets.advice", word=before.keyword)
    return Message("sparql.sign-missing.advice") if begins_term(here) and begins_term(before) else None


def _named_advice(stopped: Stopped, opened: Stopped) -> Text | None:
    """Say that an expression which becomes a column, or is bound, needs a name."""
    is_column = opened.form is not None and not opened.is_behind_group and opened.last("WHERE", "FROM") < 0
    is_called = opened.before.kind in {"word", "iri", "name"} and not opened.before.says(
        "BIND", "DISTINCT", "REDUCED", "SELECT"
    )
    if is_called or not (is_column or opened.before.says("BIND")) or stopped.last("AS") >= 0 or not stopped.before.text:
        return None
    if stopped.here.text == ")":
        return Message("sparql.as-missing.advice")
    return Message("sparql.as-before.advice") if stopped.here.kind == "variable" else None


_RULES: Sequence[Callable[[Stopped], Advised]] = (
    _prologue,
    _needs_number,
    _needs_braces,
    _behind_union,
    _needs_brackets,
    _projection,
    _tail,
    _group_missing,
    _group,
    _expression,
)
