"""Publishing: a release sent to a store, verified there, made the current one by one small update, and old ones removed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from catalogue.config import Settings, StoreSettings
from catalogue.errors import BusyError, CatalogueError, FindingsError, UsageError
from catalogue.messages import Message, Text
from catalogue.release.lock import locked
from catalogue.stores.client import StoreClient, TooLargeError
from catalogue.stores.prepared import Piece, Prepared, buckets, chunks, prepare
from catalogue.stores.progress import Progress, noted
from catalogue.stores.state import Place, State, count, drop, read_state, stage, swap
from catalogue.stores.verifying import Difference, difference
from catalogue.terms import named_node

FOLDER = "stores"
"""The folder in the build folder that holds what is noted while a release is published."""

_SHOWN = 3
_LOOKS = 5
"""How often a state is read that says none or two releases, which a store may for a moment."""

Told = Callable[[Text], None]
Steps = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Source:
    """A release that is published.

    Attributes:
        name: its name.
        dump: its N-Quads.
        folder: where releases are built, in which is noted how far it is.
    """

    name: str
    dump: Path
    folder: Path


@dataclass(frozen=True)
class Published:
    """What became of a release.

    Attributes:
        graph: the graph that it has in the store.
        triples: how many triples it has there.
        requests: how many requests it took.
        normalised: how many triples have another form there.
        removed: the graphs that were removed.
        is_new: whether it became the current one; else it was.
        shown: the graph of readers that holds it, too; None where there is none.
    """

    graph: str
    triples: int
    requests: int
    normalised: int
    removed: tuple[str, ...]
    is_new: bool
    shown: str | None


def _nothing(*_: object) -> None:
    """Tell nobody."""


class Publishing:
    """The publishing of one release into one store.

    Args:
        client: the store.
        store: what the settings say of it.
        settings: the catalogue's settings.
        source: the release.
        steps: called with what is done, how much of it is done and how much there is.
        told: called with what somebody should know.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - each says one thing
        self,
        client: StoreClient,
        store: StoreSettings,
        settings: Settings,
        source: Source,
        steps: Steps = _nothing,
        told: Told = _nothing,
    ) -> None:
        self._client = client
        self._store = store
        self._source = source
        self._place = Place.of(settings)
        self._prefixes = settings.prefixes
        self._steps = steps
        self._told = told
        key = sha256(f"{client.address}\n{self._place.below}".encode()).hexdigest()[:16]
        self._folder = source.folder / FOLDER / key
        self._graph = self._place.graph(source.name)
        self._note = self._folder / "progress.json"
        self._examples: list[tuple[str, str]] = []
        self._changed = [settings.prefixes.expand(name) or name for name in store.changed]

    def run(self, wait: float = 0.0) -> Published:
        """Publish the release, from where an earlier run has ended.

        Args:
            wait: how long to wait for another process that publishes into the same store, in seconds.

        Raises:
            UsageError: the store cannot have a graph of readers, or that graph holds something else.
            BusyError: another publisher is at work, or was quicker.
            FindingsError: what the store has is not what was sent.
            RemoteError: the store refuses, fails or does not answer.
            InputError: the release's file is not N-Quads.
        """
        self._refuse_shown()
        self._folder.mkdir(parents=True, exist_ok=True)
        with locked(self._folder, wait, self._told):
            for left in self._folder.glob(".prepared-*"):
                left.unlink()
            state = self._state()
            before = state.current[0] if state.current else None
            if before == self._graph:
                return self._standing(state)
            self._refuse_other_shown(state)
            prepared = prepare(self._source.dump, self._folder / "release.nt", self._place.base, self._source.name)
            progress = self._begun(state, prepared)
            progress = self._sent(prepared, progress)
            progress = self._verified(prepared, progress)
            self._swap(before, progress)
            removed = self._thinned()
            for path in (self._note, prepared.path):
                path.unlink(missing_ok=True)
            return self._published(progress.received, progress.normalised, removed, is_new=True)

    def _published(self, triples: int, normalised: int, removed: tuple[str, ...], *, is_new: bool) -> Published:
        return Published(
            self._graph, triples, self._client.requests, normalised, removed, is_new=is_new, shown=self._store.graph
        )

    def _refuse_shown(self) -> None:
        """Refuse a graph of readers in a store whose readers might see a part of it."""
        if self._store.graph is not None and not self._client.profile.is_whole:
            raise UsageError(Message("stores.no-shown-graph", profile=self._client.profile.title))
        if self._store.graph is not None and named_node(self._store.graph) is None:
            raise UsageError(Message("stores.no-iri", graph=self._store.graph))
        if self._store.graph is not None and self._store.graph.startswith(self._place.below):
            raise UsageError(Message("stores.shown-is-ours", graph=self._store.graph))

    def _refuse_other_shown(self, state: State) -> None:
        """Refuse to empty a graph that holds what no release has put there."""
        graph = self._store.graph
        if graph is not None and graph not in state.shown and count(self._client, graph):
            raise UsageError(Message("stores.shown-is-anothers", graph=graph))

    def _state(self) -> State:
        """Read the state, again while it names none of its releases, or two, as a store may in the middle of a swap."""
        for _ in range(_LOOKS):
            state = read_state(self._client, self._place)
            if len(state.current) == 1 or not (state.current or state.completed):
                return state
        raise BusyError(Message("stores.torn", graph=self._place.below))

    def _standing(self, state: State) -> Published:
        """Look at a release that is the current one already, and give the graph of readers to it where it lacks that."""
        triples = count(self._client, self._graph)
        if not triples:
            raise FindingsError(Message("stores.gone", store=self._client.address, graph=self._graph))
        if self._store.graph is not None and state.shown.get(self._store.graph) != self._graph:
            self._told(Message("stores.shown-later", graph=self._store.graph))
        return self._published(triples, 0, (), is_new=False)

    def _begun(self, state: State, prepared: Prepared) -> Progress:
        """Give how far the release is; what is noted counts only as far as the store still has it."""
        progress = noted(self._note, self._client.address, self._graph, prepared.digest)
        is_staged = self._graph in state.staged
        if is_staged and progress.sent and count(self._client, self._graph) < progress.sent - progress.normalised:
            progress = progress.back_to(0)
        if not is_staged:
            drop(self._client, self._place, self._graph)
            stage(self._client, self._place, self._graph)
            progress = progress.back_to(0)
        if progress.sent:
            self._told(Message("stores.resumed", sent=progress.sent, triples=prepared.triples))
        progress.keep(self._note)
        return progress

    def _sent(self, prepared: Prepared, progress: Progress) -> Progress:
        """Send what is not there yet."""
        profile = self._client.profile
        limits = self._store.lines or profile.lines, self._store.bytes or profile.bytes
        for piece in chunks(prepared, progress.sent, *limits):
            self._send(piece)
            progress = replace(progress, sent=piece.end)
            progress.keep(self._note)
            self._steps("sending", piece.end, prepared.triples)
        return progress

    def _send(self, piece: Piece) -> None:
        """Send a piece, in halves where the store takes less at once."""
        try:
            self._client.add(self._graph, b"".join(piece.lines))
        except TooLargeError:
            half = len(piece.lines) // 2
            if not half:
                raise self._client.error(Message("stores.triple-too-large", size=len(piece.lines[0]))) from None
            self._send(Piece(piece.start, piece.lines[:half]))
            self._send(Piece(piece.start + half, piece.lines[half:]))

    def _verified(self, prepared: Prepared, progress: Progress) -> Progress:
        """Compare what the store has with what was sent; whatever is wrong is sent again by the next run."""
        profile = self._client.profile
        for bucket in buckets(prepared, progress.verified, profile.rows, profile.subjects):
            compared = difference(self._client, self._graph, bucket, self._changed)
            if not compared.is_none:
                self._refuse_altered(progress, bucket, compared)
            self._examples += compared.normalised[: _SHOWN - len(self._examples)]
            progress = replace(
                progress,
                verified=bucket.end,
                received=progress.received + compared.received,
                normalised=progress.normalised + len(compared.normalised),
            )
            progress.keep(self._note)
            self._steps("verifying", bucket.end, prepared.triples)
        there = count(self._client, self._graph)
        if there != progress.received:
            self._refuse_unstaged(progress)
            self._begin_anew(progress)
            raise FindingsError(Message("stores.other-count", store=self._client.address, there=there, sent=progress.received))
        if progress.normalised and not self._store.normalised:
            self._refuse_normalised(progress)
        return progress

    def _refuse_unstaged(self, progress: Progress) -> None:
        """Tell whoever fills a graph that another publisher has removed it, who was quicker."""
        if self._graph not in read_state(self._client, self._place).staged:
            self._begin_anew(progress)
            raise BusyError(Message("stores.unstaged", store=self._client.address, graph=self._graph))

    def _begin_anew(self, progress: Progress) -> None:
        """Let the next run empty the graph and send all of it."""
        drop(self._client, self._place, self._graph)
        progress.back_to(0).keep(self._note)

    def _refuse_altered(self, progress: Progress, bucket: Piece, compared: Difference) -> None:
        """Refuse a release that the store does not hold as it was sent."""
        self._refuse_unstaged(progress)
        if compared.extra:
            self._begin_anew(progress)
        else:
            progress.back_to(bucket.start).keep(self._note)
        missing, extra = len(compared.missing), len(compared.extra)
        examples = [f"- {line}" for line in compared.missing[:_SHOWN]] + [f"+ {line}" for line in compared.extra[:_SHOWN]]
        message = Message(
            "stores.altered", store=self._client.address, missing=missing, extra=extra, examples="\n".join(examples)
        )
        if compared.datatypes:
            names = ", ".join(self._prefixes.shorten(datatype) for datatype in sorted(compared.datatypes))
            message = Message("stores.altered-datatypes", message=message, datatypes=names)
        raise FindingsError(message)

    def _refuse_normalised(self, progress: Progress) -> None:
        """Refuse other forms of the same values, unless they are allowed; the release stays staged, and is all there."""
        examples = "\n".join(line for pair in self._examples for line in (f"- {pair[0]}", f"+ {pair[1]}"))
        raise FindingsError(
            Message("stores.normalised", store=self._client.address, count=progress.normalised, examples=examples or "- …")
        )

    def _swap(self, before: str | None, progress: Progress) -> None:
        """Make the release the current one; what became of the update is looked up, whatever the store has said."""
        error: CatalogueError | None = None
        try:
            self._client.update(swap(self._place, self._graph, before, progress.received, self._store.graph))
        except CatalogueError as failure:  # it is raised again unless the swap was done
            error = failure
        state = self._state()
        now = state.current[0] if state.current else None
        if now == self._graph:
            return
        if now != before:
            raise BusyError(Message("stores.overtaken", store=self._client.address, graph=now or ""))
        if error is not None:
            raise error
        self._refuse_unstaged(progress)
        raise FindingsError(Message("stores.not-swapped", store=self._client.address))

    def _thinned(self) -> tuple[str, ...]:
        """Remove old releases, and graphs that were being filled: who fills one could no longer make it the current one."""
        state = self._state()
        kept = list(dict.fromkeys((*state.current, *state.completed)))[: self._store.keep]
        removed = tuple(sorted((state.staged | set(state.completed)) - set(kept)))
        for graph in removed:
            drop(self._client, self._place, graph)
        return removed
