"""What data brings into a page is found wherever it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.pages.characters import fit
from catalogue.visible import EXPLICIT

REFUSED = [*range(9), 0x0B, *range(0x0E, 0x20), *range(0x7F, 0xA0), *range(0xFDD0, 0xFDF0)]
REFUSED += [plane * 0x10000 + end for plane in range(17) for end in (0xFFFE, 0xFFFF)]


@pytest.mark.parametrize("code", REFUSED, ids=hex)
def test_a_character_that_html_refuses_is_replaced(code: int):
    assert fit(f"<p>é’ {chr(code)}\xa0</p>".encode()).decode() == "<p>é’ \ufffd\xa0</p>"


@pytest.mark.parametrize("sign", EXPLICIT, ids=lambda sign: hex(ord(sign)))
def test_a_text_that_turns_its_direction_is_isolated(sign: str):
    assert fit(f"<p>\u202f«{sign}»</p>".encode()).decode().startswith("<p><bdi>\u202f«")


@given(st.text(st.characters(exclude_characters=[*map(chr, REFUSED), *EXPLICIT, "<", ">"], exclude_categories=["Cs"])))
def test_a_page_that_has_none_of_them_stays_as_it_is(text: str):
    page = f"<p>{text}</p>".encode()
    assert fit(page) is page
