"""Named queries: files with a header that says their title and their typed parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from catalogue.config import Settings
from catalogue.edition import QUERY_SUFFIX, Edition, held_by_edition, queries_in, query_files, query_name
from catalogue.errors import CatalogueError, InputError, OutputError, Place, QueryError, UsageError
from catalogue.messages import Message, Text
from catalogue.names import Prefixes
from catalogue.near import nearest
from catalogue.sources import Source, words_at
from catalogue.sparql.header import Chart, Fault, read_header
from catalogue.sparql.notes import QUERY
from catalogue.sparql.parameters import Parameter
from catalogue.sparql.query import QueryText
from catalogue.sparql.tokens import SparqlToken, tokens
from catalogue.terms import Term

SUFFIX = QUERY_SUFFIX

_FIRST = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "BASE", "PREFIX", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY")
"""The keywords that SPARQL begins with, where it has no braces."""

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX", "BASE")
"""The keywords that queries begin with; those of updates are verbs that names begin with too."""

_SHORTEST = 2


@dataclass(frozen=True)
class NamedQuery:
    """A query in a file.

    Attributes:
        name: the file's name without its suffix.
        text: its text, header included, read once for all that look at it.
        title: its title by language.
        description: what it answers, by language.
        parameters: its parameters in the order of the header.
        path: the file, for places.
        keywords: its keywords by language.
        chart: how to draw its answer, or None.
        is_dataset: whether its answer is a dataset of the catalogue, which the catalogue's description lists.
        faults: what is wrong with its header; such a query is listed, and not asked.
        unreadable: why its file cannot be read, or None; then there is nothing but its name.
        columns: what the columns of its answer are called, by variable and language.
    """

    name: str
    text: QueryText
    title: Text
    description: Text
    parameters: tuple[Parameter, ...]
    path: str
    keywords: Mapping[str, Sequence[str]] = field(default_factory=dict)
    chart: Chart | None = None
    is_dataset: bool = False
    faults: tuple[Fault, ...] = ()
    unreadable: CatalogueError | None = None
    columns: Mapping[str, Text] = field(default_factory=dict)

    @property
    def sparql(self) -> str:
        """Its text, header included."""
        return self.text.text

    @property
    def error(self) -> CatalogueError | None:
        """Why its file cannot be read, or what is wrong with its header first, with its place; None when it may be asked."""
        if self.unreadable is not None:
            return self.unreadable
        for fault in self.faults:
            return QueryError(
                Message("query.sign", advice=fault.advice, fault=fault.message), Place(self.path, fault.line, fault.column)
            )
        return None

    def sound(self) -> NamedQuery:
        """Give the query itself.

        Raises:
            QueryError: its header is wrong; with the place.
            InputError: its file is not UTF-8; with the place.
            OutputError: the system refused to read it.
        """
        if self.error is not None:
            raise self.error
        return self

    def bind(self, given: Mapping[str, str], base: str, prefixes: Prefixes) -> dict[str, Term]:
        """Give the terms of all parameters.

        Args:
            given: values by parameter name; the others take their defaults.
            base: the catalogue's base.
            prefixes: the catalogue's prefixes.

        Returns:
            A term for each parameter.

        Raises:
            QueryError: the header is wrong, a name is unknown, a value does not fit, or a parameter that needs one has none.
        """
        self.sound()
        names = [parameter.name for parameter in self.parameters]
        for name in given:
            if name not in names:
                near = nearest(name, names)
                raise QueryError(
                    Message("query.no-parameter-did-you-mean", name=self.name, name2=name, near=near)
                    if near
                    else Message(
                        "query.no-parameter", name=self.name, name2=name, names=", ".join(names) or Message("query.none")
                    )
                )
        terms: dict[str, Term] = {}
        for parameter in self.parameters:
            value = given.get(parameter.name, parameter.default)
            if value is None:
                raise QueryError(Message("query.needs-parameter-param", name=self.name, parameter=parameter.name))
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
        QueryError: a header line is not what it should be; with its place. Or there is nothing but comments.

    >>> query = parse_query("# title: All\n# param: n integer = 3 -- How many\nSELECT * {}", "all", "queries/all.rq")
    >>> query.title["en"], query.parameters[0].type, query.parameters[0].default
    ('All', 'integer', '3')
    """
    query = with_faults(sparql, name, path).sound()
    if not query.text.tokens:
        raise QueryError(Message("query.empty"), Place(path) if path != QUERY else None)
    return query


def with_faults(sparql: str, name: str, path: str) -> NamedQuery:
    """Read a query's header as `parse_query` does; what is wrong with it stands in `faults`."""
    query = QueryText(sparql)
    header = read_header(query)
    return NamedQuery(
        name,
        query,
        header.title or {"": name},
        header.description,
        tuple(header.parameters.values()),
        path,
        header.keywords,
        header.chart,
        header.dataset is not None,
        tuple(fault for fault in header.faults if not fault.is_key),
        columns=header.columns,
    )


