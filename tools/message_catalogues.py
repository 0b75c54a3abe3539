"""The catalogues of messages, compared with the code: `check`, `update` and `new LANGUAGE`.

The code names each message by a code: `Message("query.not-found", name=name)`, or by the codes that an f-string can make:
`Message(f"exit.{code}")`. The texts of the command's help are named by strings that begin with `help.`. What the library of the
command says itself is looked up in the same catalogues by its English sentence.
"""

from __future__ import annotations

import ast
import importlib.util
import re
import string
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "catalogue"
LOCALE = PROGRAM / "messages" / "locale"
WIDTH = 120
_CODE = re.compile(r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*")
_HELP = re.compile(r"help(?:\.[a-z0-9-]+)+")
_CALLS = {"Message", "Template"}
_LIBRARY_FILES = ("core", "rich_utils")
_NOT_SHOWN = {
    *("(dynamic)", "Aborted!", "env var: {var}", "default: {default}", "required"),
    *("(deprecated) ", "[env var: {}]", "No such command {name!r}.", "Missing command."),
}
"""What the library says where it draws no panels, of what the command has not, and in errors that the command words itself."""


@dataclass(frozen=True)
class Use:
    """A use of messages in the code.

    Attributes:
        path: the file.
        line: the line, from 1.
        codes: what the codes match.
        names: the names of the values that are given; None when they are not known here.
    """

    path: Path
    line: int
    codes: re.Pattern[str]
    names: frozenset[str] | None

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}"


def uses(path: Path) -> Iterator[Use]:
    """Give the uses of messages in a module.

    Args:
        path: the module.

    Yields:
        One use for each call and for each text of help; one for each of the codes when a call chooses between several.

    Raises:
        SystemExit: a code is not written where the message is made.
    """
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _HELP.fullmatch(node.value):
            yield Use(path, node.lineno, re.compile(re.escape(node.value)), frozenset())
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLS and node.args:
            for codes in _codes(node.args[0], f"{path.relative_to(ROOT)}:{node.lineno}"):
                yield Use(path, node.lineno, codes, _names(node))


def all_uses() -> list[Use]:
    """List the uses of messages in the program."""
    return [use for path in sorted(PROGRAM.rglob("*.py")) for use in uses(path)]


