"""`catalogue new` on a terminal: it asks, says what is wrong at once, and writes at the end or not at all."""

import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from test_new import BASE, FIG, HEAD, SETTINGS, contents, findings, nursery, run

from catalogue.errors import AbandonedError
from catalogue.lint import Severity
from catalogue.messages import Message
from catalogue.workbench.bench import Bench
from catalogue.workbench.interview import Interview
from catalogue.workspace.catalogue import Catalogue

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals as POSIX has them", allow_module_level=True)

from pseudo_terminal import CTRL_C, CTRL_D, Terminal
from pseudo_terminal import run as typed

assert nursery, run  # fixtures and commands of the other file
FIG_LINES = ["Figuier", "Fig", "", "2024-05", ""]
"""The lines that make a tree: its name twice, the address as proposed, the date, nothing more."""


@pytest.mark.parametrize(
    ("lang", "questions"),
    [
        (
            "fr",
            ["nom (fr) * :", "nom (en) * :", "Adresse, <tree/…> [figuier] :", "Et ensuite ?", "Écrire (1 entrée) ? o/n [o] :"],
        ),
        ("en", ["name (fr) *:", "name (en) *:", "Address, <tree/…> [figuier]:", "What next?", "Write (1 entry)? y/n [y]:"]),
    ],
)
def test_it_asks_in_the_language_of_its_messages_and_writes_at_the_end(nursery: Path, lang: str, questions: list[str]):
    session = typed(["--lang", lang, "new", "tree"], [*FIG_LINES, ""], nursery, EDITOR="ed")
    assert session.code == 0, session.shown
    places = [session.shown.find(question) for question in questions]
    assert places == sorted(places)
    assert -1 not in places
    assert session.shown.endswith(
        f"data/tree/figuier.ttl\n{'À relire :' if lang == 'fr' else 'Look at it:'} ed data/tree/figuier.ttl\n"
    )
    assert findings(nursery) == []
    assert not any(formatted.is_changed for formatted in Catalogue(nursery).format(write=False))


def test_what_is_typed_makes_the_same_as_what_is_given(nursery: Path, tmp_path: Path):
    other = shutil.copytree(nursery, tmp_path / "other")
    assert typed(["new", "tree"], [*FIG_LINES, ""], nursery).code == 0
    assert run(other, "tree", "Figuier", *FIG).returncode == 0
    assert contents(nursery) == contents(other)


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_no_line_that_it_shows_is_wider_than_the_terminal(nursery: Path, columns: int):
    terminal = Terminal(["--lang", "fr", "new", "tree"], nursery, columns=columns)
    for line in [*FIG_LINES[:-1], "prix", "", "", "", "2024", "", "", "", ""]:
        terminal.answer(line)
    session = terminal.end()
    assert session.code == 0, session.shown
    told = [line for line in session.shown.splitlines() if " : " not in line]
    assert max(map(len, told)) < columns


def test_each_answer_is_judged_as_it_is_typed(nursery: Path):
    lines = ["", "Chêne", "?", "Fig", "y", "a b", "oak", "fig", "soon", "3/4/2024", "2", "count", "none", "0", "7", "", ""]
    session = typed(["new", "tree"], lines, nursery)
    assert session.code == 0, session.shown
    for reason in [
        "this is needed",
        "“a b” cannot be the end of an IRI",
        "<https://nursery.example.org/tree/oak> already",
        "“soon” is not",
        "1 2024-04-03",
        "“none” is not",
        "is less than 1",
    ]:
        assert reason in " ".join(session.shown.split()), reason
    written = (nursery / "data/tree/fig.ttl").read_text("utf-8")
    assert "n:count 7" in written
    assert '"2024-03-04"^^xsd:date' in written


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 130), ("", 130)])
def test_a_name_that_is_taken_is_told_with_its_entry_and_asked_about(nursery: Path, answer: str, code: int):
    before = contents(nursery)
    session = typed(["new", "tree"], ["CHENE", "Fig", answer, "", "2024-05", "", ""], nursery)
    assert session.code == code, session.shown
    assert "https://nursery.example.org/tree/oak Make another" in " ".join(session.shown.split())
    assert (contents(nursery) == before) == (code != 0)


