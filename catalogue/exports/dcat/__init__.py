"""The catalogue, its datasets and services described in DCAT 3, with what DCAT-AP 3.0.1 demands and recommends.

`model` has what is described, `dates` when a dataset was first there and changed last; `catalog`, `datasets` and `coverage`
make the triples, `terms` the parts that all of them have. `assets` describes software in the same way, as ADMS-AP 2.01 wants
it, with the codes of `asset_codes`.
"""

from catalogue.exports.dcat.assets import Agent, Asset, Release, describe_assets
from catalogue.exports.dcat.catalog import describe
from catalogue.exports.dcat.coverage import place_and_box, place_iri
from catalogue.exports.dcat.dates import Dates, dates_of
from catalogue.exports.dcat.model import Dataset, Distribution, Service

__all__ = [
    "Agent",
    "Asset",
    "Dataset",
    "Dates",
    "Distribution",
    "Release",
    "Service",
    "dates_of",
    "describe",
    "describe_assets",
    "place_and_box",
    "place_iri",
]
