"""Validation: an edition in, findings out, each with its place and its fix."""

from catalogue.validate.engine import check
from catalogue.validate.findings import Finding, Report
from catalogue.validate.kinds import CODES, Kind, Severity

__all__ = ["CODES", "Finding", "Kind", "Report", "Severity", "check"]
