"""Pages: things, lists, the vocabulary and the home page as HTML, laid out as the shapes say."""

from catalogue.pages.render import ASSETS, asset, home_page, list_page, missing_page, thing_page, vocabulary_page

__all__ = ["ASSETS", "asset", "home_page", "list_page", "missing_page", "thing_page", "vocabulary_page"]
