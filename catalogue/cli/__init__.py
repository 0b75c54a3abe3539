"""The command line: parses, calls, prints."""

from catalogue.cli import asking, checking, publishing
from catalogue.cli.app import app

__all__ = ["app", "asking", "checking", "main", "publishing"]


def main() -> None:
    """Run the command."""
    app()
