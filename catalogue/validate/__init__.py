"""Validation: an edition in, findings out, each with its place and its fix."""

from catalogue.validate.engine import check
from catalogue.validate.findings import CODES, Finding, Kind, Report, Severity

__all__ = ["CODES", "Finding", "Kind", "Report", "Severity", "check"]
