"""What is described in DCAT: datasets with their distributions, and services."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from catalogue.config import DatasetSettings
from catalogue.exports.dcat.dates import Dates
from catalogue.messages import Text


@dataclass(frozen=True)
class Distribution:
    """A file of a dataset.

    Attributes:
        url: where it lies.
        media_type: its media type; that of what is in it where it is compressed.
        file_type: its code in the EU's file type table, or empty.
        name: what its IRI ends in, among those of its dataset.
        title: what it has and in which format, by language.
        description: what it has, by language; empty for a file of its dataset like others.
        language: the language that it is in, or empty.
        size: how many bytes it has; None where that is not known.
        sha256: the SHA-256 of its bytes, in hexadecimal; empty where that is not known.
        standards: the IRIs of what it conforms to: schemas, descriptions of its columns, specifications.
        compression: the media type of its compressed form; empty where it is not compressed.
    """

    url: str
    media_type: str
    file_type: str
    name: str
    title: Text
    description: Text
    language: str = ""
    size: int | None = None
    sha256: str = ""
    standards: Sequence[str] = ()
    compression: str = ""


@dataclass(frozen=True)
class Dataset:
    """A dataset of the catalogue.

    Attributes:
        iri: its IRI.
        title: its title by language.
        description: what it holds, by language.
        page: address of a page about it.
        distributions: its files.
        parts: the IRIs of the datasets that it consists of.
        settings: what the settings say of it; None where it is as all are.
        dates: when it was first there and changed last, and its version.
    """

    iri: str
    title: Text
    description: Text
    page: str
    distributions: Sequence[Distribution]
    parts: Sequence[str] = ()
    settings: DatasetSettings | None = None
    dates: Dates = field(default_factory=Dates)


@dataclass(frozen=True)
class Service:
    """A service that gives data.

    Attributes:
        iri: its IRI.
        title: what it is called, by language.
        description: what it does, by language.
        endpoint: its address.
        documentation: where it is described for programs.
        standard: the IRI of what its protocol is, with its title.
        serves: the IRI of the dataset that it gives.
    """

    iri: str
    title: Text
    description: Text
    endpoint: str
    documentation: str
    standard: tuple[str, str]
    serves: str
