"""Catalogues of bad input: hostile texts, addresses, dates, numbers and names in every place that pages take something from."""

# ruff: noqa: E501 - Turtle is read by its statements

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

BASE = "https://hostile.example.org/"
ACT = "window.hostile=1"
"""What every script in these texts would do, so that a page shows whether one ran."""

PREFIXES = f"""@base <{BASE}> .
@prefix : <{BASE}ontology#> .
@prefix dash: <http://datashapes.org/dash#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix s: <{BASE}shapes#> .
@prefix schema: <http://schema.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

TEXTS: Mapping[str, str] = {
    "script": f"<script>{ACT}</script>",
    "attribute": f'"><img src=x onerror={ACT}>',
    "apostrophe": f"'><svg onload={ACT}>",
    "closing": f"</script></style></title></textarea></a></td></svg><script>{ACT}</script>",
    "comment": "<!-- a --!> <![CDATA[ b ]]> <?c ?> -->",
    "references": "&lt;b&gt; &amp;amp; &#60;i&#62; &nbsp &notin",
    "template": "{{7*7}} {% raw %} ${7*7} #{7*7} {# x #} {{ lang }}",
    "placeholders": "{of} {n} {path} {0} {} %s %(title)s {title!r}",
    "link": f"[a](javascript:{ACT}) javascript:{ACT} https://example.org/?a=1&b=2",
    "quotes": "\\ \" ' ` \\u0022 \\x3c \"\"\" '''",
    "controls": "a\x00b\x01c\x08d\x0be\x0cf\x1b[31mg\x7fh\x85i\x9f",
    "lines": "a\r\nb\rc\n\nd\u2028e\u2029f\tg",
    "noncharacters": "a\ufffeb\uffffc\U0001ffffd\ufdd0e\ue000",
    "overrides": "abc \u202e def \u202d ghi \u2067 jkl \u202b mno",
    "closers": "abc \u202c\u2069\u2069\u202c def",
    "right to left": "\u0643\u062a\u0627\u0628 \u0645\u0641\u062a\u0648\u062d (2023)",
    "mixed": "abc \u05e9\u05dc\u05d5\u05dd 123 \u0643\u062a\u0627\u0628, def - 45%",
    "no width": "a\u200bb\u200cc\u200dd\u2060e\ufefff\u00adg",
    "marks": "".join(letter + "\u0300\u0301\u0316\u0334\u0360\u0489" * 20 for letter in "zalgo"),
    "emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 \U0001f3f3\ufe0f\u200d\U0001f308 \U0001f1eb\U0001f1f7 \U0001f44d\U0001f3fd",
    "long word": "x" * 10_000,
    "long word of markup": "<b>&amp;" * 1_250,
    "long word of signs": "\U0001f331" * 2_500,
    "no-break spaces": "a\u00a0" * 2_000,
    "many words": "word " * 2_000,
    "nothing": "",
    "spaces": "   \t ",
    "unseen": "\u200b\u2060\ufeff",
    "formula": '=HYPERLINK("https://evil.example/";"x")',
    "number": "-1e999",
    "tags": "a\U000e0041\U000e0042b",
}
"""Texts that something would act on, that nobody sees, or that have no place to break, by what is bad about them."""

MIXED = f"\"'><script>{ACT}</script>{{{{7*7}}}} \u202e\u2067\u0643\u062a\u0627\u0628 & \U0001f468\u200d\U0001f469 {{of}} z\u0300\u0301\u0489\x01"
"""A short text with most of these in it."""

ADDRESSES: Mapping[str, str] = {
    "script": f"javascript:{ACT}",
    "script in capitals": f"JaVaScRiPt:{ACT}//https://example.org/",
    "data": f"data:text/html,%3Cscript%3E{ACT}%3C/script%3E",
    "visual basic": "vbscript:msgbox(1)",
    "file": "file:///etc/passwd",
    "blob": "blob:https://example.org/1",
    "quotes": "https://example.org/'onclick='x?a=1&b=2&copy=3",
    "escaped markup": "https://example.org/%22%3E%3Cscript%3E",
    "name and password": "https://name:secret@example.org/",
    "right to left": "https://example.org/\u202e\u0643\u062a\u0627\u0628",
    "international": "https://\u00e9x\u00e4mple.example/\u65e5\u672c",
    "emoji": "https://example.org/\U0001f331",
    "long": "https://example.org/" + "a" * 10_000,
    "long host": "https://" + "a" * 3_000 + ".example/",
    "no path": "https:",
    "no host": "https://",
    "port": "http://example.org:99999/",
    "brackets": "http://[::1]/",
    "mail": "mailto:a@example.org?subject=%3Cb%3E&cc=b@example.org",
    "phone": "tel:+33-1;ext=<b>".replace("<b>", "%3Cb%3E"),
    "name": "urn:x:" + "y" * 3_000,
}
"""IRIs as values, by what is bad about them."""

VALUES: Mapping[str, str] = {
    "huge": f'"{"9" * 4_000}"^^xsd:integer',
    "tiny": f'"0.{"0" * 4_000}1"^^xsd:decimal',
    "exponent": '"1e308"^^xsd:double',
    "infinite": '"INF"^^xsd:double',
    "not a number": '"NaN"^^xsd:double',
    "minus nothing": '"-0"^^xsd:integer',
    "ill-typed number": '"many"^^xsd:integer',
    "markup as a number": f'"<script>{ACT}</script>"^^xsd:integer',
    "other digits": '"\u0663\u0664"^^xsd:integer',
}
"""Numbers in Turtle, by what is bad about them."""

DATES: Mapping[str, str] = {
    "far past": '"-13800000000"^^xsd:gYear',
    "before all": '"-0044-03-15"^^xsd:date',
    "first year": '"0001-01-01"^^xsd:date',
    "no year": '"0000"^^xsd:gYear',
    "far future": '"99999-12-31"^^xsd:date',
    "farther future": f'"{"9" * 200}"^^xsd:gYear',
    "end of time": '"9999-12-31T23:59:59.999999999Z"^^xsd:dateTime',
    "time zone": '"2023-02-28T24:00:00+14:00"^^xsd:dateTime',
    "time zone of a day": '"2023-02-28-12:00"^^xsd:date',
    "time zone of a year": '"2023Z"^^xsd:gYear',
    "no such day": '"2023-02-30"^^xsd:date',
    "leap second": '"2016-12-31T23:59:60Z"^^xsd:dateTime',
    "month": '"2023-13"^^xsd:gYearMonth',
    "day of a month": '"--02-30"^^xsd:gMonthDay',
    "long duration": f'"P{"9" * 50}Y"^^xsd:duration',
    "words": '"last year"^^xsd:date',
    "markup": f'"\\"><script>{ACT}</script>"^^xsd:date',
    "plain": '"2023-05-17"^^xsd:date',
}
"""Dates in Turtle, by what is bad about them."""

NAMES: tuple[str, ...] = (
    "a%20b", "a%2Fb", "a%2fb", "con", "CON", "Con.txt", "com1", "lpt9.x", "nul", "trailing.", "trailing..", "..%2F..%2Fetc",
    "%2e%2e", "?q=1&r=2", "a?q=1", "a&copy=1", "'", "(x)", "a:b", "a;b=c", "a,b", "a@b", "a!b$c*d+e", "~", "~20", "a~b",
    "\u00e9", "e\u0301", "\u00c9", "a", "A", "Aa", "aA", "\u65e5\u672c", "\U0001f331", "\u202eabc", "\u200b", "\ufb01", "fi", "%",
    "%zz", "%00", "%C3%A9", "x" * 3_000, "x" * 2_999 + "y", "index", "index.html", "404", "a.html", "a.fr.html", "a/", "a//b", "a/b",
    "-", "--x", "=x", "a.b.c", ".hidden", "d.ttl/e", "node_modules", "__proto__", "constructor", "%23", "%3F", "a%", "a\u00a0b", "\u0130", "\u00df", "ss",
)  # fmt: skip
"""Ends of IRIs of entries, which become names of files."""


def literal(text: str, ending: str = "") -> str:
    """Write a text as a literal of Turtle, in which nothing but letters, digits and spaces stands as it is."""
    written = "".join(sign if sign.isalnum() or sign == " " else f"\\U{ord(sign):08X}" for sign in text)
    return f'"{written}"{ending}'


def toml(text: str) -> str:
    """Write a text as a string of TOML."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def settings(text: str, languages: Iterable[str] = ("fr", "ar"), more: str = "") -> str:
    """Give settings whose every text is the given one."""
    value = toml(text)
    return f"""[catalogue]
base = "{BASE}"
title = {value}
description = {value}
languages = {json.dumps(list(languages))}
license = "https://example.org/'licence'?a=1&b=%22%3E"

[publisher]
name = {value}
homepage = "https://example.org/{"p" * 3_000}"

[prefixes]
h = "{BASE}ontology#"
oa = "http://www.w3.org/ns/oa#"

[quotes]
quote = "oa:exact"
document = "oa:hasSource"
file = "h:file"

[site]
records = ["h:Passage", "h:Code"]
source = "https://code.example/{{path}}?a={{commit}}#L{{line}}"
correction = "https://code.example/new?title={{title}}&body={{page}}&iri={{iri}}"
texts = ["about"]
contribute = "https://example.org/issues?'a'=1&b"

[home]
title = {value}
lead = {value}
[[home.sections]]
show = "cards"
type = "h:Thing"
title = {value}
text = {value}
limit = 60
[[home.sections]]
show = "cards"
query = "facts"
title = {value}
[[home.sections]]
show = "figures"
query = "facts"
title = {value}
limit = 60
[[home.sections]]
show = "tags"
query = "facts"
[[home.sections]]
show = "map"
query = "facts"
[[home.sections]]
show = "changes"
[[home.sections]]
show = "ways"
{more}
"""


