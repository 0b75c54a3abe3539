"""Regular expressions mean what XPath says, in both engines, and what a second program reads in the specification."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.regexes.backtracking import block, matched
from catalogue.regexes.characters import in_any_case
from catalogue.regexes.expression import BACKTRACKING, LINEAR, Trouble
from catalogue.regexes.reading import read
from catalogue.shacl.matching import is_linear
from catalogue.store.expressions import matching

SECONDS = 20


def backtracking(pattern: str, flags: str, texts: Sequence[str]) -> list[bool]:
    expression = read(pattern, flags)
    assert not expression.has(Trouble.BROKEN), [issue.message["en"] for issue in expression.issues]
    verdicts = matched(expression.written(BACKTRACKING), texts, SECONDS)
    assert isinstance(verdicts, str), f"{pattern} cannot be run"
    return [verdict == "1" for verdict in verdicts]


def linear(pattern: str, flags: str, texts: Sequence[str]) -> list[bool]:
    expression = read(pattern, flags)
    assert is_linear(expression), pattern
    return matching(texts, expression.written(LINEAR))


# An expression, its flags, what it matches and what it does not. The first are those of the specification.
LINEAR_CASES: list[tuple[str, str, str, str]] = [
    ("bra", "", "abracadabra", "barb"),
    ("^a.*a$", "", "abracadabra", "abracadabrab"),
    ("^bra", "", "bra", "abracadabra"),
    ("^a b$", "x", "ab", "a b"),
    (r"hello\ sworld", "x", "hello world", "hello sworld"),
    ("hello[ ]world", "x", "hello world", "helloworld"),
    ("[A-Z-[IO]]", "i", "\u212a", "io"),
    ("^[^Q]$", "i", "w", "q"),
    (r"^\p{Lu}$", "i", "A", "a"),
    ("Mum", "", "Mum", "mum"),
    ("mum", "i", "MuM", "dad"),
    ("^.b$", "q", "a^.b$c", "ab"),
    ("A.B", "iq", "a.b", "axb"),
    # white space, names of XML, digits, words
    (r"^\s$", "", " ", "\u00a0"),
    (r"^\s+$", "", "\t\n\r ", "\x0b"),
    (r"^\S$", "", "\u00a0", " "),
    (r"^\i\c*$", "", "a:b-1.é", "1a"),
    (r"^\i$", "", "_", "-"),
    (r"^\c$", "", "\u00b7", "\u00a0"),
    (r"^\I\C$", "", "1 ", "a1"),
    (r"^\d+$", "", "0٣", "²"),
    (r"^\D$", "", "²", "٣"),
    (r"^\w+$", "", "a1é+", "a_b"),
    (r"^\W$", "", "_", "+"),
    (r"^[\i\d]+$", "", "a1", "-"),
    (r"^[^\i]$", "", "1", "é"),
    (r"^[\s\-]+$", "", "- -", "a"),
    # sets that are less others
    ("^[a-z-[aeiou]]+$", "", "bcd", "bad"),
    ("^[^a-z-[0-9]]+$", "", "A_", "7"),
    ("^[a-z-[aeiou-[e]]]+$", "", "bed", "bad"),
    (r"^[\w-[\d]]+$", "", "ab", "a1"),
    ("^[a-z-[^x-z]]+$", "", "xyz", "a"),
    # blocks
    (r"^\p{IsBasicLatin}+$", "", "a1\x7f", "é"),
    (r"^\P{IsBasicLatin}+$", "", "é", "a"),
    (r"^\p{IsGreek}+$", "", "αΩ", "ἀ"),
    (r"^\p{IsLatin-1Supplement}$", "", "é", "ā"),
    (r"^\p{IsCombiningMarksforSymbols}$", "", "\u20d0", "a"),
    (r"^\p{IsCJKUnifiedIdeographs}$", "", "中", "あ"),
    (r"^[\p{IsGreek}a]+$", "", "αa", "b"),
    (r"^[^\P{IsGreek}]+$", "", "α", "a"),
    (r"^\p{Lu}\P{Lu}$", "", "Aa", "aA"),
    (r"^\p{L}\p{N}\p{Zs}$", "", "é5\u00a0", "é5\n"),
    # the point, and where texts and lines begin and end
    ("^.$", "", "\u2028", "\n"),
    ("^.$", "", "\x85", "\r"),
    ("^.$", "s", "\n", "ab"),
    ("^.$", "s", "\r", ""),
    ("^b$", "", "b", "b\n"),
    ("^b$", "m", "a\nb", "a\rb"),
    ("a$", "", "ba", "a\nb"),
    # cases
    ("^straße$", "i", "STRAẞE", "STRASSE"),
    ("^k$", "i", "\u212a", "l"),
    ("^[k-l]+$", "i", "KL\u212a", "m"),
    (r"^[\p{Lu}a-]+$", "i", "A-a", "b"),
    ("^é$", "i", "É", "e"),
    ("^ς$", "i", "Σ", "s"),
    # groups, counts
    ("^(a|b)*?c{2}$", "", "abcc", "abc"),
    ("^(?:ab){1,2}$", "", "abab", "ababab"),
    ("^a{0}$", "", "", "a"),
    ("^(|a)b$", "", "b", "aab"),
    (r"^[+--]+$", "", "+,-", "."),
    (r"^[\n-\r]$", "", "\x0b", "\t"),
    (r"^\^\$\.\-\[\]\{\}\(\)\|\*\+\?\\$", "", "^$.-[]{}()|*+?\\", "a"),
    ("^é中😀$", "", "é中😀", "é"),
    ("&&~~##", "", "&&~~##", "&~#"),
    ("^[a&&b]+$", "", "&a", "c"),
    # white space and signs of comments with the flag x
    ("^a # b$", "x", "a#b", "a"),
    # what other dialects have, and cannot mean anything else
    (r"^[]a]+$", "", "]a", "b"),
    (r"^[^]a]$", "", "b", "]"),
    (r"(?i)^ab$", "", "AB", "b"),
    (r"^(?i:a)b$", "", "Ab", "AB"),
    (r"^(a(?i)b)c$", "", "aBc", "aBC"),
    (r"^a(?-i:b)$", "i", "Ab", "AB"),
    (r"(?s)^.$", "", "\n", "ab"),
    ("(?x)^a b # c\n$", "", "ab", "a b"),
    ("(?P<n>a)b", "", "ab", "b"),
    (r"\Aa\z", "", "a", "a\n"),
    (r"^a\Z", "", "a", "a\n"),
    (r"\bab\b", "", "c ab", "cab"),
    (r"^\x41\u0042\U00000043\x{1F600}$", "", "ABC😀", "ABC"),
    ("^[[:alpha:]]+$", "", "ab", "1"),
    (r"^\h\R$", "", "\t\r\n", "a\n"),
]

TRIED_CASES: list[tuple[str, str, str, str]] = [
    ("^(?!draft).*$", "", "final", "draft1"),
    ("^(?=.*[0-9]).{3,}$", "", "ab1", "abc"),
    ("(?<=a)b", "", "ab", "cb"),
    ("(?<!a)b", "", "cb", "ab"),
    (r"^(.)\1$", "", "aa", "ab"),
    (r"^(.)\1$", "i", "aA", "ab"),
    (r"^(ß)\1$", "i", "ßẞ", "ßss"),
    (r"^(a)?b\1$", "", "b", "ba"),
    (r"^(a)|b\1$", "", "b", "c"),
    (r"^(a)(b)\2\1$", "", "abba", "abab"),
    (r"^(a)\11$", "", "aa1", "a11"),
    (r"^(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)\10\1$", "", "abcdefghijja", "abcdefghija0"),
    (r"^(?P<n>a)(?P=n)$", "", "aa", "ab"),
    (r"^(?P<n>a)\k<n>$", "", "aa", "ab"),
    (r"^(?>a|ab)c$", "", "ac", "abc"),
    (r"^a++b$", "", "aab", "aa"),
    (r"^(a)?(?(1)b|c)$", "", "ab", "ac"),
    (r"^(\s)\1$", "", "  ", "\u00a0\u00a0"),
    (r"^(?!\p{IsGreek})[a-zα-[b]]$", "", "a", "α"),
    (r"^(.*)\n\1$", "m", "a\na", "a\nb"),
    (r"^\w{1,64}$", "", "é" * 64, "é" * 65),  # no backtracking is needed, but the linear engine takes it for too large
    (r"^\p{L}{1,255}$", "", "a", "1"),
    ("^.{1,5000}$", "", "a" * 5000, "a" * 5001),
    (r"^(?!.*--)\i[\c-[:]]*$", "", "a-b", "a--b"),
]


@pytest.mark.parametrize(("pattern", "flags", "text", "other"), LINEAR_CASES)
def test_an_expression_matches_what_xpath_says_in_linear_time_and_by_trying(pattern: str, flags: str, text: str, other: str):
    assert [True, False] == linear(pattern, flags, [text, other])
    assert [True, False] == backtracking(pattern, flags, [text, other])


@pytest.mark.parametrize(("pattern", "flags", "text", "other"), TRIED_CASES)
def test_what_the_linear_engine_cannot_run_is_tried(pattern: str, flags: str, text: str, other: str):
    assert not is_linear(read(pattern, flags))
    assert [True, False] == backtracking(pattern, flags, [text, other])


@pytest.mark.parametrize(
    ("pattern", "flags", "message", "part"),
    [
        ("(a", "", "the group is never closed", "("),
        ("a)", "", "unbalanced )", ")"),
        ("[a", "", "the set of characters is never closed", "["),
        ("[a-[b]", "", "the set of characters is never closed", "["),
        ("*a", "", "* has nothing to repeat", "*"),
        ("a{2,1}", "", "counts backwards", "{2,1}"),
        ("a{,2}", "", "this brace is not a quantifier", "{"),
        ("a\\", "", "ends in a backslash", "\\"),
        ("[b-a]", "", "runs backwards", "b-a"),
        (r"[\n-\t]", "", "runs backwards", r"\n-\t"),
        ("(?#a)", "", "there is no such group", "(?"),
        (r"\y", "", r"\y is not an escape", r"\y"),
        (r"[\b]", "", r"\b is not an escape", r"\b"),
        (r"\p", "", "braces", r"\p"),
        (r"\p{IsAtlantis}", "", "there is no Unicode block IsAtlantis", r"\p{IsAtlantis}"),
        (r"\P{IsNoBlock}", "", "there is no Unicode block", r"\P{IsNoBlock}"),
        (r"\1(a)", "", r"\1 refers to a group that is not there", r"\1"),
        (r"(a\1)", "", r"\1 refers to a group that is not there, or not closed", r"\1"),
        (r"\x{110000}", "", r"\x is not an escape", r"\x{110000}"),
        (r"a b (", "x", "the group is never closed", "("),
        ("a # (\nb", "x", "the group is never closed", "("),
    ],
)
def test_a_broken_expression_is_reported_to_the_character(pattern: str, flags: str, message: str, part: str):
    broken = [issue for issue in read(pattern, flags).issues if issue.trouble is Trouble.BROKEN]
    assert message in broken[0].message["en"]
    assert part == pattern[broken[0].start : broken[0].end]


def test_an_escape_of_another_dialect_is_read_and_reported():
    (issue,) = read(r"^a\Z").issues
    assert (Trouble.DIALECT, 2, 4, "$") == (issue.trouble, issue.start, issue.end, issue.replacement)


def test_expressions_are_literal_with_the_flag_q():
    assert () == read("(a[", "q").issues
    assert [True, False] == linear("(a[", "q", ["x(a[x", "a"])


def test_a_line_feed_at_the_end_begins_no_line():
    texts = ["", "a", "a\n", "a\n\nb", "\n"]
    assert [True, False, False, True, True] == backtracking("^$", "m", texts)


# Sets by a second program: each is a predicate

Set = tuple[str, Callable[[str], bool]]
ALPHABET = [*map(chr, range(0x20, 0x7F)), *"\t\n\r\x0b\u00a0\u00b7éÉßıſσςΣ٣²±αΩж中あ\u0300\u200c\u2028\u212a😀"]


def is_name_start(character: str) -> bool:
    """Tell it of the alphabet here: beyond ASCII, most characters are."""
    if character < "\x80":
        return character in ":_" or character.isalpha()
    return character >= "\xc0" and character not in "\u0300\u2028"


def is_name(character: str) -> bool:
    return is_name_start(character) or character in "-.0123456789\u00b7\u0300"


def category(names: str) -> Callable[[str], bool]:
    return lambda character: unicodedata.category(character).startswith(tuple(names.split()))


CLASSES: list[Set] = [
    (r"\s", lambda c: c in " \t\n\r"),
    (r"\S", lambda c: c not in " \t\n\r"),
    (r"\d", category("Nd")),
    (r"\D", lambda c: not category("Nd")(c)),
    (r"\w", lambda c: not category("P Z C")(c)),
    (r"\W", category("P Z C")),
    (r"\p{L}", category("L")),
    (r"\P{Lu}", lambda c: not category("Lu")(c)),
    (r"\p{IsBasicLatin}", lambda c: c <= "\x7f"),
    (r"\P{IsGreek}", lambda c: not "\u0370" <= c <= "\u03ff"),
    (r"\c", is_name),
    (r"\I", lambda c: not is_name_start(c)),
]
PLAIN = [character for character in ALPHABET if character not in "\\[]-^&~"]


def a_range(ends: tuple[str, str]) -> Set:
    low, high = sorted(ends)
    return f"{low}-{high}", lambda c: low <= c <= high


members = st.one_of(
    st.sampled_from(CLASSES),
    st.sampled_from(PLAIN).map(lambda character: (character, lambda c: c == character)),
    st.tuples(st.sampled_from(PLAIN), st.sampled_from(PLAIN)).map(a_range),
    st.sampled_from(list("\\[]-^")).map(lambda character: ("\\" + character, lambda c: c == character)),
)


def group(negated_and_parts: tuple[bool, list[Set]]) -> Set:
    negated, parts = negated_and_parts
    tests = [test for _, test in parts]
    return "^" * negated + "".join(text for text, _ in parts), lambda c: any(test(c) for test in tests) != negated


groups = st.tuples(st.booleans(), st.lists(members, min_size=1, max_size=4)).map(group)


def less(base_and_other: tuple[Set, Set]) -> Set:
    (text, test), (other_text, other_test) = base_and_other
    return f"{text}-[{other_text}]", lambda c: test(c) and not other_test(c)


sets = st.recursive(groups, lambda inner: st.tuples(groups, inner).map(less), max_leaves=3)


@given(sets)
def test_sets_have_the_characters_that_a_second_program_says(of: Set):
    text, test = of
    expected = [test(character) for character in ALPHABET]
    assert expected == linear(f"^[{text}]$", "", ALPHABET)
    assert expected == backtracking(f"^[{text}]$", "", ALPHABET)


@given(
    st.lists(st.tuples(st.sampled_from(PLAIN), st.sampled_from(PLAIN)).map(sorted), min_size=1, max_size=3),
    st.sampled_from(["", "^"]),
)
def test_sets_in_any_case_have_what_is_the_same_in_one_case(ranges: list[list[str]], negation: str):
    def is_in(character: str) -> bool:
        return any(
            low <= other <= high and (other.lower() == character.lower() or other.upper() == character.upper())
            for low, high in ranges
            for other in [character, *variants(character)]
        )

    expected = [is_in(character) != bool(negation) for character in ALPHABET]
    pattern = f"^[{negation}{''.join(f'{low}-{high}' for low, high in ranges)}]$"
    assert expected == linear(pattern, "i", ALPHABET)
    assert expected == backtracking(pattern, "i", ALPHABET)


def variants(character: str) -> list[str]:
    """Search all characters for those of another case."""
    if character not in VARIANTS:
        same = (character.lower(), character.upper())
        VARIANTS[character] = [c for c in CASED if c.lower() == same[0] or c.upper() == same[1]]
    return VARIANTS[character]


VARIANTS: dict[str, list[str]] = {}
CASED = [c for c in map(chr, range(0x3000)) if c.lower() != c or c.upper() != c]


def test_no_case_is_missed_beyond_ascii():
    every = [c for c in map(chr, range(sys.maxunicode)) if c.lower() != c or c.upper() != c]
    (low, high), *added = in_any_case([("\0", "\U0010ffff")])
    assert ("\0", "\U0010ffff", []) == (low, high, added)
    for character in every[::37]:
        same = {c for c in every if c.lower() == character.lower() or c.upper() == character.upper()}
        assert same == {first for first, _ in in_any_case([(character, character)])}


# Whole expressions: the two engines agree, and Python's own where it means the same

atoms = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", r"\d", "^", "$", "\n", "(a)", "(a|b)", "(?:ab|)"])
pieces = st.tuples(atoms, st.sampled_from(["", "", "*", "+", "?", "{2}", "{1,2}", "*?"])).map(
    lambda parts: parts[0] if parts[0] in "^$" else "".join(parts)
)
patterns = st.lists(pieces, min_size=1, max_size=5).map("".join)
texts = st.lists(st.text("ab1\n\r ", max_size=6), min_size=1, max_size=5)


@given(patterns, texts, st.sampled_from(["", "i", "s", "m", "is", "x"]))
def test_both_engines_find_the_same(pattern: str, texts: list[str], flags: str):
    texts = [text for text in texts if "m" not in flags or not text.endswith("\n")]
    assert linear(pattern, flags, texts) == backtracking(pattern, flags, texts)


@given(patterns, texts, st.sampled_from(["", "i", "s", "is"]))
def test_plain_expressions_mean_what_they_mean_in_python(pattern: str, texts: list[str], flags: str):
    """Python's `$` matches before a line feed at the end, and its `.` matches a carriage return: other signs are written."""
    said = pattern.replace("$", r"\Z")
    if "s" not in flags:
        said = re.sub(r"\.", r"[^\\n\\r]", said)
    compiled = re.compile(said, sum(getattr(re, flag.upper()) for flag in flags))
    assert [compiled.search(text) is not None for text in texts] == linear(pattern, flags, texts)


@given(st.text("ab(){}[]|*+?\\^$.-1:=!<>P&#i \n", max_size=12), st.sampled_from(["", "i", "x", "m"]))
def test_whatever_is_written_is_read_and_what_has_no_issue_runs(pattern: str, flags: str):
    expression = read(pattern, flags)
    for issue in expression.issues:
        assert 0 <= issue.start < issue.end <= len(pattern)
        assert issue.message["en"] != issue.message["fr"]
    if not expression.has(Trouble.BROKEN):
        assert matched(expression.written(BACKTRACKING), ["a"], SECONDS) in {"0", "1", False}
    if not expression.issues:
        assert is_linear(expression), expression.written(LINEAR)


def test_blocks_are_known_by_their_names():
    assert ("\u0000", "\u007f") == block("BasicLatin")
    assert ("\u0370", "\u03ff") == block("Greek") == block("GreekandCoptic")
    assert ("\ue000", "\uf8ff") == block("PrivateUse") == block("PrivateUseArea")
    assert ("\U00020000", "\U0002a6df") == block("CJKUnifiedIdeographsExtensionB")
    assert block("Greec") is block("HighSurrogates") is block("NoBlock") is None
