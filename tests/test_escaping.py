"""Escaping: what templates write is what Jinja2 writes by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, StrictUndefined, UndefinedError
from jinja2.sandbox import SecurityError
from markupsafe import Markup, escape

from catalogue.pages.escaping import Escaping, SandboxedEscaping, escaped

SOURCE = (
    '{% macro one(x) %}<a title="{{ x }}">{{ x }}</a>{% endmacro %}'
    "{{ value }}|{{ one(value) }}|{{ '<' ~ value }}|{{ value | safe }}"
)


class _Marked(str):
    __slots__ = ()

    def __html__(self) -> str:
        return f"<span>{escape(str(self))}</span>"


VALUES = st.one_of(
    st.text(),
    st.text(alphabet="<>&'\"é\u202f"),
    st.text().map(Markup),
    st.text().map(_Marked),
    st.integers(),
    st.floats(),
    st.none(),
    st.booleans(),
)


@given(VALUES)
def test_a_value_is_written_as_markupsafe_escapes_it(value: object):
    assert escaped(value) == escape(value)


@given(VALUES)
@pytest.mark.parametrize("environment", [Escaping, SandboxedEscaping])
def test_a_template_writes_what_it_writes_without(environment: type[Environment], value: object):
    plain = Environment(autoescape=True).from_string(SOURCE).render(value=value)
    assert environment(autoescape=True).from_string(SOURCE).render(value=value) == plain


@pytest.mark.parametrize("environment", [Escaping, SandboxedEscaping])
def test_a_block_may_leave_escaping_out(environment: type[Environment]):
    source = "{% autoescape false %}{{ value }}{% endautoescape %}{% autoescape on %}{{ value }}{% endautoescape %}"
    made = environment(autoescape=True).from_string(source)
    assert [made.render(value="<", on=on) for on in (True, False)] == ["<&lt;", "<<"]


def test_what_is_not_there_is_an_error():
    with pytest.raises(UndefinedError):
        Escaping(autoescape=True, undefined=StrictUndefined).from_string("{{ value }}").render()


def test_a_template_that_is_run_apart_does_not_reach_python():
    with pytest.raises(SecurityError):
        SandboxedEscaping(autoescape=True).from_string("{{ value.__class__.__mro__ }}").render(value="")
