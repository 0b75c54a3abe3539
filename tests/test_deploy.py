"""What `deploy/` has: a unit for systemd and an image, as strict as they can be, and not stricter than the service stands."""

import ctypes
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest
from conftest import ROOT, edition_of

from catalogue.release import build

UNIT = ROOT / "deploy" / "catalogue.service"
CONTAINER = ROOT / "deploy" / "Containerfile"
PROGRAM = "/opt/catalogue/bin/catalogue"
MOST_EXPOSED = 20
"""How exposed the service may be, as systemd counts it, in tenths: 0 to 100; below 20 it calls a service well protected."""


def analyse(*arguments: str) -> subprocess.CompletedProcess[str]:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("needs systemd-analyze")
    return subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, check=False)


def values(key: str) -> list[str]:
    """Give all words that a key of the unit has, in their order."""
    lines = UNIT.read_text("utf-8").splitlines()
    return [word for line in lines if line.startswith(f"{key}=") for word in line.partition("=")[2].split()]


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit, with a program that is there."""
    program = tmp_path / "catalogue"
    program.symlink_to(sys.executable)
    path = tmp_path / "catalogue.service"
    path.write_text(UNIT.read_text("utf-8").replace(PROGRAM, str(program)), "utf-8")
    return path


def test_systemd_finds_nothing_wrong_with_the_unit(unit: Path):
    done = analyse("verify", "--man=no", "--recursive-errors=no", str(unit))
    about = [line for line in done.stderr.splitlines() if "catalogue" in line]
    assert (about, done.returncode) == ([], 0)


def test_systemd_calls_the_unit_well_protected(unit: Path):
    done = analyse("security", "--offline=yes", f"--threshold={MOST_EXPOSED}", "--no-pager", str(unit))
    if "unrecognized option" in done.stderr:
        pytest.skip("needs systemd 250")
    assert done.returncode == 0, done.stdout


def _as_the_unit_has_it() -> None:
    """Forbid the process what the unit does, as far as a process can forbid itself that."""
    system = ctypes.CDLL(None, use_errno=True)
    no_new_privileges, deny_write_execute, refuse_gain = 38, 65, 1
    system.prctl(no_new_privileges, 1, 0, 0, 0)
    system.prctl(deny_write_execute, refuse_gain, 0, 0, 0)  # without effect before Linux 6.3
    os.umask(0o077)


@contextmanager
def serving(
    folder: Path, before: tuple[str, ...] = (), prepare: Callable[[], None] | None = None
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    command = [*before, sys.executable, "-m", "catalogue", "serve", "--port", "0"]
    server = subprocess.Popen(
        command,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=prepare,  # noqa: PLW1509 - there are no threads
        start_new_session=True,
    )
    try:
        assert server.stdout is not None
        yield server.stdout.readline().strip(), server
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.communicate(timeout=60)


def ask(address: str) -> None:
    """Ask for a page, for data, and for the answer to a query."""
    query = urlencode({"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"})
    for path in ("index.en.html", "plant/bean.ttl", f"sparql?{query}"):
        with urllib.request.urlopen(address + path, timeout=60) as answer:  # noqa: S310 - it is ours
            assert answer.status == 200


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the unit is for Linux")
def test_the_service_works_where_memory_is_not_both_written_and_run(garden: Path):
    build(edition_of(garden))
    with serving(garden, prepare=_as_the_unit_has_it) as (address, _):
        ask(address)


def _calls(group: str) -> set[str]:
    """Give the system's calls of a group, and of the groups in it."""
    done = analyse("syscall-filter", group)
    words = [line.split("#")[0].strip() for line in done.stdout.splitlines()]
    names = {word for word in words if word and word != group}
    return {name for name in names if not name.startswith("@")}.union(*(_calls(name) for name in names if name.startswith("@")))


def test_the_service_asks_nothing_of_the_system_that_the_unit_forbids(garden: Path, tmp_path: Path):
    if shutil.which("strace") is None:
        pytest.skip("needs strace")
    build(edition_of(garden))
    with serving(garden, ("strace", "-f", "-qq", "-o", str(tmp_path / "calls"))) as (address, server):
        if not address:
            pytest.skip("the system lets nobody trace")
        assert server.poll() is None
        ask(address)
    used = set(re.findall(r"^\d+ +(\w+)\(", (tmp_path / "calls").read_text("utf-8", "replace"), re.MULTILINE))
    assert {"unshare", "fork", "openat"} & used
    allowed: set[str] = set()
    is_denied = False
    lines = [line.partition("=")[2] for line in UNIT.read_text("utf-8").splitlines() if line.startswith("SystemCallFilter=")]
    for line in lines:
        is_denied = line.startswith("~")
        for group in line.lstrip("~").split():
            allowed = allowed - _calls(group) if is_denied else allowed | _calls(group)
    assert used - allowed == set()


def test_the_unit_lets_workers_have_the_namespaces_that_they_take():
    assert set(values("RestrictNamespaces")) == {"user", "net"}


@pytest.mark.parametrize("key", ["MemoryMax", "TasksMax", "LimitNOFILE", "TimeoutStopSec"])
def test_the_unit_has_limits(key: str):
    assert values(key)


def test_the_image_runs_as_a_user_without_rights_what_the_program_has():
    lines = CONTAINER.read_text("utf-8").replace("\\\n", " ").splitlines()
    instructions = [line.split(maxsplit=1) for line in lines if line and not line.startswith("#")]
    assert {name for name, _ in instructions} <= {
        "ARG", "FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "EXPOSE", "STOPSIGNAL", "ENTRYPOINT", "CMD",
    }  # fmt: skip
    last = [line for name, line in instructions if name == "USER"][-1]
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", last)
    names = [name for name, _ in instructions]
    assert names.index("USER") > len(names) - 1 - names[::-1].index("RUN")
    assert (ROOT / "requirements.txt").is_file()
    assert "--require-hashes" in CONTAINER.read_text("utf-8")


@contextmanager
def nginx_before(address: str, folder: Path) -> Iterator[str]:
    """Run nginx with the server of the documentation before a service: without certificates, at a free port."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    if not Path(program).exists():
        pytest.skip("needs nginx")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    text = (ROOT / "docs" / "deploying.md").read_text("utf-8")
    block = text.partition("```nginx\n")[2].partition("```")[0]
    assert "listen 443 ssl http2;" in block
    block = block.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};").replace("http://127.0.0.1:8000", address)
    block = re.sub(r"  ssl_\w+ .*;\n", "", block)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    head = f"pid {folder}/pid;\nerror_log {folder}/errors;\ndaemon off;\nuser root;\n" if os.getuid() == 0 else ""
    head = head or f"pid {folder}/pid;\nerror_log {folder}/errors;\ndaemon off;\n"
    (folder / "nginx.conf").write_text(f"{head}events {{}}\nhttp {{\naccess_log off;\n{paths}{block}}}\n", "utf-8")
    server = subprocess.Popen([program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "errors")])
    try:
        for _ in range(500):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            assert server.poll() is None, (folder / "errors").read_text("utf-8")
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait(30)


def test_the_server_of_the_documentation_passes_requests_on(garden: Path, tmp_path: Path):
    settings = garden / "catalogue.toml"
    settings.write_text(settings.read_text("utf-8") + "\n[sparql]\nproxies = 1\n", "utf-8")
    (tmp_path / "nginx").mkdir()
    with serving(garden) as (address, _), nginx_before(address.rstrip("/"), tmp_path / "nginx") as front:
        ask(front)