def shapes(text: str, dates: str = "") -> str:
    """Give shapes whose every label, name and description is a text, and which show all that pages can show."""
    name = f"sh:name {literal(text, '@fr')}, {literal(text, '@en')} ; sh:description {literal(text, '@fr')}"
    key = "dash:propertyRole dash:KeyInfoRole"
    label = f"sh:property [ sh:path skos:prefLabel ; dash:propertyRole dash:LabelRole ; {name} ]"
    types = f"rdfs:label {literal(text, '@fr')} ; skos:altLabel {literal(text, '@fr')} ; sh:description {literal(text, '@fr')}"
    return f"""{PREFIXES}
s:group a sh:PropertyGroup ; rdfs:label {literal(text, "@fr")} ; sh:order 1 .
s:Thing a sh:NodeShape ; sh:targetClass :Thing ; {types} ; {label} ; sh:order 1 ; sh:property
  [ sh:path dct:description ; dash:propertyRole dash:DescriptionRole ; {name} ],
  [ sh:path :kind ; {key} ; {name} ; sh:order 1 ; dash:viewer dash:LabelViewer ],
  [ sh:path :state ; {key} ; {name} ; sh:order 2 ],
  [ sh:path :since ; {key} ; {name} ; sh:order 3 {dates} ],
  [ sh:path :users ; {key} ; {name} ; sh:order 4 ],
  [ sh:path :place ; {key} ; {name} ; sh:order 5 ],
  [ sh:path foaf:homepage ; {name} ; sh:group s:group ; sh:order 6 ],
  [ sh:path :note ; {name} ; sh:group s:group ; sh:order 7 ],
  [ sh:path [ sh:inversePath :about ] ; {name} ; sh:order 8 ; dash:viewer dash:ValueTableViewer ; sh:node s:Row ] .
s:Row a sh:NodeShape ; sh:property [ sh:path :date ; {name} ; sh:order 1 ], [ sh:path :value ; {name} ; sh:order 2 ],
  [ sh:path :what ; {name} ; sh:order 3 ], [ sh:path skos:prefLabel ; {name} ; sh:order 0 ; dash:propertyRole dash:LabelRole ] .
s:Figure a sh:NodeShape ; sh:targetClass :Figure ; {types} ; {label} ; sh:property [ sh:path :date ; {name} ; {key} ] .
s:Document a sh:NodeShape ; sh:targetClass :Document ; {types} ; {label} .
s:Passage a sh:NodeShape ; sh:targetClass :Passage ; {types} ; {label} .
s:Code a sh:NodeShape ; sh:targetClass :Code ; {types} ; {label} .
s:Claim a sh:NodeShape ; sh:targetClass rdf:Statement ; {types} ; sh:property
  [ sh:path :basis ; {name} ; {key} ; sh:order 1 ; sh:defaultValue <code/plain> ], [ sh:path :reason ; {name} ; sh:order 2 ] .
<ontology> a <http://www.w3.org/2002/07/owl#Ontology> ; rdfs:label {literal(text, "@fr")} .
:about a rdf:Property ; rdfs:label {literal(text, "@fr")} ; rdfs:comment {literal(text, "@fr")} .
"""


