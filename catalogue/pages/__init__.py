"""Pages: things, lists, the vocabulary, the queries, the home page and the SPARQL page as HTML, laid out as the shapes say."""

from catalogue.pages.answers import AnswerView, NoteView, Problem
from catalogue.pages.queries import Shown, figure, queries_page, query_page, query_path
from catalogue.pages.render import ASSETS, Alternate, asset, home_page, list_page, problem_page, thing_page, vocabulary_page
from catalogue.pages.search import names_page, names_pages, search_page
from catalogue.pages.sparql import ROWS_SHOWN, SPARQL_PAGE_POLICY, sparql_assets, sparql_page

__all__ = [
    "ASSETS",
    "ROWS_SHOWN",
    "SPARQL_PAGE_POLICY",
    "Alternate",
    "AnswerView",
    "NoteView",
    "Problem",
    "Shown",
    "asset",
    "figure",
    "home_page",
    "list_page",
    "names_page",
    "names_pages",
    "problem_page",
    "queries_page",
    "query_page",
    "query_path",
    "search_page",
    "sparql_assets",
    "sparql_page",
    "thing_page",
    "vocabulary_page",
]
