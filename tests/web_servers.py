"""Servers of files as tests run them: a real nginx, Apache and Caddy, on loopback, with the rules that the catalogue writes."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from typing import NamedTuple

import pytest

NGINX = """
pid {folder}/pid; error_log {folder}/error.log; daemon off; worker_processes 1;
events {{ worker_connections 64; }}
http {{
    access_log off; variables_hash_max_size 2048;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""
APACHE = """
ServerRoot {folder}
PidFile {folder}/pid
ErrorLog {folder}/error.log
Listen 127.0.0.1:{port}
ServerName localhost
{modules}
{user}
TypesConfig /dev/null
DocumentRoot {root}
<Directory {root}>
AllowOverride All
Require all granted
</Directory>
"""
CADDY = """
{{
    admin off
    auto_https off
    storage file_system {folder}/storage
}}
"""
MODULES = "mpm_event authz_core dir mime headers setenvif rewrite"
PLACES = ("/usr/lib/apache2/modules", "/usr/lib64/httpd/modules", "/usr/libexec/apache2", "/usr/lib/httpd/modules")


class Reply(NamedTuple):
    """What a server answered."""

    status: int
    headers: HTTPMessage
    body: bytes


def ask(port: int, method: str, path: str, headers: dict[str, str]) -> Reply:
    """Send a request exactly as it is written."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.putrequest(method, path, skip_host="host" in headers, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        return Reply(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


def program(*names: str) -> str:
    """Give the path of a program by one of its names; skip the test where it is not installed, but where CI is set."""
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
    match = next((where for name in names if (where := shutil.which(name, path=path))), None)
    if match is None:
        assert not os.environ.get("CI"), f"{names[0]} is not installed, and CI is set"
        pytest.skip(f"{names[0]} is not installed")
    return match


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def zstd_frame(data: bytes) -> bytes:
    """Give a frame of zstd that has data as it is (RFC 8878), for hosts, which do not look into what was compressed."""
    blocks = [data[start : start + 131072] for start in range(0, len(data), 131072)]
    heads = ((len(block) << 3 | (number == len(blocks) - 1)).to_bytes(3, "little") for number, block in enumerate(blocks))
    return b"\x28\xb5\x2f\xfd\xa0" + len(data).to_bytes(4, "little") + b"".join(map(b"".join, zip(heads, blocks, strict=True)))


@contextmanager
def readable_folder() -> Iterator[Path]:
    """Give a folder that a server may read which gives up the rights of root."""
    with tempfile.TemporaryDirectory(prefix="catalogue-host-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@contextmanager
def _started(command: list[str], port: int, log: Path) -> Iterator[int]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        try:
            for _ in range(200):
                with socket.socket() as client:
                    if client.connect_ex(("127.0.0.1", port)) == 0:
                        break
                assert process.poll() is None, log.read_text("utf-8") if log.exists() else process.communicate()
                time.sleep(0.05)
            yield port
        finally:
            process.terminate()
            process.wait(20)


@contextmanager
def nginx(folder: Path, rules: str) -> Iterator[int]:
    """Run nginx with rules, and give its port."""
    binary, port = program("nginx"), free_port()
    (folder / "site.conf").write_text(rules.replace("listen 80;", f"listen 127.0.0.1:{port};"), "utf-8")
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder), "utf-8")
    with _started([binary, "-p", str(folder), "-c", str(folder / "nginx.conf")], port, folder / "error.log") as running:
        yield running


@contextmanager
def caddy(folder: Path, rules: str) -> Iterator[int]:
    """Run Caddy with rules, without certificates, and give its port."""
    binary, port = program("caddy"), free_port()
    site = re.sub(
        r"^https?://\S+ \{$",
        f"http://127.0.0.1:{port}, http://:{port} {{\n\tbind 127.0.0.1",
        rules,
        count=1,
        flags=re.MULTILINE,
    )
    (folder / "Caddyfile").write_text(CADDY.format(folder=folder) + site, "utf-8")
    command = [binary, "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
    with _started(command, port, folder / "error.log") as running:
        yield running


@contextmanager
def apache(folder: Path, root: Path) -> Iterator[int]:
    """Run Apache for a folder of documents, with the `.htaccess` that lies in it, and give its port."""
    binary, port = program("apache2", "httpd"), free_port()
    where = next((place for place in PLACES if Path(place).is_dir()), PLACES[0])
    names = [*MODULES.split(), *(["unixd"] if Path(where, "mod_unixd.so").exists() else [])]
    modules = "\n".join(f"LoadModule {name}_module {where}/mod_{name}.so" for name in names)
    user = "User nobody\nGroup nogroup" if os.geteuid() == 0 else ""
    config = APACHE.format(folder=folder, port=port, modules=modules, user=user, root=root)
    (folder / "httpd.conf").write_text(config, "utf-8")
    command = [binary, "-f", str(folder / "httpd.conf"), "-DFOREGROUND"]
    with _started(command, port, folder / "error.log") as running:
        yield running
