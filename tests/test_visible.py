"""What acts or hides is shown otherwise, and nothing else is touched."""

import sys

from catalogue.visible import escaped, instead_of_hidden, is_visible, visible

EVERY = [chr(number) for number in range(sys.maxunicode + 1)]
HIDDEN = "\x00\x1b\n\x7f\x9f\u061c\u200b\u200f\u2028\u202e\u2064\u2069\ud800\ufeff\ufff9\uffff\U000e0001\U000e007f"


def test_only_hidden_characters_are_replaced_wherever_they_stand():
    given: list[str] = []
    left = instead_of_hidden("".join(EVERY), lambda character: given.append(character) or "")
    assert given == [character for character in EVERY if not is_visible(character)]
    assert left == "".join(character for character in EVERY if is_visible(character))
    assert [character for character in given if character.isprintable()] == []
    assert set(HIDDEN) <= set(given)


def test_each_hidden_character_is_shown_by_its_number():
    for character in HIDDEN:
        number = ord(character)
        by_number = f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
        wanted = "\\n" if character == "\n" else by_number
        assert visible(f"X{character}N") == f"X{wanted}N" == f"X{escaped(character)}N"
        assert visible(f"X{character}", character) == f"X{character}"
