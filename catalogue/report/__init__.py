"""Reports: the findings of a check, for people and for the programs that read them."""

from catalogue.report.formats import FORMATS, ReportFormat, write

__all__ = ["FORMATS", "ReportFormat", "write"]
