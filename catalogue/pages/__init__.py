"""Pages: things, lists, the vocabulary, the home page and the SPARQL page as HTML, laid out as the shapes say."""

from catalogue.pages.answers import Answer, Problem
from catalogue.pages.render import ASSETS, asset, home_page, list_page, missing_page, thing_page, vocabulary_page
from catalogue.pages.sparql import ROWS_SHOWN, SPARQL_PAGE_POLICY, sparql_assets, sparql_page

__all__ = [
    "ASSETS",
    "ROWS_SHOWN",
    "SPARQL_PAGE_POLICY",
    "Answer",
    "Problem",
    "asset",
    "home_page",
    "list_page",
    "missing_page",
    "sparql_assets",
    "sparql_page",
    "thing_page",
    "vocabulary_page",
]
