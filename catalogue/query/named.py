"""Named queries: files with a header that says their title and their typed parameters."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from catalogue.config import Settings
from catalogue.errors import InputError, OutputError, Place, QueryError, Text
from catalogue.names import Prefixes
from catalogue.terms import XSD, Literal, NamedNode, Term

SUFFIX = ".rq"

PARAMETER_TYPES = (
    "iri",
    "string",
    "language",
    "integer",
    "decimal",
    "boolean",
    "date",
    "dateTime",
    "gYear",
    "gYearMonth",
)
"""The types that a query's header can give a parameter."""

_HEADER = re.compile(r"#\s?(?P<key>[a-z]+)(?:@(?P<language>[a-zA-Z-]+))?:\s*(?P<value>.*)")
_PARAMETER = re.compile(r"(?P<name>[A-Za-z_]\w*)\s+(?P<type>\w+)(?:\s*=(?P<default>.*?))?(?:\s+--\s+(?P<words>.*))?", re.ASCII)
_TRANSLATION = re.compile(r"(?P<name>[A-Za-z_]\w*)\s+--\s+(?P<words>.*)", re.ASCII)
_LEXICAL: Mapping[str, re.Pattern[str]] = {
    "integer": re.compile(r"[+-]?\d+"),
    "decimal": re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)"),
    "boolean": re.compile(r"true|false|0|1"),
    "date": re.compile(r"-?\d{4,}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?"),
    "dateTime": re.compile(r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?"),
    "gYear": re.compile(r"-?\d{4,}"),
    "gYearMonth": re.compile(r"-?\d{4,}-\d\d"),
    "language": re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*"),
}


@dataclass(frozen=True)
class Parameter:
    """A parameter of a named query: a variable that is given a term.

    Attributes:
        name: the variable's name, without `?`.
        type: one of `PARAMETER_TYPES`.
        default: the value when none is given, as written in the header, or None when one must be given.
        description: what it means, by language.
    """

    name: str
    type: str
    default: str | None
    description: Text = field(default_factory=dict)

    def term(self, value: str, base: str, prefixes: Prefixes) -> Term:
        """Give the RDF term of a value written on the command line or in a header.

        Args:
            value: the value; an IRI may be relative to the base or `prefix:name`.
            base: the catalogue's base.
            prefixes: the catalogue's prefixes.

        Returns:
            An IRI or a typed literal.

        Raises:
            QueryError: the value does not fit the type.

        >>> Parameter("month", "gYearMonth", None).term("2023-05", "https://example.org/", Prefixes()).value
        '2023-05'
        """
        pattern = _LEXICAL.get(self.type)
        if pattern is not None and not pattern.fullmatch(value):
            raise self._misfit(value)
        if self.type == "iri":
            return self._iri(value, base, prefixes)
        if self.type in {"string", "language"}:
            return Literal(value)
        return Literal(value, datatype=NamedNode(XSD + self.type))

    def _iri(self, value: str, base: str, prefixes: Prefixes) -> Term:
        written = value[1:-1] if value.startswith("<") and value.endswith(">") else value
        iri = prefixes.expand(written) if not re.match(r"[a-z][a-z0-9+.-]*://|urn:", written) else written
        try:
            return NamedNode(iri or base + written)
        except ValueError:
            raise self._misfit(value) from None

    def _misfit(self, value: str) -> QueryError:
        return QueryError(
            f"parameter {self.name}: {value!r} is not a value of type {self.type}",
            f"paramètre {self.name} : {value!r} n'est pas une valeur de type {self.type}",
        )


@dataclass(frozen=True)
class NamedQuery:
    """A query in a file.

    Attributes:
        name: the file's name without its suffix.
        sparql: its text, header included.
        title: its title by language.
        description: what it answers, by language.
        parameters: its parameters in the order of the header.
        path: the file, for places.
    """

    name: str
    sparql: str
    title: Text
    description: Text
    parameters: tuple[Parameter, ...]
    path: str

    def bind(self, given: Mapping[str, str], base: str, prefixes: Prefixes) -> dict[str, Term]:
        """Give the terms of all parameters.

        Args:
            given: values by parameter name; the others take their defaults.
            base: the catalogue's base.
            prefixes: the catalogue's prefixes.

        Returns:
            A term for each parameter.

        Raises:
            QueryError: a name is unknown, a value does not fit, or a parameter without default is not given.
        """
        names = [parameter.name for parameter in self.parameters]
        for name in given:
            if name not in names:
                near = difflib.get_close_matches(name, names, 1)
                hint = f"; did you mean {near[0]}?" if near else f"; it has: {', '.join(names) or 'none'}"
                conseil = f" ; vouliez-vous dire {near[0]} ?" if near else f" ; elle a : {', '.join(names) or 'aucun'}"
                raise QueryError(
                    f"{self.name} has no parameter {name}{hint}", f"{self.name} n'a pas de paramètre {name}{conseil}"
                )
        terms: dict[str, Term] = {}
        for parameter in self.parameters:
            value = given.get(parameter.name, parameter.default)
            if value is None:
                raise QueryError(
                    f"{self.name} needs a parameter: --param {parameter.name}=...",
                    f"{self.name} demande un paramètre : --param {parameter.name}=...",
                )
            terms[parameter.name] = parameter.term(value, base, prefixes)
        return terms


