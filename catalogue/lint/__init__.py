"""The check: an edition in, findings out, each with its place and its fix."""

from catalogue.lint.before import Before
from catalogue.lint.check import check
from catalogue.lint.findings import Finding, Report
from catalogue.lint.kinds import CODES, Kind, Severity
from catalogue.lint.validation import COMPILED, PYSHACL, Options

__all__ = ["CODES", "COMPILED", "PYSHACL", "Before", "Finding", "Kind", "Options", "Report", "Severity", "check"]
