"""Validation: an edition in, findings out, each with its place and its fix."""

from catalogue.validate.check import check
from catalogue.validate.findings import Finding, Report
from catalogue.validate.incremental import check_again
from catalogue.validate.kinds import CODES, Kind, Severity
from catalogue.validate.validation import COMPILED, PYSHACL, Options

__all__ = ["CODES", "COMPILED", "PYSHACL", "Finding", "Kind", "Options", "Report", "Severity", "check", "check_again"]
