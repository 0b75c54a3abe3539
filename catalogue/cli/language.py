"""The language of the command: what `--lang` says wherever it stands, else the locale's, else English."""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping, Sequence

from catalogue.messages import nearest_language
from catalogue.messages.catalogues import DOMAIN, LOCALE, compiled

OPTION = "--lang"
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_PLAIN = {"C", "POSIX"}


class _State:
    """The language that was chosen for this process, and that of the command that runs."""

    begun = ""
    asked = ""


def language() -> str:
    """Give the language of messages."""
    return _State.asked or _State.begun or chosen((), os.environ)


def begin(tag: str) -> None:
    """Choose the language of this process, for the sentences of the library too.

    Args:
        tag: a language that has messages.
    """
    _State.begun = tag
    if tag != "en":
        compiled(tag)
        os.environ["LANGUAGE"] = tag  # the library looks its sentences up by it
        gettext.bindtextdomain(DOMAIN, LOCALE)
        gettext.textdomain(DOMAIN)


def ask(tag: str) -> None:
    """Choose the language of one command; empty for that of the process."""
    _State.asked = tag


def chosen(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Choose a language before the command is read, so that errors in it are shown in that language.

    As in gettext, LANGUAGE holds several tags between colons and counts unless the locale is C or POSIX; of the other variables
    the first that is set counts.

    Args:
        arguments: the arguments of the command.
        environment: the environment variables.

    Returns:
        A language that has messages.

    >>> chosen(["check", "--lang", "fr-CA"], {"LANG": "en_GB.UTF-8"}), chosen(["check", "--", "--lang=fr"], {})
    ('fr', 'en')
    >>> chosen([], {"LANGUAGE": "oc:fr:en", "LANG": "en_US.UTF-8"}), chosen([], {"LANGUAGE": "fr", "LC_ALL": "C.UTF-8"})
    ('fr', 'en')
    """
    return nearest_language(_option(arguments)) or _of_locale(environment) or "en"


def _option(arguments: Sequence[str]) -> str:
    """Give the value of the last `--lang`, empty where there is none."""
    tag = ""
    before = ""
    for argument in arguments:
        if argument == "--":
            break
        if before == OPTION:
            tag = argument
        elif argument.startswith(f"{OPTION}="):
            tag = argument.removeprefix(f"{OPTION}=")
        before = argument
    return tag


def _of_locale(environment: Mapping[str, str]) -> str:
    locale = next((environment[name] for name in _VARIABLES if environment.get(name)), "")
    tags = environment.get("LANGUAGE", "").split(":") if locale.split(".")[0] not in _PLAIN else []
    return next(filter(None, map(nearest_language, [*filter(None, tags)] or [locale])), "")
