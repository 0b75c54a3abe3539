"""Terms: those that the reader of RDF gives, and the names of RDF and XML Schema as it knows them."""

import pytest

from catalogue.quads import Syntax, read
from catalogue.terms import RDF, RDF_TYPE, XSD, Node, Term


@pytest.mark.parametrize("written", ["<urn:b>", "[]", "1", '"x"@fr'])
def test_what_is_read_is_a_term(written: str):
    [quad] = read(f"[] <urn:p> {written} .".encode(), Syntax.TURTLE)
    assert isinstance(quad.object, Term)
    assert isinstance(quad.subject, Node)


@pytest.mark.parametrize(
    ("written", "datatype"),
    [
        ("1", f"{XSD}integer"),
        ("1.0", f"{XSD}decimal"),
        ("1e0", f"{XSD}double"),
        ("true", f"{XSD}boolean"),
        ('"x"', f"{XSD}string"),
        ('"x"@fr', f"{RDF}langString"),
    ],
)
def test_datatypes_have_the_names_that_the_reader_gives_them(written: str, datatype: str):
    [quad] = read(f"<urn:a> a {written} .".encode(), Syntax.TURTLE)
    assert quad.predicate == RDF_TYPE
    assert quad.object.datatype.value == datatype
