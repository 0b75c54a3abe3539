"""Jinja2's environment: our templates, and before them those of a catalogue's theme."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from types import TracebackType
from typing import Any

from jinja2 import BaseLoader, ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined, TemplateSyntaxError
from jinja2.exceptions import TemplateNotFound

from catalogue.errors import InputError, Place
from catalogue.messages import Message
from catalogue.pages.addresses import breakable
from catalogue.pages.characters import fit
from catalogue.pages.escaping import Escaping, SandboxedEscaping, as_html
from catalogue.pages.literals import direction, language_name
from catalogue.pages.strings import string, strings_language
from catalogue.serialise import xml_text

OURS = "catalogue/"
"""What stands before the name of a template of ours in a template of a theme, which may have one of the same name."""


class _ThemeLoader(BaseLoader):
    """Loads the templates of a theme, each under the path of its file, which errors name."""

    def __init__(self, templates: Mapping[str, tuple[str, str]]) -> None:
        self._templates = templates

    def get_source(self, _environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        if template not in self._templates:
            raise TemplateNotFound(template)
        path, text = self._templates[template]
        return text, path, lambda: True


def environment_of(templates: Sequence[tuple[str, str]]) -> Environment:
    """Give the environment in which pages are rendered.

    Args:
        templates: the templates of a theme: the path of each, below the catalogue's folder, and its text. They are run apart
            from Python (`jinja2.sandbox`): who sends a change of them must not get at the machine that builds.

    Raises:
        InputError: a template of the theme cannot be parsed.
    """
    return _environment(tuple(templates))


@lru_cache(maxsize=4)
def _environment(templates: tuple[tuple[str, str], ...]) -> Environment:
    ours = PackageLoader("catalogue.pages")
    options: dict[str, Any] = {
        "autoescape": True,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "undefined": StrictUndefined,
        "keep_trailing_newline": True,
        "auto_reload": False,  # else each page asks for the times of all templates that it is made of
    }
    if templates:
        theme = {path.rpartition("/")[2]: (path, text) for path, text in templates}
        loader = ChoiceLoader([_ThemeLoader(theme), PrefixLoader({OURS.rstrip("/"): ours}), ours])
        environment: Environment = SandboxedEscaping(loader=loader, **options)
    else:
        environment = Escaping(loader=ours, **options)
    environment.globals["string"] = string
    environment.globals["strings_language"] = strings_language
    environment.filters["bare"] = str
    environment.filters["breakable"] = breakable
    environment.filters["xml"] = xml_text
    environment.globals["language_name"] = language_name
    environment.globals["direction"] = direction
    for path, text in templates:
        _refuse_unparsed(environment, path, text)
    return environment


def _refuse_unparsed(environment: Environment, path: str, text: str) -> None:
    try:
        environment.parse(text)
    except TemplateSyntaxError as error:
        raise InputError(Message("theme.not-template", reason=error.message or ""), Place(path, error.lineno)) from None


def rendered(templates: Sequence[tuple[str, str]], name: str, values: Mapping[str, Any]) -> bytes:
    """Render a template, of the theme where it has one of that name.

    Args:
        templates: the templates of the theme, as for `environment_of`.
        name: the template's name.
        values: what it shows.

    Returns:
        HTML in UTF-8, of characters that HTML has; a text that changes its direction is isolated.

    Raises:
        InputError: a template of the theme cannot be parsed, or fails.
    """
    return fit(_rendered(templates, name, values).encode())


def _rendered(templates: Sequence[tuple[str, str]], name: str, values: Mapping[str, Any]) -> str:
    environment = environment_of(templates)
    if not templates:
        return environment.get_template(name).render(values)
    try:
        return environment.get_template(name).render(values)
    except Exception as error:
        place = _place_in(error.__traceback__, {path for path, _ in templates})
        if place is None:
            raise
        raise InputError(Message("theme.fails", reason=f"{error}"), place) from error


def part(templates: Sequence[tuple[str, str]], name: str, values: Mapping[str, Any]) -> str:
    """Render a template that is a part of many pages, once for all of them: HTML, which templates do not escape again.

    Args:
        templates: the templates of the theme, as for `environment_of`.
        name: the template's name.
        values: what it shows.
    """
    return as_html(_rendered(templates, name, values))


def fragment(templates: Sequence[tuple[str, str]], name: str, macro: str, *values: Any) -> str:
    """Render a macro of a template that needs nothing of a page: HTML, which templates that show it do not escape again.

    Args:
        templates: the templates of the theme, as for `environment_of`.
        name: the template's name.
        macro: the name of the macro.
        values: what it is called with.
    """
    html: str = getattr(environment_of(templates).get_template(name).module, macro)(*values)
    return html


def _place_in(traceback: TracebackType | None, paths: set[str]) -> Place | None:
    """Give the last place of a theme's templates that an error went through, or None."""
    place: Place | None = None
    while traceback is not None:
        path = traceback.tb_frame.f_code.co_filename
        if path in paths:
            place = Place(path, traceback.tb_lineno)
        traceback = traceback.tb_next
    return place
