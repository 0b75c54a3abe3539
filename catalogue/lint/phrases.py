"""Phrases: how each kind of constraint is told in plain words, in the two languages of the program."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from catalogue.errors import Text, text


class Phrase(NamedTuple):
    """How the violation of a component is told.

    Attributes:
        kind: the short name of its kind of finding.
        words: the phrase by language; `{about}` is the property and the thing, or nothing where the value is the thing itself.
    """

    kind: str
    words: Text


def _of(kind: str, en: str, fr: str) -> Phrase:
    """Make a phrase about a value."""
    return Phrase(kind, text("{about}{value} " + en, "{about}{value} " + fr))


PHRASES: Mapping[str, Phrase] = {
    "MinCount": Phrase(
        "min-count",
        text(
            "{thing} has too few of {property}: {count}, and {parameter} are needed",
            "{thing} : trop peu de valeurs de {property} : {count}, il en faut {parameter}",
        ),
    ),
    "MaxCount": Phrase(
        "max-count",
        text(
            "{thing} has too many of {property}: {count}, and at most {parameter} may be there",
            "{thing} : trop de valeurs de {property} : {count}, pour {parameter} au plus",
        ),
    ),
    "Datatype": _of("datatype", "is {actual}, not {expected}", "est {actual}, pas {expected}"),
    "Class": _of("class", "is {actual}, not {expected}", "est {actual}, pas {expected}"),
    "NodeKind": _of("node-kind", "is {actual}, not {expected}", "est {actual}, pas {expected}"),
    "Pattern": _of("pattern", "is not written as it should be: {expected}", "n'est pas écrit comme il faut : {expected}"),
    "LanguageIn": _of("language-in", "is {actual}; it should be in {expected}", "est {actual} ; il faut {expected}"),
    "UniqueLang": Phrase(
        "unique-lang",
        text("{about}the language {actual} is used twice", "{about}la langue {actual} sert deux fois"),
    ),
    "In": _of("in", "is not one of {expected}", "n'est pas dans la liste : {expected}"),
    "HasValue": Phrase(
        "has-value",
        text("{thing} lacks the required {property} {expected}", "{thing} : il manque {property} {expected}, exigé"),
    ),
    "Node": _of("node", "is not what it should be: {expected}", "n'est pas ce qu'il faut : {expected}"),
    "Or": _of("or", "fits none of the {count} possibilities", "ne répond à aucune des {count} possibilités"),
    "Xone": _of(
        "xone",
        "must fit exactly one of the {count} possibilities, and fits {actual}",
        "doit répondre à une seule des {count} possibilités, et répond à {actual}",
    ),
    "And": _of("and", "misses one of {count} conditions", "manque à l'une des {count} conditions"),
    "Not": _of("not", "is forbidden here: {expected}", "est interdit ici : {expected}"),
    "Closed": Phrase("closed", text("{thing}: {property} is not allowed here", "{thing} : {property} n'est pas permis ici")),
    "SPARQL": Phrase("sparql", text("{thing}: a rule is broken", "{thing} : une règle n'est pas respectée")),
    "QualifiedMinCount": Phrase(
        "qualified",
        text(
            "{thing} has too few suitable values of {property}: {count}, and {parameter} are needed",
            "{thing} : trop peu de valeurs convenables de {property} : {count}, il en faut {parameter}",
        ),
    ),
    "QualifiedMaxCount": Phrase(
        "qualified",
        text(
            "{thing} has too many such values of {property}: {count}, and at most {parameter} may be there",
            "{thing} : trop de valeurs de ce genre de {property} : {count}, pour {parameter} au plus",
        ),
    ),
    "MinInclusive": _of("range", "is less than {parameter}", "est inférieur à {parameter}"),
    "MaxInclusive": _of("range", "is greater than {parameter}", "est supérieur à {parameter}"),
    "MinExclusive": _of("range", "is not greater than {parameter}", "n'est pas supérieur à {parameter}"),
    "MaxExclusive": _of("range", "is not less than {parameter}", "n'est pas inférieur à {parameter}"),
    "MinLength": _of(
        "length", "is {count} long, and must be {parameter} at least", "est long de {count}, il faut {parameter} au moins"
    ),
    "MaxLength": _of(
        "length", "is {count} long, and may be {parameter} at most", "est long de {count}, pour {parameter} au plus"
    ),
    "Equals": _of(
        "comparison",
        "is not on both sides: {property} and {other} must be equal",
        "n'est que d'un côté : {property} et {other} doivent être égaux",
    ),
    "Disjoint": _of("comparison", "is also a value of {other}", "est aussi une valeur de {other}"),
    "LessThan": _of("comparison", "is not less than {other} ({expected})", "n'est pas inférieur à {other} ({expected})"),
    "LessThanOrEquals": _of("comparison", "is greater than {other} ({expected})", "est supérieur à {other} ({expected})"),
}
"""The phrases of SHACL's own components, by name."""