def thing(number: int, text: str, more: str = "") -> str:
    """Describe a thing whose every text is the given one, with what tells of it: figures, a claim, a passage, a document."""
    value, languages = literal(text), f"{literal(text, '@fr')}, {literal(text, '@ar')}, {literal(text, '@en')}"
    figures = "".join(
        f"<figure/{number}-{place}> a :Figure ; skos:prefLabel {value} ; :about <thing/{number}> ; :what {value} ; "
        f':date "{2020 + place}-01-01"^^xsd:date ; :value {place * 10} .\n'
        for place in range(3)
    )
    return f"""<thing/{number}> a :Thing ; skos:prefLabel {languages} ; skos:altLabel {languages} ; dct:description {languages} ;
  :kind <code/{number}>, <code/all> ; :state {value}, "all" ; :note {value}, {languages}, [ rdfs:label {value} ; :note {value} ] ;
  dct:source <document/{number}> {more} .
<code/{number}> a :Code ; skos:prefLabel {languages} .
<document/{number}> a :Document ; skos:prefLabel {value} ; foaf:homepage <https://example.org/?a='{number}'&b=%22> .
<passage/{number}> a :Passage ; oa:exact {value} ; oa:hasSource <document/{number}> .
[] a rdf:Statement ; rdf:subject <thing/{number}> ; rdf:predicate :state ; rdf:object {value} ; dct:source <passage/{number}> ;
  :basis <code/{number}> ; :reason {value} .
{figures}"""