def parse_query(sparql: str, name: str, path: str) -> NamedQuery:
    r"""Read a query's header.

    Args:
        sparql: the text of the file: comment lines `# key: value`, then the query.
        name: the query's name.
        path: the file, for places.

    Returns:
        The query; without a header its title is its name.

    Raises:
        QueryError: a header line is not what it should be; with its place.

    >>> query = parse_query("# title: All\n# param: n integer = 3 -- How many\nSELECT * {}", "all", "queries/all.rq")
    >>> query.title["en"], query.parameters[0].type, query.parameters[0].default
    ('All', 'integer', '3')
    """
    words: dict[str, dict[str, str]] = {"title": {}, "description": {}}
    parameters: dict[str, Parameter] = {}
    for number, line in enumerate(sparql.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            break
        found = _HEADER.fullmatch(line.strip())
        if not found:
            continue
        key, language, value = found["key"], found["language"] or "en", found["value"].strip()
        if key in words:
            words[key][language] = value
        elif key == "param":
            _read_parameter(parameters, value, found["language"], Place(path, number, 1))
    return NamedQuery(name, sparql, words["title"] or {"": name}, words["description"], tuple(parameters.values()), path)


def _read_parameter(parameters: dict[str, Parameter], value: str, language: str | None, place: Place) -> None:
    if language is not None:
        translated = _TRANSLATION.fullmatch(value)
        if translated and translated["name"] in parameters:
            old = parameters[translated["name"]]
            description = {**old.description, language: translated["words"]}
            parameters[old.name] = Parameter(old.name, old.type, old.default, description)
            return
        raise QueryError(
            "write `# param@xx: name -- description` after `# param: name ...`",
            "écrivez `# param@xx: nom -- description` après `# param: nom ...`",
            place,
        )
    found = _PARAMETER.fullmatch(value)
    if not found or found["type"] not in PARAMETER_TYPES:
        raise QueryError(
            f"write `# param: name type = default -- description`; the types are {', '.join(PARAMETER_TYPES)}",
            f"écrivez `# param: nom type = défaut -- description` ; types : {', '.join(PARAMETER_TYPES)}",
            place,
        )
    description = {"en": found["words"]} if found["words"] else {}
    default = found["default"].strip() if found["default"] is not None else None
    parameters[found["name"]] = Parameter(found["name"], found["type"], default, description)


def read_queries(settings: Settings) -> dict[str, NamedQuery]:
    """Read the named queries of a catalogue, in the order of their names.

    Raises:
        QueryError: a header is wrong.
        InputError: a file is not UTF-8.
        OutputError: the system refused to read one.
    """
    return read_folder(settings.folder / settings.folders.queries, settings.folder)


def read_folder(folder: Path, root: Path) -> dict[str, NamedQuery]:
    """Read the query files of a folder, in the order of their names; places are relative to the root.

    Raises:
        QueryError: a header is wrong.
        InputError: a file is not UTF-8.
    """
    return {path.stem: read_query(path, root) for path in sorted(folder.glob(f"*{SUFFIX}"))}


def find_query(sparql_or_name: str, folder: Path, root: Path) -> NamedQuery:
    """Give the query of a name, or SPARQL itself as a query without a name.

    Args:
        sparql_or_name: SPARQL, which has braces or several lines, or the name of a file in the folder.
        folder: the folder of query files.
        root: what places are relative to.

    Raises:
        QueryError: there is no such query, or its header is wrong.
        InputError: the file is not UTF-8.
    """
    if is_sparql(sparql_or_name):
        return parse_query(sparql_or_name, "query", "<query>")
    path = folder / f"{sparql_or_name}{SUFFIX}"
    if path.is_file():
        return read_query(path, root)
    raise unknown_query(sparql_or_name, read_folder(folder, root))


def is_sparql(sparql_or_name: str) -> bool:
    """Tell a query from a name: it has braces or several lines.

    >>> is_sparql("q01-full-support"), is_sparql("ASK {}")
    (False, True)
    """
    return any(mark in sparql_or_name for mark in "{}\n")


def read_query(path: Path, folder: Path) -> NamedQuery:
    """Read one query file; places are relative to the catalogue's folder."""
    resolved = path.resolve()
    name = resolved.relative_to(folder).as_posix() if resolved.is_relative_to(folder) else str(path)
    try:
        return parse_query(path.read_text("utf-8-sig"), path.stem, name)
    except UnicodeDecodeError:
        raise InputError("not UTF-8; save it as UTF-8", "pas en UTF-8 ; enregistrez-le en UTF-8", Place(name)) from None
    except OSError as error:
        raise OutputError(f"cannot read it: {error.strerror}", f"lecture impossible : {error.strerror}", Place(name)) from error


def unknown_query(name: str, queries: Mapping[str, NamedQuery]) -> QueryError:
    """Say that there is no query of a name, with the nearest there is."""
    near = difflib.get_close_matches(name, list(queries), 1, 0.5)
    if near:
        return QueryError(
            f"there is no query {name}; did you mean {near[0]}?",
            f"pas de requête {name} ; vouliez-vous dire {near[0]} ?",
        )
    return QueryError(
        f"there is no query {name}; see them with `catalogue queries`",
        f"pas de requête {name} ; voyez-les avec `catalogue queries`",
    )
