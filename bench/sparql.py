"""Measure the SPARQL service beside the oxigraph server and rdflib: `python -m bench.sparql FOLDER`.

Needs wrk, the load generator, and the development requirements, which have the oxigraph server.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx2
import rdflib

from catalogue.query import NamedQuery, bind, read_query
from catalogue.terms import NamedNode
from catalogue.workspace.catalogue import Catalogue

QUERIES = Path(__file__).parent / "queries"
ACCEPT = "application/sparql-results+json, application/n-triples"
CLASS = "https://communs.example.org/ontology#Initiative"
VARIANTS = 2000
_LEAST = 1e-3
_TIMES = 3
_LIMITS = "\n[sparql]\nclient = 1000000\nwall = 60\nqueue = 64\n"


@dataclass(frozen=True)
class Rate:
    """How quickly requests were answered.

    Attributes:
        per_second: requests answered in a second.
        p50: the median time of an answer, in milliseconds.
        p95: the time that 95 of 100 answers stayed below, in milliseconds.
        failed: how many answers were none.
    """

    per_second: float
    p50: float
    p95: float
    failed: int


@dataclass(frozen=True)
class Endpoint:
    """A server that is measured.

    Attributes:
        name: what it is called in the tables.
        url: the address that queries are sent to, with `?` and all fields but the query.
        repeats: whether the same query is sent again and again, so that it may be remembered.
    """

    name: str
    url: str
    repeats: bool = False


def texts(named: NamedQuery, things: Sequence[str]) -> list[str]:
    """Give a query as it is sent, for one thing after the other."""
    if not named.parameters:
        return [named.sparql]
    return [bind(named.text, {"thing": NamedNode(thing)}) for thing in things]


def load(endpoint: Endpoint, sparql: Sequence[str], seconds: int, connections: int, work: Path) -> Rate:
    """Send queries over some connections for a while, each as soon as the answer before has come."""
    dice = random.Random()
    if endpoint.repeats:
        asked = [quote(sparql[0], safe="")]
    else:  # a comment makes each query a new one
        asked = [quote(f"{dice.choice(sparql)}#{number}.{dice.random()}", safe="") for number in range(VARIANTS)]
    address = httpx2.URL(endpoint.url)
    head = address.raw_path.decode()
    paths = work / "paths.txt"
    paths.write_text("".join(f"{head}query={one}\n" for one in asked), "utf-8")
    script = work / "load.lua"
    script.write_text(_LUA.replace("PATHS", str(paths)).replace("REPEATS", str(endpoint.repeats).lower()), "utf-8")
    command = [
        "wrk",
        "-t1",
        f"-c{connections}",
        f"-d{seconds}s",
        "--timeout",
        "60s",
        "-s",
        str(script),
        "-H",
        f"Accept: {ACCEPT}",
    ]
    done = subprocess.run(
        [*command, f"http://{address.host}:{address.port}"], capture_output=True, text=True, check=True, timeout=seconds + 60
    )
    numbers = re.search(r"RESULT (\S+) (\S+) (\S+) (\S+)", done.stdout)
    if numbers is None:
        raise RuntimeError(done.stdout + done.stderr)
    rate, p50, p95, failed = map(float, numbers.groups())
    return Rate(rate, p50 / 1000, p95 / 1000, int(failed))


_LUA = """
local paths, number, round = {}, 0, 0
for line in io.lines("PATHS") do paths[#paths + 1] = line end
request = function()
  number = number + 1
  if number > #paths then number = 1; round = round + 1 end
  if REPEATS then return wrk.format("GET", paths[number]) end
  return wrk.format("GET", paths[number] .. "%20" .. round)
end
done = function(summary, latency, requests)
  local failed = summary.errors.status + summary.errors.read + summary.errors.timeout + summary.errors.connect
  io.write(string.format("RESULT %f %f %f %d\\n", summary.requests * 1e6 / summary.duration,
    latency:percentile(50), latency:percentile(95), failed))
end
"""


def rows(endpoint: Endpoint, sparql: str) -> int:
    """Count the rows of an answer, so that only servers which say the same are compared."""
    answer = httpx2.get(f"{endpoint.url}query={quote(sparql, safe='')}", headers={"Accept": ACCEPT}, timeout=120)
    answer.raise_for_status()
    if "json" in answer.headers["content-type"]:
        said = answer.json()
        return len(said["results"]["bindings"]) if "results" in said else int(said["boolean"])
    return len(set(answer.text.splitlines()))


@contextmanager
def ours(folder: Path) -> Iterator[str]:
    """Run our service on a catalogue's folder, without a limit for one client."""
    command = [sys.executable, "-m", "catalogue", "serve", "--sparql-only", "--port", "0", "-C", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None  # noqa: S101 - it is a pipe
            yield process.stdout.readline().strip()
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(20)


@contextmanager
def oxigraph(statements: Path, work: Path, *, on_disk: bool) -> Iterator[str]:
    """Run the oxigraph server on the same statements."""
    program = str(Path(sys.executable).parent / "oxigraph")
    port = "7897" if on_disk else "7898"
    place = ["--location", str(work / "oxigraph")] if on_disk else []
    if on_disk:
        subprocess.run([program, "load", *place, "--file", str(statements)], check=True, capture_output=True)
    command = [program, "serve", *place, "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            address = f"http://127.0.0.1:{port}/"
            _until_there(address)
            if not on_disk:
                with statements.open("rb") as file:
                    headers = {"Content-Type": "application/n-quads"}
                    httpx2.post(f"{address}store", content=file, headers=headers, timeout=900).raise_for_status()
            yield address
        finally:
            process.terminate()
            process.wait(20)


def _until_there(address: str) -> None:
    for _ in range(200):
        try:
            httpx2.get(address, timeout=5)
        except httpx2.TransportError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"nothing answers at {address}")


def in_rdflib(statements: Path, queries: Sequence[NamedQuery], things: Sequence[str], limit: float) -> dict[str, float]:
    """Measure rdflib in this process, without HTTP: the median seconds of a query, or the limit when it takes longer."""
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(statements, format="nquads")
    found: dict[str, float] = {}
    for named in queries:
        times = []
        for sparql in texts(named, things)[:5]:
            start = time.perf_counter()
            list(dataset.query(sparql))
            times.append(time.perf_counter() - start)
            if sum(times) > limit:
                break
        found[named.name] = statistics.median(times)
        sys.stderr.write(f"rdflib {named.name}: {found[named.name]:.4f} s\n")
    return found


def measure(folder: Path, asked: argparse.Namespace) -> str:
    """Measure all servers on one catalogue, taking turns, and give the table."""
    edition = Catalogue(folder).edition
    queries = [read_query(path, QUERIES) for path in sorted(QUERIES.glob(f"{asked.queries}.rq"))]
    things = [thing.value for thing in edition.graph.instances(NamedNode(CLASS)) if isinstance(thing, NamedNode)]
    size = len(edition.graph)
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        work = Path(name)
        statements = work / "catalogue.nq"
        with statements.open("wb") as file:
            file.writelines(edition.graph.nquads())
        del edition
        slow = in_rdflib(statements, queries, things, asked.limit) if asked.rdflib else {}
        copy = work / "catalogue"
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("build", ".catalogue", ".git"))
        settings = copy / "catalogue.toml"
        words = settings.read_text("utf-8")
        settings.write_text(words if "\n[sparql]\n" in words else words + "\n[sparql]\n", "utf-8")
        settings.write_text(settings.read_text("utf-8").replace("\n[sparql]\n", _LIMITS), "utf-8")
        here = stack.enter_context(ours(copy)) + "sparql?"
        memory = stack.enter_context(oxigraph(statements, work, on_disk=False)) + "query?union-default-graph=&"
        disk = stack.enter_context(oxigraph(statements, work, on_disk=True)) + "query?union-default-graph=&"
        endpoints = [
            Endpoint("ours", here),
            Endpoint("ours, repeated", here, repeats=True),
            Endpoint("oxigraph, memory", memory),
            Endpoint("oxigraph, disk", disk),
            *(Endpoint(label, f"{url}?") for label, _, url in (one.partition("=") for one in asked.endpoint)),
        ]
        found: dict[tuple[str, str], list[Rate]] = {}
        for named in queries:
            sparql = texts(named, things)
            start = time.perf_counter()
            counts = {endpoint.name: rows(endpoint, sparql[0]) for endpoint in endpoints}
            # what takes long is asked for longer: an answer that has not come at the end counts as none
            seconds = min(max(asked.seconds, round((time.perf_counter() - start) * _TIMES)), asked.limit)
            if len(set(counts.values())) > 1:
                raise RuntimeError(f"{named.name}: the answers differ: {counts}")
            for _ in range(asked.rounds):
                for endpoint in endpoints:
                    rate = load(endpoint, sparql, int(seconds), asked.connections, work)
                    found.setdefault((named.name, endpoint.name), []).append(rate)
                    sys.stderr.write(f"{named.name}, {endpoint.name}: {json.dumps(rate.__dict__)}\n")
    return f"### {folder.name}: {size:,} statements\n\n" + "\n".join(_table(queries, endpoints, found, slow)) + "\n"


def _table(
    queries: Sequence[NamedQuery],
    endpoints: Sequence[Endpoint],
    found: dict[tuple[str, str], list[Rate]],
    slow: dict[str, float],
) -> Iterator[str]:
    yield "| query | | requests/s | slowest - fastest | p50, ms | p95, ms | times oxigraph in memory | on disk |"
    yield "|---|---|---|---|---|---|---|---|"
    for named in queries:
        medians = {e.name: statistics.median(r.per_second for r in found[named.name, e.name]) for e in endpoints}
        peers = [max(medians[f"oxigraph, {place}"], _LEAST) for place in ("memory", "disk")]
        for number, endpoint in enumerate(endpoints):
            rates = found[named.name, endpoint.name]
            p50, p95 = (statistics.median(getattr(r, p) for r in rates) for p in ("p50", "p95"))
            failed = sum(rate.failed for rate in rates)
            spread = f"{min(r.per_second for r in rates):,.1f} - {max(r.per_second for r in rates):,.1f}"
            ratios = [medians[endpoint.name] / peer for peer in peers]
            yield (
                f"| {'' if number else named.name} | {endpoint.name}{f' ({failed} failed)' if failed else ''} | "
                f"{medians[endpoint.name]:,.1f} | {spread} | {p50:.2f} | {p95:.2f} | {ratios[0]:.2f} | {ratios[1]:.2f} |"
            )
        if named.name in slow:
            rate = 1 / slow[named.name]
            yield f"| | rdflib, in process | {rate:,.1f} | | {slow[named.name] * 1000:.2f} | | | |"


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, help="catalogues, such as `python -m bench.generate` makes")
    parser.add_argument("--seconds", type=int, default=4, help="how long each server is asked each query")
    parser.add_argument("--connections", type=int, default=4, help="how many queries are on their way at the same time")
    parser.add_argument("--queries", default="*", help="a pattern for the names of the queries")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rdflib", action="store_true", help="measure rdflib too, in this process")
    parser.add_argument("--limit", type=float, default=60, help="how many seconds one query may be measured")
    parser.add_argument("--endpoint", action="append", default=[], metavar="NAME=URL", help="another server, loaded already")
    asked = parser.parse_args()
    for folder in asked.folders:
        sys.stdout.write(measure(folder, asked) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
