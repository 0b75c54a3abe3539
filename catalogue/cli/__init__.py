"""The command line: parses, calls, prints."""

from catalogue.cli import check, commands
from catalogue.cli.app import app

__all__ = ["app", "check", "commands", "main"]


def main() -> None:
    """Run the command."""
    app()
