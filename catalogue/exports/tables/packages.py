"""The description of all tables as a Data Package (frictionless), for programs that read tables by it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from posixpath import relpath
from typing import Any, NamedTuple

from catalogue.edition import Edition
from catalogue.exports.dcat import dates_of
from catalogue.exports.dumping import dumped
from catalogue.exports.tables.model import IRI, Column, Table
from catalogue.messages import Text, say
from catalogue.slugs import slug_of
from catalogue.terms import XSD

_TYPES: Sequence[tuple[str, str, str]] = (
    ("integer", r"-?[0-9]+", "integer long int short byte nonNegativeInteger positiveInteger unsignedLong unsignedInt"),
    ("number", r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?", "decimal double float"),
    ("boolean", r"true|false", "boolean"),
    ("date", r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "date"),
    ("datetime", r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", "dateTime dateTimeStamp"),
    ("year", r"[0-9]{4}", "gYear"),
    ("yearmonth", r"[0-9]{4}-[0-9]{2}", "gYearMonth"),
)
_BY_DATATYPE = {
    XSD + local: (type_, re.compile(pattern, re.ASCII)) for type_, pattern, locals_ in _TYPES for local in locals_.split()
}
"""For each datatype the type of Table Schema, and the lexical forms that it reads."""

TABULAR_PACKAGE = "https://specs.frictionlessdata.io/tabular-data-package/"
"""The specification that a package conforms to, whose name stands in it as its profile."""


class Written(NamedTuple):
    """A table with what is known of its CSV.

    Attributes:
        table: the table.
        size: how many bytes its CSV has.
        sha256: the SHA-256 of these, in hexadecimal.
    """

    table: Table
    size: int
    sha256: str


def package(edition: Edition, folder: str, tables: Sequence[Written]) -> bytes:
    """Write the description of tables as a Data Package.

    Args:
        edition: the catalogue.
        folder: the folder that it lies in, in the release; empty, or with a slash at its end.
        tables: the tables, at least one; they lie in that folder, or in folders below it.
    """
    settings, dates = edition.settings, dates_of(edition)
    language = settings.languages[0]
    licence = [{"path": settings.license, "name": _licence(settings.license)}] if settings.license else []
    names = _names([each.table for each in tables], folder)
    document = {
        "profile": "tabular-data-package",
        "name": slug_of(say(settings.title, "en")) or "catalogue",
        "id": settings.base,
        "title": say(settings.title, language),
        "description": say(settings.description or settings.title, language),
        "homepage": edition.address,
        **({"version": dates.version} if dates.version else {}),
        **({"created": dates.modified} if dates.modified else {}),
        **({"licenses": licence} if licence else {}),
        "contributors": [{"title": say(settings.publisher, language) or settings.base, "role": "publisher"}],
        "sources": [{"title": say(settings.title, language), "path": edition.address}],
        "resources": [_resource(each, name, folder, language) for each, name in zip(tables, names, strict=True)],
    }
    return dumped(document)


def _licence(iri: str) -> str:
    """Give the name of a licence: what its IRI ends in."""
    return re.split(r"[/#]", iri.rstrip("/#"))[-1]


def _names(tables: Sequence[Table], folder: str) -> Iterator[str]:
    """Name tables by their paths, each by another name."""
    used: set[str] = set()
    for table in tables:
        stem = slug_of(table.file.removeprefix(folder).removesuffix(".csv").replace("/", "-").replace(".", "-")) or "table"
        name, number = stem, 1
        while name in used:
            number += 1
            name = f"{stem}-{number}"
        used.add(name)
        yield name


def _resource(written: Written, name: str, folder: str, language: str) -> dict[str, Any]:
    table = written.table
    schema: dict[str, Any] = {"fields": [_field(column, language) for column in table.columns], "missingValues": [""]}
    if table.is_of_things:
        schema["primaryKey"] = IRI
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": relpath(table.file, folder or "."),
        "title": say(table.title, language),
        **_described(table.description, language),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": written.size,
        "hash": f"sha256:{written.sha256}",
        "dialect": {"delimiter": ",", "doubleQuote": True, "lineTerminator": "\r\n", "header": True},
        "schema": schema,
    }


def _field(column: Column, language: str) -> dict[str, Any]:
    return {
        "name": column.name,
        "type": _type(column),
        "title": say(column.title, language),
        **_described(column.description, language),
        **({"rdfType": column.predicate} if column.predicate else {}),
    }


def _described(description: Text, language: str) -> dict[str, str]:
    return {"description": say(description, language)} if description else {}


def _type(column: Column) -> str:
    """Give the type of a column: that of its datatype, where each cell has one value and is read as one."""
    type_, pattern = _BY_DATATYPE.get(column.datatype_or_string, ("string", None))
    if pattern is None or column.is_many:
        return "string"
    return type_ if all(not each or pattern.fullmatch(each) for each in column.cells) else "string"
