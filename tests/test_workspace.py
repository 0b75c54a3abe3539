"""The open catalogue: whatever is edited, saved, laid over or taken away, a check finds what a check of everything finds."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from test_incremental import FILES, HEAD, ONTOLOGY, SETTINGS, SHAPES, STATEMENTS, made, more

from catalogue import sources
from catalogue.edition import read_edition
from catalogue.errors import CatalogueError, OutputError, QueryError
from catalogue.lint import Options, Report, check
from catalogue.report import Look
from catalogue.report import write as written
from catalogue.sources import Source, files, parsing
from catalogue.workspace import reading
from catalogue.workspace.cache import FOLDER
from catalogue.workspace.workspace import Workspace

BROKEN = "<urn:a> a ; ."
HIDDEN = '<a/1> :q "\u202e" . '
LIMITS = "[limits]\nliteral = 2\n"
QUERY = "# title: What is there\nSELECT * { ?s <https://x.example/ontology#nothing> ?o }\n"
names = st.sampled_from([f"data/{name}.ttl" for name in FILES])
triples = st.lists(st.sampled_from(STATEMENTS), max_size=8, unique=True).map(lambda lines: HEAD + "\n".join(lines) + "\n")
texts = st.one_of(
    triples, triples, triples, st.sampled_from([BROKEN, HEAD, "", HEAD + HIDDEN, "\ufeff" + HEAD + STATEMENTS[0]])
)
shapes = st.sampled_from([HEAD + ONTOLOGY + shape for shape in SHAPES])


def as_json(report: Report) -> object:
    """Everything that a report says, and how many files and statements it read."""
    return json.loads(written(report, "json", Look()))


def toggled(text: str, line: str) -> str:
    """A text without a line if it has it, else with it."""
    lines = text.splitlines()
    kept = [each for each in lines if each != line]
    return "\n".join(kept if len(kept) < len(lines) else [*lines, line]) + "\n"


def overlaid(folder: Path, unsaved: dict[str, bytes], target: Path) -> Path:
    """A folder with the files of another one and the unsaved texts on disk."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(folder, target, ignore=shutil.ignore_patterns(FOLDER), symlinks=True)
    for name, text in unsaved.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(text)
    return target


def outcome(work: Workspace | Path, **asked: object) -> object:
    """What a check finds, or the kind and the place of the error that forbids it."""
    try:
        report = work.check(**asked) if isinstance(work, Workspace) else check(read_edition(work), options=Options())
        return as_json(report)
    except CatalogueError as error:
        return type(error), error.place


