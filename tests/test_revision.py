"""Any revision of a catalogue is asked as the working tree is, from real Git repositories, and nothing is touched."""

import gc
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from test_bad_input import catalogue as command

import catalogue
from catalogue.errors import CatalogueError, InputError, OutputError, QueryError, SettingsError, UsageError
from catalogue.scaffold import init
from catalogue.sources.revision import read_revision
from catalogue.workspace.catalogue import Catalogue

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
NAMES = "SELECT ?n { <plant/bean> skos:prefLabel ?n } ORDER BY ?n"
TIMES = (datetime(2021, 5, 17, 12, tzinfo=UTC), datetime(2022, 5, 17, 12, tzinfo=UTC), datetime(2023, 5, 17, 12, tzinfo=UTC))


def git(folder: Path, *arguments: str, time: datetime = TIMES[0], data: bytes | None = None) -> str:
    """Run Git as somebody who has no settings."""
    date = time.isoformat()
    done = subprocess.run(
        ["git", "-c", "user.name=Gardeners", "-c", "user.email=gardeners@example.org", "-c", "core.autocrlf=false", *arguments],
        cwd=folder,
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date},
        input=data,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode().strip()


def commit(folder: Path, time: datetime) -> str:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "A change", time=time)
    return git(folder, "rev-parse", "HEAD")


def rename(garden: Path, old: str, new: str) -> None:
    for file in (garden / "data").rglob("*.ttl"):
        file.write_bytes(file.read_bytes().replace(old.encode(), new.encode()))


def said(opened: Catalogue, sparql: str = NAMES) -> list[str]:
    return [row[0].value for row in opened.query(sparql).rows if row[0] is not None]


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    """The bytes and the time of every file, those of Git too."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


@pytest.fixture(params=["", "catalogues/été 1"], ids=["whole", "sub-folder"])
def repository(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Path]:
    """A repository and the catalogue's folder in it, with three revisions: `v1.0`, `v2.0` and the branch `main`."""
    root = tmp_path / "repository"
    garden = root / str(request.param)
    init(garden)
    git(root, "init", "-q", "-b", "main")
    commit(root, TIMES[0])
    git(root, "tag", "v1.0")
    rename(garden, "haricot à rames", "haricot grimpant")
    commit(root, TIMES[1])
    git(root, "tag", "-a", "v2.0", "-m", "Two")
    rename(garden, "haricot grimpant", "haricot vert")
    (garden / "queries" / "names.rq").write_text(NAMES, "utf-8")
    (garden / "queries" / "answers" / "names.csv").write_text("n\nharicot vert\nrunner bean\n", "utf-8")
    commit(root, TIMES[2])
    return root, garden


def test_each_revision_says_what_it_said(repository: tuple[Path, Path]):
    root, garden = repository
    git(root, "branch", "old", "HEAD~2")
    whole = git(root, "rev-parse", "HEAD~1")
    for revision, name in [
        ("v1.0", "haricot à rames"), ("HEAD~2", "haricot à rames"), ("old", "haricot à rames"), ("v2.0", "haricot grimpant"),
        (whole, "haricot grimpant"), (whole[:8], "haricot grimpant"), ("refs/tags/v2.0", "haricot grimpant"),
        ("HEAD", "haricot vert"), ("main", "haricot vert"), ("@", "haricot vert"), ("main^{/change}", "haricot vert"),
    ]:  # fmt: skip
        assert name in said(catalogue.open(garden, at=revision)), revision


def test_nothing_of_the_working_tree_is_touched(repository: tuple[Path, Path]):
    root, garden = repository
    rename(garden, "haricot vert", "haricot non enregistré")
    (garden / "data" / "broken.ttl").write_text("<urn:a> <", "utf-8")
    before = state(root)
    assert "haricot à rames" in said(catalogue.open(garden, at="v1.0"))
    assert "haricot vert" in said(catalogue.open(garden, at="HEAD"))
    done = command(garden, "query", "gardens-of-plant", "--at", "v1.0", "-f", "csv")
    assert done.returncode == 0, done.stderr
    assert state(root) == before


def test_a_revision_is_the_tree_that_was_committed(repository: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch):
    _, garden = repository
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    here, there = catalogue.open(garden).edition, catalogue.open(garden, at="HEAD").edition
    assert there.digest == here.digest
    assert there.modified == here.modified == TIMES[2]
    assert [source.path for source in there.data] == [source.path for source in here.data]
    assert {str(quad) for quad in there.graph.quads()} == {str(quad) for quad in here.graph.quads()}
    assert catalogue.open(garden, at="HEAD").check().conforms


