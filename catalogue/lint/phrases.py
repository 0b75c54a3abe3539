"""Phrases: how each kind of constraint is told in plain words, in the two languages of the program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from catalogue.messages import Message, Template, Text


class Phrase(NamedTuple):
    """How the violation of a component is told.

    Attributes:
        kind: the short name of its kind of finding.
        templates: the phrase by language; `{about}` is the property and the thing, empty where the value is the thing itself.
    """

    kind: str
    templates: Text


PHRASES: Mapping[str, Phrase] = {
    "MinCount": Phrase(
        "min-count",
        Template("C101.min-count"),
    ),
    "MaxCount": Phrase(
        "max-count",
        Template("C102.max-count"),
    ),
    "Datatype": Phrase("datatype", Template("C103.datatype")),
    "Class": Phrase("class", Template("C104.class")),
    "NodeKind": Phrase("node-kind", Template("C105.node-kind")),
    "Pattern": Phrase("pattern", Template("C106.pattern")),
    "LanguageIn": Phrase("language-in", Template("C107.language-in")),
    "UniqueLang": Phrase(
        "unique-lang",
        Template("C108.unique-lang"),
    ),
    "In": Phrase("in", Template("C109.in")),
    "HasValue": Phrase(
        "has-value",
        Template("C110.has-value"),
    ),
    "Node": Phrase("node", Template("C111.node")),
    "Or": Phrase("or", Template("C112.or", 2)),
    "Xone": Phrase("xone", Template("C113.several")),
    "And": Phrase("and", Template("C114.and", 2)),
    "Not": Phrase("not", Template("C115.not")),
    "Closed": Phrase("closed", Template("C116.closed")),
    "SPARQL": Phrase("sparql", Template("C117.sparql")),
    "QualifiedMinCount": Phrase(
        "qualified",
        Template("C121.qualified-min-count"),
    ),
    "QualifiedMaxCount": Phrase(
        "qualified",
        Template("C121.qualified-max-count"),
    ),
    "MinInclusive": Phrase("range", Template("C118.min-inclusive")),
    "MaxInclusive": Phrase("range", Template("C118.max-inclusive")),
    "MinExclusive": Phrase("range", Template("C118.min-exclusive")),
    "MaxExclusive": Phrase("range", Template("C118.max-exclusive")),
    "MinLength": Phrase("length", Template("C119.min-length")),
    "MaxLength": Phrase("length", Template("C119.max-length")),
    "Equals": Phrase("comparison", Template("C120.equals")),
    "Disjoint": Phrase("comparison", Template("C120.disjoint")),
    "LessThan": Phrase("comparison", Template("C120.less-than")),
    "LessThanOrEquals": Phrase("comparison", Template("C120.less-than-or-equals")),
}
"""The phrases of SHACL's own components, by name."""

MISSING = Template("phrase.missing")
"""Instead of the phrase of `MinCount`, when there is no value at all."""

ILL_FORMED = Template("phrase.ill-formed")
"""Instead of the phrase of `Datatype`, when the datatype is right and the characters are not."""

BROKEN = Template("phrase.broken")
"""Instead of the phrase of `Node`, when the value is the thing itself."""

COUNTED: Mapping[str, Callable[[int], Template]] = {
    "Or": lambda count: Template("C112.or", count),
    "And": lambda count: Template("C114.and", count),
    "Xone": lambda count: Template("C113.none", count),
}
"""The phrases of lists of shapes, by how many there are; of `Xone` where none conforms."""

FORBIDDEN = Template("phrase.forbidden")
"""Instead of the phrase of `Not`, when the value is the thing itself."""

WEB = Template("C106.web")
"""Instead of the phrase of `Pattern`, when an address of the web is asked for."""

INCOMPARABLE = Template("phrase.incomparable")
"""Instead of the phrases of ranges, when the value cannot be compared with the parameter."""

INCOMPARABLE_VALUES = Template("phrase.incomparable-values")
"""Instead of the phrases of orders, when the value cannot be compared with those of the other property."""

OTHER = Phrase("constraint", Template("C199.other"))
"""For components that are not SHACL's own."""

ABOUT = Template("phrase.about")

