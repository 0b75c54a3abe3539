"""What the results of a validation say in plain words, in the two languages of the program."""

from __future__ import annotations

from collections.abc import Mapping

from catalogue.edition import Edition
from catalogue.errors import Text, say, text
from catalogue.terms import XSD_STRING, Literal, NamedNode, Term
from catalogue.validate.shacl import Result

_COMPONENTS: Mapping[str, tuple[str, Text]] = (
    {
        "MinCount": ("min-count", text("{thing} lacks {property}", "{thing} : il manque {property}")),
        "MaxCount": (
            "max-count",
            text("{thing} has too many of {property}", "{thing} : trop de valeurs de {property}"),
        ),
        "Datatype": (
            "datatype",
            text(
                "{property} of {thing}: {value} is not of the right datatype",
                "{property} de {thing} : {value} n'a pas le bon type",
            ),
        ),
        "Class": (
            "class",
            text(
                "{property} of {thing}: {value} is not of the right class",
                "{property} de {thing} : {value} n'est pas de la bonne classe",
            ),
        ),
        "NodeKind": (
            "node-kind",
            text(
                "{property} of {thing}: {value} is the wrong kind of term",
                "{property} de {thing} : {value} est du mauvais genre de terme",
            ),
        ),
        "Pattern": (
            "pattern",
            text(
                "{property} of {thing}: {value} is not written as it should be",
                "{property} de {thing} : {value} n'est pas bien écrit",
            ),
        ),
        "LanguageIn": (
            "language-in",
            text(
                "{property} of {thing}: {value} is in the wrong language",
                "{property} de {thing} : {value} est dans la mauvaise langue",
            ),
        ),
        "UniqueLang": (
            "unique-lang",
            text("{property} of {thing}: a language is used twice", "{property} de {thing} : une langue sert deux fois"),
        ),
        "In": (
            "in",
            text(
                "{property} of {thing}: {value} is not in the list",
                "{property} de {thing} : {value} n'est pas dans la liste",
            ),
        ),
        "HasValue": (
            "has-value",
            text("{thing} lacks the required {property}", "{thing} : il manque la valeur exigée de {property}"),
        ),
        "Node": (
            "node",
            text(
                "{property} of {thing}: {value} is not what it should be",
                "{property} de {thing} : {value} n'est pas ce qu'il faut",
            ),
        ),
        "Or": (
            "or",
            text(
                "{property} of {thing}: {value} fits none of the possibilities",
                "{property} de {thing} : {value} ne répond à aucune possibilité",
            ),
        ),
        "Xone": (
            "xone",
            text(
                "{property} of {thing}: {value} must fit exactly one possibility",
                "{property} de {thing} : {value} doit répondre à une seule possibilité",
            ),
        ),
        "And": (
            "and",
            text(
                "{property} of {thing}: {value} misses a condition",
                "{property} de {thing} : {value} manque à une condition",
            ),
        ),
        "Not": (
            "not",
            text("{property} of {thing}: {value} is forbidden", "{property} de {thing} : {value} est interdit"),
        ),
        "Closed": (
            "closed",
            text("{thing}: {property} is not allowed here", "{thing} : {property} n'est pas permis ici"),
        ),
        "SPARQL": ("sparql", text("{thing}: a rule is broken", "{thing} : une règle n'est pas respectée")),
        "QualifiedMinCount": (
            "qualified",
            text(
                "{thing} has too few suitable values of {property}",
                "{thing} : trop peu de valeurs convenables de {property}",
            ),
        ),
        "QualifiedMaxCount": (
            "qualified",
            text("{thing} has too many such values of {property}", "{thing} : trop de valeurs de ce genre de {property}"),
        ),
    }
    | {
        name: (
            "range",
            text("{property} of {thing}: {value} is out of range", "{property} de {thing} : {value} est hors limites"),
        )
        for name in ("MinInclusive", "MaxInclusive", "MinExclusive", "MaxExclusive")
    }
    | {
        name: (
            "length",
            text(
                "{property} of {thing}: {value} does not have the right length",
                "{property} de {thing} : {value} n'a pas la bonne longueur",
            ),
        )
        for name in ("MinLength", "MaxLength")
    }
    | {
        name: (
            "comparison",
            text(
                "{property} of {thing}: {value} contradicts another property",
                "{property} de {thing} : {value} contredit une autre propriété",
            ),
        )
        for name in ("Equals", "Disjoint", "LessThan", "LessThanOrEquals")
    }
)
_OTHER = (
    "constraint",
    text("{property} of {thing}: a constraint is broken", "{property} de {thing} : une contrainte n'est pas respectée"),
)
_LOGICAL = frozenset({"And", "Node", "Not", "Or", "Xone"})
_SHORT = 60