SHARED = '<code/all> a :Code ; skos:prefLabel "all"@fr . <code/plain> a :Code ; skos:prefLabel "plain"@fr .\n'


def query(rows: Iterable[str]) -> str:
    """Give a query whose answer has a row for each text, with the columns that the sections of a home page read."""
    values = "".join(
        f"({literal(text)} {literal(text, '@en')} {literal(text, '@ar')} <{BASE}thing/{number}> {number + 1})\n"
        for number, text in enumerate(rows)
    )
    return f"""# title: {" ".join(MIXED.split())}
# title@fr: {" ".join(MIXED.split())}
# description: {" ".join(MIXED.split())}
# keywords: {MIXED.replace(",", " ")}, {"k" * 3_000}, <b>
# param: word string = <b>x</b>"'&{{{{7*7}}}} -- {" ".join(MIXED.split())}
# param: thing iri = {BASE}thing/1 -- x
SELECT ?thing (?thing AS ?place) ?label (?label AS ?line) (?label AS ?tag) (?label AS ?small) ?note (?note AS ?source) (?label AS ?of)
    ?count (?count AS ?value) (xsd:date("2023-01-01") AS ?date) {{
    VALUES (?label ?note ?rest ?thing ?count) {{
{values}    }}
}}
"""


PROSE = f"""# {MIXED}

<script>{ACT}</script> <img src=x onerror={ACT}> <a href="javascript:{ACT}">a</a>

[a](javascript:{ACT}) [b](JaVaScRiPt:{ACT}) [c](data:text/html,x) [d](//evil.example/) [e](\\\\evil.example) [f](https://example.org/"onclick="x)
[g]( javascript:{ACT}) [h](java\tscript:{ACT}) [i](&#106;avascript:{ACT}) [j](?javascript:x) [k](<thing/1?a=1&b=2> "title \\"x")

![a](https://evil.example/pixel.png) ![b](//evil.example/pixel.png) ![c](data:image/svg+xml,<svg/onload={ACT}>) ![d]({"x" * 3_000})

<https://example.org/{"y" * 3_000}> <javascript:{ACT}>

{"x" * 10_000}

    {"z" * 3_000} <script>

```html "><script>
{"w" * 3_000}
```

{"#" * 6} {"h" * 3_000}

|{"a|" * 60}
|{"-|" * 60}
|{"cell cell|" * 60}
|{"c" * 3_000}|

{"> " * 30}deep

{"".join("  " * level + "- item" + chr(10) for level in range(30))}
"""


