"""The words of the pages that no shape and no setting gives, by language."""

from __future__ import annotations

from collections.abc import Mapping

from catalogue.errors import Text, say, text

_STRINGS: Mapping[str, Text] = {
    "about": text("About", "À propos"),
    "also_as": text("This page as data", "Cette page en données"),
    "all_rows": text("All rows are in the files below.", "Toutes les lignes sont dans les fichiers ci-dessous."),
    "answer": text("Answer", "Réponse"),
    "by": text("By {name}", "Par {name}"),
    "chart_bar": text("Bar chart", "Diagramme en barres"),
    "chart_line": text("Line chart", "Courbe"),
    "chart_point": text("Dot plot", "Nuage de points"),
    "chart_says": text(
        "{kind} of {y} by {x}: {count} values from {least} to {most}. The table below says the same.",
        "{kind} de {y} par {x} : {count} valeurs de {least} à {most}. Le tableau ci-dessous dit la même chose.",
    ),
    "ask_it": text("Change it and ask again", "La modifier et redemander"),
    "cite": text("Cite this answer", "Citer cette réponse"),
    "cite_words": text(
        "This address asks the same of this very release, whatever changes later:",
        "Cette adresse pose la même question à cette version précise, quoi qu'il change ensuite :",
    ),
    "data_file": text("Entry in", "Fiche dans"),
    "downloads": text("Take the data", "Prendre les données"),
    "first_rows": text("The first {shown} of {count} rows.", "Les {shown} premières lignes sur {count}."),
    "home": text("Home", "Accueil"),
    "keywords": text("By keyword", "Par mot-clé"),
    "left_out": text("{count} rows are not in the chart.", "{count} lignes ne sont pas dans le graphique."),
    "licence": text("Licence", "Licence"),
    "missing": text("There is no such page.", "Cette page n'existe pas."),
    "missing_title": text("Not found", "Introuvable"),
    "modified": text("Revision of", "Révision du"),
    "name": text("Name", "Nom"),
    "meaning": text("Meaning", "Signification"),
    "no": text("no", "non"),
    "no_answer": text("There is no answer here.", "Il n'y a pas de réponse ici."),
    "no_rows": text("The answer has no rows.", "La réponse n'a pas de ligne."),
    "no_things": text("There are none yet.", "Il n'y en a pas encore."),
    "other": text("Other", "Autres"),
    "parameter": text("Parameter", "Paramètre"),
    "parameters": text("Parameters", "Paramètres"),
    "publisher": text("Published by", "Publié par"),
    "query": text("The query", "La requête"),
    "queries": text("Questions", "Questions"),
    "queries_words": text(
        "What the catalogue was asked, and what it answers: {count} questions with their answers, to read and to take away.",
        "Ce qu'on a demandé au catalogue, et ce qu'il répond : {count} questions et leurs réponses, à lire et à emporter.",
    ),
    "row": text("1 row", "1 ligne"),
    "rows": text("{count} rows", "{count} lignes"),
    "service": text("Ask in SPARQL", "Interroger en SPARQL"),
    "several_sources": text("{count} sources", "{count} sources"),
    "skip": text("Skip to content", "Aller au contenu"),
    "sources": text("Sources", "Sources"),
    "type": text("Type", "Type"),
    "value": text("Value", "Valeur"),
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