def kind_name(result: Result) -> str:
    """Give the short name of the kind of finding that a result is."""
    return _COMPONENTS.get(result.component.removesuffix("ConstraintComponent"), _OTHER)[0]


def wording(edition: Edition, result: Result, names: Mapping[str, Text]) -> Text:
    """Say in plain words what a result means.

    Args:
        edition: where the labels are.
        result: the result.
        names: the names of property shapes, by the shape's IRI or label.

    Returns:
        One phrase by language, without the fix.
    """
    component = result.component.removesuffix("ConstraintComponent")
    about_whole = result.value == result.focus and component in _LOGICAL
    phrase = _COMPONENTS.get("SPARQL" if about_whole else component, _OTHER)[1]
    return {tag: _filled(edition, result, names, words, tag) for tag, words in phrase.items()}


def _filled(edition: Edition, result: Result, names: Mapping[str, Text], words: str, language: str) -> str:
    thing = _called(edition, result.focus, language)
    name = names.get(result.shape.value)
    if name:
        prop = _quoted(say(name, language), language)
    elif result.predicate is not None:
        prop = _quoted(edition.label(result.predicate, language), language)
    else:
        prop = say(text("a value", "une valeur"), language)
    if result.value == result.focus and "{property} of {thing}: {value}" in words:
        words = words.replace("{property} of {thing}: {value}", "{value}")
    if result.value == result.focus and "{property} de {thing} : {value}" in words:
        words = words.replace("{property} de {thing} : {value}", "{value}")
    value = shown(edition, result.value) if result.value is not None else say(text("it", "cela"), language)
    return words.format(thing=thing, property=prop, value=value)


def _called(edition: Edition, node: Term, language: str) -> str:
    """Name a thing by its label, if it has one, and its IRI."""
    label = say(edition.own_label(node), language) if not isinstance(node, Literal) else ""
    return f"{_quoted(label, language)} {shown(edition, node)}" if label else shown(edition, node)


def _quoted(words: str, language: str) -> str:
    return f"«\u00a0{words}\u00a0»" if language.startswith("fr") else f"“{words}”"


def shown(edition: Edition, term: Term) -> str:
    """Write a term as a steward would write it in Turtle, cut when it is long."""
    if isinstance(term, NamedNode):
        if term.value.startswith(edition.settings.base):
            short = edition.settings.prefixes.shorten(term.value)
            return short if short != term.value else f"<{term.value.removeprefix(edition.settings.base)}>"
        short = edition.settings.prefixes.shorten(term.value)
        return short if short != term.value else f"<{term.value}>"
    if isinstance(term, Literal):
        words = term.value if len(term.value) <= _SHORT else term.value[:_SHORT] + "…"
        words = words.encode("unicode_escape").decode() if not words.isprintable() else words
        if term.language:
            return f'"{words}"@{term.language}'
        datatype = term.datatype.value
        return f'"{words}"' if datatype == XSD_STRING else f'"{words}"^^{edition.settings.prefixes.shorten(datatype)}'
    return "[ … ]"
