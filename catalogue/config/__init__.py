"""Settings: what `catalogue.toml` says of a catalogue.

`settings`, `home`, `limits`, `portal`, `serving`, `stores` and `parts` declare them, and `declared` lists them; `lines` finds
where the file gives one; `tables` takes them from the parsed file (`datasets` those for portals) and refuses what does not fit;
`reading` reads the file.
"""

from catalogue.config.declared import DECLARED, TABLES
from catalogue.config.home import Home, HomeSection
from catalogue.config.limits import Limits
from catalogue.config.lines import FILE_NAME
from catalogue.config.parts import Folders, Quotes, Releases, Sparql, Tables
from catalogue.config.portal import DatasetSettings, Keywords, Period, Portal, Subject
from catalogue.config.reading import parse_settings, read_settings, shown_folder
from catalogue.config.serving import Serving
from catalogue.config.settings import Settings
from catalogue.config.stores import PROFILES, Stores, StoreSettings

__all__ = [
    "DECLARED",
    "FILE_NAME",
    "PROFILES",
    "TABLES",
    "DatasetSettings",
    "Folders",
    "Home",
    "HomeSection",
    "Keywords",
    "Limits",
    "Period",
    "Portal",
    "Quotes",
    "Releases",
    "Serving",
    "Settings",
    "Sparql",
    "StoreSettings",
    "Stores",
    "Subject",
    "Tables",
    "parse_settings",
    "read_settings",
    "shown_folder",
]
