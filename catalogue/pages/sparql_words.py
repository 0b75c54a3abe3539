"""The words of the SPARQL page, by language; its script is given them too."""

from __future__ import annotations

from collections.abc import Mapping

from catalogue.errors import Text, say, text

_WORDS: Mapping[str, Text] = {
    "title": text("Query the catalogue", "Interroger le catalogue"),
    "lead": text(
        "Ask in SPARQL 1.1. Everything that the catalogue says is there, and nothing can be changed.",
        "Interrogez en SPARQL 1.1. Tout ce que dit le catalogue s'y trouve, et rien ne peut y être changé.",
    ),
    "query": text("Query", "Requête"),
    "run": text("Run", "Lancer"),
    "cancel": text("Cancel", "Annuler"),
    "format": text("Answer as", "Réponse en"),
    "format_page": text("this page", "cette page"),
    "keys": text(
        "Ctrl+Enter runs the query, Ctrl+Space completes. To leave the editor by keyboard: Esc, then Tab.",
        "Ctrl+Entrée lance la requête, Ctrl+Espace complète. Pour quitter l'éditeur au clavier : Échap, puis Tab.",
    ),
    "library": text("Queries to start from", "Requêtes pour commencer"),
    "library_filter": text("Filter", "Filtrer"),
    "library_none": text("No query has these words.", "Aucune requête n'a ces mots."),
    "library_put": text("Put into the editor: {title}", "Mise dans l'éditeur : {title}"),
    "answer": text("Answer", "Réponse"),
    "yes": text("Yes", "Oui"),
    "no": text("No", "Non"),
    "no_rows": text("Nothing in the catalogue fits this query.", "Rien dans le catalogue ne correspond à cette requête."),
    "rows_one": text("1 row", "1 ligne"),
    "rows": text("{count} rows", "{count} lignes"),
    "triples_one": text("1 triple", "1 triplet"),
    "triples": text("{count} triples", "{count} triplets"),
    "shown": text("The first {shown} of {count} are shown.", "Les {shown} premières sur {count} sont montrées."),
    "all_as": text("All of them as {format}", "Toutes en {format}"),
    "unbound": text("no value", "pas de valeur"),
    "problem_place": text("Line {line}, column {column}", "Ligne {line}, colonne {column}"),
    "problem_limit": text("Limit reached: {limit}", "Limite atteinte : {limit}"),
    "problem_network": text(
        "The service did not answer. Try again in a moment.", "Le service n'a pas répondu. Réessayez dans un moment."
    ),
    "problem_answer": text(
        "The service answered what this page cannot read.", "Le service a répondu ce que cette page ne sait pas lire."
    ),
    "retry": text("Try again in {seconds} s.", "Réessayez dans {seconds} s."),
    "running": text("Running the query…", "Requête en cours…"),
    "cancelled": text("Cancelled.", "Annulée."),
    "done": text("{count} in {seconds} s", "{count} en {seconds} s"),
    "release": text("Release {release}", "Version {release}"),
    "view_table": text("Table", "Tableau"),
    "view_chart": text("Chart", "Graphique"),
    "views": text("Show as", "Montrer en"),
    "sort": text("Sort by {name}", "Trier par {name}"),
    "downloads": text("Take the answer", "Prendre la réponse"),
    "link": text("Link to this query", "Lien vers cette requête"),
    "permalink": text("Link to this query of this release", "Lien vers cette requête de cette version"),
    "copy": text("Copy", "Copier"),
    "copied": text("Copied.", "Copié."),
    "map_left_out": text(
        "Rows left out, as they have no place that can be read: {count}.",
        "Lignes laissées de côté, faute de lieu lisible : {count}.",
    ),
    "chart_kind": text("Kind", "Forme"),
    "chart_bar": text("Bars", "Barres"),
    "chart_line": text("Line", "Ligne"),
    "chart_names": text("Names", "Intitulés"),
    "chart_numbers": text("Numbers", "Nombres"),
    "chart_title": text("{numbers} by {names}", "{numbers} par {names}"),
    "chart_first": text("The first {shown} rows are drawn.", "Les {shown} premières lignes sont dessinées."),
    "syntax": text("This is not SPARQL here", "Ce n'est pas du SPARQL ici"),
    "syntax_end": text("Something is missing here", "Il manque quelque chose ici"),
    "undeclared": text("The prefix {prefix} is not declared", "Le préfixe {prefix} n'est pas déclaré"),
    "of_class": text("Of: {classes}", "De : {classes}"),
    "values_in": text("Values: {ranges}", "Valeurs : {ranges}"),
    "instances": text("{count} in the catalogue", "{count} dans le catalogue"),
    "completions": text("Completions", "Propositions"),
    "diagnostics": text("Problems", "Problèmes"),
}


def page_words(language: str) -> dict[str, str]:
    """Give all words of the SPARQL page in a language, by key, with their placeholders; English where there is no other.

    >>> page_words("fr")["run"], page_words("de")["run"]
    ('Lancer', 'Run')
    """
    return {key: say(words, language) for key, words in _WORDS.items()}
