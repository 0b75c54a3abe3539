"""Quads: read from bytes and from files alike, and compared whatever their blank nodes are called."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.quads import Syntax, canonical, graph_name, read, read_file

TEXTS = {
    Syntax.N_TRIPLES: b'<urn:a> <urn:p> "x"@fr .\n<urn:a> <urn:p> <urn:b> .\n',
    Syntax.TURTLE: b'<urn:a> <urn:p> "x"@fr, <urn:b>, 01 .',
    Syntax.N_QUADS: b"<urn:a> <urn:p> <urn:b> <urn:g> .\n",
    Syntax.TRIG: b"<urn:g> { <urn:a> <urn:p> <urn:b> }",
}
SQUARE = b"_:a <urn:p> _:b . _:b <urn:p> _:c . _:c <urn:p> _:d . _:d <urn:p> _:a ; <urn:q> 1 ."


@pytest.mark.parametrize(("syntax", "data"), TEXTS.items(), ids=str)
def test_a_file_has_the_statements_of_its_bytes(tmp_path: Path, syntax: Syntax, data: bytes):
    path = tmp_path / "statements"
    path.write_bytes(data)
    statements = list(read_file(path, syntax))
    assert statements == list(read(data, syntax))
    assert {statement.subject.value for statement in statements} == {"urn:a"}


def test_relative_iris_are_resolved_against_the_base():
    [statement] = read(b"<a> <p> <> .", Syntax.TURTLE, "https://x.example.org/")
    assert [statement.subject.value, statement.object.value] == ["https://x.example.org/a", "https://x.example.org/"]


def test_names_of_blank_nodes_are_those_of_the_recommendation_unless_they_are_for_here_and_now():
    names = {quad.subject.value for quad in canonical(read(SQUARE, Syntax.TURTLE))}
    assert names == {"c14n0", "c14n1", "c14n2", "c14n3"}


@given(st.lists(st.text("abc", min_size=1, max_size=4), min_size=1, max_size=8, unique=True))
def test_names_follow_the_digests_of_what_is_stated_of_each_blank_node(names: list[str]):
    """RDFC-1.0, section 4.6: the statements of a node with it as `_:a` are hashed, and the least digest is the first name."""
    data = "".join(f'_:x{number} <urn:n> "{name}" .\n' for number, name in enumerate(names))
    digests = {name: hashlib.sha256(f'_:a <urn:n> "{name}" .\n'.encode()).hexdigest() for name in names}
    named = {quad.object.value: quad.subject.value for quad in canonical(read(data.encode(), Syntax.N_TRIPLES))}
    assert named == {name: f"c14n{place}" for place, name in enumerate(sorted(names, key=digests.__getitem__))}


@pytest.mark.parametrize("is_stable", [True, False])
def test_statements_are_compared_whatever_their_blank_nodes_are_called(is_stable: bool):  # noqa: FBT001 - a case
    renamed = SQUARE.translate(bytes.maketrans(b"abcd", b"dabc"))
    other = SQUARE.replace(b"_:a ;", b"_:b ;")
    one, same, another = (canonical(read(data, Syntax.TURTLE), is_stable=is_stable) for data in (SQUARE, renamed, other))
    assert one == same
    assert one != another


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=8)


@given(NAMES, NAMES)
def test_the_graph_of_every_file_has_a_name_of_its_own(one: str, other: str):
    """Whatever the files are called, the names are IRIs, which N-Quads can hold."""
    names = [graph_name("https://example.org/", f"data/{name}.ttl") for name in (one, other)]
    quads = "".join(f"<urn:a> <urn:p> <urn:b> <{name}> .\n" for name in names).encode()
    assert names == [quad.graph_name.value for quad in read(quads, Syntax.N_QUADS)]
    assert (one == other) == (names[0] == names[1])


def test_the_graph_of_a_plain_file_has_the_files_name():
    assert "https://example.org/data/été-1.ttl" == graph_name("https://example.org/", "data/été-1.ttl")
