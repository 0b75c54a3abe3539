"""The statements in the store of the SPARQL service: all that were given, with their labels, classes first."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from catalogue.workers.loading import load

TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LINES = [
    '<http://a.example/x> <http://a.example/p> "y" <http://a.example/g> .',
    f"<http://a.example/x> {TYPE} <http://a.example/C> <http://a.example/g> .",
    f'<http://a.example/y> <http://a.example/p> "a {TYPE} _:b" <http://a.example/g> .',
    f"_:b1 {TYPE} <http://a.example/C> <http://a.example/g> .",
    "<http://a.example/x> <http://a.example/p> _:b1 <http://a.example/h> .",
    "<http://a.example/x> <http://a.example/p> _:b1 .",
    "_:b2 <http://a.example/p> _:b1 _:graph .",
    '<http://a.example/z> <http://a.example/p> "é\\n\\"_:" .',
]


@pytest.mark.parametrize("copies", [1, 700])
def test_all_statements_are_loaded_and_blank_nodes_keep_their_labels(tmp_path: Path, copies: int):
    lines = [line.replace("example/x", f"example/x{number}") for number in range(copies) for line in LINES]
    path = tmp_path / "statements.nq"
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    store = ox.Store()
    load(store, path)
    assert set(store) == set(ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS))


def test_an_empty_file_is_no_statement(tmp_path: Path):
    path = tmp_path / "statements.nq"
    path.touch()
    store = ox.Store()
    load(store, path)
    assert len(store) == 0


def test_a_file_that_is_none_is_told(tmp_path: Path):
    path = tmp_path / "statements.nq"
    path.write_text("<http://a.example/x> nothing .\n")
    with pytest.raises(SyntaxError):
        load(ox.Store(), path)
