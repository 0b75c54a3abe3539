"""Answers of workers read again, to be shown on pages."""

from __future__ import annotations

from catalogue.config import Settings
from catalogue.query import Result, read_json, read_ntriples
from catalogue.serve.formats import Formats
from catalogue.serve.memory import Kept

READ = Formats("json", "json", "ntriples", html=True)
"""The formats that answers are read in."""


def result_of(kept: Kept, settings: Settings) -> Result:
    """Read an answer that was asked for in the formats `READ`.

    Args:
        kept: the answer.
        settings: those of the catalogue, whose prefixes and base it has.
    """
    return read_answer(kept.format, bytes(kept.body), settings)


def read_answer(format_name: str, body: bytes, settings: Settings) -> Result:
    """Read an answer in one of the formats `READ`, which is named."""
    read = read_json if format_name == "json" else read_ntriples
    return read(body, settings.prefixes, settings.base)
