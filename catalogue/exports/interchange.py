"""Everything as an rdflib dataset, for the programs that work with rdflib."""

from __future__ import annotations

import rdflib

from catalogue.edition import Edition
from catalogue.serialise import nquads


def dataset(edition: Edition) -> rdflib.Dataset:
    """Give everything that a catalogue says as an rdflib dataset.

    Args:
        edition: the catalogue.

    Returns:
        A dataset with a named graph for each file, whose default graph is their union, with the catalogue's prefixes.
    """
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=nquads(edition.graph.quads()).decode(), format="nquads")
    for prefix, namespace in edition.settings.prefixes.items():
        dataset.bind(prefix, namespace, replace=True)
    return dataset
