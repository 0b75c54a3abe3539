"""Templates escape and call as Jinja2 does, but leave a text that is safe already as it is, and call macros at once."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import MutableMapping
from functools import lru_cache
from types import FunctionType
from typing import Any

from jinja2 import Environment, Template
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr
from jinja2.runtime import Context, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape


def escaped(value: Any) -> str:
    """Give what a template writes for a value.

    Most texts of a page have nothing to escape: these are neither copied nor wrapped, which took a fifth of rendering.

    >>> escaped("plain"), escaped("a < b"), escaped(Markup("<b>")), escaped(1)
    ('plain', Markup('a &lt; b'), Markup('<b>'), Markup('1'))
    """
    kind = type(value)
    if kind is str:
        text: str = value
        if "&" in text or "<" in text or ">" in text or '"' in text or "'" in text:  # a pattern takes thrice as long
            return escape(text)
        return text
    return value if kind is Markup else escape(value)


class _Generator(CodeGenerator):
    """Compiles templates so that they escape by `escaped`."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
            return
        self.write("environment.escaped(")
        if finalize.src is not None:
            self.write(finalize.src)


_FUNCTIONS = {FunctionType, type(lru_cache(maxsize=1)(str))}
"""What functions are, those that keep their results among them."""


class _Calling(Context):
    """What a template sees: its macros and plain functions, nearly all that is called, are not asked what they take."""

    def call(self, called: Any, /, *arguments: Any, _block_vars: Any = None, _loop_vars: Any = None, **named: Any) -> Any:
        """Call what a template calls."""
        kind = type(called)
        if kind is Macro:
            others = named or called.catch_kwargs or called.catch_varargs or called.caller
            if others or len(arguments) != len(called.arguments) or not self.eval_ctx.autoescape:
                return called(self.eval_ctx, *arguments, **named)
            return str.__new__(Markup, called._func(*arguments))  # noqa: SLF001 - which the macro calls likewise
        if kind in _FUNCTIONS and not hasattr(called, "jinja_pass_arg"):
            return called(*arguments, **named)
        return super().call(called, *arguments, _block_vars=_block_vars, _loop_vars=_loop_vars, **named)


def _globals_of(environment: Environment, added: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
    """Give what a template knows beside what it is rendered with: what all know, as it is, where nothing is added.

    Jinja2 looks through it for each macro that a template imports, which is slow where it is a chain.
    """
    return ChainMap(added, environment.globals) if added else environment.globals


def as_html(text: str) -> str:
    """Give what a template has written as HTML, which templates that show it do not escape again."""
    return Markup(text)  # noqa: S704 - what templates write is escaped


class _AtHand(Environment):
    """An environment that gives a template again at once where templates do not change: pages ask for many of them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._at_hand: dict[str, Template] = {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002
    ) -> Template:
        """Give a template by its name."""
        if isinstance(name, Template) or globals or self.auto_reload:
            return super().get_template(name, parent, globals)
        template = self._at_hand.get(name)
        if template is None:
            template = self._at_hand[name] = super().get_template(name, parent)
        return template


class Escaping(_AtHand):
    """An environment of templates that escapes so."""

    code_generator_class = _Generator
    context_class = _Calling
    escaped = staticmethod(escaped)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Give what a template knows: see `_globals_of`."""
        return _globals_of(self, d)


class SandboxedEscaping(_AtHand, ImmutableSandboxedEnvironment):
    """One of templates that are run apart from Python."""

    code_generator_class = _Generator
    context_class = _Calling
    escaped = staticmethod(escaped)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Give what a template knows: see `_globals_of`."""
        return _globals_of(self, d)
