"""Application profiles: whether a description in DCAT has what a portal demands and recommends.

`requirements` has what DCAT-AP 3.0.1 says of each class, `description` reads a file or a release, `verdict` compares the two,
`quality` counts the points that the European portal gives, and `official` checks with shapes that users have.
"""

from catalogue.profiles.description import Description, description_file, read_description
from catalogue.profiles.official import Outcome, check_with
from catalogue.profiles.quality import Metric, metrics, rating
from catalogue.profiles.requirements import CLASSES, Level, Requirement
from catalogue.profiles.verdict import Fault, Kind, faults, unused

__all__ = [
    "CLASSES",
    "Description",
    "Fault",
    "Kind",
    "Level",
    "Metric",
    "Outcome",
    "Requirement",
    "check_with",
    "description_file",
    "faults",
    "metrics",
    "rating",
    "read_description",
    "unused",
]
