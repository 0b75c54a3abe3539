"""Signatures: a manifest signed with an SSH key, and signatures checked against a list of who may sign.

`ssh-keygen` makes and checks them, so that keys, agents, hardware and certificates are used as everywhere else. What is signed
is the manifest, which has the digest of every file.
"""

from __future__ import annotations

import os
import stat
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from catalogue.documents.addresses import MANIFEST, MANIFEST_SIGNATURE
from catalogue.errors import InputError, OutputError, Place, UsageError
from catalogue.messages import Message

NAMESPACE = "catalogue-release"
"""What a signature is for: one that was made for something else does not count."""

SIGNING = ".signing-"
"""How the name of a signature begins, beside its release, before it has its place."""

_PROGRAM = "ssh-keygen"
_LARGEST = 64 * 1024
_SECONDS = 60


def signature_of(manifest: Path, key: Path) -> bytes:
    """Sign a manifest.

    Args:
        manifest: the file.
        key: the file of a private key, or of a public one whose private key an agent has.

    Returns:
        The signature, as `ssh-keygen -Y sign` writes it.

    Raises:
        UsageError: there is no such file.
        InputError: it is no key that can sign.
        OutputError: there is no `ssh-keygen`.
        OSError: the system refused to read the manifest.
    """
    if not key.is_file():
        raise UsageError(Message("signing.no-key", path=key))
    done = _run(["sign", "-f", str(key), "-n", NAMESPACE], manifest, None)
    if done.returncode != 0 or not done.stdout:
        raise InputError(Message("signing.refused", reason=_last_line(done.stderr)), Place(str(key)))
    return done.stdout


def put(release: Path, signature: bytes) -> None:
    """Put a signature beside the manifest of a release that stands, whole or not at all.

    Raises:
        OSError: the system refused.
    """
    handle, name = tempfile.mkstemp(prefix=SIGNING, dir=release.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(signature)
        file.flush()
        os.fsync(handle)
    Path(name).chmod(stat.S_IMODE((release / MANIFEST).stat().st_mode))
    Path(name).replace(release / MANIFEST_SIGNATURE)


def signed_by(release: Path, signers: Path) -> Sequence[str]:
    """Tell who signed a release.

    Args:
        release: its folder.
        signers: the file of those who may sign it.

    Returns:
        The names, as the file of signers has them, for which the signature is a good one; empty when there is none.

    Raises:
        UsageError: there is no file of signers.
        OutputError: there is no `ssh-keygen`.
    """
    if not signers.is_file():
        raise UsageError(Message("signing.no-signers", path=signers))
    path = release / MANIFEST_SIGNATURE
    if not path.is_file() or path.is_symlink() or path.stat().st_size > _LARGEST:
        return ()
    names = _run(["find-principals", "-s", str(path), "-f", str(signers)], None).stdout.decode("utf-8", "replace").splitlines()
    return [name for name in names if _is_good(path, release / MANIFEST, signers, name)]


def _is_good(path: Path, manifest: Path, signers: Path, name: str) -> bool:
    command = ["verify", "-f", str(signers), "-I", name, "-n", NAMESPACE, "-s", str(path)]
    return _run(command, manifest).returncode == 0


def _run(arguments: Sequence[str], given: Path | None, seconds: float | None = _SECONDS) -> subprocess.CompletedProcess[bytes]:
    """Run the program; a passphrase, which may be asked for when something is signed, takes as long as it takes.

    Args:
        arguments: those behind its name.
        given: the file that it reads; nothing when None.
        seconds: how long it may take.
    """
    command = [_PROGRAM, "-Y", *arguments]
    try:
        with given.open("rb") if given is not None else nullcontext(subprocess.DEVNULL) as read:
            return subprocess.run(  # noqa: S603 - what is given stands behind options
                command, stdin=read, capture_output=True, check=False, timeout=seconds, env={**os.environ, "LC_ALL": "C"}
            )
    except subprocess.TimeoutExpired:
        raise OutputError(Message("signing.late", program=_PROGRAM, seconds=_SECONDS)) from None
    except FileNotFoundError as error:
        if error.filename != _PROGRAM:
            raise
        raise OutputError(Message("signing.no-program", program=_PROGRAM)) from None


def _last_line(output: bytes) -> str:
    lines = output.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "?"
