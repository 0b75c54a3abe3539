"""Files of a release that stands are sent as they were built: read from it, not made again, in pieces where they are large."""

import hashlib
import json
import random
from pathlib import Path

import pytest
from conftest import edition_of, packed
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from catalogue.documents.addresses import VOID
from catalogue.edition import Edition
from catalogue.release import Release, build
from catalogue.release.packing import is_pack
from catalogue.scaffold import init
from catalogue.serve import Site, documents
from catalogue.serve.bodies import OnDisk
from catalogue.serve.server import beside_service

DUMP = "dumps/catalogue.nq"


@pytest.fixture(scope="module", params=["files", "packs"])
def edition(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Edition:
    """A catalogue whose dump has more than two megabytes that do not repeat; its documents become files, or are in packs."""
    folder = tmp_path_factory.mktemp("built") / "garden"
    init(folder)
    if request.param == "packs":
        packed(folder)
    draw = random.Random(7)
    lines = "".join(f'<urn:s{n}> <urn:p> "{draw.randbytes(60).hex()}" .\n' for n in range(12_000))
    (folder / "data" / "large.ttl").write_text(lines, "utf-8")
    return edition_of(folder)


@pytest.fixture(scope="module")
def release(edition: Edition) -> Release:
    return build(edition)


@pytest.fixture
def client(edition: Edition, release: Release, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A server that cannot make any document."""
    assert release.files
    for name in ("represent", "manifest"):
        monkeypatch.setattr(documents, name, lambda *_: pytest.fail("it was made again"))
    return TestClient(Site(edition), follow_redirects=False)


@pytest.fixture(scope="module")
def entries(release: Release) -> list[dict[str, str]]:
    listed: list[dict[str, str]] = json.loads((release.folder / "manifest.json").read_bytes())["files"]
    return [entry for entry in listed if entry["path"] != VOID and not is_pack(entry["path"])]


def test_every_file_is_read_from_the_release(client: TestClient, release: Release, entries: list[dict[str, str]]):
    led = 0
    for entry in entries:
        answer = client.get("/" + entry["path"], headers={"accept-encoding": "identity"})
        if answer.status_code == 303:  # a copy for hosts of files: the server leads to the reader's language
            led += 1
            continue
        assert hashlib.sha256(answer.content).hexdigest() == entry["sha256"], entry["path"]
        assert answer.headers["etag"] == f'"{entry["sha256"][:32]}"'
        assert answer.headers["content-type"].partition(";")[0] == entry["mediaType"]
    assert led < len(entries) / 4
    for name in ("manifest.json", "manifest.json.sha256"):
        assert client.get(f"/{name}").content == (release.folder / name).read_bytes()


def test_a_large_file_is_read_as_it_is_sent(client: TestClient, release: Release):
    whole = (release.folder / DUMP).read_bytes()
    assert len(whole) > 2_000_000
    asked = {"accept-encoding": "identity"}
    assert client.get(f"/{DUMP}", headers=asked).content == whole
    head = client.head(f"/{DUMP}", headers=asked)
    assert (head.headers["content-length"], head.content) == (str(len(whole)), b"")
    for first, last in ((0, 0), (5, 70_000), (1_000_000, 1_999_999), (len(whole) - 1, len(whole) + 5)):
        part = client.get(f"/{DUMP}", headers={**asked, "range": f"bytes={first}-{last}"})
        assert (part.status_code, part.content) == (206, whole[first : last + 1])
    assert client.get(f"/{DUMP}", headers={**asked, "if-none-match": head.headers["etag"]}).status_code == 304
    assert client.get(f"/{DUMP}", headers={"accept-encoding": "gzip"}).content == whole


def test_the_answer_is_the_same_with_a_release_and_without(edition: Edition, release: Release, tmp_path: Path):
    asked = {"accept-encoding": "identity"}
    with_release, without = TestClient(Site(edition)), TestClient(Site(edition, tmp_path))
    same = ["plant/bean.en.html", "plant/bean.ttl", DUMP, "index.jsonld"]
    if not edition.settings.releases.packed:  # the manifest of a release names its packs
        same.append("manifest.json")
    for path in same:
        one, other = (client.get(f"/{path}", headers=asked) for client in (with_release, without))
        assert (one.content, dict(one.headers)) == (other.content, dict(other.headers)), path
    assert release.digest == edition.release


@pytest.fixture
def other(tmp_path: Path) -> tuple[Edition, Path]:
    init(tmp_path / "garden")
    edition = edition_of(tmp_path / "garden")
    return edition, build(edition).folder


@pytest.mark.parametrize("path", ["plant/bean.ttl", "plant/bean.en.html", DUMP, "index.jsonld"])
def test_what_has_become_of_a_file_is_not_sent(other: tuple[Edition, Path], path: str):
    """A file that was changed, cut or removed is made again."""
    edition, folder = other
    whole = (folder / path).read_bytes()
    for data in (whole[:-1] + b"x", whole[:10], b"", whole + b"x", None):
        (folder / path).chmod(0o644)
        (folder / path).unlink()
        if data is not None:
            (folder / path).write_bytes(data)
        assert TestClient(Site(edition)).get(f"/{path}").content == whole
        (folder / path).write_bytes(whole)


def test_pages_lead_to_the_service_of_the_server_unless_a_release_stands(tmp_path: Path):
    init(tmp_path / "garden")
    edition = edition_of(tmp_path / "garden")
    assert beside_service(edition).is_served
    build(edition)
    assert not beside_service(edition).is_served
    (tmp_path / "garden" / "data" / "more.ttl").write_text("<urn:a> <urn:b> 1 .\n", "utf-8")
    assert beside_service(edition_of(tmp_path / "garden")).is_served


@given(st.binary(max_size=500), st.integers(-5, 600), st.integers(-5, 600), st.integers(0, 100), st.integers(0, 600))
def test_a_part_of_a_file_is_that_of_its_bytes(data: bytes, start: int, stop: int, first: int, last: int):
    file = Path(_FOLDER, "data")
    file.write_bytes(data)
    body = OnDisk(file, 0, len(data))
    assert bytes(body) == data
    assert (bytes(body[start:stop]), len(body[start:stop])) == (data[start:stop], len(data[start:stop]))
    assert bytes(body[start:stop][first:last]) == data[start:stop][first:last]


def test_a_file_that_has_become_shorter_is_an_error(tmp_path: Path):
    (tmp_path / "data").write_bytes(b"x" * 100)
    body = OnDisk(tmp_path / "data", 0, 100)
    (tmp_path / "data").write_bytes(b"x" * 50)
    with pytest.raises(OSError, match="shorter"):
        bytes(body)
    assert bytes(body[:50]) == b"x" * 50


@pytest.fixture(autouse=True, scope="module")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    global _FOLDER  # noqa: PLW0603 - properties take no fixture of one test
    _FOLDER = tmp_path_factory.mktemp("parts")


_FOLDER = Path()