def test_the_time_is_that_of_the_commit(repository: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch):
    root, garden = repository
    assert [catalogue.open(garden, at=at).edition.modified for at in ("v1.0", "v2.0", "main")] == list(TIMES)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    (root / "README.md").write_text("Elsewhere", "utf-8")
    commit(root, datetime(2024, 5, 17, tzinfo=UTC))
    expected = TIMES[2] if garden != root else datetime(2024, 5, 17, tzinfo=UTC)
    assert catalogue.open(garden, at="HEAD").edition.modified == expected


def test_a_query_is_taken_from_the_revision_else_from_the_working_tree(repository: tuple[Path, Path]):
    _, garden = repository
    file = garden / "queries" / "gardens-of-plant.rq"
    file.write_text("# title: Changed\nASK {}", "utf-8")
    old = catalogue.open(garden, at="v1.0")
    assert old.query("gardens-of-plant").boolean is None
    assert old.find_query("names").sparql == NAMES
    assert "haricot à rames" in said(old, "names")
    assert list(old.queries()) == ["gardens-of-plant", "names"]
    with pytest.raises(QueryError, match="did you mean names"):
        old.query("name")
    file.unlink()
    assert old.query("gardens-of-plant").boolean is None


def test_a_folder_that_is_gone_is_read_where_it_was(repository: tuple[Path, Path]):
    root, garden = repository
    if garden == root:
        pytest.skip("the folder of the repository itself is there")
    shutil.rmtree(garden.parent)
    assert "haricot à rames" in said(catalogue.open(garden, at="v1.0"))
    assert list(catalogue.open(garden, at="v1.0").queries()) == ["gardens-of-plant"]


def test_from_the_command_line(repository: tuple[Path, Path]):
    root, garden = repository
    done = command(garden, "query", "names", "--at", "HEAD~2", "-f", "csv")
    assert (done.returncode, "haricot à rames" in done.stdout) == (0, True), done.stderr
    done = command(root, "query", "names", "--at", "v2.0", "-f", "csv", "-C", str(garden))
    assert "haricot grimpant" in done.stdout


@pytest.mark.parametrize(
    ("revision", "words"),
    [
        ("v1.1", "there is no revision 'v1.1'; did you mean v1.0?"),
        ("mian", "there is no revision 'mian'; did you mean main?"),
        ("zzz", "there is no revision 'zzz'"),
        ("HEAD~99", "there is no revision 'HEAD~99'"),
        ("", "there is no revision ''"),
        ("HEAD:data", "there is no revision 'HEAD:data'"),
        ("v1.0..v2.0", "there is no revision 'v1.0..v2.0'"),
        ("HEAD v1.0", "there is no revision 'HEAD v1.0'; did you mean v1.0?"),
        ("a\nb", "there is no revision 'a\\nb'"),
    ],
)
def test_a_revision_that_is_not_there_is_told_with_the_nearest(repository: tuple[Path, Path], revision: str, words: str):
    done = command(repository[1], "query", "names", "--at", revision)
    assert (done.returncode, done.stderr) == (2, f"error: {words}\n")


@pytest.mark.parametrize("revision", ["--output=owned", "-h", "--exec=touch owned", "--help", "-", "--"])
def test_a_revision_is_never_an_option_of_git(repository: tuple[Path, Path], revision: str):
    root, garden = repository
    before = state(root)
    done = command(garden, "query", "names", f"--at={revision}")
    assert (done.returncode, done.stderr) == (2, f"error: there is no revision {revision!r}\n")
    assert state(root) == before


def test_a_branch_whose_name_is_an_option_can_be_named_in_full(repository: tuple[Path, Path]):
    root, garden = repository
    git(root, "update-ref", "refs/heads/--output=x", "v1.0")
    assert "haricot à rames" in said(catalogue.open(garden, at="refs/heads/--output=x"))


def test_at_and_endpoint_are_not_for_each_other(repository: tuple[Path, Path]):
    done = command(repository[1], "query", "names", "--at", "HEAD", "--endpoint", "http://127.0.0.1:9/")
    assert (done.returncode, done.stderr) == (2, "error: choose --at or --endpoint\n")


def test_a_folder_outside_any_repository_has_no_revisions(garden: Path):
    with pytest.raises(UsageError, match="is in no Git repository"):
        catalogue.open(garden, at="HEAD")
    assert command(garden, "query", "gardens-of-plant", "--at", "HEAD").returncode == 2


def test_a_repository_without_commits_has_no_revisions(garden: Path):
    git(garden, "init", "-q")
    with pytest.raises(UsageError, match="there is no revision 'HEAD'"):
        catalogue.open(garden, at="HEAD")


