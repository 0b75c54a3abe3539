"""The words of the pages that no shape and no setting gives, by language."""

from __future__ import annotations

from collections.abc import Mapping

from catalogue.errors import Text, say, text

_STRINGS: Mapping[str, Text] = {
    "about": text("About", "À propos"),
    "also_as": text("This page as data", "Cette page en données"),
    "by": text("By {name}", "Par {name}"),
    "data_file": text("Entry in", "Fiche dans"),
    "downloads": text("Take the data", "Prendre les données"),
    "home": text("Home", "Accueil"),
    "licence": text("Licence", "Licence"),
    "missing": text("There is no such page.", "Cette page n'existe pas."),
    "missing_title": text("Not found", "Introuvable"),
    "modified": text("Revision of", "Révision du"),
    "name": text("Name", "Nom"),
    "no": text("no", "non"),
    "no_things": text("There are none yet.", "Il n'y en a pas encore."),
    "other": text("Other", "Autres"),
    "publisher": text("Published by", "Publié par"),
    "several_sources": text("{count} sources", "{count} sources"),
    "skip": text("Skip to content", "Aller au contenu"),
    "sources": text("Sources", "Sources"),
    "vocabulary_classes": text("Classes", "Classes"),
    "vocabulary_properties": text("Properties", "Propriétés"),
    "vocabulary": text("Vocabulary", "Vocabulaire"),
    "yes": text("yes", "oui"),
}


def string(key: str, language: str, **values: str) -> str:
    """Give one of the pages' own words.

    Args:
        key: which.
        language: the page's language; English where there is no translation.
        values: what the placeholders stand for.

    Returns:
        The words.

    >>> string("by", "fr", name="saison")
    'Par saison'
    """
    return say(_STRINGS[key], language).format(**values)
