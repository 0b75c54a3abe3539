"""The release over HTTP, with content negotiation by media type and language."""

from catalogue.serve.app import application, serve

__all__ = ["application", "serve"]
