"""Sealing: a release that stands is signed, once it has been verified."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from catalogue.documents.addresses import MANIFEST, MANIFEST_SIGNATURE
from catalogue.errors import FindingsError, OutputError, Place, reason_of
from catalogue.files import real_path
from catalogue.messages import Message
from catalogue.release.layout import RELEASES
from catalogue.release.lock import locked
from catalogue.release.signing import put, signature_of
from catalogue.release.verifying import verify


def sign(folder: Path, key: Path) -> Path:
    """Sign a release that stands, in the place of a signature that it has.

    Args:
        folder: the release.
        key: the file of a private SSH key, or of a public one whose private key an agent has.

    Returns:
        The file of the signature.

    Raises:
        FindingsError: the release is not as its manifest says.
        UsageError: there is no release, or no such key.
        InputError: the manifest cannot be read, or the key cannot sign.
        OutputError: the system refused, or there is no `ssh-keygen`.
    """
    differing = verify(folder).keys() - {MANIFEST_SIGNATURE}
    if differing:
        raise FindingsError(Message("signing.differs", count=len(differing)), Place(str(folder)))
    release = real_path(folder)
    try:
        with ExitStack() as held:
            if release.parent.name == RELEASES:
                held.enter_context(locked(release.parents[1]))
            put(release, signature_of(release / MANIFEST, key))
    except OSError as error:
        raise OutputError(Message("files.cannot-write", reason=reason_of(error)), Place(str(folder))) from error
    return folder / MANIFEST_SIGNATURE
