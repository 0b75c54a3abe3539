"""Application profiles: whether a description in DCAT has what a portal demands and recommends.

`requirements` has what DCAT-AP 3.0.1 says of each class, `adms` what ADMS-AP 2.01 does, `description` reads a file or a
release, `verdict` compares the two, `quality` counts the points that the European portal gives, and `official` checks with
shapes that users have.
"""

from catalogue.profiles.adms import ADMS_AP
from catalogue.profiles.description import Description, description_file, read_description
from catalogue.profiles.official import Outcome, check_with
from catalogue.profiles.quality import Metric, metrics, rating
from catalogue.profiles.requirements import CLASSES, DCAT_AP, Level, Profile, Requirement
from catalogue.profiles.verdict import Fault, Kind, faults, unused

__all__ = [
    "ADMS_AP",
    "CLASSES",
    "DCAT_AP",
    "Description",
    "Fault",
    "Kind",
    "Level",
    "Metric",
    "Outcome",
    "Profile",
    "Requirement",
    "check_with",
    "description_file",
    "faults",
    "metrics",
    "rating",
    "read_description",
    "unused",
]
