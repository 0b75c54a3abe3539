"""Pages: things, lists, the vocabulary, the queries, the home page and the SPARQL page as HTML, laid out as the shapes say."""

from catalogue.pages.answers import AnswerView, NoteView, Problem
from catalogue.pages.queries import queries_page, query_page, query_path, query_picture
from catalogue.pages.render import (
    ASSETS,
    Alternate,
    asset,
    home_page,
    list_page,
    picture_document,
    problem_page,
    thing_page,
    vocabulary_page,
)
from catalogue.pages.sparql import ROWS_SHOWN, SPARQL_PAGE_POLICY, sparql_assets, sparql_page

__all__ = [
    "ASSETS",
    "ROWS_SHOWN",
    "SPARQL_PAGE_POLICY",
    "Alternate",
    "AnswerView",
    "NoteView",
    "Problem",
    "asset",
    "home_page",
    "list_page",
    "picture_document",
    "problem_page",
    "queries_page",
    "query_page",
    "query_path",
    "query_picture",
    "sparql_assets",
    "sparql_page",
    "thing_page",
    "vocabulary_page",
]