def _codes(node: ast.expr, place: str) -> Iterator[re.Pattern[str]]:
    if isinstance(node, ast.IfExp):
        yield from _codes(node.body, place)
        yield from _codes(node.orelse, place)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.compile(re.escape(node.value))
    elif isinstance(node, ast.JoinedStr):
        parts = (re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[^.]+" for part in node.values)
        yield re.compile("".join(parts))
    else:
        sys.exit(f"{place}: write the message's code here, as a string")


def _names(call: ast.Call) -> frozenset[str] | None:
    if isinstance(call.func, ast.Name) and call.func.id == "Template":
        return None
    names = [keyword.arg for keyword in call.keywords]
    return None if None in names else frozenset(str(name) for name in names)


def placeholders(words: str) -> set[str]:
    """Name the values that a template puts in.

    Raises:
        ValueError: it is not a template.

    >>> sorted(placeholders("{size:,} of {name}, {{not this}}"))
    ['name', 'size']
    """
    return {re.split(r"[.\[]", name)[0] for _, name, _, _ in string.Formatter().parse(words) if name is not None}


def read_catalogue(path: Path) -> Catalog:
    """Read a `.po` file."""
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def catalogues() -> dict[str, Path]:
    """Give the `.po` file of each language."""
    return {path.parts[-3]: path for path in sorted(LOCALE.glob("*/LC_MESSAGES/catalogue.po"))}


def library_sentences() -> set[str]:
    """Give what the installed library of the command says itself and can be seen here, in English."""
    spec = importlib.util.find_spec("typer")
    folder = Path(spec.origin).parent if spec and spec.origin else ROOT
    found = (extract_from_file("python", folder / f"{name}.py", keywords={"_": None}) for name in _LIBRARY_FILES)
    return {str(entry[1]) for entries in found for entry in entries} - _NOT_SHOWN


def complaints() -> list[str]:
    """Say what is wrong with the catalogues; nothing when each has all messages of the code, and no others."""
    used, files = all_uses(), catalogues()
    english = read_catalogue(files["en"])
    known = {str(_code(entry)): entry for entry in english if entry.id}
    wrong = [f"{use}: no message has the code {use.codes.pattern}" for use in used if not any(map(use.codes.fullmatch, known))]
    for code, entry in known.items():
        mine = [use for use in used if use.codes.fullmatch(code)]
        if not _CODE.fullmatch(code):
            wrong.append(f"en: {code!r} is not a code")
        if not mine:
            wrong.append(f"en: no code uses {code}; take it out")
        for use in mine:
            given = use.names
            if given is not None and given != _placeholders(entry):
                wrong.append(f"{use}: {code} puts in {_listed(_placeholders(entry))}, the code gives {_listed(given)}")
    for language, path in files.items():
        wrong += _faults(language, read_catalogue(path), known)
    return wrong


def _faults(language: str, catalogue: Catalog, english: dict[str, Entry]) -> Iterator[str]:
    """Give what is wrong with the catalogue of one language, beside that of English."""
    entries = {_code(entry): entry for entry in catalogue if entry.id}
    sentences = set() if language == "en" else library_sentences()
    yield from (f"{language}: {code} is missing" for code in sorted({*english, *sentences} - set(entries)))
    yield from (f"{language}: {code} is in no other catalogue" for code in sorted(set(entries) - {*english, *sentences}))
    for code, entry in entries.items():
        forms = entry.string if isinstance(entry.string, tuple | list) else (entry.string,)
        if entry.fuzzy:
            yield f"{language}: {code} is marked fuzzy"
        if not all(forms):
            yield f"{language}: {code} is empty"
        if code in sentences or not all(forms):
            continue
        other = english.get(code)
        if other is not None and entry.pluralizable != other.pluralizable:
            yield f"{language}: {code} has plural forms in one language and none in the other"
        if entry.pluralizable and len(forms) != catalogue.num_plurals:
            yield f"{language}: {code} has {len(forms)} forms, the language has {catalogue.num_plurals}"
        if entry.pluralizable and "count" not in _placeholders(entry):
            yield f"{language}: {code} has plural forms and no {{count}}"
        try:
            if other is not None and _placeholders(entry) != _placeholders(other):
                yield f"{language}: {code} puts in {_listed(_placeholders(entry))}, not {_listed(_placeholders(other))}"
        except ValueError as error:
            yield f"{language}: {code} is not a template: {error}"


def _code(entry: Entry) -> str:
    return str(entry.id[0] if isinstance(entry.id, tuple | list) else entry.id)


def _placeholders(entry: Entry) -> set[str]:
    """Name the values that a message puts in, in any of its forms."""
    forms = entry.string if isinstance(entry.string, tuple | list) else (entry.string,)
    return {name for form in forms for name in placeholders(str(form))}


def _listed(names: set[str] | frozenset[str]) -> str:
    return ", ".join(sorted(names)) or "nothing"


def update() -> None:
    """Put new codes into every catalogue, with an empty text, and take out those that no code uses; write all in one order."""
    used, files = all_uses(), catalogues()
    read = {language: read_catalogue(path) for language, path in files.items()}
    known = {_code(entry): entry for entry in read["en"] if entry.id}
    wanted = {code: entry.id for code, entry in known.items() if any(use.codes.fullmatch(code) for use in used)}
    for use in used:
        code = re.sub(r"\\(.)", r"\1", use.codes.pattern)
        if _CODE.fullmatch(code) and code not in wanted:
            wanted[code] = (code, code) if use.names and "count" in use.names else code
    for language, path in files.items():
        sentences = set() if language == "en" else library_sentences()
        write_catalogue(read[language], {**wanted, **{sentence: sentence for sentence in sentences}}, path)


def write_catalogue(catalogue: Catalog, wanted: dict[str, str | tuple[str, ...]], path: Path) -> None:
    """Write a catalogue with the entries that are wanted, in the order of their codes; English beside what has no text."""
    texts = {_code(entry): entry for entry in catalogue if entry.id}
    english = {_code(entry): _texts(entry) for entry in read_catalogue(catalogues()["en"]) if entry.id}
    written = Catalog(catalogue.locale_identifier, header_comment=catalogue.header_comment, fuzzy=False)
    for code, identity in sorted(wanted.items()):
        entry = texts.get(code)
        is_same = entry is not None and entry.pluralizable == isinstance(identity, tuple)
        comments = entry.user_comments if entry is not None else ()
        empty = ("",) * catalogue.num_plurals if isinstance(identity, tuple) else ""
        text = entry.string if entry is not None and is_same else empty
        beside = [] if any(text) else english.get(code, [])
        written.add(identity, text, auto_comments=beside, user_comments=comments)
    body = BytesIO()
    write_po(body, written, width=WIDTH, omit_header=True)
    path.write_bytes(_head(catalogue) + b"\n" + body.getvalue().rstrip() + b"\n")


def _texts(entry: Entry) -> list[str]:
    """List the texts of an entry, one for each plural form, each in one line."""
    texts = entry.string if isinstance(entry.string, tuple) else (entry.string,)
    return [text.replace("\n", "\\n") for text in texts if text]


def _head(catalogue: Catalog) -> bytes:
    lines = [
        *catalogue.header_comment.splitlines(),
        'msgid ""',
        'msgstr ""',
        '"Project-Id-Version: communs-catalogue\\n"',
        f'"Language: {catalogue.locale_identifier}\\n"',
        '"MIME-Version: 1.0\\n"',
        '"Content-Type: text/plain; charset=utf-8\\n"',
        '"Content-Transfer-Encoding: 8bit\\n"',
        f'"Plural-Forms: {catalogue.plural_forms}\\n"',
    ]
    return ("\n".join(lines) + "\n").encode()


def new(language: str) -> Path:
    """Begin the catalogue of a language: all messages, without a text.

    Args:
        language: its tag, such as `de`.

    Returns:
        The `.po` file.
    """
    path = LOCALE / language / "LC_MESSAGES" / "catalogue.po"
    try:
        Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        sys.exit(f"{language} is not the tag of a language, such as de or pt-BR")
    if path.exists():
        sys.exit(f"{path.relative_to(ROOT)} is there already")
    path.parent.mkdir(parents=True)
    begun = Catalog(language.replace("-", "_"), header_comment="# Messages of communs-catalogue", fuzzy=False)
    english = read_catalogue(catalogues()["en"])
    wanted = {_code(entry): entry.id for entry in english if entry.id}
    write_catalogue(begun, {**wanted, **{sentence: sentence for sentence in library_sentences()}}, path)
    return path


def main(arguments: list[str]) -> int:
    """Run one of the three; give the exit code."""
    match arguments:
        case ["check"]:
            wrong = complaints()
            sys.stderr.writelines(f"{line}\n" for line in wrong)
            return 1 if wrong else 0
        case ["update"]:
            update()
            return 0
        case ["new", language]:
            sys.stdout.write(f"{new(language).relative_to(ROOT)}\n")
            return 0
    sys.stderr.write(f"{__doc__}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
