"""What the columns of a CSV mean, for programs: Metadata Vocabulary for Tabular Data (CSVW)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from catalogue.edition import Edition
from catalogue.exports.dumping import dumped
from catalogue.exports.tables.cells import SEPARATOR
from catalogue.exports.tables.model import IRI, Column, Table
from catalogue.lexical import INTEGERS
from catalogue.messages import Text
from catalogue.terms import XSD, XSD_STRING

_STABLE = re.compile(r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()+*,;=]|%[0-9A-Fa-f]{2})*", re.ASCII)
"""IRIs that a URI template leaves as they are (RFC 6570, section 3.2.3)."""

_BUILT_IN = frozenset(
    [
        *("anyURI", "base64Binary", "boolean", "date", "dateTime", "dateTimeStamp", "dayTimeDuration", "decimal", "double"),
        *("duration", "float", "gDay", "gMonth", "gMonthDay", "gYear", "gYearMonth", "hexBinary", "string", "time"),
        *("yearMonthDuration", *INTEGERS),
    ]
)
"""The datatypes of XSD that CSVW knows, without those whose values lose white space."""


def csvw(edition: Edition, table: Table) -> bytes:
    """Write the metadata of a table's CSV, to lie beside it.

    Args:
        edition: the catalogue.
        table: the table.

    Returns:
        JSON. A column whose cells a program would not turn into exactly the triples that they come from has `suppressOutput`:
        where cells have several IRIs, which CSVW cannot say; labels and paths; escaped values; terms of several datatypes;
        IRIs with characters that a URI template changes. What can be cut at a separator has one in any case.
    """
    settings = edition.settings
    is_stable = all(map(_is_stable, table.columns[0].cells)) if table.is_of_things else False
    document: dict[str, Any] = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": table.file.rpartition("/")[2],
        "dc:title": _texts(table.title),
        **({"dc:description": _texts(table.description)} if table.description else {}),
        **({"dc:license": {"@id": settings.license}} if settings.license else {}),
        "dialect": {"encoding": "utf-8", "delimiter": ",", "doubleQuote": True, "header": True, "trim": False},
        "tableSchema": {"columns": [_column(each, is_of_things=is_stable) for each in table.columns]},
    }
    if table.is_of_things:
        document["tableSchema"] |= {"primaryKey": IRI, "aboutUrl": f"{{+{IRI}}}"}
    return dumped(document)


def variable(name: str) -> str:
    """Give the name of a column as a variable of a URI template (RFC 6570, section 2.3).

    >>> variable("name@fr"), variable("birth-date"), variable("_x")
    ('name%40fr', 'birth%2Ddate', '%5Fx')
    """
    escaped = re.sub("[-~.]", lambda match: f"%{ord(match[0]):02X}", quote(name, safe=""))
    return f"%5F{escaped[1:]}" if escaped.startswith("_") else escaped


def _column(column: Column, *, is_of_things: bool) -> dict[str, Any]:
    return dict(_entries(column, is_of_things=is_of_things))


def _entries(column: Column, *, is_of_things: bool) -> Iterator[tuple[str, Any]]:
    yield "name", variable(column.name)
    yield "titles", column.name
    if column.title:
        yield "rdfs:label", _texts(column.title)
    if column.description:
        yield "dc:description", _texts(column.description)
    if column.language:
        yield "lang", column.language
    yield "datatype", _datatype(column)
    if column.is_many and column.is_plain:
        yield "separator", SEPARATOR
    if column.predicate:
        yield "propertyUrl", column.predicate
    if not (is_of_things and _is_exact(column)):
        yield "suppressOutput", True
    elif column.are_iris:
        yield "valueUrl", f"{{+{variable(column.name)}}}"


def _is_exact(column: Column) -> bool:
    """Tell whether the triples that a program makes of a column are those of the data."""
    if not column.predicate or not column.is_plain or not _is_stable(column.predicate):
        return False
    if column.are_iris:
        return not column.has_several and all(map(_is_stable, column.cells))
    return bool(column.language or column.datatype) or not any(column.values)


def _datatype(column: Column) -> Any:
    if column.are_iris:
        return "anyURI"
    local = column.datatype_or_string.removeprefix(XSD)
    if column.datatype_or_string.startswith(XSD) and local in _BUILT_IN:
        return local
    return "string" if column.datatype_or_string == XSD_STRING else {"@id": column.datatype_or_string, "base": "string"}


def _is_stable(iri: str) -> bool:
    return _STABLE.fullmatch(iri) is not None


def _texts(text: Text) -> list[dict[str, str] | str]:
    """Give a text by language as a common property has it."""
    return [{"@value": value, "@language": tag} if tag else value for tag, value in text.items()]
