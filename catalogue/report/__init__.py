"""Reports: what a check found, written for people, editors, CI and other programs."""

from catalogue.report.formats import REPORT_FORMATS, Look, ReportFormat, find_format, write

__all__ = ["REPORT_FORMATS", "Look", "ReportFormat", "find_format", "write"]
