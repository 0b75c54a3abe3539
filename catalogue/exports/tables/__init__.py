"""Tables of entity types and of answers, for spreadsheets and programs.

`model` has a table, `columns` makes that of an entity type and `answers` that of an answer, `cells` writes several values into
one; `separated` writes CSV, `csvw` and `packages` describe it, `workbooks`, `parquet` and `archives` write other files.
"""

from catalogue.exports.tables.answers import answer_table
from catalogue.exports.tables.archives import archive
from catalogue.exports.tables.cells import cell, values_in
from catalogue.exports.tables.columns import table_of
from catalogue.exports.tables.csvw import csvw
from catalogue.exports.tables.model import Column, Table
from catalogue.exports.tables.packages import TABULAR_PACKAGE, Written, package
from catalogue.exports.tables.parquet import parquet
from catalogue.exports.tables.separated import exact, guarded
from catalogue.exports.tables.workbooks import workbook

__all__ = [
    "TABULAR_PACKAGE",
    "Column",
    "Table",
    "Written",
    "answer_table",
    "archive",
    "cell",
    "csvw",
    "exact",
    "guarded",
    "package",
    "parquet",
    "table_of",
    "values_in",
    "workbook",
]
