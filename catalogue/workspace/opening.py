"""Opening: the catalogue in a folder, or a SPARQL endpoint that is asked as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.config import FILE_NAME, Limits, Settings, read_settings
from catalogue.files import real_path
from catalogue.names import Prefixes
from catalogue.workspace.catalogue import Catalogue

if TYPE_CHECKING:
    from catalogue.remote import Remote


def open(  # noqa: A001 - `catalogue.open` reads as what it does
    folder: str | Path = ".", *, at: str | None = None, strict: bool = False, limits: Limits | None = None
) -> Catalogue:
    """Open the catalogue in a folder.

    Args:
        folder: the catalogue's folder, which holds `catalogue.toml`.
        at: a revision of its Git repository: a branch, a tag, a commit, `HEAD~3`; the working tree when None.
        strict: whether queries are refused where a file of the data could be read in part only; else answers have a note.
        limits: what one query may take, a constraint's too, such as `Limits(timeout=10)`: a worker evaluates it then, where
            the system can fork and no other thread is running. None where this process does, without limits.

    Returns:
        The catalogue; its files are read when they are first needed, but its settings now.

    Raises:
        SettingsError: there is no catalogue, or its settings are wrong.
        UsageError: the folder is in no Git repository, there is no such revision, or Git is not installed.
        InputError: Git LFS or another repository has a file of the revision.
    """
    opened = Catalogue(folder, at, strict=strict, limits=limits)
    opened.settings  # noqa: B018 - so that what is wrong is raised now
    return opened


def connect(  # noqa: PLR0913 - all but the first have names
    endpoint: str,
    *,
    base: str = "",
    prefixes: Mapping[str, str] | None = None,
    queries: str | Path | None = None,
    timeout: int = 30,
    attempts: int = 3,
    patience: float = 60.0,
    language: str = "en",
    max_answer: int = 100_000_000,
    redirect_to: Iterable[str] = (),
    profile: str | None = None,
    credentials: str | Path | None = None,
) -> Remote:
    """Connect to a SPARQL endpoint, to query it as a catalogue is queried.

    Args:
        endpoint: its address; with a profile that of a store, which is asked for the release that is current there.
        base: what relative IRIs in queries are resolved against; when empty that of the queries' catalogue, else the address.
        prefixes: prefixes that queries need not declare, beside the standard ones; likewise.
        queries: a folder of query files, for named queries.
        timeout: how long an exchange may take, from the connection to the end of the answer, in whole seconds.
        attempts: how often it is asked at most: again only when it is busy (429, 502, 503, 504) or cannot be reached.
        patience: for how many seconds it is asked again; also when it wants to be left alone for longer (`Retry-After`).
        language: the language in which the endpoint is asked to tell errors.
        max_answer: how many bytes an answer may have.
        redirect_to: the hosts that the endpoint may redirect to, beside its own, also of private networks.
        profile: the kind of store that releases were published into, such as `virtuoso`; None where it is any endpoint.
        credentials: a file of credentials for a store; that which the environment names when None.

    Returns:
        A remote catalogue, with `query`, `run`, `find_query` and `queries`; nothing is sent before it is queried, but to a
        store the question which release is current.

    Raises:
        UsageError: the address or the base is none, a limit is not positive, or there is no such folder, profile or release.
        RemoteError: the store refuses, or does not answer.
    """
    from catalogue.remote import Remote, Retries  # SPARQLWrapper is slow to import

    folder = Path(queries) if queries is not None else None
    settings = _settings_around(folder)
    base = base or (settings.base if settings is not None else endpoint)
    own = settings.prefixes if settings is not None and prefixes is None else Prefixes(prefixes)
    retries = Retries(attempts, patience)
    if profile is not None:
        from catalogue.stores.asking import Bounds, Context, ask_store
        from catalogue.stores.opening import at_address
        from catalogue.stores.state import Place

        place = Place.of(settings) if settings is not None else Place.below_base(base)
        bounds = Bounds(timeout, max_answer, tuple(redirect_to), retries, language)
        file = Path(credentials) if credentials is not None else None
        return ask_store(at_address(endpoint, profile), Context(place, own, base, folder), file, bounds)
    return Remote(
        endpoint,
        base=base,
        prefixes=own,
        queries=folder,
        timeout=timeout,
        retries=retries,
        language=language,
        max_answer=max_answer,
        redirect_to=redirect_to,
    )


def _settings_around(folder: Path | None) -> Settings | None:
    """Give the settings of the catalogue that a folder belongs to; None when it belongs to none, or there is no folder."""
    for parent in (real_path(folder), *real_path(folder).parents) if folder is not None else ():
        if (parent / FILE_NAME).is_file():
            return read_settings(parent)
    return None
