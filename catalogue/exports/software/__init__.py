"""Software, as the catalogues of it read it: publiccode.yml, CodeMeta and DOAP, all by the mapping that the shapes declare.

`things` says which entries are software and what is plain of them, and each other module writes one of the three forms.
"""

from catalogue.exports.software.codemeta import codemeta, collected
from catalogue.exports.software.doap import doap
from catalogue.exports.software.publiccode import Description, describe
from catalogue.exports.software.things import SOFTWARE, software

__all__ = ["SOFTWARE", "Description", "codemeta", "collected", "describe", "doap", "software"]
