"""Tree: the syntax of a text, with nothing lost."""

import sys

import pytest
from hypothesis import given
from test_same_as_fast_parser import datasets, documents

from catalogue.turtle import parse, place_in_string
from catalogue.turtle.escapes import string_value
from catalogue.turtle.tree import Broken, Collection, GraphBlock, PropertyList, Statement, Term, Triples


def covered(statements: list[Statement], first: int) -> int:
    """The token behind statements that follow one another without a gap."""
    for statement in statements:
        assert statement.first == first
        assert statement.last >= first
        if isinstance(statement, GraphBlock):
            end = covered(list(statement.statements), statement.opening + 1)
            assert end in {statement.last, statement.last + 1}
        first = statement.last + 1
    return first


@given(documents(faults=3) | datasets())
def test_the_statements_hold_every_token_once(text: str):
    for trig in (False, True):
        tree = parse(text, trig=trig)
        assert covered(list(tree.statements), 0) == len(tree.scan.kinds) - 1
        assert tree.text == text


def test_a_tree_says_what_is_written():
    tree = parse("ex:a a ex:B , ( 1 'x'@fr ) ; ex:c [ ex:d [] ] .")
    [triples] = tree.statements
    assert isinstance(triples, Triples)
    [types, nested] = triples.pairs
    assert [type(value) for value in types.objects] == [Term, Collection]
    [brackets] = nested.objects
    assert isinstance(brackets, PropertyList)
    assert [tree.scan.word(pair.verb) for pair in brackets.pairs] == ["ex:d"]


def test_what_cannot_be_read_stays_in_the_tree():
    tree = parse("oops oops . ex:a a ex:B .")
    assert [type(statement) for statement in tree.statements] == [Broken, Triples]


def test_comments_are_found_before_their_token():
    tree = parse("# one\nex:a # two\n  # three\n  a ex:B . # four\n# five")
    found = {n: [c.group() for c in tree.comments_before(n)] for n in range(len(tree.scan.kinds))}
    assert found == {0: ["# one"], 1: ["# two", "# three"], 2: [], 3: [], 4: ["# four", "# five"]}


@pytest.mark.parametrize("opener", ["[ <urn:p> ", "( ", "<<( <urn:a> <urn:b> ", "<< <urn:a> <urn:b> ", "{ ", "<urn:g> { "])
def test_twenty_thousand_open_brackets_are_one_clear_issue(opener: str):
    """No stack overflow, however low the limit of the stack is."""
    for trig in (False, True):
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(1000)
        try:
            tree = parse("<urn:a> <urn:b> " + opener * 20_000, trig=trig)
        finally:
            sys.setrecursionlimit(limit)
        assert 1 <= len(tree.issues) <= 2


@pytest.mark.parametrize(
    ("written", "value", "places"),
    [
        ('"abc"', "abc", [1, 2, 3, 4]),
        (r'"a\nb"', "a\nb", [1, 2, 4, 5]),
        (r"'''\u00e9\\x'''", "é\\x", [3, 9, 11, 12]),
        ('""', "", [1]),
    ],
)
def test_a_character_of_a_literal_is_found_where_it_is_written(written: str, value: str, places: list[int]):
    assert value == string_value(written)
    assert places == [place_in_string(written, index) for index in range(len(value) + 1)]