class Editing(RuleBasedStateMachine):
    """Somebody edits a small catalogue, saved and unsaved, while others change it on disk."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        self.folder = self.home / "changing"
        self.unsaved: dict[str, bytes] = {}
        self.keep = False
        self.share = reading.SHARE

    @initialize(shape=shapes, begin=st.tuples(*[more] * len(FILES)), share=st.sampled_from([1, 1, 8]))
    def begin(self, shape: str, begin: tuple[list[str], ...], share: int) -> None:
        reading.SHARE = share
        made(self.folder, "")
        (self.folder / "queries").mkdir()
        self.save_shapes(shape)
        for name, lines in zip(FILES, begin, strict=True):
            self.save(f"data/{name}.ttl", HEAD + "\n".join(lines) + "\n")
        self.workspace = Workspace(self.folder)

    @rule(name=names, text=texts)
    def save(self, name: str, text: str) -> None:
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text, "utf-8")

    @rule(name=names, line=st.sampled_from(STATEMENTS))
    def save_with_or_without_a_line(self, name: str, line: str) -> None:
        path = self.folder / name
        self.save(name, toggled(path.read_text("utf-8") if path.exists() else HEAD, line))

    @rule(name=names, line=st.sampled_from(STATEMENTS))
    def type_or_remove_a_line(self, name: str, line: str) -> None:
        path = self.folder / name
        before = self.unsaved.get(name) or (path.read_bytes() if path.exists() else b"")
        self.type(name, toggled(before.decode() or HEAD, line))

    @rule(name=names)
    def delete(self, name: str) -> None:
        (self.folder / name).unlink(missing_ok=True)

    @rule(name=names, other=names)
    def rename(self, name: str, other: str) -> None:
        if (self.folder / name).exists():
            (self.folder / other).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).replace(self.folder / other)

    @rule(text=shapes)
    def save_shapes(self, text: str) -> None:
        (self.folder / "shapes" / "s.ttl").write_text(text, "utf-8")

    @rule(text=st.sampled_from([SETTINGS, SETTINGS.replace('["en"]', '["fr", "en"]'), SETTINGS + LIMITS, "base ="]))
    def save_settings(self, text: str) -> None:
        (self.folder / "catalogue.toml").write_text(text, "utf-8")

    @rule(what=st.sampled_from(["times", "query", "no query", "shapes away"]))
    def change_something_else(self, what: str) -> None:
        query = self.folder / "queries" / "q.rq"
        if what == "times":  # as a copy or a checkout does: the same bytes, old enough for the times to tell
            for path in self.folder.rglob("*.ttl"):
                os.utime(path, (1_000_000_000, 1_000_000_000))
        elif what == "query":
            query.write_text(QUERY, "utf-8")
        elif what == "no query":
            query.unlink(missing_ok=True)
        else:
            (self.folder / "shapes").rename(self.folder / "elsewhere")
            self.compare()
            (self.folder / "elsewhere").rename(self.folder / "shapes")

    @rule(name=names, text=texts)
    def type(self, name: str, text: str) -> None:
        self.unsaved[name] = text.encode()
        self.workspace.set_text(name, text)

    @rule(other=st.one_of(shapes.map(lambda text: ("shapes/s.ttl", text)), st.just(("queries/new.rq", QUERY))))
    def type_something_else(self, other: tuple[str, str]) -> None:
        self.type(*other)

    @precondition(lambda self: self.unsaved)
    @rule(data=st.data())
    def close(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.unsaved)))
        del self.unsaved[name]
        self.workspace.set_text(self.folder / name, None)

    @precondition(lambda self: self.unsaved)
    @rule(data=st.data())
    def save_what_was_typed(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.unsaved)))
        self.save(name, self.unsaved[name].decode())

    @rule(keep=st.booleans())
    def start_again(self, *, keep: bool) -> None:
        """Another process opens the catalogue: what was not saved is lost."""
        self.keep, self.unsaved = keep, {}
        self.workspace = Workspace(self.folder)

    @rule(name=names)
    def ask_for_one_file(self, name: str) -> None:
        """What is reported of one file is what a check of everything reports of it."""
        with suppress(CatalogueError):
            self.workspace.refresh()
            whole = [finding for finding in self.workspace.check() if finding.place.path == name]
            if name in self.workspace.names([self.folder]):
                assert list(self.workspace.check([self.folder / name])) == whole

    @invariant()
    def compare(self) -> None:
        expected = outcome(overlaid(self.folder, self.unsaved, self.home / "afresh"))
        with suppress(CatalogueError):
            self.workspace.refresh()
        assert outcome(self.workspace, keep=self.keep) == expected
        assert outcome(self.workspace) == expected

    def teardown(self) -> None:
        reading.SHARE = self.share
        shutil.rmtree(self.home, ignore_errors=True)


TestEditing = Editing.TestCase
TestEditing.settings = settings(
    deadline=None,
    max_examples=20,
    stateful_step_count=12,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@pytest.fixture
def work(garden: Path) -> Workspace:
    """An open catalogue, checked once."""
    opened = Workspace(garden)
    opened.check()
    return opened


LOST = "@prefix g: <https://gardens.example.org/ontology#> .\n<https://gardens.example.org/plant/lost> a g:Plant .\n"


def test_an_unsaved_text_is_checked_instead_of_the_file_and_nothing_is_written(work: Workspace):
    file = work.folder / "data" / "plant" / "bean.ttl"
    before = file.read_bytes()
    clean = as_json(work.check())
    work.set_text("data/plant/bean.ttl", "<urn:a> a")
    assert {finding.place.path for finding in work.check() if finding.fatal} == {"data/plant/bean.ttl"}
    work.set_text(file, None)
    assert as_json(work.check()) == clean
    assert file.read_bytes() == before
    assert dict(work.texts) == {}


@pytest.mark.parametrize(
    ("path", "is_read"),
    [
        ("data/new.ttl", True),
        ("data/deep/er/new.ttl", True),
        ("data/new.txt", False),
        ("data/.hidden/new.ttl", False),
        ("elsewhere/new.ttl", False),
        ("queries/new.rq", True),
        ("queries/deep/new.rq", False),
        ("shapes/new.ttl", True),
    ],
)
def test_a_text_that_is_on_no_disk_is_read_where_a_file_would_be(work: Workspace, path: str, *, is_read: bool):
    work.set_text(path, LOST if path.endswith(".ttl") else QUERY)
    edition = work.edition
    assert (path in {source.path for source in (*edition.data, *edition.shapes, *edition.queries)}) == is_read
    assert not (work.folder / path).exists()


def test_the_disk_is_looked_at_when_asked(work: Workspace):
    before = work.edition
    assert frozenset() == work.refresh()
    (work.folder / "data" / "new.ttl").write_text(LOST, "utf-8")
    (work.folder / "data" / "plant" / "bean.ttl").unlink()
    assert before is work.edition
    assert {"data/new.ttl", "data/plant/bean.ttl"} == work.refresh()
    assert before is not work.edition
    assert frozenset() == work.refresh()


def test_only_changed_files_are_read_again(work: Workspace, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading, "SHARE", 1)
    (work.folder / "data" / "new.ttl").write_text(LOST, "utf-8")
    work.refresh()
    work.check()
    read: list[str] = []
    real = parsing.parse

    def noting(data: bytes, name: str, *limit: int) -> Source:
        read.append(name)
        return real(data, name, *limit)

    for module in (files, sources):
        monkeypatch.setattr(module, "parse", noting)
    work.set_text("data/unsaved.ttl", LOST.replace("lost", "other"))
    work.check()
    (work.folder / "data" / "third.ttl").write_text(LOST.replace("lost", "third"), "utf-8")
    work.refresh()
    work.check()
    assert read == ["data/unsaved.ttl", "data/third.ttl"]


def test_shapes_that_are_the_same_are_read_once(work: Workspace):
    shapes_read = work.edition.shacl
    work.set_text("data/new.ttl", LOST)
    assert shapes_read is work.edition.shacl
    shape = next((work.folder / "shapes").glob("*.ttl"))
    work.set_text(shape, shape.read_text("utf-8") + "\n# changed\n")
    assert shapes_read is not work.edition.shacl


def test_unsaved_texts_are_not_kept_on_disk(garden: Path):
    work = Workspace(garden)
    work.set_text("data/new.ttl", LOST)
    work.check(keep=True)
    assert not (garden / FOLDER).exists()
    work.set_text("data/new.ttl", None)
    work.check(keep=True)
    assert as_json(Workspace(garden).check(keep=True)) == as_json(Workspace(garden).check())


def test_after_an_error_the_next_check_reads_what_is_there_then(work: Workspace):
    settings_file = work.folder / "catalogue.toml"
    before, clean = settings_file.read_text("utf-8"), as_json(work.check())
    settings_file.write_text("base =", "utf-8")
    with pytest.raises(CatalogueError):
        work.refresh()
    with pytest.raises(CatalogueError):
        work.check()
    settings_file.write_text(before, "utf-8")
    work.refresh()
    assert as_json(work.check()) == clean


def test_a_file_that_went_while_it_was_to_be_read_is_told_once(work: Workspace):
    path = work.folder / "data" / "new.ttl"
    path.write_text(LOST, "utf-8")
    work.refresh()
    path.unlink()
    with pytest.raises(OutputError, match="cannot read"):
        work.check()
    assert work.check().files == len(list(work.folder.rglob("*.ttl"))) + len(list(work.folder.rglob("*.rq")))


def test_two_names_of_one_file_are_checked_whole(work: Workspace, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading, "SHARE", 1)
    bean = work.folder / "data" / "plant" / "bean.ttl"
    for _ in range(2):
        bean.with_name("again.ttl").symlink_to(bean)
        work.refresh()
        assert as_json(work.check(keep=True)) == outcome(work.folder)
        bean.with_name("again.ttl").unlink()
        work.refresh()
        assert as_json(work.check(keep=True)) == outcome(work.folder)


def test_paths_that_are_not_of_the_catalogue_are_told(work: Workspace, tmp_path: Path):
    work.set_text("data/new.ttl", LOST)
    assert work.names([work.folder / "data" / "new.ttl"]) == {"data/new.ttl"}
    assert {"data/new.ttl"} < work.names([work.folder / "data"]) < work.names([work.folder])
    with pytest.raises(OutputError):
        work.names([tmp_path / "nowhere.ttl"])
    with pytest.raises(QueryError):
        work.names([work.folder / "catalogue.toml"])
