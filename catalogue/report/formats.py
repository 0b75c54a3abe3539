"""The one table of the formats of a report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from catalogue.errors import Text, UsageError, text
from catalogue.report import github, junit, plain, sarif, shacl, structured
from catalogue.validate import Report

Writer = Callable[[Report, str], str]
"""Writes a report in a language."""


class ReportFormat(NamedTuple):
    """A format of a report.

    Attributes:
        name: what it is called on the command line.
        media_type: its media type.
        about: what it is for, by language.
        write: writes a report.
    """

    name: str
    media_type: str
    about: Text
    write: Writer


_FORMATS = (
    ReportFormat(
        "text",
        "text/plain",
        text("for people: the line in question, marked, with notes and fixes", "pour lire : la ligne en cause, marquée"),
        plain.full,
    ),
    ReportFormat("concise", "text/plain", text("one line a finding", "une ligne par constat"), plain.concise),
    ReportFormat(
        "json",
        "application/json",
        text("for scripts, with a JSON Schema", "pour les scripts, avec un schéma JSON"),
        structured.write,
    ),
    ReportFormat(
        "sarif",
        "application/sarif+json",
        text("SARIF 2.1.0, for code scanning services", "SARIF 2.1.0, pour les services d'analyse de code"),
        sarif.write,
    ),
    ReportFormat(
        "github",
        "text/plain",
        text("annotations of GitHub workflows", "annotations des workflows GitHub"),
        github.write,
    ),
    ReportFormat(
        "junit",
        "application/xml",
        text("JUnit XML, for test reports in CI", "JUnit XML, pour les rapports de tests"),
        junit.write,
    ),
    ReportFormat(
        "turtle",
        "text/turtle",
        text("a SHACL validation report", "un rapport de validation SHACL"),
        shacl.write,
    ),
)

FORMATS: Mapping[str, ReportFormat] = {form.name: form for form in _FORMATS}
"""The formats by name."""


def write(report: Report, name: str, language: str) -> str:
    """Write a report.

    Args:
        report: the findings.
        name: a name of `FORMATS`.
        language: the language of messages, where the format has one only.

    Returns:
        The whole text, the same for the same report.

    Raises:
        UsageError: there is no such format.
    """
    if name not in FORMATS:
        names = ", ".join(FORMATS)
        raise UsageError(f"no format {name} for a report; choose {names}", f"pas de format {name} ; choisissez {names}")
    return FORMATS[name].write(report, language)
