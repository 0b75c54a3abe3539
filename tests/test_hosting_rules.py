"""Negotiation and hosting: one table of requests, and what the service, a real nginx, Apache and Caddy answer to each."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import web_servers
from conftest import edition_of
from hypothesis import given
from hypothesis import strategies as st
from negotiation_cases import CASES, DATE, ETAG, Answer, Case
from sparql_service import running
from typer.testing import CliRunner
from web_servers import Reply, ask

from catalogue.cli.app import app
from catalogue.documents import formats as formats_
from catalogue.edition import Edition
from catalogue.hosts import HOSTS, rules_of
from catalogue.hosts.weights import BEST, DIGIT, NONE, REFUSED, Range, language_ranges, largest, media_ranges, weights
from catalogue.publish import Document
from catalogue.release import build
from catalogue.scaffold import init
from catalogue.serve.encodings import ENCODINGS, ZSTD
from catalogue.serve.negotiate import choose, language_weight, preferences

BASES = {"a host of its own": "https://gardens.example.org/", "below a path": "https://example.org/our/gardens/"}
SERVERS = ("serve", "nginx", "apache", "caddy")
MORE = """
@prefix g: <{base}ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix dct: <http://purl.org/dc/terms/> .
<{base}plant/haricot> owl:deprecated true ; dct:isReplacedBy <{base}plant/bean> .
<{base}plant/away> owl:deprecated true ; dct:isReplacedBy <https://elsewhere.example/a?b=c> .
<{base}plant/old?id=1> owl:deprecated true ; dct:isReplacedBy <{base}plant/card?id=2> .
"""
NAMES = ("plant/Bean", "plant/\u00e9t\u00e9", "plant/v1.0", "plant/a.b/c", "plant/$,(x)", "plant/two%20words")
ASKED = (
    *("plant/card?id=1", "plant/card?id=2", "plant/bean?id=1", "plant/long.ttl?id=1", "plant?id=1", "?id=1", "plant/?id=1"),
    *(
        "plant/card?at=a/b,c+d\u00e9%20e",
        "plant/Card?$1%24",
        "plant/of.html?id=1",
        "plant/two%20words?id=1",
        "plant/card?of=x.ttl",
    ),
)
"""Names with a query."""


def garden(folder: Path, base: str) -> Edition:
    """Give the garden at a base, with plants whose IRIs are hard for hosts."""
    init(folder)
    for path in folder.rglob("*"):
        if path.is_file():
            path.write_text(path.read_text("utf-8").replace("https://gardens.example.org/", base), "utf-8")
    long = f'<{base}plant/long> a g:Plant ; skos:prefLabel "long"@en ; skos:note "{"word " * 10_000}"@en .\n'
    lines = [
        f'<{base}{name}> a g:Plant ; skos:prefLabel "plant {number}"@en .\n' for number, name in enumerate((*NAMES, *ASKED))
    ]
    (folder / "data" / "plant" / "more.ttl").write_text(MORE.format(base=base) + "".join(lines) + long, "utf-8")
    return edition_of(folder)


@pytest.fixture(scope="module", params=BASES.values(), ids=BASES)
def edition(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return garden(tmp_path_factory.mktemp("hosted") / "garden", request.param)


@pytest.fixture(scope="module")
def ports(edition: Edition) -> Iterator[dict[str, int]]:
    """Run the servers, each when it is first asked for, and give their ports."""
    with ExitStack() as stack:
        folder = stack.enter_context(web_servers.readable_folder())
        yield _Started(edition, folder, stack)


class _Started(dict[str, int]):
    def __init__(self, edition: Edition, folder: Path, stack: ExitStack) -> None:
        self.edition, self.folder, self.stack = edition, folder, stack
        self.root = folder / "www"
        below = urlsplit(edition.settings.base).path.strip("/")
        self.site = self.root / below if below else self.root
        shutil.copytree(build(edition, folder / "build").folder, self.site)
        for path in self.site.rglob("*"):
            os.utime(path, (1_700_000_000, 1_700_000_000))  # Apache trusts no date of this minute
        long = self.site / "plant" / "long.ttl"
        (self.site / "plant" / "long.ttl.gz").write_bytes(gzip.compress(long.read_bytes(), mtime=0))
        (self.site / "plant" / "long.ttl.zst").write_bytes(web_servers.zstd_frame(long.read_bytes()))

    def __missing__(self, server: str) -> int:
        own = self.folder / server
        own.mkdir()
        if server == "serve":
            port = urlsplit(self.stack.enter_context(running(self.edition.settings.folder))).port or 0
        elif server == "nginx":
            rules = HOSTS["nginx"](rules_of(self.edition), str(self.site))
            port = self.stack.enter_context(web_servers.nginx(own, rules))
        elif server == "caddy":
            rules = HOSTS["caddy"](rules_of(self.edition), str(self.site))
            port = self.stack.enter_context(web_servers.caddy(own, rules))
        else:
            (self.site / ".htaccess").write_text(HOSTS["apache"](rules_of(self.edition), ""), "utf-8")
            port = self.stack.enter_context(web_servers.apache(own, self.root))
        self[server] = port
        return port


def sent(port: int, base: str, case: Case) -> Reply:
    """Send a request of the table, with what it leaves to be put in."""
    root = urlsplit(base).path
    path = case.path.replace("{base}", root) if case.path.startswith("/") else root + case.path
    headers = dict(case.headers)
    if {ETAG, DATE} & set(headers.values()):
        first = ask(port, "GET", path, {}).headers
        put = {ETAG: first["etag"], DATE: first["last-modified"]}
        headers = {name: put.get(value, value) for name, value in headers.items()}
    return ask(port, case.method, path, headers)


def listed(value: str | None) -> list[str]:
    return [] if value is None else [part.strip() for part in value.split(",")]


def differences(reply: Reply, answer: Answer, base: str) -> Iterator[str]:
    """Say in what a reply is not the answer of the table."""
    if reply.status != answer.status:
        yield f"status {reply.status}"
    location = re.sub("%[0-9a-f]{2}", lambda match: match[0].upper(), reply.headers["location"] or "")
    path = location.removeprefix(base).removeprefix(urlsplit(base).path)
    if path != answer.location:
        yield f"location {location}"
    vary = [part for value in reply.headers.get_all("vary", []) for part in listed(value)]
    if answer.vary is not None and vary != listed(answer.vary):
        yield f"vary {vary}"
    if not (reply.headers["content-type"] or "").startswith(answer.type):
        yield f"type {reply.headers['content-type']}"
    for name, value in answer.has.items():
        given = reply.headers[name]
        if given is None or (value is not None and not given.startswith(value)):
            yield f"{name} {given}"
    yield from (f"{name} is there" for name in answer.lacks if name in reply.headers)
    text = reply.body.decode("utf-8", "replace")
    if answer.body is not None and not (
        answer.body.removesuffix("…") in text if answer.body.endswith("…") else text.startswith(answer.body)
    ):
        yield f"body {text[:200]}"
    if answer.length is not None and len(reply.body) != answer.length:
        yield f"length {len(reply.body)}"


@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_each_server_answers_as_the_table_has_it(edition: Edition, ports: dict[str, int], server: str, case: Case):
    base = edition.settings.base
    if server == "serve" and case.answer.has.get("content-encoding") == "zstd" and ZSTD not in ENCODINGS:
        pytest.skip("there is no library for zstd")
    reply = sent(ports[server], base, case)
    assert list(differences(reply, case.of(server), base)) == []


MEDIA = ("text/html", "text/turtle", "application/ld+json", "application/json", "text/*", "application/*", "*/*", "text/csv")
WEIGHTS = (
    *("", ";q=0", ";q=0.1", ";q=0.5", "; q=0.9", ";q=1", ";q=1.0", ";q=0.000"),
    *("; q = 0.4", ";q= 0", ";q=x", ";q=", "; x=1 ;q=0.6"),
)


def weight_of(ranges: Sequence[Range], header: str) -> dict[str, str]:
    """Read the weights of ranges as servers do by the regular expressions that they are given."""
    read: dict[str, str] = {}
    for one in ranges:
        value = read.get(one.parent, REFUSED)
        if not one.parent and one.header == "accept" and not header:
            value = BEST
        for weight in weights(one.pattern):
            match = re.search(weight.pattern, header, re.IGNORECASE)
            if match:
                value = match[DIGIT] if weight.value is None else weight.value
                break
        read[one.variable] = value
    return read


@given(st.dictionaries(st.sampled_from(MEDIA), st.sampled_from(WEIGHTS), max_size=5), st.data())
def test_the_rules_choose_what_the_service_does(accepted: dict[str, str], data: st.DataObject):
    """But for JSON, which is asked for by name or by a range: the service takes the larger weight of both."""
    if "application/json" in accepted and "application/ld+json" not in accepted:
        accepted = {
            name: weight for name, weight in accepted.items() if name in {"application/json", "text/html", "text/turtle"}
        }
    order = data.draw(st.permutations(sorted(accepted)))
    header = data.draw(st.sampled_from([",", ", "])).join(f"{name}{accepted[name]}" for name in order)
    formats = (formats_.HTML, formats_.TURTLE, formats_.JSON_LD, formats_.CSV)
    there = data.draw(st.sets(st.sampled_from(formats), min_size=1))
    read = weight_of(list(media_ranges([(one.media_type, one.also) for one in formats])), header)
    string = "".join(read[f"accepted_{number}"] if one in there else NONE for number, one in enumerate(formats))
    chosen = next((one for number, one in enumerate(formats) if re.search(largest(number), string)), None)
    expected = choose([Document("x", "x", one) for one in formats if one in there], header, "", ("en",))
    assert chosen == (expected.format if expected else None)


TAGS = ("en", "fr", "fr-CA", "en-GB", "de", "*")


@given(st.dictionaries(st.sampled_from(TAGS), st.sampled_from(WEIGHTS), max_size=4), st.data())
def test_the_rules_choose_the_language_that_the_service_does(accepted: dict[str, str], data: st.DataObject):
    header = ", ".join(f"{tag}{accepted[tag]}" for tag in data.draw(st.permutations(sorted(accepted))))
    read = weight_of(list(language_ranges(("en", "fr"))), header)
    string = "".join(read[f"spoken_{number}"] for number in range(2))
    chosen = next((tag for number, tag in enumerate(("en", "fr")) if re.search(largest(number), string)), "en")
    ranges = preferences(header)
    assert language_weight(chosen, ranges) == max(language_weight(tag, ranges) for tag in ("en", "fr"))


def test_rules_are_written_by_the_command(edition: Edition, tmp_path: Path):
    folder = str(edition.settings.folder)
    runner = CliRunner()
    for host, write in HOSTS.items():
        if host == "w3id":
            continue
        answer = runner.invoke(app, ["hosting", host, "-C", folder, "--folder", "/srv/x", "-o", str(tmp_path / host)])
        assert answer.exit_code == 0, answer.output
        assert (tmp_path / host).read_text("utf-8") == write(rules_of(edition), "/srv/x")
        assert runner.invoke(app, ["hosting", host, "-C", folder]).output.startswith(f"# {edition.settings.base}")
    assert runner.invoke(app, ["hosting", "gopher", "-C", folder]).exit_code == 2


def test_rules_are_for_the_address_where_the_release_lies(edition: Edition):
    rules = rules_of(edition.at("https://preview.example.net/branch/7/"))
    assert (rules.base, rules.host) == ("/branch/7/", "preview.example.net")
    assert rules.moved["plant/haricot.ttl"] == "/branch/7/plant/bean.ttl"
    assert rules.moved["plant/away"] == "https://elsewhere.example/a?b=c"
    assert HOSTS["nginx"](rules, "").count("server_name preview.example.net;") == 1


def test_a_permanent_address_sends_on_to_where_the_release_lies(edition: Edition):
    """Tried in a real Apache; without another address there is nowhere to send on to."""
    where = "https://preview.example.net/branch/7/"
    folder = ["-C", str(edition.settings.folder)]
    assert CliRunner().invoke(app, ["hosting", "w3id", *folder]).exit_code == 2
    rules = CliRunner().invoke(app, ["hosting", "w3id", *folder, "--base-url", where]).output
    below = urlsplit(edition.settings.base).path
    with web_servers.readable_folder() as host:
        root = host / "www"
        site = root / below.strip("/")
        site.mkdir(parents=True)
        (site / ".htaccess").write_text(rules, "utf-8")
        with web_servers.apache(host, root) as port:
            for path in ("", "plant/", "plant/bean", "plant/bean.ttl", "plant/%C3%A9t%C3%A9", "plant/v1.0?x=1"):
                reply = ask(port, "GET", below + path, {"host": "evil.example"})
                location = re.sub("%[0-9a-f]{2}", lambda match: match[0].upper(), reply.headers["location"])
                assert (reply.status, location) == (302, where + path)
                assert reply.headers["access-control-allow-origin"] == "*"


def test_the_command_says_how_many_iris_with_a_query_a_host_does_not_open(edition: Edition):
    rules = rules_of(edition)
    assert len(rules.asked) >= len(ASKED)
    folder = str(edition.settings.folder)
    told = {host: CliRunner().invoke(app, ["hosting", host, "-C", folder]).stderr for host in ("nginx", "netlify")}
    assert str(len(rules.asked)) in told["netlify"]
    assert told["nginx"] == ""
    assert not any("?" in one["from"] for one in tomllib.loads(HOSTS["netlify"](rules, ""))["redirects"])


def test_netlify_is_told_languages_types_and_what_has_moved(edition: Edition):
    """By form alone: nobody runs that host here."""
    rules = rules_of(edition)
    told = tomllib.loads(HOSTS["netlify"](rules, "build/current"))
    assert told["build"] == {"publish": "build/current"}
    base = urlsplit(edition.settings.base).path
    redirects = {(one["from"], *one.get("conditions", {}).get("Language", [])): one for one in told["redirects"]}
    assert (redirects[f"{base}plant/haricot.ttl",]["to"], redirects[f"{base}plant/haricot.ttl",]["status"]) == (
        f"{base}plant/bean.ttl",
        301,
    )
    assert redirects[base, "fr"]["to"] == f"{base}index.fr.html"
    assert redirects[base,]["to"] == f"{base}index.en.html"
    assert redirects[f"{base}plant/Bean",]["to"] == f"{base}plant/~42ean.en.html"
    headers = {one["for"]: one["values"] for one in told["headers"]}
    assert headers[f"{base}*"]["Access-Control-Allow-Origin"] == "*"
    assert headers[f"{base}*.ttl"] == {"Content-Type": "text/turtle; charset=utf-8"}
    assert headers[f"{base}*.fr.html"] == {"Content-Language": "fr"}