def test_a_linked_entry_and_a_new_value_are_made_on_the_way(nursery: Path):
    lines = [*FIG_LINES[:-1], "parent", "+ Mère", "Mother", "", "1990", "", "", "prize", "", "", "", "2025", "", "", "", ""]
    session = typed(["new", "tree"], lines, nursery)
    assert session.code == 0, session.shown
    assert "[Prize: Fig]" in session.shown
    assert "[Prix : Figuier]" in session.shown
    things = {thing.value.rpartition("org/")[2] for thing in Catalogue(nursery).edition.things}
    assert things == {"tree/oak", "tree/figuier", "tree/mere", "prize/figuier"}
    assert findings(nursery) == []


def test_a_property_can_be_given_anew_and_values_taken_away(nursery: Path):
    lines = [*FIG_LINES[:-1], "planted", "2020", "tag", "a", "b", "", "tag", "-", "c", "", "", ""]
    session = typed(["new", "tree"], lines, nursery)
    assert session.code == 0, session.shown
    written = (nursery / "data/tree/figuier.ttl").read_text("utf-8")
    assert '"2020"^^xsd:gYear' in written
    assert "2024" not in written
    assert 'n:tag "c" .' in written


ENDS = [("Ctrl-C", CTRL_C, 130), ("end of input", CTRL_D, 130)]


@pytest.mark.parametrize("before", range(7))
@pytest.mark.parametrize(("name", "key", "code"), ENDS)
def test_whoever_gives_up_at_any_question_leaves_everything_as_it_was(
    nursery: Path, before: int, name: str, key: str, code: int
):
    held = contents(nursery)
    terminal = Terminal(["new", "tree"], nursery)
    for line in FIG_LINES[:before]:
        terminal.answer(line)
    terminal.press(key)
    session = terminal.end()
    assert (session.code, contents(nursery)) == (code, held), name
    assert "abandoned: nothing was written" in session.shown


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_a_killed_command_leaves_everything_as_it_was(nursery: Path, number: int):
    held = contents(nursery)
    terminal = Terminal(["new", "tree"], nursery)
    for line in FIG_LINES:
        terminal.answer(line)
    terminal.kill(number)
    assert terminal.end().code != 0
    assert contents(nursery) == held


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize(
    ("answers", "is_written", "times"),
    [
        *(([answer], True, 1) for answer in ["", "y", "YES", "o", "Oui", "yes"]),
        (["observation", "nope", "1", "y"], True, 4),  # neither yes nor no: asked again
        *(([answer, "", "y"], True, 2) for answer in ["n", "no", "Non"]),  # no: the menu, and asked again
        (["n", "tag", "x", "", "", ""], True, 2),
        (["non", "cancel"], False, 1),
        (["n", "Annuler"], False, 1),
        (["?", "n", "", "n", "annuler"], False, 3),
    ],
)
def test_nothing_is_lost_at_the_last_question_but_by_an_answer_that_gives_up(
    nursery: Path, lang: str, answers: list[str], *, is_written: bool, times: int
):
    held = contents(nursery)
    session = typed(["--lang", lang, "new", "tree"], [*FIG_LINES, *answers], nursery)
    assert session.shown.count("y/n [y]" if lang == "en" else "o/n [o]") == times
    assert session.code == (0 if is_written else 130), session.shown
    assert (contents(nursery) != held) == is_written
    assert ("tag" in answers) == (is_written and 'n:tag "x"' in (nursery / "data/tree/figuier.ttl").read_text("utf-8"))


def test_print_asks_and_shows_and_writes_nothing(nursery: Path):
    held = contents(nursery)
    session = typed(["new", "tree", "--print"], FIG_LINES, nursery)
    assert (session.code, contents(nursery)) == (0, held)
    assert "<tree/figuier>" in session.shown


def test_what_hides_or_acts_in_labels_is_shown_and_does_nothing(nursery: Path):
    evil = '<tree/evil> a n:Tree ; skos:prefLabel "a\\u001b[31mb\\u202e"@fr, "E"@en ; n:planted "2000"^^xsd:gYear .'
    (nursery / "data/tree/evil.ttl").write_text(HEAD + evil, "utf-8")
    session = typed(["--lang", "fr", "new", "tree"], [*FIG_LINES[:-1], "parent", "?", "", "", ""], nursery)
    assert "\\x1b[31m" in session.shown
    assert "\u202e" not in session.shown


# No answer is lost


