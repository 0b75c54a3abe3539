"""The page that a host of files shows where nothing is: one for all languages, at any address."""

from __future__ import annotations

from urllib.parse import urlsplit

from catalogue.documents.addresses import CONTENTS, HOME, SEARCH
from catalogue.edition import Edition
from catalogue.pages.parts import Link
from catalogue.pages.render import render
from catalogue.pages.strings import string
from catalogue.pages.views import Viewer

_WAYS = (("home", HOME), ("contents", CONTENTS), ("search", SEARCH))


def missing_page(edition: Edition) -> bytes:
    """Render the page that says in each language that nothing is at an address, and where to go on.

    Its links begin with the path of the address at which the release is published, since it is shown in any folder.
    """
    languages = edition.settings.languages
    viewer = Viewer(edition, languages[0], HOME, urlsplit(edition.address).path)
    texts = [
        (tag, string("missing", tag), [Link(string(key, tag), viewer.own(f"{path}.{tag}.html")) for key, path in _WAYS])
        for tag in languages
    ]
    return render(viewer, "missing.html", [], title=string("missing", languages[0]), texts=texts)
