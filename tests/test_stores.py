"""A release in a store: sent, verified, swapped, kept; each fault is told, the standing release stays, the next run goes on."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from stores import (
    BASE,
    Asked,
    Running,
    Said,
    Servers,
    oxigraph,
    plain,
    proxy,
    publish,
    release,
    settings_in,
    triples_of,
)
from typer.testing import CliRunner

from catalogue.cli.app import app
from catalogue.errors import BusyError, CatalogueError, FindingsError, RemoteError, UsageError
from catalogue.scaffold import init
from catalogue.stores.state import Place, read_state
from catalogue.workspace.catalogue import Catalogue

A, B, C = "a" * 16, "b" * 16, "c" * 16
STORES = ("oxigraph", "virtuoso")
TREES = 60
TRIPLES = 5 * TREES


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Running]]:
    """An Oxigraph and a Virtuoso."""
    with ExitStack() as stack:
        yield Servers(tmp_path_factory.mktemp("stores"), stack)


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, running: dict[str, Running]) -> Running:
    """One of them, without graphs of ours."""
    given = running[request.param]
    emptied(given)
    return given


@pytest.fixture
def fast(running: dict[str, Running]) -> Running:
    """The Oxigraph, without graphs of ours."""
    emptied(running["oxigraph"])
    return running["oxigraph"]


def emptied(store: Running) -> None:
    for graph in graphs_of(store):
        store.client().update(f"DROP SILENT GRAPH <{graph}>")


def graphs_of(store: Running) -> set[str]:
    rows = store.client().select("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
    return {row[0].value for row in rows if row[0] is not None and row[0].value.startswith(BASE)}


def current(store: Running, folder: Path) -> tuple[str, ...]:
    return read_state(store.client(), Place.of(settings_in(folder))).current


def test_a_release_is_one_graph_without_blank_nodes_and_each_triple_once(store: Running, tmp_path: Path):
    published = publish(store, tmp_path, release(tmp_path, A, TREES))
    assert published.graph == f"{BASE}release/{A}"
    assert (published.triples, published.is_new, published.normalised) == (TRIPLES, True, 0)
    triples = triples_of(store, published.graph)
    assert len(triples) == TRIPLES
    assert (f"<{BASE}tree/00007>", f"<{BASE}o#part>", f"<{BASE}.well-known/genid/{A}/b7>") in triples
    assert (f"<{BASE}tree/00007>", f"<{BASE}o#name>", '"chêne « 7 »\\n"@fr') in triples
    assert graphs_of(store) == {published.graph, f"{BASE}release/"}


def test_the_current_release_is_not_sent_again(store: Running, tmp_path: Path):
    source = release(tmp_path, A, TREES)
    publish(store, tmp_path, source)
    with proxy(store) as between:
        again = publish(store.at(between.address), tmp_path, source)
    assert (again.is_new, again.triples, between.count("data")) == (False, TRIPLES, 0)


def test_old_releases_stay_as_many_as_asked(store: Running, tmp_path: Path):
    for name in (A, B):
        publish(store, tmp_path, release(tmp_path, name, 5))
    third = publish(store, tmp_path, release(tmp_path, C, 5), keep=2)
    assert third.removed == (f"{BASE}release/{A}",)
    assert graphs_of(store) == {f"{BASE}release/{name}" for name in (B, C, "")}
    assert publish(store, tmp_path, release(tmp_path, A, 5), keep=1).removed == tuple(
        f"{BASE}release/{name}" for name in (B, C)
    )


def only(kind: str, said: Said, *, numbers: range = range(1, 1000)) -> Callable[[Asked], Said | None]:
    """Answer requests of a kind by what is said."""
    return lambda asked: said if asked.kind == kind and asked.number in numbers else None


def on_swap(said: Said) -> Callable[[Asked], Said | None]:
    """Answer the swap by what is said."""
    return lambda asked: said if asked.is_swap else None


def halved(asked: Asked) -> Said | None:
    """Keep half of what is sent, and say that all is well."""
    if asked.kind != "data" or asked.number != 1:
        return None
    lines = asked.body.splitlines(keepends=True)
    return Said(204, is_sent=True, changed=b"".join(lines[::2]))


def altered(asked: Asked) -> Said | None:
    """Change a letter of one literal."""
    if asked.kind != "data" or asked.number != 1:
        return None
    return Said(changed=asked.body.replace(b"oak", b"oat", 1))


def added(asked: Asked) -> Said | None:
    """Add a triple about something else."""
    if asked.kind != "data" or asked.number != 1:
        return None
    return Said(changed=asked.body + b"<urn:x> <urn:y> <urn:z> .\n")


INSIDE = b'{"status": "ERROR", "exception": "no space left"}'
PASSING = {
    "a connection that is cut before": only("data", Said(0), numbers=range(1, 3)),
    "a connection that is cut after": only("data", Said(0, is_sent=True), numbers=range(1, 3)),
    "busy": only("data", Said(503, headers={"Retry-After": "0"}), numbers=range(1, 2)),
    "too many requests": only("data", Said(429, headers={"Retry-After": "0"}), numbers=range(1, 2)),
    "too large": lambda asked: Said(413) if asked.kind == "data" and asked.body.count(b"\n") > 12 else None,
    "a swap whose answer is lost": on_swap(Said(0, is_sent=True)),
    "a swap that is said to have failed": on_swap(Said(500, b"what?", is_sent=True)),
    "a question whose answer is cut": only("query", Said(0), numbers=range(2, 3)),
}
FAILING: dict[str, tuple[Callable[[Asked], Said | None], type[CatalogueError], str]] = {
    "cut for good": (only("data", Said(0)), RemoteError, "does not answer"),
    "busy for long": (only("data", Said(503, headers={"Retry-After": "3600"})), RemoteError, "3600"),
    "unauthorised": (only("data", Said(401)), RemoteError, "credentials"),
    "forbidden": (only("data", Said(403, b"read-only")), RemoteError, "read-only"),
    "not found": (only("data", Said(404)), RemoteError, "nothing at this address"),
    "no such method": (only("data", Said(405)), RemoteError, "new enough"),
    "full": (only("data", Said(507, b"no space left")), RemoteError, "no space left"),
    "failing": (only("data", Said(500, b"out of memory")), RemoteError, "out of memory"),
    "elsewhere": (only("data", Said(302, headers={"Location": "/login"})), RemoteError, "/login"),
    "an error inside": (only("data", Said(200, INSIDE)), RemoteError, "no space left"),
    "too large for one triple": (only("data", Said(413)), RemoteError, "takes no triple of"),
    "half is kept": (halved, FindingsError, "20 triples are missing"),
    "one triple is altered": (altered, FindingsError, "1 triples are missing and 1 were not sent"),
    "one triple is added": (added, FindingsError, f"counts {TRIPLES + 1} triples"),
    "no results": (only("query", Said(200, b"<html>login</html>")), RemoteError, "not a SPARQL result"),
    "a swap that is not done": (on_swap(Said(204)), FindingsError, "did not do it"),
    "a swap that is refused": (on_swap(Said(403, b"no")), RemoteError, "read-only"),
}


@pytest.mark.parametrize("fault", PASSING)
def test_what_passes_is_got_over(store: Running, tmp_path: Path, fault: str):
    publish(store, tmp_path, release(tmp_path, A, TREES))
    with proxy(store, PASSING[fault]) as between:
        published = publish(store.at(between.address), tmp_path, release(tmp_path, B, TREES, "elm"))
    assert (published.triples, current(store, tmp_path)) == (TRIPLES, (f"{BASE}release/{B}",))
    assert len(triples_of(store, published.graph)) == TRIPLES


@pytest.mark.parametrize("fault", FAILING)
def test_what_fails_is_told_and_the_next_run_ends_it(store: Running, tmp_path: Path, fault: str):
    rule, kind, text = FAILING[fault]
    publish(store, tmp_path, release(tmp_path, A, TREES))
    before = triples_of(store, f"{BASE}release/{A}")
    with proxy(store) as between:
        behind = store.at(between.address)
        between.rule = rule
        with pytest.raises(kind) as caught:
            publish(behind, tmp_path, release(tmp_path, B, TREES))
        assert text in str(caught.value)
        assert (current(store, tmp_path), triples_of(store, f"{BASE}release/{A}")) == ((f"{BASE}release/{A}",), before)
        between.rule = lambda _: None
        published = publish(behind, tmp_path, release(tmp_path, B, TREES))
    assert (published.triples, current(store, tmp_path)) == (TRIPLES, (f"{BASE}release/{B}",))
    assert triples_of(store, published.graph) == {tuple(term.replace(A, B) for term in triple) for triple in before}


def test_the_next_run_goes_on_where_the_last_one_ended(store: Running, tmp_path: Path):
    chunks = -(-TRIPLES // 40)
    with proxy(store) as between:
        behind = store.at(between.address)
        between.rule = only("data", Said(507), numbers=range(5, 100))
        with pytest.raises(RemoteError):
            publish(behind, tmp_path, release(tmp_path, A, TREES))
        between.rule, before = (lambda _: None), between.count("data")
        assert before == 6
        publish(behind, tmp_path, release(tmp_path, A, TREES))
        assert between.count("data") - before == chunks - 5
    assert len(triples_of(store, f"{BASE}release/{A}")) == TRIPLES


def test_a_run_that_is_killed_while_it_verifies_does_not_send_again(store: Running, tmp_path: Path):
    def kill(step: str, *_: int) -> None:
        if step == "verifying":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(store, tmp_path, release(tmp_path, A, TREES), kill)
    with proxy(store) as between:
        published = publish(store.at(between.address), tmp_path, release(tmp_path, A, TREES))
        assert between.count("data") == -(-TRIPLES // 40)  # another address is another store to the notes
    assert published.triples == TRIPLES
    assert publish(store, tmp_path, release(tmp_path, A, TREES)).is_new is False


def test_what_is_noted_counts_only_as_far_as_the_store_has_it(store: Running, tmp_path: Path):
    with proxy(store, only("data", Said(507), numbers=range(5, 6))) as between:
        behind = store.at(between.address)
        with pytest.raises(RemoteError):
            publish(behind, tmp_path, release(tmp_path, A, TREES))
        store.client().update(f"DROP SILENT GRAPH <{BASE}release/{A}>")
        assert publish(behind, tmp_path, release(tmp_path, A, TREES)).triples == TRIPLES


def test_of_two_publishers_the_slower_is_told_and_changes_nothing(store: Running, tmp_path: Path):
    publish(store, tmp_path, release(tmp_path, A, 5))
    done: list[str] = []

    def overtaken(asked: Asked) -> Said | None:
        if asked.is_swap and not done:
            done.append(publish(store, tmp_path / "other", release(tmp_path / "other", C, 7)).graph)
        return None

    with proxy(store, overtaken) as between, pytest.raises(BusyError, match="another publisher has made"):
        publish(store.at(between.address), tmp_path, release(tmp_path, B, TREES))
    assert current(store, tmp_path) == (f"{BASE}release/{C}",)
    assert publish(store, tmp_path, release(tmp_path, B, TREES)).triples == TRIPLES


def test_who_is_quicker_removes_what_the_other_has_sent_which_is_told(store: Running, tmp_path: Path):
    done: list[str] = []

    def quicker(asked: Asked) -> Said | None:
        if asked.kind == "data" and asked.number == 3 and not done:
            done.append(publish(store, tmp_path / "other", release(tmp_path / "other", C, 7)).graph)
        return None

    with proxy(store, quicker) as between, pytest.raises(BusyError, match="another publisher has removed"):
        publish(store.at(between.address), tmp_path, release(tmp_path, B, TREES))
    assert graphs_of(store) == {f"{BASE}release/", f"{BASE}release/{C}"}


def test_two_publishers_of_one_release_do_no_harm(store: Running, tmp_path: Path):
    sources = [release(tmp_path / str(number), A, TREES) for number in range(2)]
    outcomes: list[object] = []

    def run(number: int) -> None:
        try:
            outcomes.append(publish(store, tmp_path / str(number), sources[number]).triples)
        except BusyError as error:
            outcomes.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert TRIPLES in outcomes
    assert (len(outcomes), current(store, tmp_path)) == (2, (f"{BASE}release/{A}",))
    assert len(triples_of(store, f"{BASE}release/{A}")) == TRIPLES


def test_a_second_process_on_the_same_machine_waits_or_is_told(fast: Running, tmp_path: Path):
    source = release(tmp_path, A, TREES)

    def also(*_: object) -> None:
        with pytest.raises(BusyError, match="at work"):
            publish(fast, tmp_path, source)

    assert publish(fast, tmp_path, source, also).triples == TRIPLES


def test_readers_of_one_graph_see_the_old_release_or_the_new_one(fast: Running, tmp_path: Path):
    shown = f"{BASE}all"
    publish(fast, tmp_path, release(tmp_path, A, TREES, "oak"), graph=shown)
    assert len(triples_of(fast, shown)) == TRIPLES
    seen: set[tuple[int, int]] = set()
    stop = threading.Event()

    def read() -> None:
        client = fast.client()
        names = " ".join(f'(SUM(IF(STRSTARTS(STR(?o), "{word} "), 1, 0)) AS ?{word})' for word in ("oak", "elm"))
        while not stop.is_set():
            rows = client.select(f"SELECT {names} WHERE {{ GRAPH <{shown}> {{ ?s ?p ?o }} }}")
            seen.add(tuple(int(term.value) for term in rows[0] if term is not None))  # type: ignore[arg-type]

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for name, word in ((B, "elm"), (C, "oak"), (A, "elm"), (B, "oak")):
        publish(fast, tmp_path, release(tmp_path, name, TREES, word), graph=shown, keep=1)
    stop.set()
    for reader in readers:
        reader.join(30)
    assert seen == {(TREES, 0), (0, TREES)}


def test_readers_of_the_current_release_see_one_whole_in_any_store(store: Running, tmp_path: Path):
    publish(store, tmp_path, release(tmp_path, A, TREES))
    place, stop, seen = Place.of(settings_in(tmp_path)), threading.Event(), set()

    def read() -> None:
        client = store.client()
        while not stop.is_set():
            state = read_state(client, place)
            if len(state.current) == 1:
                rows = client.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{state.current[0]}> {{ ?s ?p ?o }} }}")
                seen.add(rows[0][0].value if rows[0][0] is not None else "")

    reader = threading.Thread(target=read)
    reader.start()
    for name in (B, C, A, B, C):
        publish(store, tmp_path, release(tmp_path, name, TREES), keep=3)
    stop.set()
    reader.join(30)
    assert seen == {str(TRIPLES)}


def test_a_graph_of_readers_that_holds_something_else_is_not_emptied(fast: Running, tmp_path: Path):
    shown = f"{BASE}all"
    fast.client().update(f"INSERT DATA {{ GRAPH <{shown}> {{ <urn:a> <urn:b> <urn:c> }} }}")
    with pytest.raises(UsageError, match="no release has put there"):
        publish(fast, tmp_path, release(tmp_path, A, 5), graph=shown)
    assert len(triples_of(fast, shown)) == 1


def test_a_graph_of_readers_is_refused_where_they_might_see_a_part(running: dict[str, Running], tmp_path: Path):
    with pytest.raises(UsageError, match="Virtuoso may see a part"):
        publish(running["virtuoso"], tmp_path, release(tmp_path, A, 5), graph=f"{BASE}all")


NUMBER = f'<{BASE}tree/1> <{BASE}o#age> "007"^^<http://www.w3.org/2001/XMLSchema#integer> <{BASE}data/a.ttl> .\n'


def test_other_forms_of_the_same_value_are_refused_unless_allowed(store: Running, tmp_path: Path):
    source = release(tmp_path, A, 5)
    source.dump.write_text(source.dump.read_text("utf-8") + NUMBER, "utf-8")
    with pytest.raises(FindingsError, match="1 triples with the same value in another form") as caught:
        publish(store, tmp_path, source)
    assert '"007"' in str(caught.value)
    assert current(store, tmp_path) == ()
    published = publish(store, tmp_path, source, normalised=True)
    assert (published.normalised, published.triples) == (1, 26)


def test_values_that_a_store_changes_are_allowed_by_their_datatype_alone(running: dict[str, Running], tmp_path: Path):
    """Virtuoso keeps no duration: of three months it gives “3”, and calls that a duration."""
    emptied(running["virtuoso"])
    source = release(tmp_path, A, 5)
    source.dump.write_text(
        source.dump.read_text("utf-8") + NUMBER.replace("007", "P3M").replace("integer", "duration"), "utf-8"
    )
    with pytest.raises(FindingsError, match=r"(?s)1 triples are missing and 1 were not sent.*literals of xsd:duration"):
        publish(running["virtuoso"], tmp_path, source, normalised=True, changed=("xsd:date",))
    published = publish(running["virtuoso"], tmp_path, source, normalised=True, changed=("xsd:duration",))
    assert (published.normalised, published.triples) == (1, 26)


def test_a_literal_that_is_lost_is_not_one_that_was_changed(fast: Running, tmp_path: Path):
    """Neither are two in the place of one."""
    source = release(tmp_path, A, 5)
    both = NUMBER.replace("007", "1") + NUMBER.replace("007", "2")
    source.dump.write_text(source.dump.read_text("utf-8") + both, "utf-8")
    for by, counts in (
        (b"", "1 triples are missing and 0 were"),
        (b'"3" .\n<https://trees.example/tree/1> <urn:p> ', "1 were not"),
    ):

        def changed(asked: Asked, by: bytes = by) -> Said | None:
            lines = [line for line in asked.body.splitlines(keepends=True) if not (b'"1"' in line and not by)]
            body = b"".join(line.replace(b'"1"^^', by + b'"1"^^') for line in lines)
            return Said(changed=body) if asked.kind == "data" and b'"1"^^' in asked.body else None

        with proxy(fast, changed) as between, pytest.raises(FindingsError, match=counts):
            publish(fast.at(between.address), tmp_path, source, normalised=True, changed=("xsd:integer",))


def test_a_wrong_password_is_told_and_stands_in_no_message(running: dict[str, Running], tmp_path: Path):
    from catalogue.remote.credentials import Credentials

    store = running["virtuoso"]
    emptied(store)
    for scheme in ("digest", "basic"):
        wrong = Running(store.address, "virtuoso", Credentials("dba", "not-the-password", scheme))
        with pytest.raises(RemoteError, match="refuses the credentials") as caught:
            publish(wrong, tmp_path, release(tmp_path, A, 5))
        assert "not-the-password" not in str(caught.value)
    with pytest.raises(RemoteError, match=r"wants credentials|does not let"):
        publish(Running(store.address, "virtuoso"), tmp_path, release(tmp_path, A, 5))


def test_a_store_that_repeats_the_password_is_not_quoted(fast: Running, tmp_path: Path):
    from catalogue.remote.credentials import Credentials

    with proxy(fast, lambda asked: Said(500, b"no: tr\xc3\xa8s-secret") if asked.kind == "update" else None) as between:
        signed = Running(between.address, "oxigraph", Credentials("ada", "très-secret", "basic"))
        with pytest.raises(RemoteError) as caught:
            publish(signed, tmp_path, release(tmp_path, A, 5))
    assert "très-secret" not in str(caught.value)


def test_what_is_sent_with_digest_authentication_is_sent_once(running: dict[str, Running], tmp_path: Path):
    emptied(running["virtuoso"])
    with proxy(running["virtuoso"]) as between:
        publish(running["virtuoso"].at(between.address), tmp_path, release(tmp_path, A, TREES))
        bodies = [asked.body for asked in between.asked if asked.kind == "data"]
    assert len(bodies) == len(set(bodies)) == -(-TRIPLES // 40)


def test_a_store_that_is_read_only_is_told(tmp_path: Path):
    with oxigraph(tmp_path):
        pass
    with oxigraph(tmp_path, command="serve-read-only") as reading, pytest.raises(RemoteError, match=r"read-only|new enough"):
        publish(reading, tmp_path, release(tmp_path, A, 5))


def test_an_address_where_no_store_is_is_told(fast: Running, tmp_path: Path):
    with pytest.raises(RemoteError, match="does not answer"):
        publish(Running("http://127.0.0.1:9", "oxigraph"), tmp_path, release(tmp_path, A, 5))
    with pytest.raises(RemoteError, match="nothing at this address"):
        publish(fast.at(f"{fast.address}/elsewhere"), tmp_path, release(tmp_path, A, 5))


def test_one_subject_with_more_triples_than_an_answer_may_have_is_verified(running: dict[str, Running], tmp_path: Path):
    """Virtuoso gives 10,000 rows at most, without a word."""
    store = running["virtuoso"]
    emptied(store)
    source = release(tmp_path, A, 1)
    many = "".join(f'<{BASE}s> <{BASE}o#has> "é{number}" <{BASE}data/a.ttl> .\n' for number in range(12_000))
    source.dump.write_text(source.dump.read_text("utf-8") + many, "utf-8")
    assert publish(store, tmp_path, source, lines=5000).triples == 12_005


def test_no_request_shows_a_secret_or_more_than_it_may(fast: Running, tmp_path: Path):
    with proxy(fast) as between:
        publish(fast.at(between.address), tmp_path, release(tmp_path, A, TREES))
        assert max(asked.body.count(b"\n") for asked in between.asked if asked.kind == "data") <= 40
        assert all("dba" not in plain(asked) for asked in between.asked)


KEPT = {
    '"007"^^xsd:integer': ('"7"^^xsd:integer', '"7"^^xsd:integer'),
    '"12.50"^^xsd:decimal': ('"12.5"^^xsd:decimal', '"12.5"^^xsd:decimal'),
    '"12345678901234567890"^^xsd:integer': ('"12345678901234567890"^^xsd:integer', '"12345678901234567890"^^xsd:decimal'),
    '"P3M"^^xsd:duration': ('"P3M"^^xsd:duration', '"3"^^xsd:duration'),
    '"abc"^^xsd:integer': ('"abc"^^xsd:integer', '"0"^^xsd:integer'),
}
"""What becomes of literals in Oxigraph and in Virtuoso, as docs/stores.md has it."""


@pytest.mark.parametrize("literal", KEPT)
def test_stores_change_what_the_documentation_says(store: Running, literal: str):
    datatype = "http://www.w3.org/2001/XMLSchema#"
    line = f"<urn:a> <urn:p> {literal} .\n".replace("xsd:", f"<{datatype}").replace(" .\n", "> .\n")
    store.client().add(f"{BASE}literal", line.encode())
    kept = {value.replace(f"<{datatype}", "xsd:").rstrip(">") for _, _, value in triples_of(store, f"{BASE}literal")}
    assert kept == {KEPT[literal][STORES.index(store.profile)]}


def test_the_command_has_a_code_for_each_end(fast: Running, tmp_path: Path):
    folder = tmp_path / "garden"
    init(folder)

    def ran(*arguments: str) -> tuple[int, str]:
        outcome = CliRunner().invoke(app, ["publish", *arguments, "-C", str(folder)])
        return outcome.exit_code, outcome.output

    asked = (fast.address, "--profile", "oxigraph")
    assert ran(*asked) == (2, f"error: there is no release in {folder}/build/current: run catalogue build first\n")
    assert ran(fast.address)[0] == 2
    assert ran("main")[0] == 2
    Catalogue(folder).build(check=False)
    assert ran("http://127.0.0.1:9", "--profile", "oxigraph")[0] == 5
    assert ran(*asked, "--graph", "not an iri")[0] == 2
    assert ran(*asked, "--credentials", str(folder / "catalogue.toml"))[0] == 3
    assert ran(*asked, "--graph", "https://gardens.example.org/all")[0] == 0
    assert len(triples_of(fast, "https://gardens.example.org/all")) == 14
    dump = next((folder / "build/current/").rglob("catalogue.nq"))
    dump.write_text(dump.read_text("utf-8").replace("bean", "been"), "utf-8")
    code, output = ran(*asked)
    assert (code, "no longer as it was built" in output) == (1, True)