def written(folder: Path, files: Mapping[str, str]) -> Path:
    """Write a catalogue into a folder."""
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    return folder


def texts(folder: Path, text: str = MIXED, carried: Mapping[str, str] = TEXTS) -> Path:
    """Write a catalogue that has each text as the name, description, quote, value, code, source, figure of a thing of its own."""
    data = {
        f"data/{number} <b>'&%41{{line}} \u202e{number}.ttl": PREFIXES + thing(number, each, more(number))
        for number, each in enumerate(carried.values())
    }
    return written(
        folder,
        {
            "catalogue.toml": settings(text),
            "shapes/s.ttl": shapes(text),
            "data/shared.ttl": PREFIXES + SHARED,
            "queries/facts.rq": "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n".join(_head_first(query(carried.values()))),
            "texts/about.fr.md": PROSE,
            **data,
        },
    )


def _head_first(text: str) -> tuple[str, str]:
    head, select, rest = text.partition("SELECT")
    return head, select + rest


def more(number: int) -> str:
    """Give a thing an address, a number and a date that are hostile."""
    address, value, date = (list(each.values()) for each in (ADDRESSES, VALUES, DATES))
    return (
        f"; foaf:homepage <{address[number % len(address)]}> ; :users {value[number % len(value)]} ; "
        f":since {date[number % len(date)]} ; :place <{address[-1 - number % len(address)]}>, "
        f"<http://id.insee.fr/geo/departement/{number % 95 + 1:02}>"
    )


def names(folder: Path, ends: Iterable[str] = NAMES) -> Path:
    """Write a catalogue whose entries have hostile IRIs, each leading to the next."""
    listed = [f"{BASE}thing/{end}" for end in ends]
    lines = [
        f"<{iri}> a :Thing ; skos:prefLabel {literal(f'name {number}', '@fr')} ; :kind <{listed[number - 1]}> ; dct:source <{listed[number - 2]}> ."
        for number, iri in enumerate(listed)
    ]
    return written(
        folder,
        {
            "catalogue.toml": settings("Names", more=""),
            "shapes/s.ttl": shapes("name"),
            "data/d.ttl": PREFIXES + "\n".join(lines),
            "queries/facts.rq": "SELECT ?thing { ?thing a <" + BASE + "ontology#Thing> } ORDER BY ?thing\n",
            "texts/about.fr.md": "# About\n",
        },
    )


PLAIN = f"""[catalogue]
base = "{BASE}"
title = "Plain"
languages = ["fr", "en"]
[publisher]
name = "Nobody"
"""


def plain(folder: Path, data: str, shapes_text: str = "", more: str = "", settings_text: str = PLAIN) -> Path:
    """Write a catalogue with few settings and no queries and texts."""
    files = {"catalogue.toml": settings_text + more, "data/d.ttl": PREFIXES + data}
    return written(folder, {**files, "shapes/s.ttl": PREFIXES + (shapes_text or SIMPLE)})


SIMPLE = """s:Thing a sh:NodeShape ; sh:targetClass :Thing ; sh:property
  [ sh:path skos:prefLabel ; sh:name "name"@en ; dash:propertyRole dash:LabelRole ],
  [ sh:path :kind ; sh:name "kind"@en ; sh:order 1 ; dash:propertyRole dash:KeyInfoRole ],
  [ sh:path :state ; sh:name "state"@en ; sh:order 2 ; dash:propertyRole dash:KeyInfoRole ],
  [ sh:path :users ; sh:name "users"@en ; sh:order 3 ; dash:propertyRole dash:KeyInfoRole ] .
s:Kind a sh:NodeShape ; sh:targetClass :Kind ; sh:property [ sh:path skos:prefLabel ; dash:propertyRole dash:LabelRole ] .
"""


