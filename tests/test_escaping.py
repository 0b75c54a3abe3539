"""Escaping: what templates write is what Jinja2 writes by itself."""

from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError, pass_context
from jinja2.runtime import Context
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


CALLS = (
    "{% macro named(x, y='<y>') %}{{ x }}{{ y }}{{ varargs | join(',') }}{{ kwargs.z }}{% endmacro %}"
    "{% macro around(x) %}<b>{{ caller(x) }}</b>{% endmacro %}"
    "{% block all %}{% for x in values %}{% set inner = x %}{{ named(x) }}{{ named(x, 1, 2, z=3) }}"
    "{{ joined(x, y='<') }}{{ seen('inner') }}{{ kept(x) }}{{ kept_of('inner') }}"
    "{% call(each) around(x) %}{{ each }}&{% endcall %}{{ x.upper() }}{{ self.other() }}{% endfor %}{% endblock %}"
    "{% block other %}{{ named('o') }}{% endblock %}{{ class(3) }}"
)


@pytest.mark.parametrize("environment", [Escaping, SandboxedEscaping])
def test_what_a_template_calls_gets_what_jinja_gives_it(environment: type[Environment]):
    """Macros, functions, those that ask for the context, methods, classes, blocks; with values of all kinds."""

    @pass_context
    def seen(context: Context, name: str) -> object:
        return context.get(name)

    def joined(x: str, y: str) -> str:
        return x + y

    @lru_cache
    def kept(x: str) -> str:
        return f"{x}>"

    values = {"values": ["a", "<b>"], "joined": joined, "seen": seen, "class": int, "kept": kept, "kept_of": lru_cache(seen)}
    assert rendered(environment, values) == rendered(Environment, values)


def rendered(environment: type[Environment], values: dict[str, object]) -> str:
    made = environment(autoescape=True, loader=DictLoader({"calls": CALLS, "child": "{% extends 'calls' %}"}))
    return made.from_string(CALLS).render(values) + made.get_template("child").render(values)


@pytest.mark.parametrize("environment", [Escaping, SandboxedEscaping])
def test_a_template_knows_what_is_added_for_it_alone(environment: type[Environment]):
    made = environment(autoescape=True, loader=DictLoader({"one": "{{ all }}{{ own }}"}))
    made.globals["all"] = "<a>"
    assert made.get_template("one", globals={"own": "<o>"}).render() == "&lt;a&gt;&lt;o&gt;"
    assert made.from_string("{{ all }}{{ own is defined }}").render() == "&lt;a&gt;False"


@pytest.mark.parametrize("environment", [Escaping, SandboxedEscaping])
def test_a_template_is_at_hand_unless_it_may_change(environment: type[Environment]):
    sources = {"one": "1"}
    reloaded, fixed = (environment(loader=DictLoader(sources), auto_reload=reload) for reload in (True, False))
    assert ["1", "1"] == [made.get_template("one").render() for made in (reloaded, fixed)]
    sources["one"] = "2"
    assert ["2", "1"] == [made.get_template("one").render() for made in (reloaded, fixed)]
    assert fixed.get_template("one") is fixed.get_template(fixed.get_template("one"))


@pytest.mark.parametrize("environment", [Escaping, SandboxedEscaping])
def test_a_macro_is_called_with_what_it_takes_alone(environment: type[Environment]):
    made = environment(autoescape=True)
    assert (
        made.from_string("{% macro one(x, y=2) %}{{ x }}{{ y }}{% endmacro %}{{ one('<') }}{{ one(y=1) }}").render() == "&lt;21"
    )
    with pytest.raises(TypeError, match="not more than 1 argument"):
        made.from_string("{% macro one(x) %}{% endmacro %}{{ one(1, 2) }}").render()


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
