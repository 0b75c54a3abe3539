"""What the service says of itself: OpenAPI for its addresses, SPARQL 1.1 Service Description and VoID for its statements."""

from catalogue.serve.description.facts import describe
from catalogue.serve.description.openapi import openapi

__all__ = ["describe", "openapi"]