def test_a_revision_without_a_catalogue_is_told(repository: tuple[Path, Path]):
    root, garden = repository
    git(root, "rm", "-q", str(garden / "catalogue.toml"))
    commit(root, TIMES[2])
    where = garden.relative_to(root).as_posix()
    with pytest.raises(SettingsError, match=f"revision 'HEAD' has no catalogue.toml in {where}$"):
        catalogue.open(garden, at="HEAD")
    with pytest.raises(SettingsError, match=r"has no catalogue\.toml in elsewhere/than here"):
        catalogue.open(root / "elsewhere" / "than here", at="HEAD~1")


def test_settings_that_are_wrong_in_a_revision_are_told_at_their_place(repository: tuple[Path, Path]):
    root, garden = repository
    (garden / "catalogue.toml").write_text("[catalogue", "utf-8")
    commit(root, TIMES[2])
    with pytest.raises(InputError, match=r"catalogue\.toml:1:1: not TOML"):
        catalogue.open(garden, at="HEAD")


def test_without_git_it_is_said(repository: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="Git is not installed"):
        catalogue.open(repository[1], at="HEAD")


def test_a_bare_repository_has_revisions_too(repository: tuple[Path, Path], tmp_path: Path):
    root, garden = repository
    git(tmp_path, "clone", "-q", "--bare", str(root), "bare.git")
    bare = tmp_path / "bare.git"
    if garden == root:
        assert "haricot à rames" in said(catalogue.open(bare, at="v1.0"))
    else:
        assert "haricot à rames" in said(catalogue.open(bare / garden.relative_to(root), at="v1.0"))


def test_a_shallow_clone_says_what_it_lacks(repository: tuple[Path, Path], tmp_path: Path):
    root, garden = repository
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{root}", "shallow")
    inside = tmp_path / "shallow" / garden.relative_to(root)
    assert "haricot vert" in said(catalogue.open(inside, at="HEAD"))
    with pytest.raises(UsageError, match="git fetch --unshallow"):
        catalogue.open(inside, at="zzz")


def test_files_are_read_as_they_were_committed_whatever_the_attributes(repository: tuple[Path, Path]):
    root, garden = repository
    marked = root / "marked"
    (root / ".gitattributes").write_text("*.ttl export-ignore eol=crlf filter=bad ident\n", "utf-8")
    git(root, "config", "filter.bad.smudge", f"touch {marked}")
    git(root, "config", "filter.bad.clean", "cat")
    with_crlf = b'<urn:bean> <http://www.w3.org/2004/02/skos/core#note> """$Id$ a\r\nb""" .\r\n'
    crlf = git(root, "hash-object", "-w", "--stdin", "--no-filters", data=with_crlf)
    path = (garden / "data" / "crlf.ttl").relative_to(root).as_posix()
    git(root, "update-index", "--add", "--cacheinfo", f"100644,{crlf},{path}")
    git(root, "add", ".gitattributes")
    git(root, "commit", "-q", "-m", "CRLF", time=TIMES[2])
    opened = catalogue.open(garden, at="HEAD")
    assert "haricot vert" in said(opened)
    assert said(opened, "SELECT ?n { <urn:bean> skos:note ?n }") == ["$Id$ a\r\nb"]
    assert not marked.exists()


def test_content_that_git_lfs_keeps_is_not_taken_for_turtle(repository: tuple[Path, Path]):
    root, garden = repository
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 12345\n"
    (garden / "data" / "big.bin").write_text(pointer, "utf-8")
    commit(root, TIMES[2])
    assert catalogue.open(garden, at="HEAD").query("ASK {}")
    (garden / "data" / "big.ttl").write_text(pointer, "utf-8")
    commit(root, TIMES[2])
    with pytest.raises(InputError, match=r"data/big.ttl:1:1: Git LFS keeps its content"):
        catalogue.open(garden, at="HEAD")


def test_links_lead_to_the_revision_and_never_out_of_it(repository: tuple[Path, Path], tmp_path: Path):
    root, garden = repository
    (garden / "more").mkdir()
    (garden / "more" / "note.ttl").write_text("<urn:a> <urn:note> 'old', [ <urn:p> 1 ] .\n", "utf-8")
    (garden / "data" / "note.ttl").symlink_to("../more/note.ttl")
    (garden / "data" / "again.ttl").symlink_to("note.ttl")
    (garden / "data" / "loop.ttl").symlink_to("loop.ttl")
    (garden / "data" / "folder").symlink_to("../more")
    (garden / "data" / "elsewhere").symlink_to(tmp_path)
    commit(root, TIMES[2])
    here = said(catalogue.open(garden), "SELECT ?n { ?s <urn:note> ?n FILTER(isLiteral(?n)) }")
    (garden / "more" / "note.ttl").write_text("<urn:a> <urn:note> 'new' .\n", "utf-8")
    there = catalogue.open(garden, at="HEAD")
    assert said(there, "SELECT ?n { ?s <urn:note> ?n FILTER(isLiteral(?n)) }") == here == ["old"]
    assert said(there, "SELECT (COUNT(*) AS ?n) { ?s <urn:p> ?o }") == ["1"]


