"""A SPARQL endpoint asked as a catalogue is asked; the wall around SPARQLWrapper."""

from catalogue.remote.endpoint import Remote
from catalogue.remote.retries import Retries

__all__ = ["Remote", "Retries"]