class Record:
    """Answers questions with what a list has, and no other; an end of the input stands for a Ctrl-D."""

    def __init__(self, answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.shown: list[str] = []

    def ask(self, question: str, default: str = "", proposals: Sequence[str] = ()) -> str:  # noqa: ARG002 - as terminals have it
        self.shown.append(question)
        answer = self.answers.pop(0)
        if answer == CTRL_D:
            raise AbandonedError(Message("new.abandoned"))
        return answer or default

    def tell(self, line: str, style: str = "") -> None:  # noqa: ARG002 - as terminals have it
        self.shown.append(line)


def made(folder: Path, answers: Sequence[str], lang: str = "en") -> tuple[Bench, Record]:
    """Answer the questions about a tree; the answers are to be all that is asked."""
    bench, record = Bench(Catalogue(folder), lang), Record(answers)
    Interview(bench, record).run(bench.edition.model.by_name["tree"])
    assert record.answers == []
    return bench, record


def nodes(bench: Bench) -> list[str]:
    return [str(getattr(entry.node, "value", "")).removeprefix(BASE) for entry in bench.entries]


def written(bench: Bench) -> str:
    texts, reported = bench.tried()
    assert reported == []
    return "\n".join(text.added for text in texts)


@pytest.mark.parametrize(
    ("wrong", "retyped", "part"),
    [
        ("3/4/2024", ["2026-03"], '"2026-03"^^xsd:gYearMonth'),
        ("3/4/2024", ["2026"], '"2026"^^xsd:gYear'),
        ("3/4/2024", ["mars 2026"], '"2026-03"^^xsd:gYearMonth'),
        ("3/4/2024", ["5/6/2024", "1"], '"2024-06-05"^^xsd:date'),
        ("3/4/2024", ["", "2020"], '"2020"^^xsd:gYear'),
        ("3/4/2024", ["?", "2020"], '"2020"^^xsd:gYear'),
        ("3/4/2024", ["soon", "2020"], '"2020"^^xsd:gYear'),
    ],
)
def test_a_date_typed_where_a_number_is_asked_for_is_the_date(nursery: Path, wrong: str, retyped: list[str], part: str):
    bench, _ = made(nursery, ["Figuier", "Fig", "", wrong, *retyped, ""])
    assert part in written(bench)


@pytest.mark.parametrize(
    ("property_", "wrong", "retyped", "part"),
    [
        ("soil", "claz", ["sand", ""], 'n:soil "sand"'),
        ("soil", "gravel", ["1", ""], 'n:soil "clay"'),
        ("soil", "gravel", ["9", "norway", ""], 'n:soil "norway"'),
        ("parent", "Oka", ["Chêne", ""], "n:parent <tree/oak>"),
        ("parent", "Oka", ["oak", ""], "n:parent <tree/oak>"),
        ("parent", "Elm", ["tree/oak", ""], "n:parent <tree/oak>"),
        ("parent", "Elm", ["Beech", "Oak", ""], "n:parent <tree/oak>"),
    ],
)
def test_a_label_typed_where_a_number_is_asked_for_is_the_value(
    nursery: Path, property_: str, wrong: str, retyped: list[str], part: str
):
    bench, _ = made(nursery, [*FIG_LINES[:-1], property_, wrong, *retyped, ""])
    assert part in written(bench)


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize(
    ("date", "part"),
    [
        ("mars 2026", '"2026-03"^^xsd:gYearMonth'),
        ("March 2026", '"2026-03"^^xsd:gYearMonth'),
        ("MARS 2026", '"2026-03"^^xsd:gYearMonth'),
        ("févr. 2026", '"2026-02"^^xsd:gYearMonth'),
        ("August, 2026", '"2026-08"^^xsd:gYearMonth'),
        ("2026", '"2026"^^xsd:gYear'),
        ("2026-03", '"2026-03"^^xsd:gYearMonth'),
        ("17 mai 2026", '"2026-05-17"^^xsd:date'),
        ("May 17, 2026", '"2026-05-17"^^xsd:date'),
        ("1er mars 2026", '"2026-03-01"^^xsd:date'),
    ],
)
def test_dates_in_words_are_as_precise_as_they_are_given(nursery: Path, lang: str, date: str, part: str):
    bench, _ = made(nursery, ["Figuier", "Fig", "", date, ""], lang)
    assert part in written(bench)


@pytest.mark.parametrize(
    ("date", "near"),
    [("fevrier 2026x", []), ("fevrer 2026", ["2026-02", "2026"]), ("17 septembr 2026", ["2026-09-17", "2026-09", "2026"])],
)
def test_dates_that_are_refused_show_those_that_are_near(nursery: Path, date: str, near: list[str]):
    _, record = made(nursery, ["Figuier", "Fig", "", date, "2024", ""])
    place = next(number for number, line in enumerate(record.shown) if date in line)
    shown = [line.split()[1] for line in record.shown[place + 1 :] if line.startswith("   ")]
    assert shown == near


@pytest.mark.parametrize("end", ["cancel", "Annuler", CTRL_D])
@pytest.mark.parametrize(
    "inside",
    [
        [],  # at each question of the new entry
        ["Mother"],
        ["Mother", "mere"],
        ["Mother", "", "1990"],
        ["Mother", "", "1990", "tag", "x"],
        ["Mother", "", "1990", "parent", "+ Grand-mère", "Grandmother", "", "1950", "", ""],  # and what was begun for it
        ["Mother", "", "1990", "parent", "+ Grand-mère", CTRL_D],  # one after the other
        ["Mother", "", "1990", "prize", "", "", "", "2001", "", ""],
    ],
)
def test_an_entry_begun_on_the_way_is_taken_back_and_nothing_else(nursery: Path, inside: list[str], end: str):
    bench, _ = made(nursery, [*FIG_LINES[:-1], "parent", "+ Mère", *inside, end, "oak", "", "tag", "kept", "", ""])
    assert nodes(bench) == ["tree/figuier"]
    assert "n:parent <tree/oak>" in written(bench)
    assert 'n:tag "kept"' in written(bench)


def test_the_end_of_input_within_an_entry_takes_back_that_entry(nursery: Path):
    terminal = Terminal(["new", "tree"], nursery)
    for line in [*FIG_LINES[:-1], "parent", "+ Mère", "Mother"]:
        terminal.answer(line)
    terminal.press(CTRL_D)
    for line in ["oak", "", "", "y"]:
        terminal.answer(line)
    session = terminal.end()
    assert session.code == 0, session.shown
    assert "taken back: Tree" in session.shown
    assert "n:parent <tree/oak>" in (nursery / "data/tree/figuier.ttl").read_text("utf-8")


@pytest.mark.parametrize("end", ["cancel", "annuler", CTRL_D])
@pytest.mark.parametrize("inside", [[], ["", ""], ["", "", ""]])
def test_an_entry_that_leads_to_another_is_taken_back(nursery: Path, inside: list[str], end: str):
    bench, _ = made(nursery, [*FIG_LINES[:-1], "prize", *inside, end, ""])
    assert nodes(bench) == ["tree/figuier"]


AWARDS = '''
n:LabelShape sh:sparql [ sh:message "add a jury"@en, "ajoutez un jury"@fr ; sh:select """
    SELECT $this WHERE { $this a <https://nursery.example.org/terms#Prize>
    FILTER NOT EXISTS { ?jury <https://nursery.example.org/terms#judges> $this } }""" ] .
n:JuryShape a sh:NodeShape ; sh:targetClass n:Jury ; rdfs:label "Jury"@fr, "Jury"@en ; sh:property n:p-name, n:p-judges .
n:p-judges sh:path n:judges ; sh:name "juge"@fr, "judges"@en ; sh:minCount 1 ; sh:class n:Prize .
'''


@pytest.fixture
def judged(nursery: Path) -> Path:
    """A catalogue in which a prize needs something that leads to it."""
    (nursery / "shapes/jury.ttl").write_text(HEAD + AWARDS, "utf-8")
    return nursery


PRIZE = ["prize", "", "", "", "2025", ""]
JURY = ["jury", "", "", "", ""]


@pytest.mark.parametrize(
    ("answers", "is_left"),
    [
        ([*PRIZE, *JURY, ""], False),  # at once
        ([*PRIZE, "", "n", *JURY, ""], False),  # leaving is asked about
        ([*PRIZE, "", "maybe", "", *JURY, ""], False),
        *(
            ([*PRIZE, "", "y", back, *JURY, ""], True)  # left, and gone back into
            for back in ["Prize: Fig", "prize: fig", "Prix : Figuier", "figuier"]
        ),
        ([*PRIZE, "", "n", "", "", "Prize: Fig", *JURY, ""], True),  # asked about once; what is not written leads to the menu
        ([*PRIZE, "", "y", "Prize: Fig", "", "n", *JURY, ""], True),
    ],
)
def test_an_entry_with_something_left_to_mend_can_be_gone_back_into(judged: Path, answers: list[str], *, is_left: bool):
    bench, record = made(judged, [*FIG_LINES[:-1], *answers, ""])
    assert nodes(bench) == ["tree/figuier", "prize/figuier", "jury/figuier"]
    assert written(bench)
    back = [line for line in record.shown if line.startswith("To be mended: ") and line.endswith(" Prize: Fig")]
    assert bool(back) == is_left


def test_an_entry_gone_back_into_can_be_taken_back(judged: Path):
    bench, _ = made(judged, [*FIG_LINES[:-1], *PRIZE, "", "y", "Prize: Fig", "cancel", ""])
    assert nodes(bench) == ["tree/figuier"]
    assert written(bench)


@pytest.mark.parametrize(("lang", "message"), [("en", "name it <policy-domain/…>"), ("fr", "nommez-le <policy-domain/…>")])
def test_the_pattern_that_is_named_is_that_of_the_type(first: Catalogue, lang: str, message: str):
    bench = Bench(first, lang)
    type_ = bench.edition.model.by_name["policy-domain"]
    iri = bench.naming.iri(type_, "Caps_And")
    assert iri is not None
    findings_ = bench.refused_name(bench.begin(type_, iri))
    assert message in str(findings_[0].advice[lang])


# Whatever is typed


MENDED = {
    "say how, in cn:inferenceNote": ["why it is inferred", "Selon la date", "From the date"],
    "skos:closeMatch or skos:broadMatch": ["close to", "http://publications.europa.eu/resource/authority/data-theme/ENVI"],
}
"""What whoever means well does when a rule over several properties says what is lacking: the property, then its values."""


class Script:
    """Answers questions: with what a list has, then as somebody would who means well, and gives up after many questions.

    Whoever means well gives what the program says is still lacking.
    """

    def __init__(self, answers: Sequence[str], most: int = 80) -> None:
        self._answers = list(answers)
        self._most = most
        self._count = 0
        self._wrong: list[str] = []

    def ask(self, question: str, default: str = "", proposals: Sequence[str] = ()) -> str:
        self._count += 1
        wrong, self._wrong = " ".join(self._wrong), []
        if self._count > self._most:
            raise AbandonedError(Message("new.abandoned"))
        if not self._answers and question.startswith("What next?"):
            self._answers = next((list(answers) for part, answers in MENDED.items() if part in wrong), [])
        if self._answers:
            return self._answers.pop(0).strip() or default
        return default or self._helpful(question, proposals)

    def _helpful(self, question: str, proposals: Sequence[str]) -> str:
        if "*" not in question:
            return ""
        if "one of" in question or "choice" in question:
            return str(1 + self._count % len(proposals))
        fitting = {
            "date, ": "2024-05-17",
            "2024": "2024",
            "whole": "5",
            "number": "1.5",
            "yes": "yes",
            "https": "https://x.example/",
        }
        return next((answer for part, answer in fitting.items() if part in question), f"Text {self._count}")

    def tell(self, line: str, style: str = "") -> None:
        assert style in {"", "head", "field", "wrong", "note"}
        assert "\x1b" not in line
        if style == "wrong":
            self._wrong.append(line)


def names(prefix: str) -> st.SearchStrategy[str]:
    return st.integers(0, 9).map(lambda number: f"{prefix}{number}")


VALUES = [
    "sh:datatype xsd:string",
    "sh:datatype xsd:integer ; sh:minInclusive 1 ; sh:maxInclusive 9",
    "sh:datatype xsd:decimal",
    "sh:datatype xsd:boolean",
    "sh:datatype xsd:date",
    "sh:datatype xsd:anyURI",
    "sh:or ([ sh:datatype xsd:gYear ] [ sh:datatype xsd:date ])",
    'sh:datatype rdf:langString ; sh:languageIn ("en" "fr")',
    "sh:datatype rdf:langString ; sh:uniqueLang true",
    "sh:datatype rdf:langString",
    'sh:in ("a" "b" 3 n:Red)',
    "sh:class n:Tree",
    "sh:class n:T0",
    'sh:nodeKind sh:IRI ; sh:pattern "^https://"',
    "sh:nodeKind sh:Literal",
    "sh:minLength 2",
    "sh:nodeKind sh:BlankNode ; sh:property [ sh:path n:inner ; sh:minCount 1 ; sh:datatype xsd:integer ]",
    "sh:hasValue n:Always",
    "",
]


@st.composite
def shapes(draw: st.DrawFn) -> str:
    """Draw the shapes of one or two types."""
    parts: list[str] = []
    for type_ in range(draw(st.integers(1, 2))):
        properties = []
        for number in range(draw(st.integers(1, 5))):
            value = draw(st.sampled_from(VALUES))
            least = draw(st.integers(0, 2)) if "anguage" in value or "langString" in value else draw(st.integers(0, 1))
            most = draw(st.sampled_from(["", f" ; sh:maxCount {max(1, least)}"]))
            role = draw(st.sampled_from(["", " ; dash:propertyRole dash:KeyInfoRole"]))
            label = " ; dash:propertyRole dash:LabelRole" if not number and "langString" in value else role
            end = f" ; {value}" if value else ""
            properties.append(f"[ sh:path n:p{type_}{number} ; sh:order {number} ; sh:minCount {least}{most}{label}{end} ]")
        parts.append(f'n:S{type_} sh:targetClass n:T{type_} ; rdfs:label "T{type_}"@en ; sh:property {", ".join(properties)} .')
    return "\n".join(parts)


ANSWERS = st.lists(
    st.sampled_from(
        ["", "", "?", "-", "+", "+ X", "1", "2", "9", "y", "Oak", "oak", "2024", "2024-05-17", "7", "a b", "é", "<x>"]
    )
    | st.text(max_size=6),
    max_size=30,
)


def folders(text: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        oak = '<tree/oak> a n:Tree ; skos:prefLabel "Oak"@en .'
        for path, content in {"catalogue.toml": SETTINGS, "shapes/s.ttl": HEAD + text, "data/oak.ttl": HEAD + oak}.items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_text(content, "utf-8")
        yield folder


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(shapes(), ANSWERS)
@example('n:S0 sh:targetClass n:T0 ; rdfs:label "T0"@en ; sh:property [ sh:path n:p00 ] .', ["\x1b", "\u202e"])
def test_whatever_is_typed_what_is_written_passes_the_check(text: str, answers: list[str]):
    """Also where whoever types makes mistakes first; and nothing is written where they give up.

    That the catalogue shows nothing at all (C216) is what the first entry that has shapes mends; all else stays as it was.
    """
    for folder in folders(text):
        before, held = findings(folder), contents(folder)
        bench = Bench(Catalogue(folder), "en")
        type_ = bench.edition.model.types[f"{BASE}terms#T0"]
        try:
            Interview(bench, Script(answers)).run(type_)
            texts, _ = bench.tried()
        except AbandonedError:
            assert contents(folder) == held
            continue
        bench.write(texts)
        assert sorted(findings(folder)) == sorted(finding for finding in before if " C216: " not in finding)
        fresh = {path: data for path, data in contents(folder).items() if path not in held}
        assert fresh
        assert not any(one.is_changed for one in Catalogue(folder).format([folder / path for path in fresh], write=False))


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(shapes())
def test_who_means_well_comes_to_an_end(text: str):
    """No form of generated shapes asks for what cannot be given."""
    for folder in folders(text):
        bench = Bench(Catalogue(folder), "en")
        Interview(bench, Script([])).run(bench.edition.model.types[f"{BASE}terms#T0"])
        assert len(bench.entries) >= 1


@pytest.mark.parametrize("name", ["plant", "garden"])
def test_entries_of_a_new_catalogue_are_made(garden: Path, name: str):
    bench = Bench(Catalogue(garden), "en")
    Interview(bench, Script([])).run(bench.edition.model.by_name[name])
    bench.write(bench.tried()[0])
    assert findings(garden) == []


@pytest.mark.parametrize("name", ["organisation", "policy-domain", "concept", "source-document", "season", "event"])
def test_entries_of_the_first_catalogue_are_made(first: Catalogue, name: str):
    bench = Bench(first, "en")
    Interview(bench, Script([])).run(bench.edition.model.by_name[name])
    texts, reported = bench.tried()
    assert [finding.line("en") for finding in reported if finding.severity > Severity.INFO] == []
    assert all(text.name.startswith("data/") for text in texts)