def linked(folder: Path, count: int = 5_000) -> Path:
    """Write a catalogue with one thing that so many lead to, by three properties, one of them a table that tells a story."""
    story = """s:Hub a sh:NodeShape ; sh:targetClass :Hub ; sh:property
  [ sh:path skos:prefLabel ; dash:propertyRole dash:LabelRole ],
  [ sh:path [ sh:inversePath :told ] ; sh:name "told"@en ; dash:viewer dash:ValueTableViewer ],
  [ sh:path [ sh:inversePath :listed ] ; sh:name "listed"@en ] .
"""
    lines = (
        f'<thing/{n}> a :Thing ; skos:prefLabel "thing {n}"@en ; :kind <the/hub> ; :told <the/hub> ; :listed <the/hub> ; :state "s{n % 7}" ; dct:source <the/hub> .'
        for n in range(count)
    )
    hub = [
        f'<the/hub> :keyword "word {n}" ; dct:source <thing/{n}> ; dct:relation [ rdfs:label "part {n}" ] .'
        for n in range(count)
    ]
    claims = [
        f"[] a rdf:Statement ; rdf:subject <the/hub> ; rdf:predicate :single ; dct:source <thing/{n}> ." for n in range(count)
    ]
    text = '<the/hub> a :Hub ; skos:prefLabel "hub"@en ; :single "a" .\n'
    return plain(folder, text + "\n".join([*lines, *hub, *claims]), SIMPLE + story)


def deep(folder: Path, levels: int = 1_000) -> Path:
    """Write a catalogue with a hierarchy of so many levels, and with a circle of three, and one of one."""
    lines = [f'<thing/{n}> a :Thing ; skos:prefLabel "level {n}"@en ; skos:broader <thing/{n - 1}> .' for n in range(1, levels)]
    circle = [
        f'<thing/c{n}> a :Thing ; skos:prefLabel "circle {n}"@en ; skos:broader <thing/c{(n + 1) % 3}> .' for n in range(3)
    ]
    own = '<thing/own> a :Thing ; skos:broader <thing/own> . <thing/0> a :Thing ; skos:prefLabel "level 0"@en .'
    return plain(folder, "\n".join([*lines, *circle, own]))


def tongues(folder: Path, count: int = 200) -> Path:
    """Write a catalogue with names and texts in so many languages, with private tags and tags that no registry has."""
    letters = [a + b for a in "abcdefghijklmnopqrstuvwxyz" for b in "abcdefghijklmnopqrstuvwxyz"][: count - 4]
    tags = [*letters, "x-secret", "de-Latn-1996-x-a", "zzz-Qaaa-QM", "a" * 8]
    names = ", ".join(f'"name {tag}"@{tag}' for tag in tags)
    return plain(folder, f"<thing/1> a :Thing ; skos:prefLabel {names} ; skos:altLabel {names} ; :note {names} .\n")


def nothing(folder: Path) -> Path:
    """Write a catalogue without any thing, date, place, image, query and text."""
    return plain(folder, "")


def one(folder: Path) -> Path:
    """Write a catalogue with one type, which has one thing, of which nothing is known."""
    return plain(folder, "<thing/1> a :Thing .")


def nameless(folder: Path) -> Path:
    """Write a catalogue whose shapes, types, classes and things have names of which nobody sees anything."""
    empty = '""@fr, " "@en, "\\u200B"'
    shape = f"""s:Thing a sh:NodeShape ; sh:targetClass :Thing ; rdfs:label {empty} ; skos:altLabel {empty} ; sh:description {empty} ; sh:property
  [ sh:path skos:prefLabel ; sh:name {empty} ; dash:propertyRole dash:LabelRole ], [ sh:path :kind ; sh:name {empty} ; sh:group s:g ; dash:propertyRole dash:KeyInfoRole ] .
s:g a sh:PropertyGroup ; rdfs:label {empty} . :Thing rdfs:label {empty} . :kind rdfs:label {empty} .
"""
    things = "".join(
        f'<thing/{n}> a :Thing ; skos:prefLabel {empty} ; :kind "", <thing/{n + 1}> ; :state {empty} ; :other [ :x "" ] .\n'
        for n in range(3)
    )
    return plain(folder, things, shape)


def many(folder: Path, count: int = 6_000) -> Path:
    """Write a catalogue with so many things of one type, each with a value of its own, of one of many and of one of few kinds."""
    kinds = "".join(f'<kind/{n}> a :Kind ; skos:prefLabel "kind {n}"@en .\n' for n in range(50))
    lines = (
        f'<thing/{n}> a :Thing ; skos:prefLabel "the thing with number {n}"@en, "la chose {n}"@fr ; :kind <kind/{n % 50}> ; :state "state {n}" ; :users {n} .'
        for n in range(count)
    )
    return plain(folder, kinds + "\n".join(lines))
