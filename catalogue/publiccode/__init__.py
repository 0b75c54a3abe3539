"""publiccode.yml, the standard: its keys, and what is wrong with a document of it.

`keys` has one table of the keys of version 0.7, where what 0.5 lacks is marked, `checking` compares a document with it, and
`writing` makes YAML of one.
"""

from catalogue.publiccode.checking import Fault, Tree, check
from catalogue.publiccode.keys import (
    CATEGORIES,
    COUNTRY_SECTION,
    DESCRIPTION,
    KEYS,
    NAMESPACE,
    SECTIONS,
    VERSION_KEY,
    Key,
    Kind,
    children,
    is_mappable,
    is_target,
    is_version,
    targets,
    version_for,
)
from catalogue.publiccode.licences import is_licence
from catalogue.publiccode.writing import as_yaml

__all__ = [
    "CATEGORIES",
    "COUNTRY_SECTION",
    "DESCRIPTION",
    "KEYS",
    "NAMESPACE",
    "SECTIONS",
    "VERSION_KEY",
    "Fault",
    "Key",
    "Kind",
    "Tree",
    "as_yaml",
    "check",
    "children",
    "is_licence",
    "is_mappable",
    "is_target",
    "is_version",
    "targets",
    "version_for",
]
