"""What each server answers: one list of requests, with the answer of `catalogue serve`, and that of hosts where it differs.

Addresses are below the base. An answer is what matters of it; headers that it does not name are not looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

BOTH, LANGUAGE = "Accept, Accept-Language", "Accept-Language"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ETAG, DATE = "the entity tag that GET gives", "the date that GET gives"
OLD = "Sat, 01 Jan 2000 00:00:00 GMT"
TURTLE = "text/turtle; charset=utf-8"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
METHODS = "GET, HEAD, OPTIONS"


class Answer(NamedTuple):
    """What matters of an answer.

    Attributes:
        status: its status.
        location: where it leads, below the base, or whole.
        vary: the header `Vary`; None when it is not looked at.
        type: the header `Content-Type`, or its beginning.
        has: headers that it has, with the beginnings of their values; None where any will do.
        lacks: headers that it does not have.
        body: how its body begins, or what it has when it ends in `…`; None when it is not looked at.
        length: how long its body is; None when it is not looked at.
    """

    status: int
    location: str = ""
    vary: str | None = None
    type: str = ""
    has: Mapping[str, str | None] = {}
    lacks: tuple[str, ...] = ()
    body: str | None = None
    length: int | None = None


class Case(NamedTuple):
    """A request and its answers.

    Attributes:
        method: its method.
        path: its path below the base, as it is sent; the whole path, with `{base}` for that of
            the base, where it begins with a slash.
        headers: its headers.
        answer: what all servers answer, but for those that are named.
        nginx: what nginx answers.
        apache: what Apache answers; as nginx where that is given.
        caddy: what Caddy answers; as nginx where that is given.
    """

    method: str
    path: str
    headers: Mapping[str, str]
    answer: Answer
    nginx: Answer | None = None
    apache: Answer | None = None
    caddy: Answer | None = None

    def of(self, server: str) -> Answer:
        """Give the answer of a server."""
        if server == "serve":
            return self.answer
        own = {"apache": self.apache, "caddy": self.caddy}.get(server)
        return own or self.nginx or self.answer


def to(path: str, vary: str | None = BOTH, status: int = 303) -> Answer:
    return Answer(status, path, vary, lacks=("etag",))


def document(media_type: str, **has: str | None) -> Answer:
    return Answer(200, "", None, media_type, {"etag": None, "access-control-allow-origin": "*", **has})


def get(path: str, accept: str | None = None, language: str = "", **more: str) -> tuple[str, str, Mapping[str, str]]:
    given = {"accept": accept, "accept-language": language or None, **{k.replace("_", "-"): v for k, v in more.items()}}
    return "GET", path, {name: value for name, value in given.items() if value is not None}


def head(path: str, accept: str | None = None, **more: str) -> tuple[str, str, Mapping[str, str]]:
    return "HEAD", *get(path, accept, **more)[1:]


def part(where: str, length: int) -> Answer:
    return Answer(206, has={"content-range": where or None, "etag": None, "access-control-allow-origin": "*"}, length=length)


UNACCEPTABLE = Answer(406, "", BOTH, has={"access-control-allow-origin": "*"})
NOTHING = Answer(404, "", None, has={"access-control-allow-origin": "*"})
NOT_FOUND_PAGE = Answer(404, "", None, "text/html", {"access-control-allow-origin": "*"})
NOT_ALLOWED = Answer(405, has={"allow": METHODS, "access-control-allow-origin": "*"})
BEAN = "plant/bean"

CASES: Mapping[str, Case] = {
    # by Accept
    "no header": Case(*get(BEAN), to("plant/bean.en.html")),
    "an empty Accept": Case(*get(BEAN, ""), to("plant/bean.en.html")),
    "anything": Case(*get(BEAN, "*/*"), to("plant/bean.en.html")),
    "a careless star": Case(*get(BEAN, "*"), to("plant/bean.en.html")),
    "a browser": Case(*get(BEAN, BROWSER), to("plant/bean.en.html")),
    "Turtle": Case(*get(BEAN, "text/turtle"), to("plant/bean.ttl")),
    "JSON-LD": Case(*get(BEAN, "application/ld+json"), to("plant/bean.jsonld")),
    "JSON": Case(*get(BEAN, "application/json"), to("plant/bean.jsonld")),
    "RDF/XML, which is made on demand": Case(
        *get(BEAN, "application/rdf+xml, text/turtle;q=0.5"), to("plant/bean.rdf"), nginx=to("plant/bean.ttl")
    ),
    "TriG, which is made on demand": Case(*get(BEAN, "application/trig"), to("plant/bean.trig"), nginx=UNACCEPTABLE),
    "the RDF/XML of what has moved": Case(*get("plant/haricot.rdf"), to("plant/bean.rdf", None, 301), nginx=NOTHING),
    "in capitals": Case(*get(BEAN, "TEXT/TURTLE"), to("plant/bean.ttl")),
    "with a parameter": Case(*get(BEAN, "text/turtle;charset=utf-8"), to("plant/bean.ttl")),
    "with a parameter and a weight": Case(*get(BEAN, "text/turtle;charset=utf-8;q=0.9, text/html;q=0.8"), to("plant/bean.ttl")),
    "spaces": Case(*get(BEAN, " text/turtle ; q=0.9 , text/html ; q=0.8 "), to("plant/bean.ttl")),
    "the larger weight": Case(*get(BEAN, "text/html;q=0.2, text/turtle;q=0.7"), to("plant/bean.ttl")),
    "the larger weight, first": Case(*get(BEAN, "application/ld+json;q=0.7, text/turtle;q=0.2"), to("plant/bean.jsonld")),
    "one and 0.9": Case(*get(BEAN, "text/html;q=0.9, text/turtle"), to("plant/bean.ttl")),
    "equal weights": Case(*get(BEAN, "application/ld+json, text/turtle"), to("plant/bean.ttl")),
    "weights that differ in the second decimal": Case(
        *get(BEAN, "text/html;q=0.81, text/turtle;q=0.85"), to("plant/bean.ttl"), nginx=to("plant/bean.en.html")
    ),
    "a weight of a hundredth": Case(*get(BEAN, "text/turtle;q=0.05"), to("plant/bean.ttl")),
    "a weight of a thousandth": Case(*get(BEAN, "text/turtle;q=0.001"), to("plant/bean.ttl")),
    "a weight with zeros": Case(*get(BEAN, "text/turtle;q=1.000, text/html;q=0.999"), to("plant/bean.ttl")),
    "a weight of zero": Case(*get(BEAN, "text/html;q=0, text/turtle;q=0.1"), to("plant/bean.ttl")),
    "zero with decimals": Case(*get(BEAN, "text/html;q=0.000, */*;q=0.5"), to("plant/bean.ttl")),
    "all but pages": Case(*get(BEAN, "text/html;q=0, */*"), to("plant/bean.ttl")),
    "all but texts": Case(*get(BEAN, "text/*;q=0, */*"), to("plant/bean.jsonld")),
    "no weight at all": Case(*get(BEAN, "text/turtle;q=x, text/html;q=0.1"), to("plant/bean.en.html")),
    "all refused": Case(*get(BEAN, "*/*;q=0"), UNACCEPTABLE),
    "the only one refused": Case(*get(BEAN, "text/turtle;q=0"), UNACCEPTABLE),
    "any text": Case(*get(BEAN, "text/*"), to("plant/bean.en.html")),
    "any text, but Turtle rather": Case(*get(BEAN, "text/*;q=0.5, text/turtle"), to("plant/bean.ttl")),
    "any application": Case(*get(BEAN, "application/*"), to("plant/bean.jsonld")),
    "the precise range goes before the wide one": Case(*get(BEAN, "*/*, text/html;q=0.1"), to("plant/bean.ttl")),
    "what this one has not, and then Turtle": Case(*get(BEAN, "text/csv, text/turtle;q=0.3"), to("plant/bean.ttl")),
    "an RDF client": Case(
        *get(BEAN, "application/rdf+xml;q=0.5, text/turtle, application/ld+json;q=0.8, */*;q=0.1"), to("plant/bean.ttl")
    ),
    "a name that begins alike": Case(*get(BEAN, "text/turtles"), UNACCEPTABLE),
    "a name that ends alike": Case(*get(BEAN, "xtext/turtle"), UNACCEPTABLE),
    "nothing that there is": Case(
        *get(BEAN, "image/png"),
        Answer(406, "", BOTH, "application/problem+json", body="text/turtle…"),
        nginx=Answer(406, "", BOTH, "text/plain", body="text/turtle: …"),
        apache=Answer(406, "", BOTH, "text/html", body="text/turtle…"),
    ),
    "nothing that there is, in a page": Case(
        *get("context/plant", "text/html"),
        Answer(406, "", BOTH, "text/html"),
        nginx=Answer(406, "", BOTH),
    ),
    # by Accept-Language
    "French": Case(*get(BEAN, "text/html", "fr"), to("plant/bean.fr.html")),
    "French of Canada": Case(*get(BEAN, "text/html", "fr-CA, de;q=0.9"), to("plant/bean.fr.html")),
    "the language with the larger weight": Case(*get(BEAN, "*/*", "en;q=0.3, fr;q=0.8"), to("plant/bean.fr.html")),
    "a language that there is not": Case(*get(BEAN, "text/html", "nl"), to("plant/bean.en.html")),
    "a language that there is not, then one": Case(*get(BEAN, "text/html", "nl, fr;q=0.2"), to("plant/bean.fr.html")),
    "any language but English": Case(*get(BEAN, "text/html", "en;q=0, *"), to("plant/bean.fr.html")),
    "languages refused": Case(*get(BEAN, "text/html", "*;q=0"), to("plant/bean.en.html")),
    "a language that begins alike": Case(*get(BEAN, "text/html", "frp"), to("plant/bean.en.html")),
    "data has no language": Case(*get(BEAN, "text/turtle", "fr"), to("plant/bean.ttl")),
    # addresses
    "the base": Case(*get("", "text/turtle"), to("index.ttl")),
    "the base in French": Case(*get("", BROWSER, "fr"), to("index.fr.html")),
    "a list": Case(*get("plant", "text/csv"), to("plant.csv")),
    "a workbook in the reader's language": Case(*get("plant", WORKBOOK, "fr"), to("plant.fr.xlsx")),
    "a list that is a folder too": Case(*get("plant", BROWSER), to("plant.en.html")),
    "a folder": Case(*get("plant/", BROWSER), to("plant.en.html")),
    "a folder, as data": Case(*get("plant/", "text/turtle"), to("plant.ttl")),
    "the document of IRIs with a hash": Case(*get("ontology", "text/turtle"), to("ontology.ttl")),
    "a dump": Case(*get("dumps/catalogue", "application/n-quads"), to("dumps/catalogue.nq")),
    "accents": Case(*get("plant/%C3%A9t%C3%A9", "text/turtle"), to("plant/%C3%A9t%C3%A9.ttl")),
    "dots": Case(*get("plant/v1.0", "text/turtle"), to("plant/v1.0.ttl")),
    "a folder with a dot": Case(*get("plant/a.b/c", "text/turtle"), to("plant/a~2eb/c.ttl")),
    "capitals": Case(*get("plant/Bean", "text/turtle"), to("plant/~42ean.ttl")),
    "other capitals": Case(*get("plant/bEAN", "text/turtle"), NOTHING),
    "signs": Case(*get("plant/$,(x)", "text/turtle"), to("plant/$,(x).ttl")),
    "signs, encoded": Case(
        *get("plant/%24,(x)", "text/turtle"), to("plant/$,(x).ttl"), nginx=to("plant/%24,(x).ttl"), apache=to("plant/$,(x).ttl")
    ),
    "percent-encoding in the IRI": Case(*get("plant/two%20words", "text/turtle"), to("plant/two~2520words.ttl")),
    "a query string": Case(*get("plant/bean?x=1", "text/turtle"), to("plant/bean.ttl")),
    "an IRI with a query": Case(*get("plant/card?id=1", BROWSER, "fr"), to("plant/card~3fid=1.fr.html")),
    "another query of the path, as data": Case(*get("plant/card?id=2", "text/turtle"), to("plant/card~3fid=2.ttl")),
    "HEAD of an IRI with a query": Case(
        *head("plant/card?id=1", "text/turtle"), to("plant/card~3fid=1.ttl")._replace(length=0)
    ),
    "an IRI with a query in no form that is accepted": Case(*get("plant/card?id=1", "image/png"), UNACCEPTABLE),
    "OPTIONS of an IRI with a query": Case("OPTIONS", "plant/card?id=1", {}, Answer(204, has={"allow": METHODS})),
    "POST to an IRI with a query": Case("POST", "plant/card?id=1", {}, NOT_ALLOWED),
    "a query whose path is an IRI too": Case(*get("plant/bean?id=1", "text/turtle"), to("plant/bean~3fid=1.ttl")),
    "a query whose path is a document": Case(*get("plant/long.ttl?id=1", "text/turtle"), to("plant/long.ttl~3fid=1.ttl")),
    "a query whose path is a page without its language": Case(
        *get("plant/of.html?id=1", "text/turtle"), to("plant/of.html~3fid=1.ttl")
    ),
    "a query whose path is a list": Case(*get("plant?id=1", "text/turtle"), to("plant~3fid=1.ttl")),
    "a query whose path is a folder": Case(*get("plant/?id=1", "text/turtle"), to("plant/~3fid=1.ttl")),
    "a query whose path is the base": Case(*get("?id=1", "text/turtle"), to("~3fid=1.ttl")),
    "a query that ends as a document": Case(*get("plant/card?of=x.ttl", "text/html"), to("plant/card~3fof=x.ttl.en.html")),
    "a query with signs": Case(
        *get("plant/card?at=a/b,c+d%C3%A9%20e", "text/turtle"), to("plant/card~3fat=a/b,c~2bd%C3%A9~2520e.ttl")
    ),
    "a query with signs, encoded": Case(
        *get("plant/card?at=a%2Fb%2cc%2bd%c3%a9%20e", "text/turtle"), to("plant/card~3fat=a/b,c~2bd%C3%A9~2520e.ttl")
    ),
    "a query with dollars": Case(*get("plant/Card?$1%24", "text/turtle"), to("plant/Card~3f$1~2524.ttl")),
    "a query behind percent-encoding": Case(
        *get("plant/two%20words?id=1", "text/turtle"), to("plant/two~2520words~3fid=1.ttl")
    ),
    "a query of which an IRI has the beginning": Case(*get("plant/card?id=11", "text/turtle"), NOTHING),
    "a query of which an IRI has the end": Case(*get("plant/card?xid=1", "text/turtle"), NOTHING),
    "a query with one thing more": Case(*get("plant/bean?id=1&x=2", "text/turtle"), to("plant/bean.ttl")),
    "a path that only an IRI with a query has": Case(*get("plant/card", "text/turtle"), NOTHING),
    "an IRI with a query that has moved": Case(*get("plant/old?id=1", BROWSER), to("plant/card?id=2", None, 301)),
    "another query than what has moved": Case(*get("plant/old?id=2", BROWSER), NOTHING),
    "a slash too many": Case(*get("plant/bean/", "text/turtle"), NOTHING),
    "below a thing": Case(*get("plant/bean/x", "text/turtle"), NOTHING),
    "below a document": Case(*get("plant/bean.ttl/x", "text/turtle"), NOTHING),
    "a page without its language": Case(*get("plant/bean.html", "text/turtle", "fr"), to("plant/bean.fr.html", None)),
    "a backslash": Case(*get("plant/\\bean", "text/turtle"), NOTHING),
    "a backslash, encoded": Case(*get("plant/%5Cbean.ttl"), NOTHING),
    "a star": Case(*get("plant/be*", "text/turtle"), NOTHING),
    "any of some letters": Case(*get("plant/%5Bb%5Dean.ttl"), NOTHING),
    "a placeholder": Case(*get("plant/%7Bhttp.request.host%7D", "text/turtle"), NOTHING),
    "an unknown path": Case(*get("nothing", BROWSER), NOT_FOUND_PAGE),
    "an unknown path, for a program": Case(*get("nothing", "application/json"), NOTHING, nginx=NOT_FOUND_PAGE),
    "an unknown document": Case(*get("plant/nothing.ttl"), NOTHING),
    "a folder without a page": Case(*get("context/"), NOTHING),
    "a file of the host": Case(*get(".htaccess"), NOTHING),
    "outside": Case(*get("../../../../etc/passwd"), NOTHING, nginx=Answer(400), apache=Answer(400), caddy=NOT_FOUND_PAGE),
    "what has moved": Case(*get("plant/haricot", "text/turtle"), to("plant/bean", None, 301)),
    "the Turtle of what has moved": Case(*get("plant/haricot.ttl"), to("plant/bean.ttl", None, 301)),
    "what has moved away": Case(*get("plant/away", BROWSER), to("https://elsewhere.example/a?b=c", None, 301)),
    "the description of the dataset": Case(
        *get(".well-known/void"), to("sparql"), nginx=document(TURTLE)._replace(body="void:DatasetDescription\u2026")
    ),
    "HEAD of the description of the dataset": Case(
        *head(".well-known/void"), to("sparql")._replace(length=0), nginx=Answer(200, type=TURTLE, length=0)
    ),
    "what may be a file of the web": Case(*get(".well-known/nothing"), NOTHING),
    "a file of the host below the web's": Case(*get(".well-known/.htaccess"), NOTHING),
    "what only begins as the web's folder": Case(*get(".well-knownx/void"), NOTHING),
    "what ends as the description of the dataset": Case(*get("plant/devoid", "text/turtle"), NOTHING),
    "a forged host": Case(*get(BEAN, "text/turtle", host="evil.example"), to("plant/bean.ttl")),
    "another host in the path": Case(*get("//evil.example/..{base}plant/bean"), NOTHING, apache=to("plant/bean.en.html")),
    "another host for browsers": Case(*get("/\\evil.example/..{base}plant/bean"), NOTHING, apache=to("plant/bean.en.html")),
    # documents
    "a document of Turtle": Case(*get("plant/bean.ttl", "text/html"), document(TURTLE)),
    "a document of JSON-LD": Case(*get("plant/bean.jsonld"), document("application/ld+json")),
    "a page": Case(*get("plant/bean.fr.html"), document("text/html; charset=utf-8", **{"content-language": "fr"})),
    "a table": Case(*get("plant.csv"), document("text/csv; charset=utf-8")),
    "N-Quads": Case(*get("dumps/catalogue.nq"), document("application/n-quads")),
    "a compressed dump": Case(
        *get("dumps/catalogue.nq.gz", accept_encoding="gzip, zstd"),
        Answer(200, type="application/gzip", lacks=("content-encoding",)),
    ),
    "a compressed dump to who reads no encoding": Case(
        *get("dumps/catalogue.ttl.gz", accept_encoding="gzip;q=0"),
        Answer(200, type="application/gzip", lacks=("content-encoding",)),
    ),
    "a dump that there is compressed, too": Case(
        *get("dumps/catalogue.nq", accept_encoding="gzip;q=0"),
        Answer(200, type="application/n-quads", lacks=("content-encoding",)),
    ),
    "RDF/XML": Case(*get("index.rdf"), document("application/rdf+xml")),
    "a JSON Schema": Case(*get("context/plant.schema.json"), document("application/schema+json")),
    "a Data Package": Case(*get("datapackage.json"), document("application/vnd.datapackage+json")),
    "CSVW metadata": Case(*get("plant.csv-metadata.json"), document("application/csvm+json")),
    "a workbook in a language": Case(*get("plant.fr.xlsx"), document(WORKBOOK, **{"content-language": "fr"})),
    "a query": Case(*get("queries/gardens-of-plant.rq"), document("application/sparql-query")),
    "the manifest": Case(*get("manifest.json"), document("application/json")),
    "a style sheet": Case(
        *get("assets/style.css"), document("text/css; charset=utf-8", **{"cache-control": "public, max-age=300"})
    ),
    "a style sheet by its digest": Case(
        *get("assets/style.css?v=1"),
        document("text/css; charset=utf-8", **{"cache-control": "public, max-age=31536000, immutable"}),
    ),
    "how long a document is kept": Case(*get("plant/bean.ttl"), document(TURTLE, **{"cache-control": "public, max-age=300"})),
    "scripts of a page": Case(*get("plant/bean.en.html"), document("text/html", **{"content-security-policy": None})),
    # conditions, HEAD and other methods
    "what is known": Case(*get("plant/bean.ttl", if_none_match=ETAG), Answer(304, has={"etag": None}, length=0)),
    "what is not known": Case(*get("plant/bean.ttl", if_none_match='"x"'), document(TURTLE)),
    "what must be the same and is not": Case(*get("plant/bean.ttl", if_match='"x"'), Answer(412)),
    "HEAD of a document": Case(*head("plant/bean.ttl"), Answer(200, type=TURTLE, has={"content-length": None}, length=0)),
    "HEAD of a thing": Case(*head(BEAN, "text/turtle"), to("plant/bean.ttl")._replace(length=0)),
    "HEAD of what is not acceptable": Case(*head(BEAN, "image/png"), UNACCEPTABLE._replace(length=0)),
    "HEAD of nothing": Case(*head("nothing"), NOTHING._replace(length=0)),
    "a preflight": Case(
        "OPTIONS",
        BEAN,
        {"origin": "https://x.example", "access-control-request-method": "GET"},
        Answer(204, has={"access-control-allow-origin": "*", "access-control-allow-methods": METHODS, "allow": METHODS}),
    ),
    "a preflight with headers": Case(
        "OPTIONS",
        "plant/bean.ttl",
        {"origin": "https://x.example", "access-control-request-headers": "x-requested-with,if-none-match"},
        Answer(204, has={"access-control-allow-headers": "x-requested-with,if-none-match", "access-control-max-age": "86400"}),
    ),
    "a preflight where nothing is": Case("OPTIONS", "nothing", {"origin": "https://x.example"}, Answer(204)),
    "POST": Case("POST", "plant/bean.ttl", {"content-length": "0"}, NOT_ALLOWED),
    "PUT": Case("PUT", BEAN, {"content-length": "0"}, NOT_ALLOWED),
    "DELETE": Case("DELETE", BEAN, {}, NOT_ALLOWED),
    "what was changed no later": Case(
        *get("plant/bean.ttl", if_modified_since=DATE), Answer(304, has={"etag": None}, length=0)
    ),
    "what was changed later": Case(*get("plant/bean.ttl", if_modified_since=OLD), document(TURTLE, **{"last-modified": None})),
    "the tag goes before the date": Case(*get("plant/bean.ttl", if_modified_since=DATE, if_none_match='"x"'), document(TURTLE)),
    "what must be older and is not": Case(*get("plant/bean.ttl", if_unmodified_since=OLD), Answer(412)),
    "no date": Case(*get("plant/bean.ttl", if_modified_since="yesterday"), document(TURTLE)),
    # parts and compressed forms
    "the first bytes": Case(*get("dumps/catalogue.nq", range="bytes=0-9"), part("bytes 0-9/", 10)),
    "the last bytes": Case(*get("dumps/catalogue.nq", range="bytes=-7"), part("", 7)),
    "one byte": Case(*get("dumps/catalogue.nq", range="bytes=3-3"), part("bytes 3-3/", 1)),
    "no such bytes": Case(
        *get("dumps/catalogue.nq", range="bytes=999999999-"), Answer(416, has={"content-range": "bytes */"}), apache=Answer(416)
    ),
    "a range that is none": Case(
        *get("dumps/catalogue.nq", range="lines=1-2"), document("application/n-quads"), caddy=Answer(416)
    ),
    "a range upside down": Case(
        *get("dumps/catalogue.nq", range="bytes=9-3"), document("application/n-quads"), nginx=Answer(416), apache=document("")
    ),
    "several ranges": Case(
        *get("dumps/catalogue.nq", range="bytes=0-1,5-6"),
        document("application/n-quads"),
        nginx=Answer(206, type="multipart/byteranges"),
    ),
    "a part of what is the same": Case(*get("dumps/catalogue.nq", range="bytes=0-9", if_range=ETAG), part("", 10)),
    "a part of what was changed no later": Case(*get("dumps/catalogue.nq", range="bytes=0-9", if_range=DATE), part("", 10)),
    "a part of something else": Case(
        *get("dumps/catalogue.nq", range="bytes=0-9", if_range='"x"'), document("application/n-q")
    ),
    "HEAD of a part": Case(
        *head("dumps/catalogue.nq", range="bytes=0-9"),
        Answer(200, has={"accept-ranges": "bytes"}, length=0),
        nginx=Answer(206, length=0),
    ),
    "compressed": Case(
        *get("plant/long.ttl", accept_encoding="gzip, br"),
        document(TURTLE, **{"content-encoding": "gzip", "vary": "Accept-Encoding"}),
    ),
    "compressed, or rather not": Case(
        *get("plant/long.ttl", accept_encoding="gzip;q=0"),
        document(TURTLE)._replace(lacks=("content-encoding",)),
    ),
    "compressed by zstd": Case(
        *get("plant/long.ttl", accept_encoding="zstd"),
        document(TURTLE, **{"content-encoding": "zstd", "vary": "Accept-Encoding"}),
        nginx=document(TURTLE)._replace(lacks=("content-encoding",)),
        apache=document(TURTLE, **{"content-encoding": "zstd", "vary": "Accept-Encoding"}),
        caddy=document(TURTLE, **{"content-encoding": "zstd", "vary": "Accept-Encoding"}),
    ),
    "as a browser has it compressed": Case(
        *get("plant/long.ttl", accept_encoding="gzip, deflate, br, zstd"),
        document(TURTLE, **{"content-encoding": "zstd", "vary": "Accept-Encoding"}),
        nginx=document(TURTLE, **{"content-encoding": "gzip", "vary": "Accept-Encoding"}),
        apache=document(TURTLE, **{"content-encoding": "zstd", "vary": "Accept-Encoding"}),
        caddy=document(TURTLE, **{"content-encoding": "zstd", "vary": "Accept-Encoding"}),
    ),
    "zstd refused": Case(
        *get("plant/long.ttl", accept_encoding="zstd;q=0, gzip"),
        document(TURTLE, **{"content-encoding": "gzip", "vary": "Accept-Encoding"}),
    ),
    "rather gzip than zstd": Case(
        *get("plant/long.ttl", accept_encoding="zstd;q=0.5, gzip"),
        document(TURTLE, **{"content-encoding": "gzip", "vary": "Accept-Encoding"}),
        apache=document(TURTLE, **{"content-encoding": "zstd", "vary": "Accept-Encoding"}),
    ),
    "a name that begins as zstd": Case(
        *get("plant/long.ttl", accept_encoding="zstdx"), document(TURTLE)._replace(lacks=("content-encoding",))
    ),
    "HEAD of the compressed": Case(
        *head("plant/long.ttl", accept_encoding="zstd, gzip"),
        Answer(200, type=TURTLE, has={"content-encoding": "zstd", "vary": "Accept-Encoding"}, length=0),
        nginx=Answer(200, type=TURTLE, has={"content-encoding": "gzip", "vary": "Accept-Encoding"}, length=0),
        apache=Answer(200, type=TURTLE, has={"content-encoding": "zstd", "vary": "Accept-Encoding"}, length=0),
        caddy=Answer(200, type=TURTLE, has={"content-encoding": "zstd", "vary": "Accept-Encoding"}, length=0),
    ),
    "not compressed": Case(*get("plant/long.ttl"), document(TURTLE)._replace(lacks=("content-encoding",), body="@prefix")),
    "a part of the compressed": Case(
        *get("plant/long.ttl", accept_encoding="gzip", range="bytes=0-1"),
        Answer(206, type=TURTLE, has={"content-encoding": "gzip"}, length=2),
        nginx=Answer(200, type=TURTLE, has={"content-encoding": "gzip"}),
        apache=Answer(206, type=TURTLE, has={"content-encoding": "gzip"}, length=2),
        caddy=Answer(206, type=TURTLE, has={"content-encoding": "gzip"}, length=2),
    ),
}
"""The requests by name."""