@held_by_edition
def named_queries(edition: Edition) -> dict[str, NamedQuery]:
    """Give the named queries of an edition, in the order of their names; what is wrong with their headers stands in `faults`.

    A file that cannot be read is left out.
    """
    read = ((Path(source.path).stem, source) for source in edition.queries)
    queries = {name: _of_source(source, name) for name, source in read}
    return {name: query for name, query in queries.items() if query.unreadable is None}


def has_query(edition: Edition, name: str) -> bool:
    """Tell whether `named_queries` has a query of a name; no header is read for that."""
    last = next((source for source in reversed(edition.queries) if Path(source.path).stem == name), None)
    return last is not None and not any(issue.fatal for issue in last.issues)


def read_queries(settings: Settings) -> dict[str, NamedQuery]:
    """Read the named queries of a catalogue, in the order of their names.

    What is wrong with their headers stands in `faults`, why a file cannot be read in `unreadable`: neither stops the others.
    """
    return {path.stem: _read(path, settings.folder) for path in query_files(settings)}


def read_folder(folder: Path, root: Path) -> dict[str, NamedQuery]:
    """Read the query files of a folder as `read_queries` does; places are relative to the root."""
    return {path.stem: _read(path, root) for path in queries_in(folder, root)}


def find_query(sparql_or_name: str, folder: Path, root: Path) -> NamedQuery:
    """Give the query of a name, or SPARQL itself as a query without a name.

    Args:
        sparql_or_name: SPARQL, or the name of a file in the folder. What begins with a keyword and has no braces is a name only
            where there is such a file.
        folder: the folder of query files.
        root: what places are relative to.

    Raises:
        QueryError: there is no such query, or its header is wrong.
        InputError: the file is not UTF-8.
    """
    if is_sparql(sparql_or_name):
        return parse_query(sparql_or_name, "query", QUERY)
    path = folder / f"{sparql_or_name}{SUFFIX}"
    if path in queries_in(folder, root):
        return read_query(path, root)
    if may_be_sparql(sparql_or_name):
        return parse_query(sparql_or_name, "query", QUERY)
    raise unknown_query(sparql_or_name, read_folder(folder, root))


def is_sparql(sparql_or_name: str) -> bool:
    """Tell a query from a name: it has braces or several lines, or begins as SPARQL does and no name would.

    Raises:
        UsageError: it is no text.

    >>> is_sparql("q01-full-support"), is_sparql("ASK {}"), is_sparql("DESCRIBE <x>"), is_sparql("describe-all")
    (False, True, True, False)
    """
    if not isinstance(sparql_or_name, str):
        raise UsageError(Message("query.not-text", value=repr(sparql_or_name)))
    return any(mark in sparql_or_name for mark in "{}\n") or _begins_as_sparql(tokens(sparql_or_name))


def may_be_sparql(sparql_or_name: str) -> bool:
    """Tell what is SPARQL, though perhaps a wrong query, where no query has it for a name: a keyword and more stand in it.

    >>> may_be_sparql("SELECT x"), may_be_sparql("ASK ?s ?p ?o"), may_be_sparql("select-all"), may_be_sparql("select")
    (True, True, False, False)
    """
    listed = tokens(sparql_or_name)
    return len(listed) >= _SHORTEST and listed[0].says(*_FORMS) and listed[1].kind != "sign"


def _begins_as_sparql(listed: Sequence[SparqlToken]) -> bool:
    """Tell whether the first token begins a query, a prologue or an update, and what is behind it can follow there."""
    if len(listed) < _SHORTEST or not listed[0].says(*_FIRST):
        return False
    behind = listed[1]
    return behind.kind in {"variable", "iri", "name"} or behind.text in {"*", "("} or behind.says("DISTINCT", "REDUCED")


def read_query(path: Path, folder: Path) -> NamedQuery:
    """Read one query file; places are relative to the catalogue's folder.

    Raises:
        QueryError: its header is wrong.
        InputError: it is not UTF-8.
        OutputError: the system refused to read it.
    """
    return _read(path, folder).sound()


def _read(path: Path, folder: Path) -> NamedQuery:
    name = query_name(path, folder)
    return _of_source(words_at(path, name if not Path(name).is_absolute() else str(path)), path.stem)


def _of_source(source: Source, name: str) -> NamedQuery:
    for issue in source.issues:
        if issue.fatal:
            error = InputError if issue.code == "encoding" else OutputError
            message = Message("query.unreadable", advice=issue.advice, fault=issue.message)
            return NamedQuery(name, QueryText(""), {"": name}, {}, (), source.path, unreadable=error(message, issue.place))
    return with_faults(source.data.decode("utf-8-sig"), name, source.path)


def unknown_query(name: str, queries: Mapping[str, NamedQuery]) -> QueryError:
    """Say that there is no query of a name, with the nearest there is."""
    if not tokens(name):
        return QueryError(Message("query.empty"))
    near = nearest(name, queries)
    if near:
        return QueryError(Message("query.no-query-did-you-mean", name=name, near=near))
    if not queries:
        return QueryError(Message("query.no-queries", name=name, suffix=SUFFIX))
    return QueryError(Message("query.no-query-see-them-catalogue", name=name))
