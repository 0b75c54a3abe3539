"""Pages: things, lists, the vocabulary, the queries and the home page as HTML, laid out as the shapes say."""

from catalogue.pages.queries import Shown, figure, queries_page, query_page, query_path
from catalogue.pages.render import ASSETS, QUERIES, asset, home_page, list_page, missing_page, thing_page, vocabulary_page

__all__ = [
    "ASSETS",
    "QUERIES",
    "Shown",
    "asset",
    "figure",
    "home_page",
    "list_page",
    "missing_page",
    "queries_page",
    "query_page",
    "query_path",
    "thing_page",
    "vocabulary_page",
]
