"""Verifying: whatever has become of a release, each difference is named, and a manifest that is damaged is a message."""

import json
import os
import random
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import edition_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.errors import FindingsError, InputError, OutputError, UsageError
from catalogue.messages import say
from catalogue.release import (
    ADDED,
    CHANGED,
    FOLDER,
    LINKED,
    MISSING,
    OTHER,
    UNLIKE_DIGEST,
    BuildOptions,
    build,
    digest_file,
    sign,
    signing,
    standing,
    verify,
)
from catalogue.release.listing import BrokenManifestError, listed
from catalogue.scaffold import init

MANIFEST, DIGEST, SIGNATURE = "manifest.json", "manifest.json.sha256", "manifest.json.sig"
FLIPS = 400


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release that no test changes."""
    folder = tmp_path_factory.mktemp("built") / "garden"
    init(folder)
    return build(edition_of(folder)).folder


@pytest.fixture
def release(built: Path, tmp_path: Path) -> Path:
    """A copy of a release."""
    return Path(shutil.copytree(built, tmp_path / "release", symlinks=True))


def write_manifest(release: Path, data: bytes) -> None:
    """Write a manifest with its digest, as somebody would do who means harm."""
    (release / MANIFEST).write_bytes(data)
    (release / DIGEST).write_bytes(digest_file(data))


def is_seen(release: Path) -> bool:
    try:
        return bool(verify(release))
    except InputError:
        return True


def test_every_flip_of_a_bit_is_seen(release: Path):
    """Of all files, the manifest and its digest among them; what was flipped is flipped back."""
    chance = random.Random(24)
    files = sorted(path for path in release.rglob("*") if path.is_file() and path.stat().st_size)
    chosen = [chance.choice(files) for _ in range(FLIPS - 100)] + [release / MANIFEST] * 60 + [release / DIGEST] * 40
    unseen = []
    for path in chosen:
        data = path.read_bytes()
        at, bit = chance.randrange(len(data)), chance.randrange(8)
        path.write_bytes(data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :])
        if not is_seen(release):
            unseen.append((path.name, at, bit))
        path.write_bytes(data)
    assert unseen == []
    assert verify(release) == {}


def _replaced(make: Callable[[Path], object]) -> Callable[[Path], object]:
    def replace(path: Path) -> None:
        path.unlink()
        make(path)

    return replace


def _socket(path: Path) -> None:
    short = Path("/tmp") / f"s{os.getpid()}"  # noqa: S108 - the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(short))
        shutil.move(short, path)


def _filled(path: Path) -> None:
    path.mkdir()
    (path / "in.txt").write_text("x", "utf-8")


CHANGES: dict[str, tuple[str, Callable[[Path], object], dict[str, Any]]] = {
    "a file that grew": ("plant.csv", lambda path: path.write_bytes(path.read_bytes() + b"x"), {"plant.csv": CHANGED}),
    "a file cut to nothing": ("plant.csv", lambda path: path.write_bytes(b""), {"plant.csv": CHANGED}),
    "a huge file of holes": ("plant.csv", lambda path: os.truncate(path, 1 << 40), {"plant.csv": CHANGED}),
    "a file that is gone": ("plant.csv", Path.unlink, {"plant.csv": MISSING}),
    "one more file": ("plant/new.txt", lambda path: path.write_text("x", "utf-8"), {"plant/new.txt": ADDED}),
    "one more file whose name begins with a full stop": (".htaccess", Path.touch, {".htaccess": ADDED}),
    "one more folder": ("plant/new", Path.mkdir, {"plant/new": ADDED}),
    "one more folder with a file": ("new", _filled, {"new/in.txt": ADDED}),
    "a link to another file": ("plant.csv", _replaced(lambda path: path.symlink_to("garden.csv")), {"plant.csv": LINKED}),
    "a link to the same bytes": (
        "plant.csv", lambda path: (path.rename(path.parent.parent / "away"), path.symlink_to(path.parent.parent / "away")),
        {"plant.csv": LINKED},
    ),
    "a link to nowhere": ("new", lambda path: path.symlink_to("nowhere"), {"new": LINKED}),
    "a link to itself": ("new", lambda path: path.symlink_to("new"), {"new": LINKED}),
    "a link to a folder": ("new", lambda path: path.symlink_to("/"), {"new": LINKED}),
    "a pipe": ("new", os.mkfifo, {"new": OTHER}),
    "a pipe in the place of a file": ("plant.csv", _replaced(os.mkfifo), {"plant.csv": OTHER}),
    "a socket": ("new", _socket, {"new": OTHER}),
    "a folder in the place of a file": ("plant.csv", _replaced(_filled), {"plant.csv": FOLDER}),
    "no digest": (DIGEST, Path.unlink, {DIGEST: MISSING}),
    "a digest that is a pipe": (DIGEST, _replaced(os.mkfifo), {DIGEST: OTHER}),
    "a digest in capitals": (DIGEST, lambda path: path.write_bytes(path.read_bytes().upper()), {MANIFEST: UNLIKE_DIGEST}),
    "a longer digest": (DIGEST, lambda path: path.write_bytes(path.read_bytes() * 2), {MANIFEST: UNLIKE_DIGEST}),
    "a manifest with one more blank": (
        MANIFEST, lambda path: path.write_bytes(path.read_bytes() + b"\n"), {MANIFEST: UNLIKE_DIGEST},
    ),
    "a signature that is a pipe": (SIGNATURE, os.mkfifo, {SIGNATURE: OTHER}),
}  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without such files")
@pytest.mark.parametrize("name", CHANGES)
def test_each_difference_is_named(release: Path, name: str):
    path, change, expected = CHANGES[name]
    change(release / path)
    assert verify(release) == expected


def test_a_folder_that_has_become_a_link_is_named_with_what_lay_in_it(release: Path):
    (release / "plant").rename(release.parent / "away")
    (release / "plant").symlink_to(release.parent / "away")
    differing = verify(release)
    assert differing.pop("plant") == LINKED
    assert set(differing.values()) == {MISSING}
    assert all(path.startswith("plant/") for path in differing)


def test_a_device_is_named(release: Path):
    try:
        os.mknod(release / "new", 0o600 | 0o20000, os.makedev(1, 3))
    except (AttributeError, PermissionError):
        pytest.skip("this user may make no device")
    assert verify(release) == {"new": OTHER}


@pytest.mark.skipif(os.name != "posix", reason="a system without such permissions")
@pytest.mark.parametrize(
    ("path", "mode"),
    [("plant.csv", 0o666), ("plant.csv", 0o600), ("plant.csv", 0o4755), ("plant", 0o777), ("plant", 0o700), (MANIFEST, 0o646)],
)
def test_permissions_that_matter_are_named(release: Path, path: str, mode: int):
    release.chmod(0o755)
    (release / path).chmod(mode)
    assert {name: message.code for name, message in verify(release).items()} == {path: "verify.mode"}  # type: ignore[attr-defined]


@pytest.mark.skipif(os.name != "posix", reason="a system without such permissions")
@pytest.mark.parametrize("umasks", [(0o022, 0o000), (0o002, 0o022), (0o022, 0o077), (0o077, 0o022), (0o027, 0o022)])
def test_a_release_that_is_built_with_any_permissions_is_well_also_upon_one_with_others(garden: Path, umasks: tuple[int, int]):
    for number, umask in enumerate(umasks):
        path = garden / "data" / "x.ttl"
        path.write_text(f'<https://x.example/> <https://x.example/p> "{number}" .\n', "utf-8")
        before = os.umask(umask)
        try:
            assert verify(build(edition_of(garden)).folder) == {}
        finally:
            os.umask(before)


HEAD: dict[str, Any] = {"release": "0" * 16}


def _with(**members: object) -> bytes:
    file = {"path": "a", "size": 1, "sha256": "0" * 64, "mediaType": "text/plain", **members}
    return json.dumps({**HEAD, "files": [file]}).encode()


BROKEN = {
    "nothing": b"",
    "no JSON": b"{",
    "NUL": b"\0" * 1000,
    "not UTF-8": b'{"release": "\xff"}',
    "deep": b"[" * 100_000,
    "deep objects": b'{"a":' * 100_000,
    "a list": b"[]",
    "null": b"null",
    "no files": json.dumps(HEAD).encode(),
    "files that are no list": json.dumps({**HEAD, "files": {}}).encode(),
    "files that are no objects": json.dumps({**HEAD, "files": [1]}).encode(),
    "a name that is a number": b'{"release": 1, "files": []}',
    "a member twice": b'{"release": "a", "release": "b", "files": []}',
    "a number of many digits": _with().replace(b'"size": 1', b'"size": ' + b"9" * 5000),
    "a size that is true": _with(size=True),
    "a size that is no whole number": _with(size=1.5),
    "a size that is infinite": _with().replace(b'"size": 1', b'"size": Infinity'),
    "a size below nothing": _with(size=-1),
    "a digest that is short": _with(sha256="0"),
    "a digest in capitals": _with(sha256="A" * 64),
    "a digest that is a number": _with(sha256=1),
    "no media type": _with(mediaType=None),
    "a path that is a list": _with(path=["a"]),
    **{f"the path {path!a}": _with(path=path) for path in (
        "", "/", "/etc/passwd", "..", ".", "../x", "a/../../x", "a/..", "a//b", "a/", "./a", "a/./b", "a\\b", "C:\\x", "a\0b",
        "\ud800", MANIFEST, DIGEST, SIGNATURE,
    )},
    "a path twice": json.dumps({**HEAD, "files": [json.loads(_with())["files"][0]] * 2}).encode(),
    "a file in a file": json.dumps(
        {**HEAD, "files": [json.loads(_with(path=path))["files"][0] for path in ("a", "a/b")]}
    ).encode(),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_manifest_is_a_message_even_where_its_digest_is_right(release: Path, name: str):
    write_manifest(release, BROKEN[name])
    with pytest.raises(InputError, match=r"release/manifest\.json:1:1: the manifest is damaged: .+") as broken:
        verify(release)
    assert broken.value.exit_code == 3
    assert broken.value.say("fr").isprintable()


def test_a_manifest_is_read_that_has_nothing_wrong():
    assert [entry.path for entry in listed(_with(path="a b/é.x/..c"))] == ["a b/é.x/..c"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*"ab", "release", "files", "path", "size"]), inner)
    ),
)


@given(JSON)
@settings(max_examples=200, suppress_health_check=list(HealthCheck))
def test_whatever_json_a_manifest_is_it_is_read_or_broken(value: object):
    try:
        listed(json.dumps(value).encode())
        reason = ""
    except BrokenManifestError as broken:
        reason = say(broken.reason, "en")
    is_object = isinstance(value, dict) and isinstance(value.get("release", ""), str) and isinstance(value.get("files"), list)
    assert reason or is_object


def test_a_huge_manifest_is_not_read(release: Path):
    os.truncate(release / MANIFEST, 1 << 40)
    with pytest.raises(InputError, match="more than 268"):
        verify(release)


@pytest.mark.parametrize(
    "make", [lambda path: path.symlink_to("/dev/zero"), Path.mkdir, os.mkfifo], ids=["link", "folder", "pipe"]
)
def test_a_manifest_that_is_no_ordinary_file_is_not_read(release: Path, make: Callable[[Path], object]):
    (release / MANIFEST).unlink()
    make(release / MANIFEST)
    with pytest.raises(InputError, match="the manifest is damaged: a "):
        verify(release)


def test_a_release_whose_manifest_was_changed_is_built_again(garden: Path):
    edition = edition_of(garden)
    release = build(edition)
    assert standing(edition) is not None
    path = release.folder / MANIFEST
    path.write_bytes(path.read_bytes().replace(b"text/csv", b"text/csx", 1))
    assert standing(edition) is None
    assert verify(build(edition).folder) == {}


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="needs sha256sum")
def test_sha256sum_checks_the_manifest(release: Path):
    done = subprocess.run(["sha256sum", "--check", "--strict", DIGEST], cwd=release, capture_output=True, check=False)
    assert done.returncode == 0


def test_names_do_not_act_on_the_terminal(release: Path):
    (release / "x\x1b[31m\n.txt").touch()
    command = [sys.executable, "-m", "catalogue", "verify", str(release)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "x\\x1b[31m\\n.txt: not in the manifest\n")


def _verify(*arguments: str) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "catalogue", "verify", "--lang", "en", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_a_release_is_named_as_it_is_listed(garden: Path):
    first = build(edition_of(garden)).digest
    bean = garden / "data" / "plant" / "bean.ttl"
    bean.write_text(bean.read_text("utf-8").replace("runner bean", "broad bean"), "utf-8")
    second = build(edition_of(garden)).digest
    assert first != second
    at = ("-C", str(garden))
    assert _verify(first, *at) == _verify(second, *at) == _verify(*at) == (0, "", "every file is as the manifest says\n")
    (garden / "build" / "releases" / first / "new").touch()
    assert _verify(first, *at)[:2] == (1, "new: not in the manifest\n")
    assert _verify(second, *at)[0] == 0
    code, said, error = _verify("0" * 16, *at)
    assert (code, said) == (2, "")
    assert "0" * 16 in error
    assert "Traceback" not in error


# Signatures


def _key(folder: Path, name: str, *options: str) -> Path:
    path = folder / name
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, *options, "-f", str(path)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return path


def _signers(folder: Path, *lines: tuple[str, Path]) -> Path:
    path = folder / "signers"
    text = "".join(f"{who} {key.with_suffix('.pub').read_text('utf-8')}" for who, key in lines)
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, Path]:
    """Two keys, as `ssh-keygen` makes them."""
    if shutil.which("ssh-keygen") is None:
        pytest.skip("needs ssh-keygen, which is part of OpenSSH")
    return _key(tmp_path, "ada"), _key(tmp_path, "bob")


def test_a_signature_counts_where_who_made_it_may_sign(release: Path, tmp_path: Path, keys: tuple[Path, Path]):
    ada, bob = keys
    signers = _signers(tmp_path, ("ada@town.example", ada))
    assert verify(release, signers) == {SIGNATURE: MISSING}
    assert sign(release, ada) == release / SIGNATURE
    assert verify(release) == {} == verify(release, signers)
    sign(release, bob)
    assert {path: say(message, "en") for path, message in verify(release, signers).items()} == {
        SIGNATURE: "no signature of this manifest by one of the signers"
    }
    assert verify(release, _signers(tmp_path, ("ada@town.example", ada), ("bob@town.example", bob))) == {}
    assert sorted(path.name for path in release.parent.iterdir() if path.name.startswith(".")) == []


def test_ssh_keygen_checks_what_we_sign_and_we_what_it_signs(release: Path, tmp_path: Path, keys: tuple[Path, Path]):
    ada, _ = keys
    signers = _signers(tmp_path, ("ada@town.example", ada))
    sign(release, ada)
    command = ["ssh-keygen", "-Y", "verify", "-f", signers, "-I", "ada@town.example", "-n", signing.NAMESPACE, "-s", SIGNATURE]
    with (release / MANIFEST).open("rb") as manifest:
        assert subprocess.run(command, cwd=release, stdin=manifest, capture_output=True, check=False).returncode == 0
    (release / SIGNATURE).unlink()
    theirs = ["ssh-keygen", "-q", "-Y", "sign", "-f", ada, "-n", signing.NAMESPACE, MANIFEST]
    subprocess.run(theirs, cwd=release, check=True, capture_output=True)
    assert verify(release, signers) == {}


@pytest.mark.parametrize("options", ['namespaces="other"', 'valid-before="20200101"', 'valid-after="21000101"'])
def test_what_the_file_of_signers_says_of_a_key_holds(release: Path, tmp_path: Path, keys: tuple[Path, Path], options: str):
    ada, _ = keys
    sign(release, ada)
    assert list(verify(release, _signers(tmp_path, (f"ada@town.example {options}", ada)))) == [SIGNATURE]


def test_a_signature_for_something_else_does_not_count(release: Path, tmp_path: Path, keys: tuple[Path, Path]):
    ada, _ = keys
    theirs = ["ssh-keygen", "-q", "-Y", "sign", "-f", ada, "-n", "file", MANIFEST]
    subprocess.run(theirs, cwd=release, check=True, capture_output=True)
    assert list(verify(release, _signers(tmp_path, ("ada@town.example", ada)))) == [SIGNATURE]


def test_whoever_changes_the_manifest_and_its_digest_breaks_the_signature(
    release: Path, tmp_path: Path, keys: tuple[Path, Path]
):
    ada, _ = keys
    sign(release, ada)
    write_manifest(release, (release / MANIFEST).read_bytes().replace(b"text/csv", b"text/csx", 1))
    assert verify(release) == {}
    assert list(verify(release, _signers(tmp_path, ("ada@town.example", ada)))) == [SIGNATURE]


def test_nothing_is_signed_that_is_not_as_its_manifest_says(release: Path, keys: tuple[Path, Path]):
    (release / "plant.csv").unlink()
    with pytest.raises(FindingsError, match="nothing was signed: 1 file is not as"):
        sign(release, keys[0])
    assert not (release / SIGNATURE).exists()


def test_a_build_signs_what_it_writes_and_what_stands_already(garden: Path, tmp_path: Path, keys: tuple[Path, Path]):
    ada, _ = keys
    signers = _signers(tmp_path, ("ada@town.example", ada))
    release = build(edition_of(garden), options=BuildOptions(key=ada))
    assert verify(release.folder, signers) == {}
    (release.folder / SIGNATURE).unlink()
    command = [sys.executable, "-m", "catalogue"]
    done = subprocess.run([*command, "build", "--sign", str(ada)], cwd=garden, capture_output=True, text=True, check=False)
    assert (done.returncode, "(unchanged)" in done.stdout) == (0, True)
    checked = subprocess.run([*command, "verify", "--signers", str(signers)], cwd=garden, check=False, capture_output=True)
    assert checked.returncode == 0


@pytest.mark.usefixtures("keys")
def test_a_key_that_cannot_sign_is_told_and_nothing_is_current(garden: Path, tmp_path: Path):
    (tmp_path / "none").write_text("no key", "utf-8")
    with pytest.raises(InputError, match="this key cannot sign: "):
        build(edition_of(garden), options=BuildOptions(key=tmp_path / "none"))
    with pytest.raises(UsageError, match="there is no key "):
        build(edition_of(garden), options=BuildOptions(key=tmp_path / "nowhere"))
    assert not (garden / "build" / "current").exists()
    with pytest.raises(UsageError, match="there is no file of signers "):
        verify(build(edition_of(garden)).folder, tmp_path / "nowhere")


def test_without_the_program_nothing_is_signed_or_taken_for_signed(
    release: Path, tmp_path: Path, keys: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
):
    ada, _ = keys
    sign(release, ada)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OutputError, match="ssh-keygen is not installed"):
        verify(release, _signers(tmp_path, ("ada@town.example", ada)))
    with pytest.raises(OutputError, match="ssh-keygen is not installed"):
        sign(release, ada)