MISSING = text("{thing} lacks {property}", "{thing} : il manque {property}")
"""Instead of the phrase of `MinCount`, when there is no value at all."""

ILL_FORMED = text("{about}{value} is not possible as {expected}", "{about}{value} n'est pas {expected} possible")
"""Instead of the phrase of `Datatype`, when the datatype is right and the characters are not."""

BROKEN = text("{thing}: a condition is not met", "{thing} : une condition n'est pas remplie")
"""Instead of the phrase of a logical component, when the value is the thing itself."""

FORBIDDEN = text("{thing}: this is forbidden here: {expected}", "{thing} : ceci est interdit ici : {expected}")
"""Instead of the phrase of `Not`, when the value is the thing itself."""

INCOMPARABLE = text("{about}{value} cannot be compared with {parameter}", "{about}{value} ne se compare pas à {parameter}")
"""Instead of the phrases of ranges, when the value is no number or date of that kind."""

OTHER = Phrase("constraint", text("{about}a constraint is broken", "{about}une contrainte n'est pas respectée"))
"""For components that are not SHACL's own."""

ABOUT = text("{property} of {thing}: ", "{property} de {thing} : ")

DATATYPES: Mapping[str, Text] = {
    "string": text("plain text", "du texte simple"),
    "langString": text("a text with a language", "un texte avec une langue"),
    "boolean": text("true or false", "vrai ou faux"),
    "integer": text("a whole number", "un nombre entier"),
    "decimal": text("a decimal number", "un nombre décimal"),
    "date": text("a date", "une date"),
    "dateTime": text("a date and time", "une date et heure"),
    "gYear": text("a year", "une année"),
    "gYearMonth": text("a month of a year", "un mois d'une année"),
    "time": text("a time of day", "une heure"),
    "duration": text("a duration", "une durée"),
    "anyURI": text("an address as text", "une adresse en texte"),
}
"""What the commonest datatypes are called, by local name."""

NODE_KINDS: Mapping[str, Text] = {
    "IRI": text("an IRI", "un IRI"),
    "BlankNode": text("a node without a name", "un nœud sans nom"),
    "Literal": text("a literal", "un littéral"),
    "BlankNodeOrIRI": text("an IRI or a node without a name", "un IRI ou un nœud sans nom"),
    "BlankNodeOrLiteral": text("a literal or a node without a name", "un littéral ou un nœud sans nom"),
    "IRIOrLiteral": text("an IRI or a literal", "un IRI ou un littéral"),
}
"""What the node kinds of SHACL are called."""

NO_CLASS = text("without a type", "sans type")
IN_LANGUAGE = text("in {actual}", "en {actual}")
NO_LANGUAGE = text("without a language", "sans langue")
A_VALUE = text("a value", "une valeur")
OR = text(" or ", " ou ")
LACKING = text("nothing", "rien")

SUMMARIES: Mapping[str, Text] = {
    "hasValue": text("{property} has the value {parameter}", "{property} a la valeur {parameter}"),
    "class": text("{property} is {parameter}", "{property} est {parameter}"),
    "datatype": text("{property} is {parameter}", "{property} est {parameter}"),
    "nodeKind": text("{property} is {parameter}", "{property} est {parameter}"),
    "minCount": text("{property} is given", "{property} est donné"),
    "maxCount": text("{property} is given at most {parameter} times", "{property} est donné au plus {parameter} fois"),
    "pattern": text("{property} is written {parameter}", "{property} s'écrit {parameter}"),
    "in": text("{property} is one of {parameter}", "{property} est l'un de {parameter}"),
}
"""How a shape without a name is told, by the parameters that it has."""

IT = text("it", "la valeur")
AND = text(" and ", " et ")
