"""The checks of query files: headers, syntax, prefixes, terms that nobody knows, and answers that nobody expects."""

from catalogue.lint.queries.check import query_findings, state_of_queries

__all__ = ["query_findings", "state_of_queries"]
