"""The release over HTTP with content negotiation by media type and language, and the SPARQL service."""

from catalogue.serve.server import Manner, not_isolated, serve
from catalogue.serve.site import Site

__all__ = ["Manner", "Site", "not_isolated", "serve"]
