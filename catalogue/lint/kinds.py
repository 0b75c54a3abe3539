"""Kinds of findings: each with its stable code."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from catalogue.errors import Text, UsageError, text


class Severity(IntEnum):
    """How grave a finding is, as SHACL names it; the greater the graver.

    >>> Severity.VIOLATION > Severity.WARNING > Severity.INFO
    True
    """

    INFO = 1
    WARNING = 2
    VIOLATION = 3

    @property
    def label(self) -> Text:
        """The word for it in reports."""
        return _SEVERITY_LABELS[self]

    @property
    def word(self) -> str:
        """The word for it in options and in what programs read: `info`, `warning` or `error`."""
        return _SEVERITY_LABELS[self]["en"]

    @classmethod
    def named(cls, word: str) -> Severity:
        """Give the severity of a word.

        Raises:
            UsageError: there is none.

        >>> Severity.named("error").name
        'VIOLATION'
        """
        for severity in cls:
            if word == severity.word:
                return severity
        words = ", ".join(severity.word for severity in cls)
        raise UsageError(f"there is no severity {word}; choose {words}", f"pas de gravité {word} ; choisissez {words}")


_SEVERITY_LABELS = {
    Severity.INFO: text("info", "info"),
    Severity.WARNING: text("warning", "avertissement"),
    Severity.VIOLATION: text("error", "erreur"),
}


@dataclass(frozen=True)
class Kind:
    """A kind of finding.

    Attributes:
        code: its stable code, such as `C101`.
        name: its short name, such as `min-count`.
        title: what it means, by language.
        severity: how grave it is, unless a shape says otherwise.
        by_shape: whether a shape found it, and may say how grave it is.
    """

    code: str
    name: str
    title: Text
    severity: Severity = Severity.VIOLATION
    by_shape: bool = False


_E, _W, _I = Severity.VIOLATION, Severity.WARNING, Severity.INFO
_AS_SHAPE = None

_TABLE: tuple[tuple[str, str, Severity | None, str, str], ...] = (
    # The files
    ("C001", "encoding", _E, "A file is not UTF-8", "Un fichier n'est pas en UTF-8"),
    ("C002", "syntax", _E, "A file does not parse", "Un fichier ne se lit pas"),
    ("C003", "bom", _W, "A file starts with a byte order mark", "Un fichier commence par un BOM"),
    ("C004", "crlf", _W, "Lines end in CR or CRLF", "Des lignes finissent par CR ou CRLF"),
    ("C005", "empty", _W, "The catalogue has no data", "Le catalogue n'a pas de données"),
    ("C006", "nesting", _E, "Brackets are nested too deep", "Des crochets sont imbriqués trop profondément"),
    ("C007", "literal-size", _E, "A text is longer than the limit", "Un texte dépasse la limite"),
    ("C008", "control-character", _W, "A text holds a control character", "Un texte contient un caractère de contrôle"),
    ("C009", "bidi", _W, "A character changes the direction of the text", "Un caractère change le sens d'écriture"),
    ("C010", "not-read", _W, "A file of the data folder is not read", "Un fichier du dossier de données n'est pas lu"),
    ("C011", "prefix", _E, "A prefix is not declared", "Un préfixe n'est pas déclaré"),
    ("C012", "base", _E, "A relative IRI has no base", "Un IRI relatif n'a pas de base"),
    # The shapes: one for each kind of constraint
    ("C101", "min-count", _AS_SHAPE, "A value is missing", "Une valeur manque"),
    ("C102", "max-count", _AS_SHAPE, "There are too many values", "Il y a trop de valeurs"),
    ("C103", "datatype", _AS_SHAPE, "A value has the wrong datatype", "Une valeur a le mauvais type de donnée"),
    ("C104", "class", _AS_SHAPE, "A value is of the wrong class", "Une valeur est de la mauvaise classe"),
    ("C105", "node-kind", _AS_SHAPE, "A value is of the wrong kind of term", "Une valeur est du mauvais genre de terme"),
    ("C106", "pattern", _AS_SHAPE, "A value does not match its pattern", "Une valeur ne suit pas son motif"),
    ("C107", "language-in", _AS_SHAPE, "A text is in the wrong language", "Un texte est dans la mauvaise langue"),
    ("C108", "unique-lang", _AS_SHAPE, "A language is used twice", "Une langue sert deux fois"),
    ("C109", "in", _AS_SHAPE, "A value is not in the list", "Une valeur n'est pas dans la liste"),
    ("C110", "has-value", _AS_SHAPE, "A required value is missing", "Une valeur exigée manque"),
    ("C111", "node", _AS_SHAPE, "A value does not conform to its shape", "Une valeur n'est pas conforme à sa forme"),
    ("C112", "or", _AS_SHAPE, "None of the alternatives is met", "Aucune des possibilités n'est remplie"),
    ("C113", "xone", _AS_SHAPE, "Not exactly one of the alternatives is met", "Il faut exactement une des possibilités"),
    ("C114", "and", _AS_SHAPE, "Not all of the conditions are met", "Toutes les conditions ne sont pas remplies"),
    ("C115", "not", _AS_SHAPE, "A forbidden condition is met", "Une condition interdite est remplie"),
    ("C116", "closed", _AS_SHAPE, "A property is not allowed here", "Une propriété n'est pas permise ici"),
    ("C117", "sparql", _AS_SHAPE, "A rule is broken", "Une règle n'est pas respectée"),
    ("C118", "range", _AS_SHAPE, "A number or date is out of range", "Un nombre ou une date est hors limites"),
    ("C119", "length", _AS_SHAPE, "A text is too short or too long", "Un texte est trop court ou trop long"),
    ("C120", "comparison", _AS_SHAPE, "Two properties contradict one another", "Deux propriétés se contredisent"),
    ("C121", "qualified", _AS_SHAPE, "The wrong number of values conform", "Mauvais nombre de valeurs conformes"),
    ("C199", "constraint", _AS_SHAPE, "A constraint is broken", "Une contrainte n'est pas respectée"),
    # The catalogue as a whole
    ("C201", "dangling", _E, "A reference leads nowhere", "Une référence ne mène nulle part"),
    ("C202", "duplicate", _E, "Two files describe one thing", "Deux fichiers décrivent la même chose"),
    ("C203", "unknown-term", _E, "A property or class is not in the ontology", "Terme absent de l'ontologie"),
    ("C204", "untyped", _W, "A thing has no known type", "Une chose n'a pas de type connu"),
    ("C205", "name", _E, "An IRI cannot be published", "Un IRI ne peut pas être publié"),
    ("C206", "quote", _E, "A quote is not in its document", "Une citation n'est pas dans son document"),
    ("C207", "quoted-text", _E, "The quoted document's text is another", "Le texte du document cité est un autre"),
    ("C208", "shapes", _E, "The shapes are not well formed", "Les formes sont mal formées"),
    ("C209", "claim", _E, "A claim is about a value that is not there", "Une affirmation porte sur une valeur absente"),
    ("C210", "lexical", _E, "A value is none of its datatype", "Une valeur n'est pas de son type"),
    ("C211", "script-iri", _W, "An IRI would run a script", "Un IRI exécuterait un script"),
    ("C212", "repeated", _W, "A file says the same twice", "Un fichier dit deux fois la même chose"),
    # The shapes themselves
    ("C301", "unknown-shacl-term", _E, "A term is not in SHACL", "Un terme n'existe pas en SHACL"),
    ("C302", "no-target", _W, "A shape is never used", "Une forme ne sert jamais"),
    ("C303", "empty-target", _I, "A shape's target matches nothing", "La cible d'une forme ne trouve rien"),
    ("C304", "bad-pattern", _E, "A pattern is not a regular expression", "Un motif n'est pas une expression régulière"),
    ("C305", "backtracking-pattern", _W, "A pattern needs backtracking", "Un motif demande des retours en arrière"),
    ("C306", "recursive-shape", _E, "A shape refers to itself", "Une forme renvoie à elle-même"),
    ("C307", "imports", _E, "Shapes import other files", "Des formes importent d'autres fichiers"),
    ("C308", "javascript", _E, "A shape runs JavaScript", "Une forme exécute du JavaScript"),
    ("C309", "bad-sparql", _E, "The SPARQL of a shape cannot run", "Le SPARQL d'une forme ne peut pas s'exécuter"),
    ("C310", "bad-parameter", _E, "A shape gives a parameter a wrong value", "Un paramètre de forme a une mauvaise valeur"),
    (
        "C311",
        "unknown-model-term",
        _E,
        "A shape names a term that the ontology lacks",
        "Une forme nomme un terme absent de l'ontologie",
    ),
    ("C312", "not-run", _W, "A shape uses what is not run", "Une forme emploie ce qui n'est pas exécuté"),
    # The queries
    ("C401", "query-header", _E, "The header of a query is wrong", "L'en-tête d'une requête est faux"),
    ("C402", "query-header-key", _W, "Nobody knows a key of a query's header", "Une clé d'en-tête de requête est inconnue"),
    ("C403", "query-syntax", _E, "A query does not parse", "Une requête ne se lit pas"),
    ("C404", "query-prefix", _E, "A query does not declare a prefix", "Une requête ne déclare pas un préfixe"),
    ("C405", "query-term", _W, "A query names a term that nobody knows", "Une requête nomme un terme inconnu"),
    ("C406", "query-answer", _W, "A query has no expected answer", "Une requête n'a pas de réponse attendue"),
    ("C407", "query-parameter", _W, "A query does not use a parameter", "Une requête n'emploie pas un paramètre"),
    ("C408", "query-variable", _W, "A query has a variable that nothing binds", "Rien ne lie une variable d'une requête"),
)

KINDS: Mapping[str, Kind] = {
    name: Kind(code, name, text(en, fr), severity or _E, severity is None) for code, name, severity, en, fr in _TABLE
}
"""All kinds of findings by short name."""

CODES: Mapping[str, Kind] = {kind.code: kind for kind in KINDS.values()}
"""All kinds of findings by code."""


class Selection:
    """Which kinds of findings are meant.

    Args:
        select: codes, beginnings of codes such as `C1`, or names; every kind when empty.
        ignore: as `select`; where a kind is in both, the longer word for it counts, and this one when they are as long.

    Raises:
        UsageError: no kind has such a code or name.

    >>> selection = Selection(["C1", "C201"], ["C11", "C117"])
    >>> [code for code in ("C101", "C112", "C117", "C201", "C202") if selection.keeps(CODES[code])]
    ['C101', 'C201']
    """

    def __init__(self, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> None:
        self._select, self._ignore = _weights(select), _weights(ignore)
        self._all = not self._select

    def keeps(self, kind: Kind, *, always: bool = False) -> bool:
        """Say whether a kind is meant.

        Args:
            kind: the kind.
            always: whether it counts as selected, unless it is ignored.
        """
        least = 0 if self._all or always else -1
        return self._select.get(kind.code, least) > self._ignore.get(kind.code, -1)


def _weights(words: Iterable[str]) -> dict[str, int]:
    """Give each code that is meant the length of the longest word for it; a name is as long as a whole code."""
    weights: dict[str, int] = {}
    for word in words:
        for code in _codes(word):
            weights[code] = max(len(code if word in KINDS else word), weights.get(code, 0))
    return weights


def _codes(word: str) -> list[str]:
    found = [KINDS[word].code] if word in KINDS else [code for code in CODES if word and code.startswith(word)]
    if not found:
        near = difflib.get_close_matches(word, [*KINDS, *CODES], 1)
        raise UsageError(
            f"there is no kind of finding {word}; " + (f"did you mean {near[0]}?" if near else "write C101, C1 or min-count"),
            f"pas de genre de constat {word} ; "
            + (f"vouliez-vous dire {near[0]} ?" if near else "écrivez C101, C1 ou min-count"),
        )
    return found
