"""Pages: things, lists, the vocabulary, the queries, the home page and the SPARQL page as HTML, laid out as the shapes say."""

from catalogue.pages.answers import AnswerView, NoteView, Problem
from catalogue.pages.asking import LANGUAGE
from catalogue.pages.choosing import query_path
from catalogue.pages.home import Files, contents_page, home_page
from catalogue.pages.numbering import names_number, names_pages
from catalogue.pages.picture_documents import picture_document
from catalogue.pages.preview import FOLDER as PREVIEWS
from catalogue.pages.preview import drawn as drawn_previews
from catalogue.pages.preview import preview_image
from catalogue.pages.quality_page import quality_page
from catalogue.pages.queries import Asking, asked_page, queries_page, query_page, query_picture
from catalogue.pages.render import Alternate, missing_page, moved_page, problem_page, thing_page, vocabulary_page
from catalogue.pages.search import names_page, search_page
from catalogue.pages.sparql import ROWS_SHOWN, SPARQL_PAGE_POLICY, sparql_assets, sparql_page
from catalogue.pages.summary import page_address, summary_page
from catalogue.pages.text_pages import text_page
from catalogue.pages.theme import asset, asset_of, assets
from catalogue.pages.translations import worded

__all__ = [
    "LANGUAGE",
    "PREVIEWS",
    "ROWS_SHOWN",
    "SPARQL_PAGE_POLICY",
    "Alternate",
    "AnswerView",
    "Asking",
    "Files",
    "NoteView",
    "Problem",
    "asked_page",
    "asset",
    "asset_of",
    "assets",
    "contents_page",
    "drawn_previews",
    "home_page",
    "missing_page",
    "moved_page",
    "names_number",
    "names_page",
    "names_pages",
    "page_address",
    "picture_document",
    "preview_image",
    "problem_page",
    "quality_page",
    "queries_page",
    "query_page",
    "query_path",
    "query_picture",
    "search_page",
    "sparql_assets",
    "sparql_page",
    "summary_page",
    "text_page",
    "thing_page",
    "vocabulary_page",
    "worded",
]