@pytest.mark.parametrize("target", ["/etc/hostname", "../../../outside.ttl", "missing.ttl", "../../.git/config"])
def test_a_link_that_leads_out_of_the_catalogue_is_told(repository: tuple[Path, Path], target: str):
    root, garden = repository
    (garden / "data" / "link.ttl").symlink_to(target)
    commit(root, TIMES[2])
    with pytest.raises(InputError, match=r"data/link.ttl:1:1: it is a link to"):
        catalogue.open(garden, at="HEAD")


def test_a_folder_of_data_may_itself_be_a_link(repository: tuple[Path, Path]):
    root, garden = repository
    (garden / "data").rename(garden / "real")
    (garden / "data").symlink_to("real", target_is_directory=True)
    commit(root, TIMES[2])
    here, there = catalogue.open(garden), catalogue.open(garden, at="HEAD")
    assert said(there) == said(here)
    assert len(said(there)) > 0


def test_another_repository_inside_is_told(repository: tuple[Path, Path]):
    root, garden = repository
    path = (garden / "data" / "other").relative_to(root).as_posix()
    git(root, "update-index", "--add", "--cacheinfo", f"160000,{git(root, 'rev-parse', 'HEAD')},{path}")
    git(root, "commit", "-q", "-m", "A submodule", time=TIMES[2])
    with pytest.raises(InputError, match=r"data/other:1:1: its files are in another repository"):
        catalogue.open(garden, at="HEAD")


def test_a_tree_that_no_folder_can_have_is_refused(tmp_path: Path):
    """Git itself would not check such a tree out."""
    root = tmp_path / "evil"
    init(root)
    git(root, "init", "-q")
    commit(root, TIMES[0])
    blob = git(root, "hash-object", "-w", "--stdin", data=b"<urn:a> <urn:b> <urn:c> .")
    tree = bytes.fromhex(blob)
    up = git(root, "hash-object", "-t", "tree", "-w", "--stdin", "--literally", data=b"100644 out.ttl\0" + tree)
    data = git(root, "hash-object", "-t", "tree", "-w", "--stdin", "--literally", data=b"40000 ..\0" + bytes.fromhex(up))
    toml, shapes = git(root, "rev-parse", "HEAD:catalogue.toml"), git(root, "rev-parse", "HEAD:shapes")
    whole = b"100644 catalogue.toml\0" + bytes.fromhex(toml) + b"40000 data\0" + bytes.fromhex(data)
    whole += b"40000 shapes\0" + bytes.fromhex(shapes)
    top = git(root, "hash-object", "-t", "tree", "-w", "--stdin", "--literally", data=whole)
    evil = git(root, "commit-tree", top, "-m", "Evil")
    with pytest.raises(InputError, match="which no folder can have"):
        catalogue.open(root, at=evil)


def test_an_object_that_is_lost_is_told(repository: tuple[Path, Path]):
    root, garden = repository
    path = next((garden / "data").rglob("*.ttl")).relative_to(root).as_posix()
    lost = git(root, "rev-parse", f"v1.0:{path}")
    (root / ".git" / "objects" / lost[:2] / lost[2:]).unlink()
    with pytest.raises((InputError, OutputError), match=lost):
        catalogue.open(garden, at="v1.0")


def test_a_revision_is_only_read(repository: tuple[Path, Path], tmp_path: Path):
    _, garden = repository
    old = catalogue.open(garden, at="v1.0")
    for write in (old.mend, old.format, old.build, lambda: old.check(cache=True), lambda: old.check(["data"])):
        with pytest.raises(UsageError, match="a revision is only read"):
            write()
    release = old.build(tmp_path / "releases")
    assert "haricot à rames" in "".join(file.read_text("utf-8") for file in release.folder.rglob("*.ttl"))


def test_its_files_are_gone_when_it_is(repository: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    _, garden = repository
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    revision = read_revision(garden, "v1.0")
    assert [revision.folder] == list((tmp_path / "temporary").iterdir())
    with pytest.raises(CatalogueError):
        read_revision(garden, "zzz")
    del revision
    gc.collect()
    assert list((tmp_path / "temporary").iterdir()) == []
    done = command(garden, "query", "names", "--at", "v1.0", TMPDIR=str(tmp_path / "temporary"))
    assert done.returncode == 0
    assert list((tmp_path / "temporary").iterdir()) == []
