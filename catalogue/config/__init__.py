"""Settings: what `catalogue.toml` says of a catalogue.

`settings`, `home` and `parts` declare them, and `declared` lists what they declare; `lines` finds where the file gives one;
`tables` takes them from the parsed file and refuses what does not fit; `reading` reads the file.
"""

from catalogue.config.declared import DECLARED, TABLES
from catalogue.config.home import Home, HomeSection
from catalogue.config.lines import FILE_NAME
from catalogue.config.parts import Folders, Quotes, Sparql
from catalogue.config.reading import parse_settings, read_settings, shown_folder
from catalogue.config.settings import Settings

__all__ = [
    "DECLARED",
    "FILE_NAME",
    "TABLES",
    "Folders",
    "Home",
    "HomeSection",
    "Quotes",
    "Settings",
    "Sparql",
    "parse_settings",
    "read_settings",
    "shown_folder",
]