DATATYPES: Mapping[str, Text] = {
    "string": Message("phrase.datatypes.string"),
    "langString": Message("phrase.datatypes.lang-string"),
    "boolean": Message("phrase.datatypes.boolean"),
    "integer": Message("phrase.datatypes.integer"),
    "decimal": Message("phrase.datatypes.decimal"),
    "date": Message("phrase.datatypes.date"),
    "dateTime": Message("phrase.datatypes.date-time"),
    "gYear": Message("phrase.datatypes.g-year"),
    "gYearMonth": Message("phrase.datatypes.g-year-month"),
    "time": Message("phrase.datatypes.time"),
    "duration": Message("phrase.datatypes.duration"),
    "anyURI": Message("phrase.datatypes.any-uri"),
}
"""What the commonest datatypes are called, by local name."""

NODE_KINDS: Mapping[str, Text] = {
    "IRI": Message("phrase.node-kinds.iri"),
    "BlankNode": Message("phrase.node-kinds.blank-node"),
    "Literal": Message("phrase.node-kinds.literal"),
    "BlankNodeOrIRI": Message("phrase.node-kinds.blank-node-or-iri"),
    "BlankNodeOrLiteral": Message("phrase.node-kinds.blank-node-or-literal"),
    "IRIOrLiteral": Message("phrase.node-kinds.irior-literal"),
}
"""What the node kinds of SHACL are called."""

NO_CLASS = Message("phrase.no-class")
IN_LANGUAGE = Template("phrase.in-language")
NO_LANGUAGE = Message("phrase.no-language")
A_VALUE = Message("phrase.a-value")
OR = Message("phrase.or")
SUBJECT = Template("phrase.subject")
"""What a logical constraint is about, when that is not the thing itself."""

LIST = Message("phrase.list")
MEMBERS = Template("phrase.members")
"""What follows a phrase about shapes that are nested in a constraint: what they ask for."""

SUMMARIES: Mapping[str, Text] = {
    "hasValue": Template("phrase.summaries.has-value"),
    "class": Template("phrase.summaries.class"),
    "datatype": Template("phrase.summaries.class"),
    "nodeKind": Template("phrase.summaries.class"),
    "minCount": Template("phrase.summaries.min-count", 2),
    "maxCount": Template("phrase.summaries.max-count", 2),
    "pattern": Template("phrase.summaries.pattern"),
    "in": Template("phrase.summaries.in"),
    "minInclusive": Template("phrase.summaries.min-inclusive"),
    "maxInclusive": Template("phrase.summaries.max-inclusive"),
    "minExclusive": Template("phrase.summaries.min-exclusive"),
    "maxExclusive": Template("phrase.summaries.max-exclusive"),
    "minLength": Template("phrase.summaries.min-length", 2),
    "maxLength": Template("phrase.summaries.max-length", 2),
    "languageIn": Template("phrase.summaries.language"),
    "equals": Template("phrase.summaries.equals"),
    "disjoint": Template("phrase.summaries.disjoint"),
    "lessThan": Template("phrase.summaries.less-than"),
    "lessThanOrEquals": Template("phrase.summaries.less-than-or-equals"),
}
"""How a shape without a name is told, by the parameters that it has."""

COUNTS: Mapping[str, Callable[[int], Template]] = {
    "minCount": lambda count: Template("phrase.summaries.min-count", count),
    "maxCount": lambda count: Template("phrase.summaries.max-count", count),
    "minLength": lambda count: Template("phrase.summaries.min-length", count),
    "maxLength": lambda count: Template("phrase.summaries.max-length", count),
}
"""The same for parameters that count, by the count."""

NO_VALUE = Template("phrase.summaries.no-value")

FLAGS: Mapping[str, Text] = {
    "uniqueLang": Template("phrase.summaries.unique-lang"),
    "closed": Template("phrase.summaries.closed"),
}
"""The same for parameters that are true or false."""

AND = Message("phrase.and")
JOINED: Mapping[str, Text] = {"and": AND, "or": OR, "xone": OR}
"""What stands between the shapes of a list, by the parameter that the list is the value of."""

AROUND: Mapping[str, Text] = {
    "not": Template("phrase.summaries.not"),
    "and": Template("phrase.summaries.and"),
    "or": Template("phrase.summaries.or"),
    "xone": Template("phrase.summaries.xone"),
    "node": Template("phrase.summaries.and"),
    "property": Template("phrase.summaries.and"),
    "qualifiedValueShape": Template("phrase.summaries.qualified"),
}
"""How what other shapes ask for is told, by the parameter that names them."""

NESTED = Template("phrase.summaries.nested")
QUERY = Message("phrase.summaries.query")
IT = Message("phrase.it")
