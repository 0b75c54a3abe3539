"""Reports: the findings of a check, written for people, editors, CI and other programs."""

from catalogue.report.formats import REPORT_FORMATS, ReportFormat, find_format, write
from catalogue.report.look import Look

__all__ = ["REPORT_FORMATS", "Look", "ReportFormat", "find_format", "write"]
